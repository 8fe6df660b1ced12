"""What the portal does for date polls every now and then."""

import datetime as dt

from activity.jobs import every, for_each, in_working_time
from polls.actions import polls
from polls.models import DatePoll


@every(dt.timedelta(minutes=10), "polls.close")
def close():
    for_each(DatePoll.objects.run_out().select_related("meeting"), lambda poll: polls.close(poll=poll))


@every(dt.timedelta(hours=1), "polls.remind")
@in_working_time
def remind():
    rows = DatePoll.objects.running().filter(reminded_at__isnull=True).select_related("meeting")
    for_each(rows.order_by("pk"), lambda poll: polls.remind(poll=poll))
