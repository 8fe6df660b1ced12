"""Minutes go round: a revision is frozen, outcomes are released, everybody who may read hears of it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activity import notices
from activity.events import record
from core.access import require
from core.dates import day_long, end_of_day, today
from core.locking import lock
from core.validity import require_text
from core.workflow import step
from meetings.access.people import writers_of
from minutes.access import circulation as access
from minutes.actions import second_looks, texts
from minutes.actions.approval import go_on_after_circulation, withdraw_approval
from minutes.actions.passages import carry_since_last_revision
from minutes.actions.revisions import freeze
from minutes.enums import State, Verb
from minutes.notifications.circulation import (
    CirculationEnded,
    CirculationExtended,
    MinutesRecalled,
    NewMinutes,
)
from minutes.querysets import is_period_over
from minutes.selectors.people import readers_of
from minutes.selectors.rounds import circulation_state
from minutes.workflow import TRANSITIONS
from outcomes.actions import releasing

LONGEST_MESSAGE = 2000


@transaction.atomic
def circulate(*, minutes, until, message="", by):
    """Open the objection period until `until` (a date, end of that day in Europe/Berlin).

    Freezes a revision, releases decisions and tasks, tells everybody who may see the minutes.
    Raises Forbidden with the sentence from `can_circulate`, ValidationError when `until` is in the past.
    """
    minutes = lock(minutes)
    require(access.can_circulate(by, minutes))
    _require_not_past(until)
    require_text(message, "message", longest=LONGEST_MESSAGE)
    minutes.state = step(TRANSITIONS, minutes.state, Verb.CIRCULATE)
    minutes.objections_until = end_of_day(until)
    minutes.circulated_at = timezone.now()
    minutes.version += 1
    minutes.save(update_fields=["state", "objections_until", "circulated_at", "version", "updated_at"])
    # Before the freezing: comments of an earlier round are compared with the revision that they were made on.
    carry_since_last_revision(minutes)
    revision = freeze(minutes, by=by, reason=gettext_noop("Umlauf"))
    record("minutes.circulated", actor=by, target=minutes, data={"revision": revision.number})
    releasing.release(meeting=minutes.meeting, by=by)
    notices.note(minutes, by, circulation_state(minutes))
    words = {"message": message, "revision": revision.number}
    NewMinutes(minutes, dedupe=str(revision.number), **words).to(readers_of(minutes), but=by)
    return minutes


@transaction.atomic
def recall(*, minutes, by):
    """Make the minutes a draft again, with their decisions and tasks; what was frozen and said stays."""
    minutes = lock(minutes)
    require(access.can_step(by, minutes, Verb.RECALL))
    minutes.state = step(TRANSITIONS, minutes.state, Verb.RECALL)
    minutes.objections_until = minutes.circulated_at = None
    minutes.version += 1
    minutes.save(update_fields=["state", "objections_until", "circulated_at", "version", "updated_at"])
    texts.renew(minutes)
    withdraw_approval(minutes, by=by)
    second_looks.forget(minutes, by=by)
    record("minutes.recalled", actor=by, target=minutes)
    releasing.recall(meeting=minutes.meeting, by=by)
    notices.note(minutes, by, circulation_state(minutes))
    # Not to its readers, who are few now: to those who were told that it goes round.
    MinutesRecalled(minutes).to(notices.notified_of(minutes), but=by)
    return minutes


@transaction.atomic
def close(*, minutes, by):
    """End the circulation: what remains is the approval, at the next meeting."""
    minutes = lock(minutes)
    require(access.can_step(by, minutes, Verb.CLOSE))
    return _close(minutes, by=by)


@transaction.atomic
def end_circulation(*, minutes):
    """End the circulation for the portal, because its period is over; None when there is nothing to end."""
    minutes = lock(minutes)
    # Whoever comes second, on this host or another, waited for the lock and finds it done.
    if minutes.state != State.CIRCULATING or not is_period_over(minutes):
        return None
    return _close(minutes, by=None)


def _close(minutes, *, by):
    """The one place where a circulation ends, by hand or by itself. Needs the lock on the minutes."""
    minutes.state = step(TRANSITIONS, minutes.state, Verb.CLOSE)
    minutes.version += 1
    minutes.save(update_fields=["state", "version", "updated_at"])
    record("minutes.closed", actor=by, target=minutes)
    go_on_after_circulation(minutes, by=by)
    CirculationEnded(minutes).to(writers_of(minutes.meeting), but=by)
    return minutes


@transaction.atomic
def extend(*, minutes, until, known_end, message="", by):
    """Give more time, until the end of the day `until`. What was read and said stays.

    `known_end` is the last day that the form knew.
    """
    minutes = lock(minutes)
    require(access.can_step(by, minutes, Verb.EXTEND))
    end = end_of_day(until)
    # A second click finds the end that the first has set, and changes nothing.
    if end == minutes.objections_until and until != known_end:
        return minutes
    _require_not_past(until)
    if end <= minutes.objections_until:
        sentence = _("Bitte wählen Sie einen Tag nach dem jetzigen Ende, %(day)s.")
        raise ValidationError({"until": sentence % {"day": day_long(minutes.objections_until)}})
    require_text(message, "message", longest=LONGEST_MESSAGE)
    minutes.state = step(TRANSITIONS, minutes.state, Verb.EXTEND)
    minutes.objections_until = end
    minutes.version += 1
    minutes.save(update_fields=["state", "objections_until", "version", "updated_at"])
    record("minutes.extended", actor=by, target=minutes, data={"until": f"{until:%d.%m.%Y}"})
    notices.note(minutes, by, circulation_state(minutes))
    words = {"message": message, "revision": minutes.revision_number}
    CirculationExtended(minutes, dedupe=until.isoformat(), **words).to(readers_of(minutes), but=by)
    return minutes


def _require_not_past(until):
    if until < today():
        raise ValidationError({"until": _("Bitte wählen Sie heute oder einen späteren Tag.")})
