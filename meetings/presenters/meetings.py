"""What one viewer may know of one meeting."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import cached_property

from core.dates import BERLIN, day, day_long, span
from core.page_cache import cached
from core.safe_html import strung
from meetings import ports
from meetings.access import meetings
from meetings.enums import DATED_OR_RUNNING, STATE_KINDS, UNDATED, State
from meetings.models import Meeting
from meetings.presenters.agenda import add_tasks, agenda_rows
from meetings.presenters.attachments import MeetingAttachments, add_attachments, attachments_of
from meetings.presenters.attendance import people_at
from meetings.presenters.states import open_date, state_label
from meetings.selectors.meetings import meetings_for_page
from members import audience as audiences
from members.viewers import viewer_for


@dataclass
class MeetingDetail:
    """What one viewer may know of one meeting, in words."""

    meeting: Meeting
    viewer: Any
    shows_quarter_only: bool  # an announced draft: its quarter and nothing else
    main_html: str = ""  # parts of the page, where they are kept
    facts_html: str = ""

    @property
    def pk(self):
        return self.meeting.pk

    @property
    def url(self):
        return self.meeting.get_absolute_url()

    @property
    def in_calendars(self):
        """As the queryset of that name."""
        return self.meeting.starts_at is not None and self.meeting.state not in UNDATED

    @property
    def is_ahead(self):
        """It has a date and is still to come, or is going on."""
        return self.meeting.state in DATED_OR_RUNNING and not self.meeting.is_over

    @property
    def takes_answers(self):
        """It is asked who comes; afterwards stands who was there."""
        meeting = self.meeting
        return (
            bool(meeting.invited_at)
            and meeting.state in (State.INVITED, State.RUNNING)
            and self.viewer.is_member
        )

    @property
    def title(self):
        return self.meeting.target if self.shows_quarter_only else self.meeting.name

    @property
    def kind(self):
        return "" if self.shows_quarter_only else self.meeting.get_kind_display()

    @property
    def state(self):
        return self.meeting.state

    @property
    def state_label(self):
        return state_label(self.meeting.state, self.shows_quarter_only)

    @property
    def state_tag(self):
        return STATE_KINDS[State(self.meeting.state)]

    @property
    def audience(self):
        return audiences.label(self.meeting.audience)

    @property
    def date(self):
        """The day in Jena, or None."""
        starts_at = self.meeting.starts_at
        return starts_at.astimezone(BERLIN).date() if starts_at and not self.shows_quarter_only else None

    @property
    def day(self):
        """»10. September 2025«, or nothing."""
        return day(self.date) if self.date else ""

    @property
    def when(self):
        """»Mittwoch, 10. September 2025, 14:00–16:00 Uhr«, or that the date is still open."""
        if self.date:
            return ", ".join(filter(None, [day_long(self.date), self.times]))
        if self.meeting.state == State.CANCELLED:
            return ""
        return open_date(self.meeting.target, self.meeting.target_is_over, self.shows_quarter_only)

    @property
    def times(self):
        meeting = self.meeting
        if not self.date or not meeting.starts_at or not meeting.has_times:
            return ""
        return span(meeting.starts_at, meeting.ends_at)

    @property
    def real_times(self):
        """»14:05–16:10 Uhr«, as it really was; »14:05 Uhr« while it runs."""
        meeting = self.meeting
        return (
            span(meeting.began_at, meeting.ended_at)
            if meeting.began_at and not self.shows_quarter_only
            else ""
        )

    @cached_property
    def people(self):
        """Who was there, organisation by organisation: for members only."""
        if self.shows_quarter_only or not getattr(self.meeting, "has_attendance", False):
            return []
        return people_at(self.meeting, self.viewer)

    @property
    def place(self):
        if self.shows_quarter_only:
            return ""
        meeting = self.meeting
        return strung([meeting.place_name, meeting.place_room, meeting.place_address], ", ")

    @property
    def online_url(self):
        """The way into the conference is for members only."""
        return self.meeting.online_url if self.viewer.is_member and not self.shows_quarter_only else ""

    @property
    def is_online_for_members(self):
        return bool(self.meeting.online_url) and not self.online_url and not self.shows_quarter_only

    @property
    def minute_taker(self):
        """Names of people are for members."""
        return self.meeting.minute_taker if self.viewer.is_member and not self.shows_quarter_only else None

    @property
    def description_html(self):
        return "" if self.shows_quarter_only else self.meeting.description_html

    @property
    def cancelled_because(self):
        return "" if self.shows_quarter_only else self.meeting.cancelled_because

    @cached_property
    def agenda(self):
        return agenda_rows(self.meeting, self.viewer)

    @cached_property
    def full_agenda(self):
        """The agenda with its attachments."""
        return add_attachments(self.agenda, self.attachments)

    @cached_property
    def attachments(self):
        """The attachments that this viewer sees."""
        if self.shows_quarter_only or not getattr(self.meeting, "has_attachments", True):
            return MeetingAttachments()
        return attachments_of(self.meeting, self.viewer)

    @cached_property
    def moves(self):
        """Old dates in words, the latest first: »10. September 2025, 14:00–16:00 Uhr«."""
        if self.shows_quarter_only or not getattr(self.meeting, "has_moved", True):
            return []
        moves = self.meeting.moves.visible_to(self.viewer).order_by("-moved_at", "-pk")
        found = []
        for move in moves:
            times = span(move.old_starts_at, move.old_ends_at) if move.old_has_times else ""
            found.append((", ".join(filter(None, [day(move.old_starts_at), times])), move.reason))
        return found

    @property
    def report(self):
        """The Rückblick, if this viewer may read it."""
        return self.meeting.report if getattr(self.meeting, "shows_report", False) else None

    @cached_property
    def poll(self):
        """The Terminabstimmung as this reader finds it here, or None."""
        return ports.poll_on_page(self.meeting, self.viewer)

    @property
    def minutes(self):
        """The minutes, if this viewer may read them."""
        return ports.minutes_on_page(self.meeting)


def detail_of(meeting, user) -> MeetingDetail:
    """Call this for meetings that were loaded with `visible_to(user)`."""
    viewer = viewer_for(user)
    return MeetingDetail(meeting, viewer, meetings.knows_only_the_quarter(viewer, meeting))


def meeting_detail(user, pk, change_token) -> MeetingDetail | None:
    """All of the page of a meeting, made once for all of the same audience; `change_token` was read before.

    What is this reader's own (their answers, the next step) is asked of the detail afterwards.
    """
    viewer = viewer_for(user)
    version, audience = ports.version_and_audience(viewer, change_token)
    detail = cached("meeting", version=(version, pk), audience=audience, make=lambda eyes: _whole(eyes, pk))
    if detail is not None:
        detail.viewer = viewer
        if viewer.is_organiser:  # they are told when a file is missing on the disk, of which no event tells
            detail.attachments = attachments_of(detail.meeting, viewer)
    return detail


def _whole(viewer, pk) -> MeetingDetail | None:
    """With all that everybody of this audience reads, asked and written now."""
    meeting = meetings_for_page(viewer).visible_to(viewer).filter(pk=pk).first()
    if meeting is None:
        return None
    detail = detail_of(meeting, viewer)
    ports.add_approvals(add_tasks(detail.agenda, viewer), viewer)
    # Without the request: nothing of one reader can get into what others are shown.
    context = {"detail": detail, "meeting": meeting}
    detail.facts_html = render_to_string("meetings/detail/facts.html", context)
    if not viewer.is_organiser:
        detail.main_html = render_to_string("meetings/detail/main.html", context)
    detail.moves  # noqa: B018  (asked now, and kept with the rest)
    return detail


def next_meeting(user) -> MeetingDetail | None:
    """What comes next for this viewer; its agenda is asked when it is shown."""
    meeting = meetings_for_page(user).visible_to(user).next_to_come().first()
    return detail_of(meeting, user) if meeting else None
