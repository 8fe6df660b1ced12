"""Every state that the things of tests/world.py can be in, and which addresses are about them.

The rights in tests/access_matrix.py are those of one state. Whoever is refused there is refused in every
other one, too: a state takes possibilities away and never gives somebody else's.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.dates import end_of_day
from invitations.enums import Reply
from invitations.models import MeetingInvitation
from meetings.enums import State as MeetingState
from meetings.models import Meeting
from minutes.enums import ObjectionState, SuggestionState
from minutes.enums import State as MinutesState
from minutes.models import Minutes, Objection, SectionComment, Suggestion
from outcomes.enums import TaskState
from outcomes.models import ActionItem
from polls.enums import PollState
from polls.models import DatePoll, PollOption
from tests.world_gaps import RELEASED
from topics.enums import State as TopicState
from topics.models import Topic

PAST, LATER = end_of_day(dt.date(2025, 6, 25)), end_of_day(dt.date(2025, 7, 15))


@dataclass(frozen=True)
class State:
    name: str
    set_up: Callable[[Any], None]  # of a copy of the world
    others_see_nothing: bool = False  # but those who host or write

    def __str__(self):
        return self.name


def of(copy, model):
    """The rows of one copy: what is named in it, and nothing else."""
    return model.objects.filter(pk__in=[each.pk for each in vars(copy).values() if isinstance(each, model)])


def fields(model, **values):
    return lambda copy: of(copy, model).update(**values)


def meetings():
    more = {
        MeetingState.INVITED: {"invited_at": RELEASED},
        MeetingState.RUNNING: {"invited_at": RELEASED, "began_at": RELEASED},
        MeetingState.HELD: {"invited_at": RELEASED, "began_at": RELEASED, "ended_at": RELEASED},
        MeetingState.CANCELLED: {"cancelled_because": "Hitze"},
    }
    for state in MeetingState:
        set_up = together(date_them, fields(Meeting, state=state, **more.get(state, {})))
        yield State(f"meeting-{state}", set_up, others_see_nothing=state == MeetingState.DRAFT)


def date_them(copy):
    """Where no date is set yet."""
    of(copy, Meeting).filter(starts_at=None).update(starts_at=LATER, ends_at=LATER + dt.timedelta(hours=2))


def polls():
    ends = {"opened_at": RELEASED, "deadline": LATER, "ended_at": None, "decided": None}
    for state in (PollState.OPEN, PollState.CLOSED):
        ended = RELEASED if state == PollState.CLOSED else None
        yield State(f"poll-{state}", fields(DatePoll, **ends | {"state": state, "ended_at": ended}))
    yield State("poll-over", fields(DatePoll, **ends | {"state": PollState.OPEN, "deadline": PAST}))
    yield State("poll-DECIDED", decide)


def decide(copy):
    for poll in of(copy, DatePoll):
        first = PollOption.objects.filter(poll=poll).earliest("pk")
        DatePoll.objects.filter(pk=poll.pk).update(
            state=PollState.DECIDED, decided=first, opened_at=RELEASED, ended_at=RELEASED, deadline=LATER
        )


def minutes():
    yield State("minutes-DRAFT", fields(Minutes, state=MinutesState.DRAFT), others_see_nothing=True)
    going = {"state": MinutesState.CIRCULATING, "circulated_at": RELEASED}
    yield State("minutes-CIRCULATING", fields(Minutes, **going, objections_until=LATER))
    yield State("minutes-over", fields(Minutes, **going, objections_until=PAST))
    yield State("minutes-FOR_APPROVAL", fields(Minutes, **going | {"state": MinutesState.FOR_APPROVAL}))
    approved = {"state": MinutesState.APPROVED, "approved_at": RELEASED}
    yield State("minutes-APPROVED", fields(Minutes, **going | approved))


def talk():
    """What was said about minutes, in step: as many states as the longest of them has."""
    comments = ({"settled_at": RELEASED}, {"withdrawn_at": RELEASED, "body": "", "body_html": ""})
    for at, objection in enumerate(ObjectionState):
        suggestion, comment = list(SuggestionState)[at % len(SuggestionState)], comments[at % 2]
        yield State(
            f"talk-{objection}-{suggestion}",
            together(
                fields(Objection, state=objection, answer="Nein.", answered_at=RELEASED),
                fields(Suggestion, state=suggestion),
                fields(SectionComment, **comment),
            ),
        )


def together(*steps):
    def set_up(copy):
        for step in steps:
            step(copy)

    return set_up


def topics():
    for state in TopicState:
        yield State(f"topic-{state}", fields(Topic, state=state, reason="Später."))


def tasks():
    for state in TaskState:
        yield State(f"task-{state}", fields(ActionItem, state=state))


def invitations():
    for reply in Reply:
        yield State(f"invitation-{reply}", fields(MeetingInvitation, reply=reply))
    yield State("invitation-removed", fields(MeetingInvitation, removed_at=RELEASED))


ROOM = """
    minutes:create minutes:room minutes:room_state minutes:begin minutes:take_back_begin minutes:go_to
    minutes:pause minutes:resume minutes:end minutes:take_back_end minutes:follow_up minutes:follow_up_pdf
    outcomes:carry_over outcomes:put_back
    """
TALK = ("comment", "answer", "settle", "reopen", "older", "suggest", "objection")
INVITATIONS = ("reply", "take_off", "renew_link", "invitation", "file", "settle")


def subject_of(name) -> Callable | None:
    """The states of which thing an address depends on."""
    app, _colon, rest = name.partition(":")
    if name in ROOM.split():
        return meetings
    if app == "minutes":
        return talk if any(word in rest for word in TALK) else minutes
    if app == "polls":
        return polls
    if app == "invitations":
        return invitations if any(word in rest for word in INVITATIONS) else meetings
    return {"meetings": meetings, "topics": topics, "outcomes": tasks}.get(app)


SUBJECTS = (meetings, polls, minutes, talk, topics, tasks, invitations)
STATES = [(subject, state) for subject in SUBJECTS for state in subject()]
