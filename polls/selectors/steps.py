"""What a reader does next with a Terminabstimmung (meetings.presenters.next_step)."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import day
from meetings.presenters.next_step import Step
from polls import access
from polls.models import PollReply


def with_poll(rows, viewer):
    given = PollReply.objects.given().filter(person=viewer.person_id, poll__meeting=OuterRef("pk"))
    return rows.select_related("poll__decided").annotate(has_answered_poll=Exists(given))


def say_when(at) -> Step | None:
    poll = _poll(at)
    if poll is None or at.known.has_answered_poll or not access.can_answer(at.user, poll):
        return None
    return Step(
        _("Sagen, wann Sie können"), _url("answer", at),
        _("Antworten bis %(day)s.") % {"day": day(poll.deadline)}, is_on_page=True,
    )  # fmt: skip


def find_date(at) -> Step | None:
    if not access.can_prepare(at.user, at.meeting):
        return None
    return Step(
        _("Termin festlegen"), _url("options", at),
        _("Fragen Sie alle, wann sie können, oder tragen Sie den Termin ein, wenn er feststeht."),
    )  # fmt: skip


def decide(at) -> Step | None:
    poll = _poll(at)
    if poll is None or not access.can_decide(at.user, poll):
        return None
    if poll.is_running:
        why = _("Die Abstimmung läuft bis %(day)s.") % {"day": day(poll.deadline)}
        return Step(_("Antworten zum Termin ansehen"), _url("poll", at), why)
    return Step(_("Termin wählen"), _url("poll", at), _("Die Terminabstimmung ist beendet."))


def _poll(at):
    """The row of `with_poll`: a meeting without a poll has none."""
    return getattr(at.known, "poll", None)


def _url(name, at):
    return reverse(f"polls:{name}", args=[at.meeting.pk])
