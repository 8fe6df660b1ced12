"""The next draft of the series: made with one click, and never by itself."""

import uuid
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.access import require
from meetings.access import meetings
from meetings.actions.meetings import create
from meetings.enums import Kind
from meetings.models import Meeting
from meetings.presenters.series import PLACE, series_of

SERIES = uuid.UUID("5d0c8f0e-6c34-5b0a-9d53-2f1f6f3f7a10")  # a name space of our own, for uuid5
NOT_PROPOSED = _("Für dieses Quartal wird kein Treffen vorgeschlagen. Sie können es selbst anlegen.")


@transaction.atomic
def draft_for_quarter(*, year, quarter, by):
    """A draft after the last meeting. Where the quarter has a meeting already, that one: a second click
    finds the draft of the first."""
    require(meetings.can_create(by))
    series = series_of(by)
    taken = series.meeting_of(year, quarter)
    if taken is not None:
        return Meeting.objects.get(pk=taken)
    found = {(each.year, each.quarter): each for each in series.proposals}
    proposal = found.get((year, quarter))
    if proposal is None:
        raise ValidationError({"quarter": NOT_PROPOSED})
    return create(
        title=proposal.title, audience=proposal.audience, kind=Kind.GROUP, target_year=year,
        target_quarter=quarter, submission_key=_key_for(by, year, quarter), by=by,
        **dict(zip(PLACE, proposal.place, strict=False)),
    )  # fmt: skip


def _key_for(by, year, quarter):
    """The same for two organisers at once, so that they make one draft.

    A draft that was cancelled since, or moved to another quarter, keeps its key; then the next one counts.
    Whose the quarter is has to be asked after the key: another organiser may be faster by a moment.
    """
    numbers = count(1)
    while True:
        key = uuid.uuid5(SERIES, f"{year}-{quarter}-{next(numbers)}")
        made = Meeting.objects.filter(submission_key=key).values_list("pk", flat=True).first()
        if made is None or made == series_of(by).meeting_of(year, quarter):
            return key
