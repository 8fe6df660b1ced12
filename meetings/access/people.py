"""Who takes the minutes of a meeting, who writes them, who reads what it is about: asked from both sides.

The same as conditions of SQL: `takes_minutes` and `readable_meetings` in meetings/querysets.py.
"""

from members.models import User
from members.querysets import NOBODY
from members.viewers import viewer_for


def takes_minutes(user, meeting) -> bool:
    """Whether this member is the Protokollführung of that meeting (a row with `minute_taker_id` will do)."""
    viewer = viewer_for(user)
    return viewer.is_member and viewer.person_id is not None and viewer.person_id == meeting.minute_taker_id


def writes_minutes(user, meeting) -> bool:
    """The organisers, and the member who takes the minutes: they also run the meeting and host it."""
    return viewer_for(user).is_organiser or takes_minutes(user, meeting)


def writers_of(meeting):
    """Accounts of which `writes_minutes` is true and that can get mail."""
    return User.objects.who_see(NOBODY, meeting.minute_taker_id)


def readers_of(meeting, mask):
    """Accounts that can get mail and see what `mask` sees of this meeting; its Protokollführung sees all."""
    return User.objects.who_see(mask, meeting.minute_taker_id)
