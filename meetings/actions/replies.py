"""What people answer to an invitation, whichever way the answer comes."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from activity.jobs import for_each
from core import mailbox
from core.access import require
from core.locking import lock
from meetings.access import inviting as access
from meetings.enums import Reply, Unclear, Way
from meetings.ical import key_of, read_answer
from meetings.models import Invitation, Mailbox, MailedReply, Meeting
from meetings.notifications import DeputyNamed
from members.models import User

CHOOSE = _("Bitte wählen Sie eine Antwort.")
ONLY_WHEN_DECLINING = _("Eine Vertretung nennen Sie, wenn Sie selbst absagen.")
NOT_ONESELF = _("Die Vertretung muss jemand anderes sein.")


@transaction.atomic
def reply(*, invitation, answer, note="", deputy=None, deputy_name="", way=Way.PORTAL, by=None):
    """Record one answer; the last one counts. The same answer twice is one.

    In the portal one answers for oneself, by the link whoever holds it; who runs the meeting writes down what
    was said elsewhere. Raises ValidationError for a deputy of somebody who comes.
    """
    meeting = lock(invitation.meeting)
    invitation = lock(invitation)
    require(_verdict(invitation, way, by))
    if answer not in (Reply.ACCEPTED, Reply.TENTATIVE, Reply.DECLINED):
        raise ValidationError({"answer": CHOOSE})
    fields = {
        "reply": answer, "note": note.strip(), "deputy": deputy,
        "deputy_name": "" if deputy else deputy_name.strip(),
    }  # fmt: skip
    _require_sensible_deputy(invitation, fields)
    if all(getattr(invitation, name) == value for name, value in fields.items()):
        return invitation
    had = invitation.deputy_id
    _store(invitation, way, **fields)
    verb = "meetings.reply_noted" if way == Way.ORGANISER else "meetings.replied"
    record(verb, actor=by, target=meeting, data={"way": way, "invitation": invitation.pk})
    if deputy and deputy.pk != had:
        DeputyNamed(meeting, name=invitation.name).to(User.objects.reachable().filter(person=deputy), but=by)
    return invitation


def _verdict(invitation, way, by):
    if way == Way.PORTAL:
        return access.can_reply(by, invitation)
    return access.can_note_reply(by, invitation) if way == Way.ORGANISER else access.takes_replies(invitation)


def _require_sensible_deputy(invitation, fields):
    has_deputy = fields["deputy"] is not None or fields["deputy_name"]
    field = "deputy" if fields["deputy"] else "deputy_name"
    if has_deputy and fields["reply"] != Reply.DECLINED:
        raise ValidationError({field: ONLY_WHEN_DECLINING})
    if fields["deputy"] is not None and fields["deputy"].pk == invitation.person_id:
        raise ValidationError({field: NOT_ONESELF})


def _store(invitation, way, **fields):
    for name, value in fields.items():
        setattr(invitation, name, value)
    invitation.way, invitation.replied_at, invitation.reply_before = way, timezone.now(), ""
    invitation.version += 1
    invitation.save(update_fields=[*fields, "way", "replied_at", "reply_before", "version", "updated_at"])


# --- answers that calendars mail ---------------------------------------------------------------------------


def fetch():
    """Read the mailbox on from where it was left; answers with how many answers there were.

    A message that cannot be read stops no other; it stays unread in the mailbox, and all failures are told
    at the end. Raises what the network raises.
    """
    taken: list = []
    if settings.REPLIES is None:
        return 0
    with mailbox.opened(settings.REPLIES) as box:
        state = Mailbox.objects.get_or_create(name=str(settings.REPLIES))[0]
        last = state.last_uid if state.validity == box.validity else 0

        def take(message):
            uid, raw = message
            _read_up_to(state, box.validity, uid)
            if take_in(raw):
                box.mark_as_read(uid)
                taken.append(uid)

        for_each(box.after(last, timezone.now()), take)
    return len(taken)


def _read_up_to(state, validity, uid):
    """Noted before the message is read: one that fails is not tried for ever."""
    Mailbox.objects.filter(pk=state.pk).update(validity=validity, last_uid=uid)


@transaction.atomic
def take_in(raw: bytes):
    """Record the answer in a mail, or keep it for the organisers where it is not clear. None: it is none.

    Read twice, it counts once. Nothing is guessed: an answer to an old state of the invitation, from an
    address that was not asked, or mailed by somebody else waits for a person to look at it.
    """
    answer = read_answer(raw)
    key = key_of(answer.uid) if answer else None
    found = Meeting.objects.filter(uid=key).first() if key else None
    if answer is None or found is None:
        return None
    meeting = lock(found)
    known = MailedReply.objects.filter(message_id=answer.message_id).first()
    if known is not None:
        return known
    invitation = _invitation_for(meeting, answer.address)
    unclear = _what_is_unclear(meeting, invitation, answer)
    row = MailedReply.objects.create(
        message_id=answer.message_id, meeting=meeting, invitation=invitation, address=answer.address,
        name=answer.name, reply=answer.reply, note=answer.note, sequence=answer.sequence,
        sent_at=answer.sent_at, unclear=unclear,
    )  # fmt: skip
    if unclear:
        record("meetings.mail_unclear", actor=None, target=meeting)
    elif not _is_overtaken(row):
        _record_mailed(row)
    return row


def _invitation_for(meeting, address):
    account = User.objects.filter(email__iexact=address).values("person")
    to_guest = Q(person__isnull=True, guest_email__iexact=address)
    rows = Invitation.objects.filter(to_guest | Q(person__in=account), meeting=meeting)
    return rows.select_related("meeting").first()


def _what_is_unclear(meeting, invitation, answer) -> str:
    if invitation is None or invitation.removed_at or not meeting.invited_at:
        return Unclear.UNKNOWN
    if answer.sender and answer.sender != answer.address:
        return Unclear.OTHER_SENDER
    if answer.is_counter:
        return Unclear.OTHER_TIME
    if answer.sequence < meeting.sequence:
        return Unclear.OLD_DATE
    if answer.reply not in (Reply.ACCEPTED, Reply.TENTATIVE, Reply.DECLINED):
        return Unclear.DELEGATED
    return "" if access.takes_replies(invitation) else Unclear.TOO_LATE


def _is_overtaken(row):
    """A later answer came first: mails do not keep their order, and are read minutes after they were sent."""
    replied_at = row.invitation.replied_at
    if row.invitation.way != Way.MAIL and replied_at is not None and replied_at > row.sent_at:
        return True
    later = MailedReply.objects.filter(invitation=row.invitation, sent_at__gt=row.sent_at, unclear="")
    return later.exclude(pk=row.pk).exists()


def _record_mailed(row):
    invitation = lock(row.invitation)
    fields = _said_in(row, invitation)
    if any(getattr(invitation, name) != value for name, value in fields.items()):
        _store(invitation, Way.MAIL, **fields)
        account = User.objects.filter(person=invitation.person_id).first() if invitation.person_id else None
        data = {"way": Way.MAIL, "invitation": invitation.pk}
        record("meetings.replied", actor=account, target=row.meeting, data=data)


def _said_in(row, invitation):
    """A calendar names no deputy: the one who was named before stays, unless the person comes."""
    fields = {"reply": row.reply, "note": row.note or invitation.note}
    return fields if row.reply == Reply.DECLINED else fields | {"deputy": None, "deputy_name": ""}


@transaction.atomic
def settle(*, mailed, invitation=None, by):
    """Somebody has looked at an unclear answer: it belongs to `invitation`, or nothing is to be done."""
    meeting = lock(mailed.meeting)
    mailed = lock(mailed)
    require(access.can_see_replies(by, meeting))
    if mailed.settled_at is not None:
        return mailed
    if invitation is not None:
        if mailed.reply not in (Reply.ACCEPTED, Reply.TENTATIVE, Reply.DECLINED):
            raise ValidationError(_("Die Mail nennt keine Antwort. Bitte tragen Sie sie selbst ein."))
        require(access.can_note_reply(by, invitation))
        invitation = lock(invitation)
        _store(invitation, Way.ORGANISER, **_said_in(mailed, invitation))
    mailed.settled_at, mailed.invitation = timezone.now(), invitation or mailed.invitation
    mailed.save(update_fields=["settled_at", "invitation"])
    record("meetings.mail_settled", actor=by, target=meeting)
    return mailed
