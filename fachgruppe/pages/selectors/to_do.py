"""What waits for whom among what one audience sees; the most urgent things first."""

import datetime as dt
from collections import defaultdict
from itertools import islice
from typing import NamedTuple

from core.dates import start_of_day, today
from invitations.selectors.invitations import unanswered
from meetings.enums import DATED, Kind, State
from meetings.models import Meeting
from members.models import Membership
from minutes.selectors.readings import in_circulation, who_said_something
from outcomes.selectors.tasks import OpenTask, open_tasks
from polls.selectors import answers

FOLLOW_UP = dt.timedelta(days=8)  # the week before a meeting, and the day that has begun


MOST_TASKS = 5


class PollToAnswer(NamedTuple):
    meeting: int
    meeting_name: str
    deadline: dt.datetime | None
    has_answered: bool  # before its newest options were added


class InvitationToAnswer(NamedTuple):
    person: int
    meeting: int
    starts_at: dt.datetime
    number: int | None
    title: str


class MinutesToRead(NamedTuple):
    pk: int
    author_id: int | None
    objections_until: dt.datetime


class PersonalToDo(NamedTuple):
    """Plain rows: made for everybody at once, and put into words for the one who asks."""

    polls: list[PollToAnswer]
    invitations: list[InvitationToAnswer]
    tasks: list[OpenTask]
    minutes: list[MinutesToRead]


def of_people(viewer, in_hand, known: answers.Given) -> dict[int, PersonalToDo]:
    """Of every member of today, with `known` answers to one of the polls. Six queries for all.

    Polls come first: others wait for the date, and it takes a minute.
    """
    organisations = defaultdict(set)
    for person, organisation in Membership.objects.active().values_list("person", "organisation"):
        organisations[person].add(organisation)
    running = [poll for poll in in_hand if poll.is_running]
    given = known
    if others := [poll for poll in running if poll.pk not in known.newest]:
        found = answers.given_to(others)
        given = answers.Given(known.at | found.at, known.newest | found.newest)
    invitations = defaultdict(list)
    columns = ("person", "meeting", "meeting__starts_at", "meeting__number", "meeting__title")
    for row in unanswered(viewer).values_list(*columns):
        invitations[row[0]].append(InvitationToAnswer(*row))
    tasks = tasks_by_holder(viewer)
    rows = in_circulation(viewer).values_list("pk", "author", "objections_until")
    circulating = [MinutesToRead(*row) for row in rows]
    said = who_said_something(circulating)
    people = {}
    for person, theirs in organisations.items():
        held = [*tasks["person", person], *(each for key in theirs for each in tasks["organisation", key])]
        people[person] = PersonalToDo(
            polls=[
                PollToAnswer(poll.meeting_id, poll.meeting.name, poll.deadline, has_answered)
                for poll, has_answered in answers.to_answer(person, running, given)[:3]
            ],
            invitations=invitations[person][:2],
            # In the order of the list, whoever of the holders a task has.
            tasks=[task for _place, task in sorted(held)[:MOST_TASKS]],
            minutes=list(islice((row for row in circulating if person not in said[row.pk]), 3)),
        )
    return people


def tasks_by_holder(viewer) -> dict:
    """(»person« or »organisation«, key) → [(place in the list of all, open task)], as many as are shown."""
    found: dict = defaultdict(list)
    for place, task in enumerate(open_tasks(viewer)):
        # With a person it is theirs alone; their organisation only says for whom they do it.
        holder = ("person", task.assignee)
        if task.assignee is None:
            holder = ("organisation", task.assignee_organisation)
        if len(found[holder]) < MOST_TASKS:
            found[holder].append((place, task))
    return found


def to_prepare(viewer) -> tuple[list[Meeting], list[Meeting]]:
    """The next meeting that wants invitations, and the next two drafts that want a date. One query."""
    rows = Meeting.objects.visible_to(viewer).upcoming().filter(state__in=(State.DRAFT, State.SCHEDULED))
    ahead = list(rows[:6])
    dated = [meeting for meeting in ahead if meeting.state == State.SCHEDULED][:1]
    drafts = [meeting for meeting in ahead if meeting.state == State.DRAFT][:2]
    return [meeting for meeting in dated if not meeting.has_begun], drafts


def to_follow_up(viewer) -> Meeting | None:
    """The Fachgruppentreffen of the coming week, before which one looks at what earlier ones left open."""
    rows = Meeting.objects.visible_to(viewer).upcoming().filter(kind=Kind.GROUP, state__in=DATED)
    return rows.filter(starts_at__lt=start_of_day(today() + FOLLOW_UP)).first()
