"""Somebody has looked at what came by mail: to whom it belongs, or that nothing is to be done."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import Overtaken, require
from core.dates import berlin, end_after
from core.locking import lock
from invitations import access
from invitations.actions.mailbox import said_in
from invitations.actions.replies import as_note, reply, store
from invitations.enums import Reply, Way
from invitations.models import MailedReply
from members.models import User
from polls.actions import options

NO_ANSWER = _("Die Mail nennt keine Antwort. Bitte wählen Sie sie aus.")
NO_DELEGATE = _("Die Mail nennt keine Vertretung.")
NO_OTHER_TIME = _("Die Mail schlägt keinen anderen Termin vor.")
CHOOSE_PERSON = _("Bitte wählen Sie eine Person.")


@transaction.atomic
def settle(*, mailed, invitation=None, answer="", by):
    """It belongs to `invitation`, or nothing is to be done. `answer`, where the mail itself names none."""
    mailed, meeting = _locked(mailed, by)
    if mailed.settled_at is not None:
        return mailed
    if invitation is not None:
        if not mailed.has_answer:
            mailed.reply = answer
        if not mailed.has_answer:
            raise ValidationError({"answer": NO_ANSWER})
        if invitation.meeting_id != meeting.pk or invitation.removed_at is not None:
            raise ValidationError({"invitation": _("Diese Einladung ist zurückgenommen.")})
        require(access.can_note_reply(by, invitation))
        store(lock(invitation), Way.ORGANISER, **said_in(mailed, invitation))
    return _settled(mailed, meeting, invitation, by)


@transaction.atomic
def name_deputy(*, mailed, invitation, by):
    """The person sends somebody else, as the mail says: a member, where the address is theirs."""
    mailed, meeting = _locked(mailed, by)
    if mailed.settled_at is not None:
        return mailed
    if not mailed.delegate:
        raise ValidationError(NO_DELEGATE)
    if invitation is None:
        raise ValidationError({"invitation": CHOOSE_PERSON})
    account = User.objects.reachable().filter(email__iexact=mailed.delegate_address).first()
    deputy = account.person if account else None
    name = "" if deputy else (mailed.delegate_name or mailed.delegate_address)[:150]
    reply(
        invitation=invitation, answer=Reply.DECLINED, note=as_note(mailed.note) or invitation.note,
        deputy=deputy, deputy_name=name, way=Way.ORGANISER, by=by,
    )  # fmt: skip
    return _settled(mailed, meeting, invitation, by)


@transaction.atomic
def propose_other(*, mailed, by):
    """Offer everybody the time that somebody proposed by mail (RFC 5546, COUNTER); answers with the poll."""
    meeting = lock(mailed.meeting)
    mailed = lock(mailed)
    if mailed.proposed_starts_at is None:
        raise Overtaken(NO_OTHER_TIME)
    # As the clock in Jena shows them; an end so late that nobody means it is left out.
    begins, ends = berlin(mailed.proposed_starts_at), mailed.proposed_ends_at
    begin = begins.time() if mailed.proposed_has_times else None
    end = berlin(ends).time() if begin and ends else None
    if begin and end and end_after(begins.date(), begin, end) != ends:
        end = None
    poll = options.offer_other_date(meeting=meeting, slot=(begins.date(), begin, end), by=by)
    settle(mailed=mailed, by=by)
    return poll


def _locked(mailed, by):
    meeting = lock(mailed.meeting)
    mailed = lock(mailed)
    require(access.can_see_replies(by, meeting))
    return mailed, meeting


def _settled(mailed, meeting, invitation, by) -> MailedReply:
    mailed.settled_at, mailed.invitation = timezone.now(), invitation or mailed.invitation
    mailed.save(update_fields=["settled_at", "invitation", "reply"])
    record("invitations.mail_settled", actor=by, target=meeting)
    return mailed
