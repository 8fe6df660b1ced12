"""Who may move what from where to where; docs/zustaende.md is made from these tables."""

from minutes.enums import ObjectionState, ObjectionVerb, State, SuggestionState, SuggestionVerb, Verb

TRANSITIONS = {
    (State.DRAFT, Verb.CIRCULATE): State.CIRCULATING,
    (State.CIRCULATING, Verb.RECALL): State.DRAFT,
    (State.CIRCULATING, Verb.EXTEND): State.CIRCULATING,
    (State.CIRCULATING, Verb.CLOSE): State.FOR_APPROVAL,
    (State.FOR_APPROVAL, Verb.RECALL): State.DRAFT,
    (State.FOR_APPROVAL, Verb.APPROVE): State.APPROVED,
    (State.APPROVED, Verb.CORRECT): State.APPROVED,
    (State.APPROVED, Verb.PUBLISH): State.APPROVED,
    (State.APPROVED, Verb.WITHDRAW): State.APPROVED,
}

SUGGESTIONS = {
    (SuggestionState.OPEN, SuggestionVerb.ACCEPT): SuggestionState.ACCEPTED,
    (SuggestionState.OPEN, SuggestionVerb.DECLINE): SuggestionState.DECLINED,
    (SuggestionState.OPEN, SuggestionVerb.WITHDRAW): SuggestionState.WITHDRAWN,
}

OBJECTIONS = {
    (ObjectionState.OPEN, ObjectionVerb.FOLLOW): ObjectionState.FOLLOWED,
    (ObjectionState.OPEN, ObjectionVerb.FOLLOW_PARTLY): ObjectionState.PARTLY,
    (ObjectionState.OPEN, ObjectionVerb.NOT_FOLLOW): ObjectionState.NOT_FOLLOWED,
    (ObjectionState.OPEN, ObjectionVerb.WITHDRAW): ObjectionState.WITHDRAWN,
}
