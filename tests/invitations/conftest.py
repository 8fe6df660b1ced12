"""Invitations are to meetings: the same ones as in their own tests."""

from tests.meetings.conftest import (
    announced,
    build,
    draft,
    held,
    meeting,
    public_meeting,
    ready,
    running,
    sent,
)

__all__ = ["announced", "build", "draft", "held", "meeting", "public_meeting", "ready", "running", "sent"]
