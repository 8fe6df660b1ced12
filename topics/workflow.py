"""Who may move a topic from where to where; docs/zustaende.md is made from this table."""

from topics.enums import State, Verb

TRANSITIONS = {
    (State.IDEA, Verb.ACCEPT): State.ACCEPTED,
    (State.IDEA, Verb.DECLINE): State.DECLINED,
    (State.IDEA, Verb.PLAN): State.PLANNED,
    (State.ACCEPTED, Verb.PLAN): State.PLANNED,
    (State.ACCEPTED, Verb.POSTPONE): State.POSTPONED,
    (State.ACCEPTED, Verb.DECLINE): State.DECLINED,
    (State.ACCEPTED, Verb.CLOSE): State.CLOSED,
    (State.PLANNED, Verb.PLAN): State.PLANNED,
    (State.PLANNED, Verb.UNPLAN): State.ACCEPTED,
    (State.PLANNED, Verb.DISCUSS): State.DISCUSSED,
    (State.PLANNED, Verb.POSTPONE): State.POSTPONED,
    (State.DISCUSSED, Verb.PLAN): State.PLANNED,
    (State.DISCUSSED, Verb.UNPLAN): State.ACCEPTED,
    (State.DISCUSSED, Verb.CLOSE): State.CLOSED,
    (State.POSTPONED, Verb.PLAN): State.PLANNED,
    (State.POSTPONED, Verb.ACCEPT): State.ACCEPTED,
    (State.POSTPONED, Verb.DECLINE): State.DECLINED,
    (State.DECLINED, Verb.REOPEN): State.IDEA,
    (State.CLOSED, Verb.REOPEN): State.ACCEPTED,
}

# What the audit log calls each step.
EVENTS = {
    Verb.ACCEPT: "topics.accepted",
    Verb.PLAN: "topics.planned",
    Verb.UNPLAN: "topics.unplanned",
    Verb.DISCUSS: "topics.discussed",
    Verb.CLOSE: "topics.closed",
    Verb.POSTPONE: "topics.postponed",
    Verb.DECLINE: "topics.declined",
    Verb.REOPEN: "topics.reopened",
}
