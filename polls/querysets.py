from django.db import models
from django.db.models import Q
from django.utils import timezone

from meetings.enums import DATED, State
from meetings.querysets import minutes_taken_by, notified, readable_meetings
from members.viewers import viewer_for
from polls.enums import PollState


def readable_polls(viewer, prefix: str = "") -> Q:
    """The rule about seeing a poll: members who see the meeting, once it was opened; never the public."""
    if viewer.is_organiser:
        return Q()
    if not viewer.is_member:
        return Q(pk__in=[])
    meeting = f"{prefix}meeting__"
    readable = (readable_meetings(viewer, meeting) & notified(meeting)) | minutes_taken_by(viewer, meeting)
    return readable & ~Q(**{f"{prefix}state": PollState.DRAFT})


class PollQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(readable_polls(viewer_for(user)))

    def running(self, now=None):
        """Open, and its deadline not over: answers count."""
        return self.filter(state=PollState.OPEN, deadline__gte=now or timezone.now())

    def about_open_dates(self):
        """Something is left to decide: the meeting has no date yet, or one that may be replaced."""
        ahead = Q(meeting__state__in=DATED, meeting__starts_at__gt=timezone.now())
        return self.filter(Q(meeting__state=State.POLLING) | Q(ahead, replaces_date=True))

    def run_out(self):
        """The deadline is over and nobody has closed it yet."""
        return self.filter(state=PollState.OPEN, deadline__lt=timezone.now()).order_by("deadline", "pk")


class PartOfPollQuerySet(models.QuerySet):
    """Who answered what is known to the members who see the poll."""

    poll = "poll__"  # the way to it

    def visible_to(self, user):
        return self.filter(readable_polls(viewer_for(user), self.poll))


class PollOptionQuerySet(PartOfPollQuerySet):
    def in_order(self):
        return self.order_by("starts_at", "ends_at", "pk")


class PollReplyQuerySet(PartOfPollQuerySet):
    def given(self):
        return self.filter(answered_at__isnull=False)


class PollAnswerQuerySet(PartOfPollQuerySet):
    poll = "option__poll__"
