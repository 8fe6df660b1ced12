"""What is mailed to an invitation: recorded where it is clear, otherwise kept for the organisers.

Nothing that concerns an invitation is dropped. What cannot be placed stays unread in the mailbox.
"""

import hashlib

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from activity import restored_copy
from activity.events import record
from activity.jobs import for_each
from core import mailbox
from core.dates import start_of_day, today
from core.locking import lock
from core.mails.bounces import bounces_in
from core.mails.parts import Mail
from core.mails.words import LONGEST
from invitations import access
from invitations.actions.replies import as_note, store
from invitations.enums import MailKind, Reply, Unclear, Way
from invitations.ical.answers import files_of, key_of, line, read_answer, words_of
from invitations.models import Mailbox, MailedReply
from invitations.notifications.mails import UnclearReplies
from invitations.selectors.mailbox import (
    answered_by_subject,
    bounced,
    invitation_of_address,
    last_mailed_at,
    thread_of,
)
from meetings.access.people import writers_of
from meetings.enums import State
from meetings.models import Meeting
from members.models import User

ANSWERS = (Reply.ACCEPTED, Reply.TENTATIVE, Reply.DECLINED)


def fetch():
    """Read the mailbox on from where it was left; answers with how many messages were for us.

    A message that cannot be read stops no other; it stays unread in the mailbox, and all failures are told
    at the end. Raises mailbox.Unreachable. While mail is held, the mailbox stays as it is.
    """
    taken: list = []
    if settings.REPLIES is None or restored_copy.is_held():
        return 0
    with mailbox.opened(settings.REPLIES) as box:
        state = Mailbox.objects.get_or_create(name=str(settings.REPLIES))[0]
        # Under another UIDVALIDITY all numbers are new (RFC 3501, 2.3.1.1).
        last = state.last_uid if state.validity == box.validity else 0

        def take(arrived):
            # Noted before the message is read: one that fails is not tried for ever.
            Mailbox.objects.filter(pk=state.pk).update(validity=box.validity, last_uid=arrived.uid)
            row = take_in(arrived.raw, arrived.at)
            if row is not None:
                taken.append(arrived.uid)
            # Where the row does not hold every word of the mail, people read it in the mailbox as well.
            is_whole = row is not None and not row.rest and row.kind != MailKind.ABSENCE
            if row is not None and is_whole and row.unclear != Unclear.WORDS:
                box.mark_as_read(arrived.uid)

        for_each(box.after(last, timezone.now()), take)
    return len(taken)


def take_in(raw: bytes, arrived_at=None) -> MailedReply | None:
    """Record what a mail says about an invitation; None: it says nothing about any.

    Read twice, it counts once. Nothing is guessed: an answer to another date, from an address that was not
    asked, or mailed by somebody else waits for a person to look at it.
    """
    # Clocks of mail servers go ahead; nothing arrives in the future.
    mail, arrived_at = Mail(raw), min(arrived_at or timezone.now(), timezone.now())
    bounces = bounces_in(mail)
    if bounces:  # each of our mails has one addressee
        return _take_bounce(mail, bounces[0], arrived_at)
    # About a mail of somebody else, or that ours was read.
    if mail.is_report:
        return None
    answer = read_answer(mail)
    key = key_of(answer.uid) if answer else None
    meeting = Meeting.objects.filter(uid=key).first() if key else None
    if meeting:
        return _take_answer(mail, answer, meeting, arrived_at)
    # An answer to somebody else's entry is none to ours, whatever it is called.
    found = thread_of(mail) or (answered_by_subject(mail) if answer is None else None)
    return _take_words(mail, found, arrived_at) if found else None


# --- an answer out of a calendar --------------------------------------------------------------------------


