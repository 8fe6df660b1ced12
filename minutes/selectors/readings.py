"""Who has read minutes that go round, and who is asked to."""

import datetime as dt
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, F, OuterRef

from activity.changes import QUERY as CHANGE_TOKEN
from activity.changes import text_of
from core import dates
from members.models import GroupRules
from members.viewers import viewer_for
from minutes.enums import State
from minutes.models import Minutes, Objection, Reading
from minutes.selectors.people import asked_to_read


class Said(NamedTuple):
    """What one person did with the minutes, in any round."""

    read_at: dt.datetime | None = None
    read_revision: int | None = None
    consented_at: dt.datetime | None = None
    consented_revision: int | None = None


def said_in_this_round(minutes, said_at) -> bool:
    """What was said before the minutes went round the last time was about an older text."""
    return said_at is not None and minutes.circulated_at is not None and said_at >= minutes.circulated_at


def reminder_day(minutes) -> dt.date | None:
    """When the portal reminds by itself: some days before the end, on a working day; None: never."""
    days = GroupRules.objects.in_force().reminder_days
    if not days:
        return None
    last_day = dates.berlin(minutes.objections_until).date()
    return dates.last_working_day(last_day - dt.timedelta(days=days))


# --- to do ------------------------------------------------------------------------------------------------


def waiting_for(user):
    """Minutes that go round and that this member has neither read nor answered in this round."""
    person, round_of = viewer_for(user).person_id, OuterRef("circulated_at")
    mine = Reading.objects.filter(minutes=OuterRef("pk"), person=person)
    objected = Objection.objects.filter(minutes=OuterRef("pk"), author=person)
    return (
        in_circulation(user)
        .exclude(author=person)
        .exclude(Exists(mine.said_since(round_of)))
        .exclude(Exists(objected.raised_since(round_of)))
    )


def in_circulation(user):
    """Minutes that this reader sees and that may be objected to, those first that end first."""
    return Minutes.objects.visible_to(user).to_object_to()


def who_said_something(found) -> dict[int, set[int]]:
    """Minutes → people who have read, consented or objected in this round, or wrote them. One query."""
    said = {minutes.pk: {minutes.author_id} for minutes in found}
    began = F("minutes__circulated_at")
    readings = Reading.objects.filter(minutes__in=said).said_since(began).order_by()
    objected = Objection.objects.filter(minutes__in=said).raised_since(began).order_by()
    rows = readings.values_list("minutes", "person").union(objected.values_list("minutes", "author"))
    for minutes, person in rows:
        said[minutes].add(person)
    return said


_TABLE = Reading._meta.db_table
_NEWEST = f"SELECT max(read_at) FROM {_TABLE} WHERE person_id = %s"  # noqa: S608
_ALL = f"SELECT max(read_at) AS newest, count(*) AS number FROM {_TABLE}"  # noqa: S608
_TOKEN_AND_READINGS = (
    f"SELECT changes.*, ({_NEWEST}), readings.* FROM ({CHANGE_TOKEN}) changes, ({_ALL}) readings"  # noqa: S608
)


class TokenWithReadings(NamedTuple):
    """The change token, and what was read: no event tells of that, but it is done on the overview."""

    own: str  # with this person's newest reading
    of_all: str  # with everybody's
    plain: str  # without any


def token_with_readings(user) -> TokenWithReadings:
    """One query."""
    with connection.cursor() as cursor:
        cursor.execute(_TOKEN_AND_READINGS, [viewer_for(user).person_id])
        highest, count, own, newest, number = cursor.fetchone()
    change_token = text_of(highest, count)
    return TokenWithReadings(f"{change_token} {own}", f"{change_token} {newest} {number}", change_token)


# --- how many: for every member, without names ------------------------------------------------------------


class Counts(NamedTuple):
    asked: int | None  # None outside the circulation
    answered: int | None


def counts_of(minutes) -> Counts:
    """Return how many shall read these minutes, and how many of them said something. Two queries.

    Counted here: the database would be told the rule about readers twice, and takes longer to understand it.
    """
    if minutes.state != State.CIRCULATING:
        return Counts(None, None)
    asked = set(asked_to_read(minutes).values_list("person", flat=True))
    answered = asked & who_said_something([minutes])[minutes.pk]
    return Counts(len(asked), len(answered))
