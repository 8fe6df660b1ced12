"""What members answer to a Terminabstimmung, in the portal or by the link in their mail."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import require
from core.locking import lock, require_version
from core.validity import require_valid
from members.speaking import organisation_of
from polls import access
from polls.actions.polls import locked
from polls.enums import Choice
from polls.models import PollAnswer, PollReply

NOTHING_SAID = _("Bitte antworten Sie zu mindestens einem Vorschlag.")
NO_ANSWER = _("Bitte wählen Sie eine der Antworten.")
REMARK_ALONE = _("Bitte wählen Sie zu Ihrer Bemerkung auch eine Antwort.")


class OptionAnswer(NamedTuple):
    """What one person answers to one option."""

    choice: str = ""
    remark: str = ""


@transaction.atomic
def answer(*, poll, choices, remarks=None, remark=None, version, by_link=False, by):
    """All answers of one person at once: option → choice, "" for none; and option → remark.

    What is not named stays, and so does the remark to all of them when it is None. The same answers sent
    twice change nothing. Raises Forbidden once the poll has ended, and Stale when the person has answered
    elsewhere since the page was shown.
    """
    poll = locked(poll)
    require(access.can_answer(by, poll))
    reply = _reply_of(poll, by)
    stored = _stored(reply)
    wanted = _wanted(poll, stored, choices, remarks or {})
    remark = reply.remark if remark is None else remark.strip()
    require_valid(PollReply(remark=remark), "remark")
    if reply.answered_at and wanted == stored and remark == reply.remark:
        return reply
    if not wanted and not reply.answered_at:
        raise ValidationError(NOTHING_SAID)
    # Only here: the same answers sent twice are no conflict with themselves.
    require_version(reply, version, {"remark": remark})
    _store(reply, stored, wanted)
    reply.remark, reply.by_link = remark, by_link
    reply.answered_at = timezone.now() if wanted else None
    # People change organisations: it counts for the one that they speak for today.
    reply.organisation = organisation_of(by, poll.meeting.audience)
    reply.version += 1
    reply.save()
    record("polls.answered", actor=by, target=poll.meeting)
    return reply


@transaction.atomic
def block_link(*, poll, by):
    """The link in this person's mail leads nowhere from now on; in the portal they go on answering."""
    poll = locked(poll)
    require(access.can_answer(by, poll))
    reply = _reply_of(poll, by)
    reply.link_version += 1
    reply.save()
    record("polls.link_blocked", actor=by, target=poll.meeting)
    return reply


def _reply_of(poll, by):
    known = PollReply.objects.filter(poll=poll, person=by.person_id).first()
    return lock(known) if known else PollReply(poll=poll, person=by.person, version=0)


def _stored(reply) -> dict[int, OptionAnswer]:
    rows = reply.answers.values_list("option", "choice", "remark") if reply.pk else ()
    return {pk: OptionAnswer(*said) for pk, *said in rows}


def _wanted(poll, stored, choices, remarks) -> dict[int, OptionAnswer]:
    """What stands after this. An option that was removed meanwhile is no mistake of whoever answers."""
    if any(choice not in ("", *Choice.values) for choice in choices.values()):
        raise ValidationError(NO_ANSWER)
    wanted = dict(stored)
    for pk in poll.options.filter(pk__in=choices).values_list("pk", flat=True):
        words = remarks.get(pk, stored.get(pk, OptionAnswer()).remark)
        wanted[pk] = OptionAnswer(choices[pk], " ".join(words.split()))
    if any(remarks.get(pk) and not said.choice for pk, said in wanted.items()):
        raise ValidationError(REMARK_ALONE)
    for pk, said in wanted.items():
        require_valid(PollAnswer(remark=said.remark), **{f"remark_{pk}": "remark"})
    return {pk: said for pk, said in wanted.items() if said.choice}


def _store(reply, stored, wanted):
    if reply.pk is None:
        reply.save()
    gone = [pk for pk in stored if pk not in wanted]
    if gone:
        reply.answers.filter(option__in=gone).delete()
    now = timezone.now()
    # One statement for what is new and what has changed, whatever the number of options.
    PollAnswer.objects.bulk_create(
        [
            PollAnswer(reply=reply, option_id=pk, updated_at=now, **said._asdict())
            for pk, said in wanted.items()
            if stored.get(pk) != said
        ],
        update_conflicts=True, unique_fields=["reply", "option"],
        update_fields=["choice", "remark", "updated_at"],
    )  # fmt: skip
