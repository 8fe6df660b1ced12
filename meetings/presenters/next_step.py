"""What one reader does next with a meeting: the same on each of its pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from meetings import ports
from meetings.access import meetings
from meetings.enums import DATED, State
from meetings.models import AgendaItem, Meeting, Report
from members.viewers import viewer_for


class Step(NamedTuple):
    label: str
    url: str
    why: str = ""
    is_on_page: bool = False  # the page of the meeting asks for it in a place of its own


@dataclass
class Situation:
    """What the steps look at."""

    user: Any
    meeting: Meeting

    @cached_property
    def known(self):
        """The same row with what is beside it; asked by the first step that looks: one query."""
        viewer, reports = viewer_for(self.user), Report.objects.filter(meeting=OuterRef("pk"))
        rows = Meeting.objects.annotate(
            has_agenda=Exists(AgendaItem.objects.filter(meeting=OuterRef("pk"))),
            has_report=Exists(reports),
            is_report_out=Exists(reports.filter(published_at__isnull=False)),
        )
        return ports.with_own_reply(ports.with_poll(rows, viewer), viewer).get(pk=self.meeting.pk)

    @property
    def organises(self):
        return viewer_for(self.user).is_organiser

    def step(self, label, name, why):
        """To the page of meetings that is called `name`."""
        return Step(label, reverse(f"meetings:{name}", args=[self.meeting.pk]), why)


def next_step(user, meeting) -> Step | None:
    """The one thing that waits for this reader, or None when it is the turn of others.

    One query, for the public none, and one about the minutes once the meeting is over.
    """
    if not viewer_for(user).is_member:
        return None
    return next(filter(None, steps(Situation(user, meeting))), None)


def steps(at: Situation) -> Iterator[Step | None]:
    """What may wait, the most urgent first; each is asked only where none before it waits."""
    user, meeting, state = at.user, at.meeting, at.meeting.state
    if state == State.DRAFT:
        yield ports.step_to_find_date(at)
    elif state == State.POLLING:
        yield ports.step_to_say_when(at)
        yield ports.step_to_decide(at)
    elif state in DATED:
        yield from steps_before_begin(at)
    elif state == State.RUNNING:
        yield open_live_meeting(at)
    elif state == State.HELD:
        yield ports.record_step(user, meeting)
        if meetings.can_write_report(user, meeting) and not at.known.is_report_out:
            if at.known.has_report:
                yield at.step(_("Rückblick veröffentlichen"), "publish_report", _("Geschrieben ist er."))
            why = _("Ein kurzer Text für alle: worum ging es?")
            yield at.step(_("Rückblick schreiben"), "report", why)


def steps_before_begin(at: Situation) -> Iterator[Step | None]:
    """Of a meeting with a date."""
    user, meeting = at.user, at.meeting
    # One's own answer comes first, because others wait for it.
    yield ports.step_to_say_when(at)
    yield ports.step_to_reply(at)
    yield open_live_meeting(at)
    if meeting.is_over and meetings.can_hold(user, meeting):
        yield at.step(_("Als durchgeführt vermerken"), "hold", _("Der Termin ist vorbei."))
    yield ports.step_to_decide(at)
    if not meeting.minute_taker_id and meetings.can_edit(user, meeting):
        why = _("Der Termin steht. Wer schreibt das Protokoll?")
        yield at.step(_("Protokollführung festlegen"), "minute_taker", why)
    if not at.known.has_agenda and meetings.can_build_agenda(user, meeting):
        yield at.step(_("Tagesordnung aufstellen"), "agenda", _("Noch steht kein TOP darauf."))
    yield ports.step_to_invite(at)
    yield ports.step_to_see_replies(at)


def open_live_meeting(at: Situation) -> Step | None:
    if not (meetings.can_begin(at.user, at.meeting) or meetings.can_steer(at.user, at.meeting)):
        return None
    why = _("Das Treffen läuft.") if at.meeting.state == State.RUNNING else _("Das Treffen ist heute.")
    return Step(_("Sitzung öffnen"), ports.url_of_live_meeting(at.meeting), why)
