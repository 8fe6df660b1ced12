"""What people type as day and time, as moments."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.dates import day_of_end, end_after, local
from core.validity import require_clock_time


def moments(day, begins, ends, *, begin="begins", end="ends"):
    """(begin, end or None) of wall-clock times in Jena; an end that is earlier on the clock is the next day.

    Raises ValidationError at the field `begin` or `end` for a time that this day does not have, or has twice,
    and for an end that is none.
    """
    require_clock_time(day, begins, begin)
    if not ends:
        return local(day, begins), None
    require_clock_time(day_of_end(day, begins, ends), ends, end)
    ends_at = end_after(day, begins, ends)
    if ends_at is None:
        raise ValidationError({end: _("Das Ende muss nach dem Beginn liegen.")})
    return local(day, begins), ends_at
