"""Numbers of Fachgruppentreffen follow the order of their dates, until a meeting was held (ADR 0029)."""

from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from meetings import ports
from meetings.enums import DATED_OR_RUNNING, Kind, State
from meetings.models import Meeting

TRIES = 5
BUSY = _("Gerade ändern sich die Termine mehrerer Treffen. Bitte versuchen Sie es noch einmal.")


def hold(meeting):
    """Lock `meeting` and all whose numbers may change with its date, by key: before it is locked alone."""
    series = Q(kind=Kind.GROUP, state__in=DATED_OR_RUNNING) | Q(pk=meeting.pk)
    list(Meeting.objects.select_for_update().filter(series).order_by("pk").values_list("pk"))


def renumber(meeting, *, by):
    """Number the series anew; `meeting`, whose date or kind has changed, gets its own. Needs `hold`.

    Two queries, and three more where others change. Nobody is told: the next mail names a meeting rightly.
    """
    for _try in range(TRIES):
        try:
            with transaction.atomic():  # a savepoint, so that a clash of numbers can be tried again
                changes = _changes()
                _store(changes)
            break
        except IntegrityError:  # the first two meetings of the portal, scheduled at the same moment
            continue
    else:
        raise ValidationError(BUSY)
    meeting.refresh_from_db(fields=["number", "updated_at"])
    others = [[pk, *numbers] for pk, numbers in changes.items() if pk != meeting.pk]
    if others:
        record("meetings.renumbered", actor=by, target=meeting, data={"numbers": others})


def _changes() -> dict[int, tuple[int | None, int | None]]:
    """Key → (number that it has, number that it should have), where they differ.

    A fixed number stays: that of a meeting that was held, or whose minutes are approved. The others are the
    next free ones after the meeting before them.
    """
    has_place = Q(kind=Kind.GROUP, state__in=(*DATED_OR_RUNNING, State.HELD))
    rows = Meeting.objects.filter(has_place | Q(number__isnull=False)).order_by("starts_at", "pk")
    is_fixed = Q(state=State.HELD) | ports.is_record_approved()
    rows = rows.annotate(has_place=has_place, is_fixed=is_fixed)
    found: list[Any] = list(rows.values_list("pk", "number", "has_place", "is_fixed", named=True))
    taken = {row.number for row in found if row.is_fixed}
    last, changes = 0, {}
    for row in found:
        if row.is_fixed and row.number is not None:
            last = max(last, row.number)
            continue
        wanted = next(each for each in count(last + 1) if each not in taken) if row.has_place else None
        last = wanted or last
        if wanted != row.number:
            changes[row.pk] = row.number, wanted
    return changes


def _store(changes):
    """First all give up the number that they have, for each is unique."""
    if changes:  # numbers are unique: written one by one, two meetings that swap them would clash
        Meeting.objects.filter(pk__in=changes).update(number=None, updated_at=timezone.now())
    new = [Meeting(pk=pk, number=number) for pk, (_old, number) in changes.items() if number is not None]
    Meeting.objects.bulk_update(new, ["number"])