@transaction.atomic
def _take_answer(mail, answer, meeting, arrived_at):
    meeting = lock(meeting)
    # Some programs send no Message-ID, or the same one with every answer.
    digest = hashlib.sha256(answer.content.encode()).hexdigest()
    own_key = line(mail.header("Message-ID"), 255) or digest
    # The same mail read before. Some programs use a key twice: then it is what it says that tells.
    known = MailedReply.objects.filter(message_id=own_key).first()
    is_other = known is not None and (known.reply, known.note, known.sequence) != (
        answer.reply, answer.note, answer.sequence,
    )  # fmt: skip
    found = MailedReply.objects.filter(message_id=digest).first() if is_other else known
    if found is not None:
        return found
    invitation = invitation_of_address(meeting, answer.address)
    stamp = _stamp(answer, invitation, arrived_at)
    proposed = {}
    if answer.is_counter and answer.time is not None:
        begins, ends, has_times = answer.time.begins, answer.time.ends, answer.time.has_times
        proposed = {
            "proposed_starts_at": begins, "proposed_ends_at": ends, "proposed_has_times": has_times
        }  # fmt: skip
    row = MailedReply.objects.create(
        message_id=digest if is_other else own_key,
        meeting=meeting, invitation=invitation, address=answer.address, name=answer.name,
        reply=answer.reply, note=answer.note, rest=answer.rest, sequence=answer.sequence,
        delegate_address=answer.delegate_address, delegate_name=answer.delegate_name,
        sent_at=stamp or arrived_at, is_stamped=stamp is not None, arrived_at=arrived_at,
        unclear=_what_is_unclear(meeting, invitation, answer, mail.sender),
        **_envelope(mail), **proposed,
    )  # fmt: skip
    if row.unclear:
        record("invitations.mail_unclear", actor=None, target=meeting)
    elif _is_overtaken(row):
        row.is_overtaken = True
        row.save(update_fields=["is_overtaken"])
    else:
        # The same answer once more is no other one.
        invitation = lock(row.invitation)
        fields = said_in(row, invitation)
        if any(getattr(invitation, name) != value for name, value in fields.items()):
            store(invitation, Way.MAIL, **fields)
            is_member = invitation.person_id is not None
            account = User.objects.filter(person=invitation.person_id).first() if is_member else None
            data = {"way": Way.MAIL, "invitation": invitation.pk}
            record("invitations.replied", actor=account, target=meeting, data=data)
    return row


def _envelope(mail):
    reply_to = mail.addresses("Reply-To")
    return {"sender": mail.sender, "reply_to": reply_to[0] if len(reply_to) == 1 else ""}


def _what_is_unclear(meeting, invitation, answer, sender) -> str:
    if invitation is None or invitation.removed_at or not meeting.invited_at:
        return Unclear.UNKNOWN
    if sender != answer.address:
        return Unclear.OTHER_SENDER
    if answer.is_counter:
        return Unclear.OTHER_TIME
    # An answer to an earlier state counts, unless that had another date.
    names_the_date = answer.time is not None and answer.time.begins == meeting.starts_at
    if answer.sequence < meeting.date_sequence and not names_the_date:
        return Unclear.OLD_DATE
    if answer.reply not in ANSWERS:
        return Unclear.DELEGATED
    return "" if access.takes_replies(invitation) else Unclear.TOO_LATE


def _stamp(answer, invitation, arrived_at):
    """When the answer was given, where DTSTAMP can be that; otherwise its arrival is all that is known.

    Some programs copy the DTSTAMP of the invitation, and some clocks are ahead.
    """
    if answer.stamp is None or answer.stamp > arrived_at or invitation is None:
        return None
    mailed_at = last_mailed_at(invitation, arrived_at)
    return None if mailed_at is not None and answer.stamp <= mailed_at else answer.stamp


def _is_overtaken(row):
    """Something newer is known. Mails count in the order in which they arrived, unless both say otherwise."""
    invitation = row.invitation
    # Answered in another way since the mail arrived: that is the newer word.
    if (
        invitation.way != Way.MAIL
        and invitation.replied_at is not None
        and invitation.replied_at > row.arrived_at
    ):
        return True
    others = MailedReply.objects.filter(invitation=invitation, kind=MailKind.REPLY, unclear="").exclude(
        pk=row.pk
    )
    newer = Q(arrived_at__gt=row.arrived_at)
    if row.is_stamped:
        newer |= Q(is_stamped=True, sent_at__gt=row.sent_at)
    return others.filter(newer).exists()


