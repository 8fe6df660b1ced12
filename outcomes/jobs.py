"""What this app does every now and then, in working hours."""

import datetime as dt

from activity.jobs import every, for_each
from core.dates import is_working_time
from outcomes import actions
from outcomes.models import Decision


@every(dt.timedelta(hours=1), "outcomes.remind_of_tasks")
def remind_of_tasks():
    if is_working_time():
        for_each(actions.tasks_to_remind_of(), lambda task: actions.remind_of_task(task=task))


@every(dt.timedelta(hours=1), "outcomes.remind_of_reviews")
def remind_of_reviews():
    if is_working_time():
        due = Decision.objects.for_review().filter(review_reminded_on__isnull=True)
        for_each(due, lambda decision: actions.remind_of_review(decision=decision))
