"""What one reader does next with a meeting: the same on each of its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from meetings import ports
from meetings.access import meetings
from meetings.enums import State
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
        """The same row with what is beside it; asked by the first step that looks."""
        return _known(viewer_for(self.user), self.meeting)

    @property
    def organises(self):
        return viewer_for(self.user).is_organiser

    def to(self, name):
        return reverse(f"meetings:{name}", args=[self.meeting.pk])


def next_step(user, meeting) -> Step | None:
    """The one thing that waits for this reader, or None when it is the turn of others.

    One's own answer comes first, because others wait for it. One query, for the public none, and one about
    the minutes once the meeting is over.
    """
    viewer = viewer_for(user)
    if not viewer.is_member or meeting.state not in BY_STATE:
        return None
    at = Situation(user, meeting)
    return next(filter(None, (step(at) for step in BY_STATE[State(meeting.state)])), None)


def _known(viewer, meeting):
    reports = Report.objects.filter(meeting=OuterRef("pk"))
    rows = Meeting.objects.annotate(
        has_agenda=Exists(AgendaItem.objects.filter(meeting=OuterRef("pk"))),
        has_report=Exists(reports),
        is_report_out=Exists(reports.published()),
    )
    return ports.with_own_reply(ports.with_poll(rows, viewer), viewer).get(pk=meeting.pk)


# --- what the roles bring ---------------------------------------------------------------------------------


def _take_part_in_the_room(at):
    if not (meetings.can_begin(at.user, at.meeting) or meetings.can_steer(at.user, at.meeting)):
        return None
    why = _("Das Treffen läuft.") if at.meeting.state == State.RUNNING else _("Das Treffen ist heute.")
    return Step(_("Sitzung öffnen"), ports.url_of_live_meeting(at.meeting), why)


def _note_that_it_was(at):
    if not at.meeting.is_over or not meetings.can_hold(at.user, at.meeting):
        return None
    return Step(_("Als durchgeführt vermerken"), at.to("hold"), _("Der Termin ist vorbei."))


def _name_minute_taker(at):
    if at.meeting.minute_taker_id or not meetings.can_edit(at.user, at.meeting):
        return None
    return Step(
        _("Protokollführung festlegen"), at.to("minute_taker"),
        _("Der Termin steht. Wer schreibt das Protokoll?"),
    )  # fmt: skip


def _build_agenda(at):
    if at.known.has_agenda or not meetings.can_build_agenda(at.user, at.meeting):
        return None
    return Step(_("Tagesordnung aufstellen"), at.to("agenda"), _("Noch steht kein TOP darauf."))


def _go_on_with_minutes(at):
    return ports.record_step(at.user, at.meeting)


def _look_back(at):
    if not meetings.can_write_report(at.user, at.meeting) or at.known.is_report_out:
        return None
    if at.known.has_report:
        return Step(_("Rückblick veröffentlichen"), at.to("publish_report"), _("Geschrieben ist er."))
    return Step(
        _("Rückblick schreiben"), at.to("report"), _("Ein kurzer Text für alle: worum ging es?")
    )  # fmt: skip


BEFORE = (
    ports.step_to_say_when, ports.step_to_reply, _take_part_in_the_room, _note_that_it_was,
    ports.step_to_decide, _name_minute_taker, _build_agenda, ports.step_to_invite, ports.step_to_see_replies,
)  # fmt: skip
BY_STATE: dict[State, tuple[Callable[[Situation], Step | None], ...]] = {
    State.DRAFT: (ports.step_to_find_date,),
    State.POLLING: (ports.step_to_say_when, ports.step_to_decide),
    State.SCHEDULED: BEFORE,
    State.INVITED: BEFORE,
    State.RUNNING: (_take_part_in_the_room,),
    State.HELD: (_go_on_with_minutes, _look_back),
}
