"""What one reader does next with the minutes of a meeting that is over (meetings/presenters/next_step.py)."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import day
from meetings.access.people import takes_minutes, writes_minutes
from meetings.presenters.next_step import Step
from members.viewers import viewer_for
from minutes.access import approval, circulation, publication
from minutes.enums import State
from minutes.models import Minutes, MinutesSection, Objection
from minutes.selectors.readings import waiting_for
from minutes.selectors.status import minutes_of, minutes_on_page


def record_step(user, meeting) -> Step | None:
    """One query, and what the approval asks where the minutes wait for it.

    For those who only read them none, but while they go round.
    """
    if not writes_minutes(user, meeting):
        return _read(user, meeting)
    of_minutes = {"minutes": OuterRef("pk")}
    rows = Minutes.objects.visible_to(user).filter(meeting=meeting.pk).annotate(
        has_gaps=Exists(MinutesSection.objects.filter(body="", **of_minutes)),
        has_objections=Exists(Objection.objects.open().filter(**of_minutes)),
    )  # fmt: skip
    minutes = rows.select_related("approval_item__meeting").first()
    if minutes is None:
        return _begin(user, meeting)
    minutes.meeting = meeting
    return STEPS[State(minutes.state)](user, minutes)


def _writes_here(user, meeting):
    """The Protokollführung; the organisers where nobody has it."""
    is_free = meeting.minute_taker_id is None and viewer_for(user).is_organiser
    return takes_minutes(user, meeting) or is_free


def _begin(user, meeting):
    if not _writes_here(user, meeting):
        return None
    return Step(
        _("Protokoll schreiben"), reverse("minutes:create", args=[meeting.pk]), _("Noch gibt es keines.")
    )


def _write(user, minutes):
    if not _writes_here(user, minutes.meeting):
        return None
    if minutes.has_gaps or not circulation.can_circulate(user, minutes):
        why = _("Es ist ein Entwurf, den nur Sie und die Organisation sehen.")
        return Step(_("Protokoll schreiben"), reverse("minutes:write", args=[minutes.pk]), why)
    why = _("Jeder Abschnitt hat seinen Text. Im Umlauf lesen ihn alle.")
    return Step(_("In den Umlauf geben"), reverse("minutes:circulate", args=[minutes.pk]), why)


def _read(user, meeting):
    if hasattr(meeting, "shows_minutes"):  # the row has come with them
        minutes = minutes_on_page(meeting)
    else:
        minutes = Minutes.objects.visible_to(user).filter(meeting=meeting.pk).first()
    if minutes is None or minutes.state != State.CIRCULATING:
        return None
    if not waiting_for(user).filter(pk=minutes.pk).exists():
        return None
    why = _("Einwendungen bis %(day)s.") % {"day": day(minutes.objections_until)}
    return Step(_("Protokoll lesen"), minutes.get_absolute_url(), why)


def _answer_objections(user, minutes):
    if not minutes.has_objections or not writes_minutes(user, minutes.meeting):
        return None
    why = _("Vorher lässt sich das Protokoll nicht genehmigen.")
    return Step(_("Einwendungen beantworten"), reverse("minutes:objections", args=[minutes.pk]), why)


def _approve(user, minutes):
    if minutes.has_objections:
        return _answer_objections(user, minutes)
    if not approval.can_approve(user, minutes):
        return None
    why = _("Der Umlauf ist beendet, Einwendungen sind nicht offen.")
    return Step(_("Genehmigung festhalten"), reverse("minutes:approve", args=[minutes.pk]), why)


def _publish(user, minutes):
    if not publication.can_publish(user, minutes):
        return None
    why = _("Es ist genehmigt, öffentlich zu lesen ist es noch nicht.")
    return Step(_("Protokoll veröffentlichen"), reverse("minutes:publish", args=[minutes.pk]), why)


STEPS = {
    State.DRAFT: _write,
    State.CIRCULATING: lambda user, minutes: (
        _read(user, minutes.meeting) or _answer_objections(user, minutes)
    ),
    State.FOR_APPROVAL: _approve,
    State.APPROVED: _publish,
}


def way_to_writing(meeting) -> tuple[str, str] | None:
    """(words, address), or None where nothing is to be written any more."""
    minutes = minutes_of(meeting)
    if minutes is None:
        return _("Protokoll schreiben"), reverse("minutes:create", args=[meeting.pk])
    if minutes.state != State.DRAFT:
        return None
    return _("Protokoll schreiben"), reverse("minutes:write", args=[minutes.pk])
