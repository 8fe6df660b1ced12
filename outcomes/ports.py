"""What decisions and tasks ask of the minutes, which fill it in when they start (apps.ready)."""

from collections.abc import Callable
from typing import Any

Meeting = Any
Item = Any
User = Any


def fill(**functions: Callable[..., Any]) -> None:
    """Take the functions of an app above under the names that are declared below."""
    globals().update(functions)


# Whether the minutes of `meeting` were sent round once; one query, none after ports.with_record.
has_gone_round: Callable[[Meeting], bool]
# Whether minutes were approved by this decision.
has_approved_minutes: Callable[[Any], bool]
# The path from a TOP to the audience of its section, for a filter.
audience_of_section: Callable[[], str]
# The condition that the minutes are published, for a filter of decisions or tasks.
is_record_published: Callable[[], Any]
# The page of the minutes; nothing where there are none.
url_of_record: Callable[[Meeting], str]
# Where the minutes tell of this TOP, as far as `user` may go there; or nothing.
url_of_section: Callable[[Item, User], str]
