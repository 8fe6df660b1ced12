import datetime as dt

import pytest
from django.utils import timezone

from meetings.enums import State as MeetingState
from members import audience
from minutes.enums import State as MinutesState
from tests.factories.rows import (
    ActionItemFactory,
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    MinutesFactory,
)


@pytest.fixture
def meeting(cast):
    """A held meeting for members; the minute-taker writes its minutes, which are still a draft."""
    held = MeetingFactory(
        title="Auftakt",
        state=MeetingState.HELD,
        minute_taker=cast.minute_taker.person,
        audience=audience.MEMBERS,
    )
    MinutesFactory(meeting=held)
    return held


@pytest.fixture
def item(meeting):
    return AgendaItemFactory(meeting=meeting, title="Datenstrategie")


@pytest.fixture
def circulating(meeting):
    """The minutes go round."""
    meeting.minutes.state = MinutesState.CIRCULATING
    meeting.minutes.circulated_at = timezone.now()
    meeting.minutes.objections_until = timezone.now() + dt.timedelta(days=365)
    meeting.minutes.save()
    return meeting


@pytest.fixture
def task(cast, item, circulating):
    """Due in three days, for the city's member."""
    return ActionItemFactory(
        agenda_item=item, wording="Datenquellen auflisten", assignee=cast.member_city.person,
        assignee_organisation=None, due_on=dt.date(2025, 7, 4), released_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def decision(item, circulating):
    return DecisionFactory(agenda_item=item, released_at=timezone.now())
