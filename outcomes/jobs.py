"""What this app does every now and then."""

import datetime as dt

from activity.jobs import every, for_each, in_working_time
from outcomes.actions import reminding
from outcomes.models import Decision


@every(dt.timedelta(hours=1), "outcomes.remind_of_tasks")
@in_working_time
def remind_of_tasks():
    for_each(reminding.tasks_to_remind_of(), lambda task: reminding.remind_of_task(task=task))


@every(dt.timedelta(hours=1), "outcomes.remind_of_reviews")
@in_working_time
def remind_of_reviews():
    due = Decision.objects.for_review().filter(review_reminded_on__isnull=True)
    for_each(due, lambda decision: reminding.remind_of_review(decision=decision))