def said_in(row, invitation):
    """A calendar names no deputy: the one who was named before stays, unless the person comes."""
    fields = {"reply": row.reply, "note": as_note(row.note) or invitation.note}
    return fields if row.reply == Reply.DECLINED else fields | {"deputy": None, "deputy_name": ""}


# --- words without a calendar, absences -------------------------------------------------------------------


@transaction.atomic
def _take_words(mail, found, arrived_at):
    """An answer to one of our mails in words alone; people read it in the mailbox too."""
    meeting, invitation, answer = lock(found.meeting), found.invitation, found.reply
    own_key = line(mail.header("Message-ID"), 255)
    words = words_of(mail, meeting.name)[:LONGEST]
    key = own_key or hashlib.sha256(f"{mail.sender} {mail.header('Date')} {words}".encode()).hexdigest()
    known = MailedReply.objects.filter(message_id=key).first()
    if known is not None:
        return known
    # An absence is no answer: who is away today may well come in September.
    is_absence = mail.is_automatic
    row = MailedReply.objects.create(
        message_id=key, kind=MailKind.ABSENCE if is_absence else MailKind.REPLY, meeting=meeting,
        invitation=invitation, address=mail.sender, reply="" if is_absence else answer, note=words,
        rest=files_of(mail), sent_at=arrived_at, is_stamped=False, arrived_at=arrived_at,
        unclear="" if is_absence else Unclear.WORDS, **_envelope(mail),
    )  # fmt: skip
    if row.unclear:
        record("invitations.mail_unclear", actor=None, target=meeting)
    return row


# --- mails that came back ---------------------------------------------------------------------------------


@transaction.atomic
def _take_bounce(mail, bounce, arrived_at):
    """Noted at the invitation of whom the mail was for; None: it was about something else."""
    invitation = bounced(bounce, arrived_at)
    if invitation is None:
        return None
    meeting = lock(invitation.meeting)
    own_key = line(mail.header("Message-ID"), 200) or f"{bounce.address} {arrived_at.isoformat()}"
    # One report can name several addressees; each of them is a row.
    key = hashlib.sha256(f"{own_key} {bounce.address}".encode()).hexdigest()
    known = MailedReply.objects.filter(message_id=key).first()
    if known is not None:
        return known
    row = MailedReply.objects.create(
        message_id=key, kind=MailKind.BOUNCE, meeting=meeting, invitation=invitation, address=bounce.address,
        note=" ".join(filter(None, [bounce.status, bounce.reason])), sent_at=arrived_at, is_stamped=False,
        arrived_at=arrived_at, **_envelope(mail),
    )  # fmt: skip
    record("invitations.mail_bounced", actor=None, target=meeting, data={"invitation": invitation.pk})
    return row


# --- what the organisers hear of it -----------------------------------------------------------------------


def meetings_with_news():
    """Where somebody has to look at mails that nobody was told of yet, and was told of none today."""
    notified_today = MailedReply.objects.filter(notified_at__gte=start_of_day(today())).values("meeting")
    rows = Meeting.objects.filter(mailed_replies__in=not_notified(), state=State.INVITED)
    return rows.exclude(pk__in=notified_today).distinct().order_by("pk")


@transaction.atomic
def notify_of_mails(*, meeting):
    """One notification a day to those who run the meeting, whatever the number of mails."""
    # Locked, so that two workers do not send the same notification.
    meeting = lock(meeting)
    count = not_notified().filter(meeting=meeting).update(notified_at=timezone.now())
    if count and not meeting.is_over:
        UnclearReplies(meeting).to(writers_of(meeting))
    return count


def not_notified():
    waiting = MailedReply.objects.to_settle() | MailedReply.objects.came_back()
    return waiting.filter(notified_at__isnull=True)
