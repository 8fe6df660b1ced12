"""Berichtigung: what was wrong in approved minutes becomes right in a new sealed revision."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from activity.events import record
from core.access import require
from core.locking import Stale, lock
from core.markdown import require_renderable
from core.workflow import step
from minutes.access import corrections as access
from minutes.access import second_looks as second_look_access
from minutes.actions import second_looks, texts
from minutes.actions.passages import carry_all
from minutes.actions.seals import seal
from minutes.enums import SealKind, Verb
from minutes.notifications.corrections import MinutesCorrected
from minutes.selectors.corrections import Correction, changes
from minutes.selectors.people import readers_of
from minutes.workflow import TRANSITIONS
from outcomes.actions import decisions

LONGEST_REASON = 300


@transaction.atomic
def correct(*, minutes, correction, by):
    """Make a new sealed revision, told to all readers. Raises Stale when corrected meanwhile.

    A writer of the minutes does not correct them alone: then it waits for a second person. Return the
    minutes, or the SecondLook that waits.
    """
    minutes = lock(minutes)
    require(access.can_correct(by, minutes))
    require(second_look_access.nothing_waits(minutes, Verb.CORRECT))
    _check(minutes, correction)
    if second_looks.needs_second_person(minutes, by):
        return second_looks.ask(minutes, Verb.CORRECT, data=correction.as_data(), by=by)
    return _correct(minutes, correction, by, minutes_written_by=by)


@transaction.atomic
def confirm(*, look, by):
    """Correct as the second person. The record may not have changed since the question was asked."""
    look = second_looks.confirm(look, by=by)
    minutes = look.minutes
    require(access.can_correct(by, minutes))
    correction = Correction.from_data(look.data)
    _check(minutes, correction)
    return _correct(minutes, correction, by, minutes_written_by=look.asked_by)


def _check(minutes, correction):
    if not correction.reason.strip():
        raise ValidationError(
            {"reason": _("Bitte nennen Sie den Grund. Er steht für immer bei der Berichtigung.")}
        )
    if len(correction.reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("Der Grund ist zu lang. Höchstens 300 Zeichen sind möglich.")})
    if correction.revision != minutes.revision_number:
        raise Stale(minutes, correction)
    for key, text in correction.texts.items():
        require_renderable(text, field=f"text_{key}")
    if not changes(minutes, correction):
        raise ValidationError(_("Es ist noch nichts geändert."))


def _correct(minutes, correction, by, *, minutes_written_by):
    step(TRANSITIONS, minutes.state, Verb.CORRECT)
    for change in changes(minutes, correction):
        if change.kind == "section":
            section = lock(change.row)
            old_dialect = section.dialect  # `put` changes it, and the old words are read in the old one
            texts.put(section, change.new, minutes_written_by)
            carry_all([(section, change.old, change.new, old_dialect)])
        else:
            decisions.correct_wording(decision=change.row, wording=change.new, by=by)
    minutes.version += 1
    minutes.save(update_fields=["version", "updated_at"])
    second_looks.forget(minutes, by=by)
    reason = correction.reason.strip()
    record("minutes.corrected", actor=by, target=minutes, data={"reason": reason})
    new_seal = seal(minutes, kind=SealKind.CORRECTION, by=by, reason=reason)
    MinutesCorrected(minutes, seal=new_seal.position).to(readers_of(minutes), but=by)
    return minutes
