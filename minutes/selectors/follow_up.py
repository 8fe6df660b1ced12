"""»Was wurde aus …?«: what earlier meetings left open, as far as the reader sees it, before the next one."""

from dataclasses import dataclass
from typing import Any

from core import dates
from minutes.models import Objection
from outcomes.presenters.tasks import panel
from outcomes.selectors.decisions import due_for_review
from outcomes.selectors.tasks import by_organisation
from topics.enums import State as TopicState
from topics.models import Topic


@dataclass(frozen=True)
class FollowUp:
    """Four lists of rows that this reader sees; nothing is copied, each row leads to its page."""

    meeting: Any
    organisations: list
    decisions: list
    topics: list
    objections: list

    @property
    def tasks(self):
        return [task for organisation in self.organisations for task in organisation.tasks]

    @property
    def late(self):
        return [task for task in self.tasks if task.is_overdue]

    def __bool__(self):
        return bool(self.tasks or self.decisions or self.topics or self.objections)


def follow_up_of(meeting, user) -> FollowUp:
    """One query for each list, however much there is."""
    # A decision whose review falls on the meeting is one for this meeting.
    day = max(dates.berlin(meeting.starts_at).date() if meeting.starts_at else dates.today(), dates.today())
    objections = Objection.objects.visible_to(user).open().oldest_first()
    postponed = Topic.objects.visible_to(user).filter(state=TopicState.POSTPONED)
    return FollowUp(
        meeting=meeting,
        organisations=[panel(group) for group in by_organisation(user)],
        decisions=list(due_for_review(user, day).select_related("meeting")),
        topics=list(postponed.order_by("title__folded", "pk")),
        objections=list(objections.select_related("minutes__meeting", "section__agenda_item", "author")),
    )
