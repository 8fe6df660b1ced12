"""Who may move minutes from where to where; docs/zustaende.md is made from this table."""

from minutes.enums import State, Verb

TRANSITIONS = {
    (State.DRAFT, Verb.CIRCULATE): State.CIRCULATING,
    (State.CIRCULATING, Verb.RECALL): State.DRAFT,
    (State.CIRCULATING, Verb.CLOSE): State.FOR_APPROVAL,
    (State.FOR_APPROVAL, Verb.APPROVE): State.APPROVED,
}
