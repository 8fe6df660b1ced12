"""What members answer to a Terminabstimmung, in the portal or by the link in their mail."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import require
from core.locking import lock, require_version
from meetings.access import polls as access
from meetings.enums import Choice
from meetings.models import PollAnswer, PollReply
from meetings.queries.poll_people import houses_of

NOTHING_SAID = _("Bitte antworten Sie zu mindestens einem Vorschlag.")
NO_ANSWER = _("Bitte wählen Sie eine der Antworten.")


@transaction.atomic
def answer(*, poll, choices, remark="", version, by_link=False, by):
    """All answers of one person at once: option → choice, "" for none. Options that are not named stay.

    The same answers sent twice change nothing. Raises Forbidden once the poll has ended, and Stale when the
    person has answered elsewhere since the page was shown.
    """
    meeting = lock(poll.meeting)
    poll = lock(poll)
    poll.meeting = meeting
    require(access.can_answer(by, poll))
    reply = _reply_of(poll, by)
    given, stored = (
        _valid(poll, choices),
        dict(reply.answers.values_list("option", "choice")) if reply.pk else {},
    )
    remark = remark.strip()
    wanted = {pk: choice for pk, choice in (stored | given).items() if choice}
    if reply.answered_at and wanted == stored and remark == reply.remark:
        return reply
    if not wanted and not reply.answered_at:
        raise ValidationError(NOTHING_SAID)
    require_version(reply, version, {"remark": remark})
    _store(reply, stored, wanted)
    reply.remark, reply.by_link = remark, by_link
    reply.answered_at = timezone.now() if wanted else None
    reply.organisation = houses_of(meeting, [by.person_id]).get(by.person_id)
    reply.version += 1
    reply.save()
    record("meetings.poll_answered", actor=by, target=meeting)
    return reply


@transaction.atomic
def block_link(*, poll, by):
    """The link in this person's mail leads nowhere from now on; in the portal they go on answering."""
    meeting = lock(poll.meeting)
    poll = lock(poll)
    poll.meeting = meeting
    require(access.can_answer(by, poll))
    reply = _reply_of(poll, by)
    reply.turn += 1
    reply.save()
    record("meetings.poll_link_blocked", actor=by, target=meeting)
    return reply


def _reply_of(poll, by):
    known = PollReply.objects.filter(poll=poll, person=by.person_id).first()
    return lock(known) if known else PollReply(poll=poll, person=by.person, version=0)


def _valid(poll, choices):
    """An option that was removed meanwhile is no mistake of whoever answers."""
    there = set(poll.options.values_list("pk", flat=True))
    if any(choice not in ("", *Choice.values) for choice in choices.values()):
        raise ValidationError(NO_ANSWER)
    return {pk: choice for pk, choice in choices.items() if pk in there}


def _store(reply, stored, wanted):
    if reply.pk is None:
        reply.save()
    gone = [pk for pk in stored if pk not in wanted]
    if gone:
        reply.answers.filter(option__in=gone).delete()
    PollAnswer.objects.bulk_create(
        [
            PollAnswer(reply=reply, option_id=pk, choice=choice, updated_at=timezone.now())
            for pk, choice in wanted.items()
            if stored.get(pk) != choice
        ],
        update_conflicts=True, unique_fields=["reply", "option"], update_fields=["choice", "updated_at"],
    )  # fmt: skip
