"""»Gelesen« and »keine Einwendungen« of members, and the mails that remind those who have said neither."""

from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from activity.events import record
from core.access import require
from core.dates import berlin, is_working_time, today
from core.locking import lock
from minutes.access import circulation
from minutes.models import Objection, Reading
from minutes.notifications.circulation import MinutesReminder
from minutes.selectors.people import asked_to_read
from minutes.selectors.readings import reminder_day, said_in_this_round


@transaction.atomic
def mark_read(*, minutes, by):
    """This person has read the present revision. Again changes nothing.

    Not written to the log of events: who reads what and when is noted here and nowhere else.
    """
    minutes = lock(minutes)
    require(circulation.can_mark_read(by, minutes))
    reading = _reading_of(minutes, by)
    if not _is_said(minutes, reading.read_at, reading.read_revision):
        reading.read_at, reading.read_revision = timezone.now(), minutes.revision_number
        reading.save()
    return reading


@transaction.atomic
def consent(*, minutes, by):
    """»Keine Einwendungen« against the present revision, which is read thereby. Again changes nothing."""
    minutes = lock(minutes)
    require(circulation.can_consent(by, minutes))
    reading = _reading_of(minutes, by)
    if _is_said(minutes, reading.consented_at, reading.consented_revision):
        return reading
    now, number = timezone.now(), minutes.revision_number
    if not _is_said(minutes, reading.read_at, reading.read_revision):
        reading.read_at, reading.read_revision = now, number
    reading.consented_at, reading.consented_revision = now, number
    reading.save()
    record("minutes.consented", actor=by, target=minutes, data={"revision": number})
    return reading


@transaction.atomic
def take_back_consent(*, minutes, by):
    """Until the period ends. Again changes nothing."""
    minutes = lock(minutes)
    require(circulation.can_mark_read(by, minutes))
    drop_consent(minutes, by)
    return minutes


def drop_consent(minutes, by):
    """Needs the lock on the minutes."""
    given = Reading.objects.filter(minutes=minutes, person=by.person_id, consented_at__isnull=False)
    if given.update(consented_at=None, consented_revision=None):
        record("minutes.consent_taken_back", actor=by, target=minutes)


def _reading_of(minutes, by):
    known = Reading.objects.filter(minutes=minutes, person=by.person_id).first()
    return known or Reading(minutes=minutes, person_id=by.person_id)


def _is_said(minutes, said_at, revision):
    """In this round, of this text."""
    return said_in_this_round(minutes, said_at) and revision == minutes.revision_number


# --- reminding --------------------------------------------------------------------------------------------


class Reminded(NamedTuple):
    told: list  # accounts
    left_out: list  # accounts that were reminded today already


@transaction.atomic
def remind(*, minutes, people=None, by):
    """Mail those who have neither read nor consented; `people` narrows it to chosen ones (keys of persons).

    Never twice on one day: whoever was reminded today, by hand or by the portal, is left out.
    """
    minutes = lock(minutes)
    require(circulation.can_remind(by, minutes))
    missing = _missing(minutes)
    if people is not None:
        missing = [user for user in missing if user.person_id in people]
    readings = _readings_of(minutes, missing)
    told = [user for user in missing if _may_be_reminded(readings.get(user.person_id))]
    _remind(minutes, told, readings, by=by)
    return Reminded(told, [user for user in missing if user not in told])


@transaction.atomic
def remind_before_end(*, minutes):
    """The portal's own reminder, once for each end of a period, on a working day, in working time.

    Not on the day on which the minutes went round: their mail is fresh enough.
    """
    minutes = lock(minutes)
    if not circulation.in_circulation(minutes) or not is_time_to_remind(minutes):
        return []
    missing = _missing(minutes)
    readings = _readings_of(minutes, missing)
    end = minutes.objections_until
    told = [
        user
        for user in missing
        if _may_be_reminded(reading := readings.get(user.person_id))
        and (reading is None or reading.reminded_of_end != end)
    ]
    _remind(minutes, told, readings, by=None, of_end=end)
    return told


def is_time_to_remind(minutes) -> bool:
    day = reminder_day(minutes)
    began = minutes.circulated_at is not None and berlin(minutes.circulated_at).date()
    return day is not None and is_working_time() and day <= today() and began != today()


def _missing(minutes):
    said = Reading.objects.in_round_of(minutes).values("person")
    objected = Objection.objects.in_round_of(minutes).values("author")
    silent = asked_to_read(minutes).exclude(person__in=said).exclude(person__in=objected)
    return list(silent.select_related("person").order_by("person__sort_key__folded", "pk"))


def _readings_of(minutes, users):
    rows = Reading.objects.filter(minutes=minutes, person__in=[user.person_id for user in users])
    return {row.person_id: row for row in rows}


def _may_be_reminded(reading):
    return reading is None or reading.reminded_on != today()


def _remind(minutes, users, readings, *, by, of_end=None):
    """Note the day with the lock on the minutes held: a second click waits, and then finds it."""
    if not users:
        return
    rows = [
        readings.get(user.person_id) or Reading(minutes=minutes, person_id=user.person_id) for user in users
    ]
    for row in rows:
        row.reminded_on = today()
        row.reminded_of_end = of_end or row.reminded_of_end
    Reading.objects.bulk_create([row for row in rows if row.pk is None])
    Reading.objects.bulk_update([row for row in rows if row.pk], ["reminded_on", "reminded_of_end"])
    record("minutes.reminded", actor=by, target=minutes, data={"number": len(users)})
    MinutesReminder(minutes).to(users)
