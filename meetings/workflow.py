"""Who may move a meeting from where to where; docs/zustaende.md is made from it."""

from meetings.enums import State, Verb

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
