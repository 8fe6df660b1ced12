"""What a reader was notified of minutes that go round, and what is so now."""

from minutes.enums import State


def circulation_state(minutes) -> dict:
    """As it is kept: the revision that goes round or went, until when, and whether it is a draft again."""
    until = minutes.objections_until
    return {
        "is_draft": minutes.state == State.DRAFT,
        "revision": minutes.revision_number,
        "until": until.isoformat() if minutes.state == State.CIRCULATING else None,
    }
