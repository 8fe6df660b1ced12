"""The words of permission: a verdict is yes, or no with a German sentence why."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


@dataclass(frozen=True)
class Verdict:
    """True when allowed; otherwise false, with the reason that people read."""

    allowed: bool
    reason: str | Promise = ""
    is_overtaken: bool = False
    state: str | Promise = ""  # in which the thing is now, for whoever was overtaken

    def __bool__(self):
        return self.allowed


class Forbidden(PermissionDenied):
    """A verb was refused; `reason` is the sentence of the 403 page."""

    def __init__(self, reason, is_overtaken=False, state=""):
        super().__init__(reason)
        self.reason, self.is_overtaken, self.state = reason, is_overtaken, state


class Overtaken(Forbidden):
    """Refused because of what was decided meanwhile; `state` is where the thing stands now."""

    def __init__(self, reason, state=""):
        super().__init__(reason, is_overtaken=True, state=state)


ALLOWED = Verdict(True)  # one for all: verdicts never change


def deny(reason) -> Verdict:
    return Verdict(False, reason)


def overtaken(reason, state="") -> Verdict:
    """Refused because of what was decided meanwhile: sent as a form it is a 409 that keeps what was typed."""
    return Verdict(False, reason, is_overtaken=True, state=state)


def require(verdict: Verdict) -> None:
    """Raise Forbidden with the verdict's own reason unless it allows."""
    if not verdict.allowed:
        raise Forbidden(verdict.reason, verdict.is_overtaken, verdict.state)


def first_denial(*verdicts: Verdict) -> Verdict:
    """The first refusal among `verdicts`, so that the most telling reason is asked first."""
    return next((verdict for verdict in verdicts if not verdict), ALLOWED)
