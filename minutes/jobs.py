"""What this app does every now and then."""

import datetime as dt

from activity.jobs import every
from core.dates import is_working_time
from minutes import actions


@every(dt.timedelta(hours=1), "minutes.follow_up")
def tell_follow_ups():
    """In working hours, two working days before a Fachgruppentreffen."""
    if is_working_time():
        for meeting in actions.meetings_to_follow_up():
            actions.tell_follow_up(meeting=meeting)
