"""Who has which section open for writing: a hint for the others, never a lock, and no line in the log."""

from django.db import transaction
from django.utils import timezone

from core.access import require
from minutes.access import writing
from minutes.models import MinutesSection


@transaction.atomic
def be_at(*, minutes, section, by, take=False):
    """Note that `by` writes in this section now, and in no other; None: in none any more.

    A section in which somebody else writes is theirs until they leave, fall silent, or `take` takes it over.
    """
    require(writing.can_write(by, minutes))
    rows = MinutesSection.objects.filter(minutes=minutes)
    here = [section.pk] if section else []
    rows.filter(writer=by).exclude(pk__in=here).update(writer=None, writer_seen_at=None)
    if here:
        place = rows.filter(pk__in=here)
        # One UPDATE that asks and writes: two browsers at the same moment cannot both find it free.
        (place if take else place.free_for(by)).update(writer=by, writer_seen_at=timezone.now())
