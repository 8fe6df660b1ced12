"""Who is asked for a date, for which organisation they speak, and when the portal reminds them."""

import datetime as dt

from django.db.models.functions import TruncDate

from core.dates import BERLIN, berlin, local, working_days_before
from meetings.selectors.people import asked, organisations_spoken_for
from members.models import Membership
from members.speaking import one_per_person
from members.viewers import viewer_for
from polls.models import DatePoll, PollReply

REMIND_AT = dt.time(9)
REMIND_BEFORE = (2, 1)  # working days: the first that leaves people a day to answer by themselves
A_DAY = dt.timedelta(days=1)


def waiting_polls(user, now):
    """Polls running at that moment that wait for this person's answer, each with its last day."""
    answered = PollReply.objects.given().filter(person=viewer_for(user).person_id)
    rows = DatePoll.objects.visible_to(user).running(now).exclude(pk__in=answered.values("poll"))
    return rows.annotate(last_day=TruncDate("deadline", tzinfo=BERLIN))


def people_of(poll) -> dict:
    """Person → (person, organisation) of all who are asked; of a past poll, who were on its last day.

    People leave and come afterwards. Who had not answered then had not said no, and that stays to be seen.
    """
    meeting = poll.meeting
    if not poll.is_history:
        organisations = organisations_spoken_for(meeting)
        return {user.person_id: (user.person, organisations.get(user.person_id)) for user in asked(meeting)}
    rows = _asked_on(berlin(poll.ended_at).date(), meeting)
    rows = rows.filter(person__user__isnull=False).select_related("person", "organisation")
    chosen = one_per_person(rows, meeting.audience)
    return {key: (row.person, row.organisation) for key, row in chosen.items()}


def _asked_on(day, meeting):
    return Membership.objects.active(day).who_see(meeting.audience, meeting.minute_taker_id)


def not_answered(poll):
    answered = PollReply.objects.given().filter(poll=poll).values("person")
    return asked(poll.meeting).exclude(person__in=answered)


def reminder_at(opened_at, deadline) -> dt.datetime | None:
    """At nine in the morning, two working days before the last day; one where time is short, or never."""
    for count in REMIND_BEFORE:
        last_day = deadline.astimezone(BERLIN).date()
        moment = local(working_days_before(last_day, count), REMIND_AT)
        if moment >= opened_at + A_DAY:
            return moment
    return None
