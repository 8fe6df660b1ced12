"""What stands of a Terminabstimmung on the page of its meeting."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from meetings.enums import State as MeetingState
from polls import access
from polls.enums import PollState
from polls.models import DatePoll
from polls.selectors.polls import own_reply, state_label, state_tag


@dataclass
class PollOnPage:
    poll: DatePoll
    viewer: Any

    @property
    def url(self):
        return self.poll.get_absolute_url()

    @property
    def deadline(self):
        return self.poll.deadline

    @property
    def is_draft(self):
        return self.poll.state == PollState.DRAFT

    @property
    def asks_reader(self):
        """Whether it runs and this reader may answer."""
        return self.poll.is_running and self.viewer.is_member

    @cached_property
    def reply(self):
        """What this reader has answered to a poll that runs; one query, and only then."""
        return own_reply(self.poll, self.viewer) if self.asks_reader else None

    @property
    def label(self):
        return state_label(self.poll)

    @property
    def tag(self):
        return state_tag(self.poll)


def with_poll_on_page(rows, viewer):
    visible = DatePoll.objects.visible_to(viewer).filter(meeting=OuterRef("pk"))
    return rows.select_related("poll").annotate(shows_poll=Exists(visible))


def poll_on_page(meeting, viewer) -> PollOnPage | None:
    """As long as it leads to a date or has led to it; of a row that has come without it, none."""
    poll = meeting.poll if getattr(meeting, "shows_poll", False) else None
    if poll is None:
        return None
    leads_nowhere = (
        poll.state == PollState.DRAFT and meeting.state != MeetingState.DRAFT and not poll.replaces_date
    )
    return None if leads_nowhere else PollOnPage(poll, viewer)


def way_to_poll(user, meeting) -> tuple[str, str] | None:
    """(label, address) for an organiser: to begin it, or to its answers while people are asked."""
    if access.can_prepare(user, meeting):
        return _("Termin festlegen"), reverse("polls:options", args=[meeting.pk])  # with the way to both
    if meeting.state != MeetingState.POLLING or getattr(meeting, "poll", None) is None:
        return None
    return _("Terminabstimmung"), reverse("polls:poll", args=[meeting.pk])
