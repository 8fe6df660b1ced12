"""The words of permission: a verdict is yes, or no with a German sentence why."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


@dataclass(frozen=True)
class Verdict:
    """True when allowed; otherwise false, with the reason that people read."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self):
        return self.allowed


class Forbidden(PermissionDenied):
    """A verb was refused; `reason` is the sentence of the 403 page."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


ALLOWED = Verdict(True)


def deny(reason) -> Verdict:
    return Verdict(False, reason)


def require(verdict: Verdict) -> None:
    """Raise Forbidden with the verdict's own reason unless it allows."""
    if not verdict:
        raise Forbidden(verdict.reason)


def first_denial(*verdicts: Verdict) -> Verdict:
    """The first refusal among `verdicts`, so that the most telling reason is asked first."""
    return next((verdict for verdict in verdicts if not verdict), ALLOWED)
