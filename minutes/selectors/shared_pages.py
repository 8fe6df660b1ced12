"""For whom a part of a page is made, and how long it stays true (ADR 36)."""

import datetime as dt
from bisect import bisect_right
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.page_cache import cached
from meetings.enums import State as MeetingState
from meetings.models import AgendaItem, Attachment, Meeting
from members.audience import MEMBERS, PUBLIC
from members.viewers import Viewer
from minutes.enums import State as MinutesState
from minutes.models import Minutes, MinutesSection
from outcomes.models import ActionItem, Decision
from polls.enums import PollState
from polls.models import DatePoll, PollOption

NOT_EVERYBODYS = Q(released_at__isnull=True) | Q(audience__isnull=False)


def version_and_audience(viewer: Viewer, change_token: str) -> tuple[Any, Viewer]:
    version = version_of(change_token)
    return version, audience_of(viewer, version)


def version_of(change_token: str) -> tuple[str, dt.datetime | None]:
    """Changes with every event, and when a meeting begins or ends or a deadline passes without one."""
    ahead = cached("moments", version=change_token, audience=None, make=lambda _nobody: moments_ahead())
    at = bisect_right(ahead, timezone.now())
    return change_token, ahead[at] if at < len(ahead) else None


def moments_ahead() -> list[dt.datetime]:
    """One query. A union also names each moment once."""
    now = timezone.now()
    undecided = (PollState.OPEN, PollState.CLOSED)  # an option that passes cannot become the date any more
    options = PollOption.objects.filter(poll__state__in=undecided, starts_at__gt=now)
    begins = Meeting.objects.filter(starts_at__gt=now).values_list("starts_at", flat=True)
    # Of moments, which a union of rows of several models does not say of itself.
    found: Any = begins.order_by().union(
        Meeting.objects.filter(ends_at__gt=now).order_by().values_list("ends_at"),
        DatePoll.objects.filter(deadline__gt=now).order_by().values_list("deadline"),
        options.order_by().values_list("starts_at"),
        Minutes.objects.filter(objections_until__gt=now).order_by().values_list("objections_until"),
    )
    return sorted(found)


def audience_of(viewer: Viewer, version) -> Viewer:
    """All with the same rights together.

    Alone: who writes minutes, as long as these wait for them or others see less of them (organisers see all
    of it anyway), and whoever is no member, for their own proposals.
    """
    if viewer.person_id and not viewer.is_member:
        return viewer
    if viewer.is_organiser or viewer.person_id not in cached(
        "takers", version=version, audience=None, make=lambda _nobody: takers()
    ):
        return viewer.as_audience()
    # Only the few who take any minutes are worth the long question.
    writers = cached("writers", version=version, audience=None, make=lambda _nobody: writers_apart())
    return viewer if viewer.person_id in writers else viewer.as_audience()


def takers() -> frozenset[int]:
    """People who take the minutes of any meeting."""
    rows = Meeting.objects.filter(minute_taker__isnull=False)
    return frozenset(rows.values_list("minute_taker", flat=True).distinct())


def writers_apart() -> frozenset[int]:
    """People who take minutes that are not approved yet, or those of a meeting of which some see less."""
    at, narrowed = {"meeting": OuterRef("pk")}, {"audience__isnull": False}
    rows = Meeting.objects.filter(minute_taker__isnull=False).exclude(
        Exists(Minutes.objects.filter(**at, state=MinutesState.APPROVED)),
        ~Exists(AgendaItem.objects.filter(**at, **narrowed)),
        ~Exists(Attachment.objects.filter(**at, **narrowed)),
        ~Exists(MinutesSection.objects.filter(minutes__meeting=OuterRef("pk"), **narrowed)),
        ~Exists(Decision.objects.filter(**at).filter(NOT_EVERYBODYS)),
        ~Exists(ActionItem.objects.filter(**at).filter(NOT_EVERYBODYS)),
        state=MeetingState.HELD,
        audience__in=(MEMBERS, PUBLIC),
    )
    return frozenset(rows.values_list("minute_taker", flat=True))
