"""What the portal does for Terminabstimmungen every now and then."""

import datetime as dt

from activity.jobs import every, for_each, in_working_time
from polls.actions import polls


@every(dt.timedelta(minutes=10), "polls.close")
def close():
    for_each(polls.polls_to_close(), lambda poll: polls.close_poll(poll=poll))


@every(dt.timedelta(hours=1), "polls.remind")
@in_working_time
def remind():
    for_each(polls.polls_to_remind_of(), lambda poll: polls.remind_of_poll(poll=poll))
