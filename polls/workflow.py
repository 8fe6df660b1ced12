"""A Terminabstimmung from its preparation to the date; docs/zustaende.md is made from it."""

from polls.enums import PollState, PollVerb

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
