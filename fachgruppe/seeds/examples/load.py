"""Load the examples: once, into a database that holds the facts of the kickoff and no real people."""

import datetime as dt

from django.db import transaction
from django.utils import timezone, translation

from core.dates import next_working_day, today
from fachgruppe.seeds.accounts import ACCOUNTS, make_accounts, make_colleagues
from fachgruppe.seeds.examples import coming, first_meeting, mails, reminders, second_meeting, topics
from fachgruppe.seeds.examples.days import Days
from fachgruppe.seeds.examples.story import Chapter, Story, at, play
from fachgruppe.seeds.loading import Seeds

TOLD = "story"
BEFORE = dt.timedelta(days=42)  # the first meeting


@transaction.atomic
def load_examples() -> None:
    """Again and again without doubling anything: missing accounts, and the story unless it is there.

    An older demonstration, whose examples hang on the kickoff, goes on as it is.
    """
    users = make_accounts()
    seeds = Seeds("examples")
    if seeds.loaded or len(users) < len(ACCOUNTS):  # it is there, or an organisation of the kickoff is gone
        return
    # Words that are kept, as the usual wording of an approval, are those of the language in force.
    with translation.override("de"):
        story = Story(users, Days(today()))
        now = timezone.now()
        play(
            colleagues(story),
            topics.chapter(story),
            first_meeting.chapter(story),
            first_meeting.published(story),
            first_meeting.afterwards(story),
            second_meeting.chapter(story),
            coming.invited(story),
            coming.polled(story),
            coming.stammtisch(story),
            reminders.chapter(now),
        )
        mails.count_as_sent()
    seeds.remember(TOLD, story.meetings.first)


def colleagues(story: Story) -> Chapter:
    yield at(next_working_day(story.days.first_held - BEFORE), 8)
    story.users |= make_colleagues(by=story["Admin"])
