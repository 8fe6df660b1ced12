"""Minutes that wait for their approval, and the meeting that approves them."""

import datetime as dt

from core.dates import local
from meetings.enums import Kind, Presence
from meetings.enums import State as MeetingState
from meetings.models import Attendance, Meeting
from members import audience
from minutes.actions import approval, circulation
from minutes.enums import State
from minutes.models import Minutes, Seal
from tests.factories.rows import ActionItemFactory, DecisionFactory, MeetingFactory
from tests.minutes.conftest import HELD_ON, make_minutes

NEXT = local(dt.date(2025, 9, 10), dt.time(14))
DURING = local(dt.date(2025, 9, 10), dt.time(15))


def fresh(minutes) -> Minutes:
    return Minutes.objects.select_related("meeting", "approval_item__meeting").get(pk=minutes.pk)


def next_meeting(cast, *, mask=audience.MEMBERS, **fields):
    usual = {"title": "Herbst", "number": None, "starts_at": NEXT, "kind": Kind.GROUP, "audience": mask}
    fields = usual | fields
    fields.setdefault("minute_taker", cast.admin.person)
    return MeetingFactory(**fields)


def waiting(cast, *, mask=audience.MEMBERS, by=None, **fields):
    """Minutes after their circulation, with the TOP on the next meeting; only their author wrote them."""
    made = make_minutes(cast, mask=mask, **fields)
    made.decision = DecisionFactory(
        agenda_item=made.items[0],
        number=100 + made.meeting.number,
        released_at=HELD_ON,
        wording="Wir listen Datenquellen.",
    )
    made.task = ActionItemFactory(
        agenda_item=made.items[0], released_at=HELD_ON, wording="Quellen nachtragen.",
        assignee_organisation=cast.organisations["city"], due_on=dt.date(2025, 7, 10),
    )  # fmt: skip
    made.present = Attendance.objects.create(
        meeting=made.meeting, person=cast.member_city.person, organisation=cast.organisations["city"],
        presence=Presence.PRESENT,
    )  # fmt: skip
    made.next = next_meeting(cast, mask=mask)
    circulation.close(minutes=made.minutes, by=by or cast.organiser)
    made.minutes = fresh(made.minutes)
    return made


def hold(meeting, clock=None):
    """The approving meeting runs."""
    if clock is not None:
        clock.move_to(DURING)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.RUNNING)


def approved(cast, clock, *, mask=audience.MEMBERS, **fields):
    """Approved and sealed in the next meeting, by the organiser, who wrote nothing."""
    made = waiting(cast, mask=mask, **fields)
    hold(made.next, clock)
    approval.approve(minutes=fresh(made.minutes), by=cast.organiser)
    made.minutes = fresh(made.minutes)
    assert made.minutes.state == State.APPROVED
    made.seal = Seal.objects.get(minutes=made.minutes)
    return made


__all__ = ["approved", "fresh", "hold", "next_meeting", "waiting"]
