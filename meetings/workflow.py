"""Who may move a meeting or its Terminabstimmung from where to where; docs/zustaende.md is made from it."""

from meetings.enums import PollState, PollVerb, State, Verb

TRANSITIONS = {
    (State.DRAFT, Verb.POLL): State.POLLING,
    (State.DRAFT, Verb.SCHEDULE): State.SCHEDULED,
    (State.POLLING, Verb.SCHEDULE): State.SCHEDULED,
    (State.POLLING, Verb.UNPOLL): State.DRAFT,
    (State.SCHEDULED, Verb.MOVE): State.SCHEDULED,
    (State.SCHEDULED, Verb.INVITE): State.INVITED,
    (State.INVITED, Verb.MOVE): State.INVITED,
    (State.SCHEDULED, Verb.BEGIN): State.RUNNING,
    (State.INVITED, Verb.BEGIN): State.RUNNING,
    (State.RUNNING, Verb.TAKE_BACK): State.SCHEDULED,
    (State.SCHEDULED, Verb.HOLD): State.HELD,
    (State.INVITED, Verb.HOLD): State.HELD,
    (State.RUNNING, Verb.HOLD): State.HELD,
    (State.HELD, Verb.REOPEN): State.RUNNING,
    (State.DRAFT, Verb.CANCEL): State.CANCELLED,
    (State.POLLING, Verb.CANCEL): State.CANCELLED,
    (State.SCHEDULED, Verb.CANCEL): State.CANCELLED,
    (State.INVITED, Verb.CANCEL): State.CANCELLED,
    (State.RUNNING, Verb.CANCEL): State.CANCELLED,
}

POLLS = {
    (PollState.DRAFT, PollVerb.OPEN): PollState.OPEN,
    (PollState.OPEN, PollVerb.WITHDRAW): PollState.DRAFT,
    (PollState.CLOSED, PollVerb.WITHDRAW): PollState.DRAFT,
    (PollState.OPEN, PollVerb.CLOSE): PollState.CLOSED,
    (PollState.CLOSED, PollVerb.REOPEN): PollState.OPEN,
    (PollState.OPEN, PollVerb.DECIDE): PollState.DECIDED,
    (PollState.CLOSED, PollVerb.DECIDE): PollState.DECIDED,
}

# Begun anew, because the meeting has a date and another one is looked for (DatePoll.replaces_date).
RENEWED = {
    PollState.DRAFT: PollState.DRAFT,
    PollState.CLOSED: PollState.DRAFT,
    PollState.DECIDED: PollState.DRAFT,
}
