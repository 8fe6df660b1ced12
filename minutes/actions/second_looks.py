"""What the writers of minutes may not do alone waits until a second person confirms it, or says no."""

from django.db import transaction
from django.utils import timezone

from activity.events import record
from core.access import require
from core.language import for_the_record
from core.locking import lock
from minutes.access import second_looks as access
from minutes.models import SecondLook
from minutes.notifications.second_looks import SecondLookAsked, SecondLookTakenBack
from minutes.selectors.people import second_people, wrote


def needs_second_person(minutes, by) -> bool:
    return by.pk in wrote(minutes)


def ask(minutes, verb, *, data, by) -> SecondLook:
    """Ask a second person to confirm `verb`. Needs the lock on the minutes; a second click asks nothing new.

    `data` is what the action needs when it is confirmed.
    """
    known = minutes.second_looks.open().filter(verb=verb).first()
    if known is not None:
        return known
    look = SecondLook.objects.create(minutes=minutes, verb=verb, data=data, asked_by=by)
    minutes.version += 1
    minutes.save(update_fields=["version"])
    _note("minutes.second_look_asked", look, by)
    SecondLookAsked(look).to(second_people(minutes, by.pk))
    return look


def confirm(look, *, by) -> SecondLook:
    """Mark `look` as confirmed; return it with its minutes, both locked: the caller does what was asked."""
    minutes = lock(look.minutes)  # before the question, as everywhere: the other order could lock up
    look = lock(look)
    look.minutes = minutes
    require(access.can_confirm(by, look, second_people(look.minutes, look.asked_by_id)))
    look.confirmed_by, look.confirmed_at = by, timezone.now()
    look.save(update_fields=["confirmed_by", "confirmed_at"])
    _note("minutes.second_look_confirmed", look, by)
    return look


@transaction.atomic
def take_back(*, look, by):
    """End the question: by whoever asked, or because a second person says no."""
    minutes = lock(look.minutes)
    look = lock(look)
    require(access.can_take_back(by, look))
    _end(look, by)
    minutes.version += 1
    minutes.save(update_fields=["version"])
    if look.asked_by_id and look.asked_by_id != by.pk:
        SecondLookTakenBack(look).to([look.asked_by])
    return look


def forget(minutes, *, by, verb=None):
    """End what waits: the state has changed, so it is no longer possible. Needs the lock on the minutes."""
    looks = minutes.second_looks.open()
    for look in looks.filter(verb=verb) if verb else looks:
        _end(look, by)


def _end(look, by):
    look.withdrawn_at = timezone.now()
    look.save(update_fields=["withdrawn_at"])
    _note("minutes.second_look_taken_back", look, by)


def _note(event, look, by):
    with for_the_record():
        verb = str(look)
    record(event, actor=by, target=look.minutes, data={"verb": verb})
