"""Who should be at a meeting, for whom they speak there, and which moment a time of its clock is."""

import datetime as dt

from core.dates import berlin, local
from members.models import Membership
from members.speaking import organisations_of


def expected(meeting):
    """Memberships of the meeting's day inside its audience; whoever takes the minutes is there as well."""
    rows = Membership.objects.active(berlin(meeting.starts_at).date())
    return rows.inside(meeting.audience, meeting.minute_taker_id)


def organisation_at(meeting, person):
    """The organisation that this person stands for at the meeting, or None when they were not to be there."""
    rows = expected(meeting).filter(person=person).select_related("organisation")
    return organisations_of(rows, meeting.audience).get(person.pk)


def moment_at(meeting, time: dt.time | None) -> dt.datetime | None:
    """A time of the clock during the meeting; of one across midnight the early hours are the next day's."""
    if time is None:
        return None
    begins = meeting.began_at or meeting.starts_at
    day = berlin(begins).date()
    moment = local(day, time)
    ends = meeting.ended_at or meeting.ends_at
    if ends and berlin(ends).date() > day and moment < begins:
        return local(day + dt.timedelta(days=1), time)
    return moment
