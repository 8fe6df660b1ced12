"""What the portal itself has reminded people of by now, so that it does not begin with that."""

import datetime as dt

from fachgruppe.seeds.examples.days import last_working_time
from fachgruppe.seeds.examples.story import Chapter
from invitations import jobs as of_invitations
from minutes import jobs as of_minutes
from outcomes import jobs as of_outcomes
from polls import jobs as of_polls

JOBS = (
    of_invitations.remind,
    of_polls.remind,
    of_minutes.remind_before_end,
    of_minutes.tell_follow_ups,
    of_outcomes.remind_of_tasks,
    of_outcomes.remind_of_reviews,
)


def chapter(now: dt.datetime) -> Chapter:
    yield last_working_time(now)
    for job in JOBS:
        job()
