"""»Gelesen« and »keine Einwendungen« of members, and the mails that remind those who have said neither."""

from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from activity.events import record
from core.access import require
from core.dates import berlin, is_working_time, today
from core.locking import lock
from minutes.access import readings as access
from minutes.access.circulation import in_circulation
from minutes.models import Objection, Reading
from minutes.notifications.readings import MinutesReminder
from minutes.selectors.people import asked_to_read
from minutes.selectors.readings import reminder_day, said_in_this_round


@transaction.atomic
def mark_read(*, minutes, by) -> Reading:
    """Note that `by` has read the present revision. Again changes nothing."""
    # Not written to the log of events: who reads what and when is noted here and nowhere else.
    minutes = lock(minutes)
    require(access.can_mark_read(by, minutes))
    reading, is_news = _read(minutes, by)
    if is_news:
        reading.save()
    return reading


@transaction.atomic
def consent(*, minutes, by) -> Reading:
    """Note »Keine Einwendungen« against the present revision, which is read by it. Again changes nothing."""
    minutes = lock(minutes)
    require(access.can_consent(by, minutes))
    reading, _is_news = _read(minutes, by)
    number = minutes.revision_number
    if said_in_this_round(minutes, reading.consented_at) and reading.consented_revision == number:
        return reading
    reading.consented_at, reading.consented_revision = timezone.now(), number
    reading.save()
    record("minutes.consented", actor=by, target=minutes, data={"revision": number})
    return reading


@transaction.atomic
def take_back_consent(*, minutes, by):
    """Take back »Keine Einwendungen«, until the period ends. Again changes nothing."""
    minutes = lock(minutes)
    require(access.can_mark_read(by, minutes))
    drop_consent(minutes, by)
    return minutes


def drop_consent(minutes, by):
    """Take back the consent of `by`, where there is one. Needs the lock on the minutes."""
    given = Reading.objects.filter(minutes=minutes, person=by.person_id, consented_at__isnull=False)
    if given.update(consented_at=None, consented_revision=None):
        record("minutes.consent_taken_back", actor=by, target=minutes)


def _read(minutes, by) -> tuple[Reading, bool]:
    """Return the row, not saved yet, and whether it is news: not said before in this round, of this text."""
    # The lock on the minutes keeps two clicks from making two rows.
    known = Reading.objects.filter(minutes=minutes, person=by.person_id).first()
    reading, number = known or Reading(minutes=minutes, person_id=by.person_id), minutes.revision_number
    is_news = not said_in_this_round(minutes, reading.read_at) or reading.read_revision != number
    if is_news:
        reading.read_at, reading.read_revision = timezone.now(), number
    return reading, is_news


# --- reminding --------------------------------------------------------------------------------------------


class Reminded(NamedTuple):
    notified: list  # accounts
    left_out: list  # accounts that were reminded today already


@transaction.atomic
def remind(*, minutes, people=None, by) -> Reminded:
    """Mail those who have neither read nor consented; `people` narrows it to chosen ones (keys of persons).

    Never twice on one day: whoever was reminded today, by hand or by the portal, is left out.
    """
    minutes = lock(minutes)
    require(access.can_remind(by, minutes))
    missing, readings = _missing(minutes)
    if people is not None:
        missing = [user for user in missing if user.person_id in people]
    chosen = [user for user in missing if readings[user.person_id].reminded_on != today()]
    _remind(minutes, chosen, readings, by=by)
    return Reminded(chosen, [user for user in missing if user not in chosen])


@transaction.atomic
def remind_before_end(*, minutes) -> list:
    """Mail the portal's own reminder, once for each end of a period, on a working day, in working time."""
    minutes = lock(minutes)
    if not in_circulation(minutes) or not is_working_time():
        return []
    day = reminder_day(minutes)
    # Not on the day on which the minutes went round: their mail is fresh enough.
    began = minutes.circulated_at is not None and berlin(minutes.circulated_at).date()
    if day is None or day > today() or began == today():
        return []
    missing, readings = _missing(minutes)
    end = minutes.objections_until
    chosen = [
        user
        for user in missing
        if readings[user.person_id].reminded_on != today() and readings[user.person_id].reminded_of_end != end
    ]
    _remind(minutes, chosen, readings, by=None, of_end=end)
    return chosen


def _missing(minutes):
    """Accounts that have said nothing, by name, and {key of the person: Reading, perhaps not saved yet}."""
    said = Reading.objects.in_round_of(minutes).values("person")
    objected = Objection.objects.in_round_of(minutes).values("author")
    silent = asked_to_read(minutes).exclude(person__in=said).exclude(person__in=objected)
    users = list(silent.select_related("person").order_by("person__sort_key__folded", "pk"))
    people = [user.person_id for user in users]
    readings = {person: Reading(minutes=minutes, person_id=person) for person in people}
    known = Reading.objects.filter(minutes=minutes, person__in=people)
    return users, readings | {row.person_id: row for row in known}


def _remind(minutes, users, readings, *, by, of_end=None):
    if not users:
        return
    # Noted with the lock on the minutes held: a second click waits, and then finds it.
    rows = [readings[user.person_id] for user in users]
    for row in rows:
        row.reminded_on = today()
        row.reminded_of_end = of_end or row.reminded_of_end
    Reading.objects.bulk_update([row for row in rows if row.pk], ["reminded_on", "reminded_of_end"])
    Reading.objects.bulk_create([row for row in rows if row.pk is None])
    record("minutes.reminded", actor=by, target=minutes, data={"number": len(users)})
    MinutesReminder(minutes).to(users)
