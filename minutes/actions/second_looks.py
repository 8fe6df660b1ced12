"""What the writers of minutes may not do alone waits until a second person confirms it, or says no."""

from django.db import transaction
from django.utils import timezone

from activity.events import record
from core.access import require
from core.language import for_the_record
from core.locking import lock
from minutes.access import approval as access
from minutes.models import SecondLook
from minutes.notifications.record import SecondLookAsked, SecondLookTakenBack
from minutes.selectors.people import second_people, wrote


def needs_second_person(minutes, by) -> bool:
    return by.pk in wrote(minutes)


def ask(minutes, verb, *, data, by):
    """Needs the lock on the minutes. A second click finds the question of the first."""
    known = minutes.second_looks.open().filter(verb=verb).first()
    if known is not None:
        return known
    look = SecondLook.objects.create(minutes=minutes, verb=verb, data=data, asked_by=by)
    _touch(minutes)
    _note("asked", look, by)
    SecondLookAsked(look).to(second_people(minutes, by.pk))
    return look


def confirmed(look, *, by):
    """Lock, verdict, mark: the caller does what was asked for. The minutes are locked already."""
    look = lock(look)
    require(access.can_confirm(by, look, second_people(look.minutes, look.asked_by_id)))
    look.confirmed_by, look.confirmed_at = by, timezone.now()
    look.save(update_fields=["confirmed_by", "confirmed_at"])
    _note("confirmed", look, by)
    return look


@transaction.atomic
def take_back(*, look, by):
    """The question is off the table: by whoever asked, or because a second person says no."""
    minutes = lock(look.minutes)
    look = lock(look)
    require(access.can_take_back(by, look))
    _end(look)
    _touch(minutes)
    _note("taken_back", look, by)
    if look.asked_by_id and look.asked_by_id != by.pk:
        SecondLookTakenBack(look).to([look.asked_by])
    return look


def forget(minutes, *, by, verb=None):
    """The state has changed: what was asked for is no longer possible. Needs the lock on the minutes."""
    looks = minutes.second_looks.open()
    for look in looks.filter(verb=verb) if verb else looks:
        _end(look)
        _note("taken_back", look, by)


_EVENTS = {
    "asked": "minutes.second_look_asked",
    "confirmed": "minutes.second_look_confirmed",
    "taken_back": "minutes.second_look_taken_back",
}


def _note(what, look, by):
    with for_the_record():
        verb = str(look)
    record(_EVENTS[what], actor=by, target=look.minutes, data={"verb": verb})


def _end(look):
    look.withdrawn_at = timezone.now()
    look.save(update_fields=["withdrawn_at"])


def _touch(minutes):
    minutes.version += 1
    minutes.save(update_fields=["version"])
