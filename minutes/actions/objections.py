"""Einwendungen: raised while minutes go round, answered by those who write them, before any approval."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.events import record
from core.access import Forbidden, require
from core.language import for_the_record
from core.locking import lock, require_version
from core.submissions import require_same_form
from core.workflow import step
from meetings.access.people import writers_of
from members.models import User
from members.speaking import organisation_of
from minutes.access import objections as access
from minutes.actions.readings import drop_consent
from minutes.enums import ObjectionState, ObjectionVerb
from minutes.models import MinutesSection, Objection
from minutes.notifications.objections import ObjectionAnswered, ObjectionRaised
from minutes.workflow import OBJECTIONS

MAX_LENGTH = 4000
WITH_REASON = (ObjectionVerb.FOLLOW_PARTLY, ObjectionVerb.NOT_FOLLOW)


def object_to(*, minutes, reason, wanted="", section=None, by, key=None):
    """Raise an objection against the whole, or against a section that `by` may read.

    »Keine Einwendungen« of the same person is gone with it. A second click with the same `key` finds the
    first.
    """
    reason, wanted = _text(reason, "reason"), _text(wanted, "wanted", required=False)
    new = Objection(
        minutes=minutes, section=section, author_id=by.person_id, reason=reason, wanted=wanted,
        submission_key=key,
    )  # fmt: skip
    known = _sent_before(new)
    if known:
        return known
    try:
        return _raise(new, by)
    except IntegrityError:  # the second of two clicks at the same moment, in a transaction that is broken now
        known = _sent_before(new)
        if known is None:
            raise
        return known


@transaction.atomic
def _raise(objection, by):
    minutes, section = lock(objection.minutes), objection.section
    require(access.can_object(by, minutes))
    if section is not None:
        readable = MinutesSection.objects.visible_to(by).filter(minutes=minutes, pk=section.pk)
        if not readable.exists():
            raise Forbidden(_("Diesen Abschnitt dürfen Sie nicht lesen."))
    objection.minutes = minutes
    objection.organisation = organisation_of(by, minutes.meeting.audience)
    objection.save(force_insert=True)
    drop_consent(minutes, by)
    _note("minutes.objected", objection, by)
    ObjectionRaised(objection).to(writers_of(minutes.meeting), but=by)
    return objection


@transaction.atomic
def answer(*, objection, verb, answer="", version, by):
    """Follow the objection, partly or not at all; the last two with a reason. Raises Stale."""
    if verb not in ObjectionVerb.values:
        raise ValidationError({"verb": _("Bitte wählen Sie eine der Möglichkeiten.")})
    verb, answer = ObjectionVerb(verb), _text(answer, "answer", required=verb in WITH_REASON)
    objection = _locked(objection)
    require(access.answers(by, objection))
    if objection.state == step(OBJECTIONS, ObjectionState.OPEN, verb) and objection.answer == answer:
        return objection  # the second of two clicks
    require_version(objection, version, typed=answer)  # before the verdict: who comes second keeps the text
    require(access.can_answer(by, objection))
    objection.state = step(OBJECTIONS, objection.state, verb)
    objection.answer, objection.answered_at, objection.answered_by = answer, timezone.now(), by
    objection.version += 1
    fields = ["state", "answer", "answered_at", "answered_by", "version", "updated_at"]
    objection.save(update_fields=fields)
    with for_the_record():
        label = str(ObjectionState(objection.state).label)
    _note("minutes.objection_answered", objection, by, answer=label)
    author = User.objects.reachable().filter(person=objection.author_id)
    ObjectionAnswered(objection).to(author, but=by)
    return objection


@transaction.atomic
def withdraw(*, objection, by):
    """Withdraw one's own, while nobody has answered. Again changes nothing."""
    objection = _locked(objection)
    require(access.owns(by, objection))
    if objection.state == ObjectionState.WITHDRAWN:
        return objection
    require(access.can_withdraw(by, objection))
    objection.state = step(OBJECTIONS, objection.state, ObjectionVerb.WITHDRAW)
    objection.version += 1
    objection.save(update_fields=["state", "version", "updated_at"])
    _note("minutes.objection_withdrawn", objection, by)
    return objection


def _locked(objection):
    # First the minutes, as everywhere: an approval that counts the open ones waits for this.
    lock(objection.minutes)
    return lock(objection)


def _sent_before(new):
    """The objection of the first click; ValidationError where the key belongs to another form."""
    key = new.submission_key
    known = Objection.objects.filter(submission_key=key).first() if key else None
    if known:
        require_same_form(known, author_id=new.author_id, minutes_id=new.minutes_id)
    return known


def _text(text, field, required=True):
    text = text.replace("\r\n", "\n").strip()
    if required and not text:
        raise ValidationError({field: _("Bitte nennen Sie den Grund.")})
    if len(text) > MAX_LENGTH:
        raise ValidationError({field: _("Höchstens 4000 Zeichen sind möglich.")})
    return text


def _note(verb, objection, by, **data):
    # The log names the place and never repeats the words; »das ganze Protokoll« is named by its title.
    section, minutes = objection.section, objection.minutes
    where = lambda: section.label if section else str(minutes)  # noqa: E731
    record(verb, actor=by, target=objection, label=where, data=data)
