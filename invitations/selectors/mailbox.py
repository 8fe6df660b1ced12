"""To which invitation a mail without a calendar belongs: an answer in words, or one of ours come back."""

import datetime as dt
import re
import uuid
from typing import NamedTuple

from django.db.models import Max, Q

from activity.enums import MailState
from activity.models import Notice, OutboxMail
from core.mails.bounces import Bounce
from core.mails.parts import Mail
from invitations.enums import Reply
from invitations.models import MeetingInvitation
from meetings.enums import State
from meetings.models import Meeting
from members.models import User

OF_MEETING = Meeting._meta.label_lower
RECENT = dt.timedelta(days=30)
LONGEST_TITLE = 60  # in a subject
_THREAD = re.compile(rf"^{re.escape(OF_MEETING)}\.(\d{{1,18}})@")
# How programs begin the subject of an answer.
SUBJECTS = (
    (
        Reply.DECLINED,
        r"Abgesagt|Absage|Abgelehnt|Einladung abgelehnt|Declined?|Rejected|Invitation declined"
        r"|Event Invitation Declined",
    ),
    (
        Reply.TENTATIVE,
        r"(?:Mit Vorbehalt|Unter Vorbehalt|Vorläufig|Vorbehaltlich)(?: angenommen| zugesagt)?|Vielleicht"
        r"|Tentative(?:ly accepted)?",
    ),
    (
        Reply.ACCEPTED,
        r"Zugesagt|Zusage|Angenommen|Akzeptiert|Bestätigt|Einladung angenommen|Accept(?:ed)?"
        r"|Invitation accepted|Event Invitation Accepted",
    ),
)  # fmt: skip
_REPEATED = r"(?:(?:AW|Re|Antw(?:ort)?)\s*:\s*)?"


class Found(NamedTuple):
    meeting: Meeting
    invitation: MeetingInvitation | None
    reply: str = ""  # what the subject says


def thread_of(mail: Mail) -> Found | None:
    """By the mail of ours that it answers, or the thread that our mails name."""
    # One of our own mails that was sent to this mailbox names its thread, and is no answer to itself.
    if mail.header("Auto-Submitted").lower().startswith("auto-generated"):
        return None
    for key in mail.answered_keys:
        thread = _THREAD.match(key)
        ours = None if thread else _ours(key)
        about = int(thread[1]) if thread else None
        if ours is not None and ours.target_type == OF_MEETING:
            about = ours.target_id
        if about is None:
            continue
        meeting = Meeting.objects.filter(pk=about, invited_at__isnull=False).first()
        if meeting is not None:
            # Who answers from another address than the one that was written to is meant by what we wrote.
            sender = invitation_of_address(meeting, mail.sender)
            return Found(
                meeting, sender or (_addressee(ours) if ours else None), _reply_in(mail.header("Subject"))
            )
    return None


def answered_by_subject(mail: Mail) -> Found | None:
    """By »Zugesagt: 2. Treffen: Herbsttreffen«, from somebody who is invited to that meeting."""
    subject, address = mail.header("Subject"), mail.sender
    reply = _reply_in(subject)
    if not reply or not address:
        return None
    rows = _rows_of(address).active().filter(meeting__state=State.INVITED).select_related("meeting")
    rows = list(rows.order_by("meeting__starts_at", "pk"))
    # Its name in the last mail to that address: its number may be that of another meeting by now.
    to_them = Q(recipient__email__iexact=address) | Q(address__iexact=address)
    meetings = [row.meeting_id for row in rows]
    notices = Notice.objects.filter(to_them, target_type=OF_MEETING, target_id__in=meetings)
    mailed = {row.target_id: row.state["title"] for row in notices if "title" in row.state}
    best, length, there = None, 0, _even(subject)
    for row in rows:
        name = mailed.get(row.meeting_id, "") if mailed else row.meeting.name
        for title in (_even(name)[:LONGEST_TITLE], _even(row.meeting.title)[:LONGEST_TITLE]):
            # »Herbsttreffen« stands in »Herbsttreffen 2« as well: the longest title that fits is meant.
            if title in there and len(title) > length:
                best, length = row, len(title)
    return Found(best.meeting, best, reply) if best is not None else None


def _reply_in(subject) -> str:
    for reply, words in SUBJECTS:
        if re.match(rf"{_REPEATED}(?:{words})\s*:", subject.strip(), re.IGNORECASE):
            return reply
    return ""


def _even(text) -> str:
    return " ".join(text.split()).casefold()


def _ours(key) -> OutboxMail | None:
    try:
        found = uuid.UUID(key.partition("@")[0])
    except ValueError:
        return None
    return OutboxMail.objects.select_related("recipient").filter(pk=found).first()


def _addressee(ours: OutboxMail) -> MeetingInvitation | None:
    rows = MeetingInvitation.objects.select_related("meeting").filter(meeting=ours.target_id)
    if ours.recipient is not None:
        return rows.filter(person=ours.recipient.person_id).first()
    return rows.guests().filter(guest_email__iexact=ours.address).first()


def invitation_of_address(meeting, address) -> MeetingInvitation | None:
    """Of the member or the guest behind a mail address, also where it was taken back."""
    rows = _rows_of(address).filter(meeting=meeting)
    return rows.select_related("meeting").first() if address else None


def _rows_of(address):
    account = User.objects.filter(email__iexact=address).values("person")
    return MeetingInvitation.objects.filter(
        Q(person__isnull=True, guest_email__iexact=address) | Q(person__in=account)
    )


def bounced(bounce: Bounce, now: dt.datetime) -> MeetingInvitation | None:
    """The invitation whose mail came back: by the key of the mail, else the last one to that address."""
    for key in bounce.keys:
        ours = _ours(key)
        if ours is not None:
            return _addressee(ours) if ours.target_type == OF_MEETING else None
    to_account = Q(recipient__email__iexact=bounce.address)
    mails = OutboxMail.objects.select_related("recipient").filter(
        to_account | Q(address__iexact=bounce.address), target_type=OF_MEETING, kind="invitations.invitation",
        state=MailState.SENT, settled_at__gt=now - RECENT,
    )  # fmt: skip
    last = mails.order_by("-settled_at").first()
    return _addressee(last) if last else None


def last_mailed_at(invitation: MeetingInvitation, before: dt.datetime) -> dt.datetime | None:
    """When the newest invitation mail left that could have been answered by `before`."""
    mails = OutboxMail.objects.filter(
        kind="invitations.invitation", target_type=OF_MEETING, target_id=invitation.meeting_id,
        state=MailState.SENT, settled_at__lte=before,
    )  # fmt: skip
    if invitation.person_id is not None:
        mails = mails.filter(recipient__person=invitation.person_id)
    else:
        mails = mails.filter(address__iexact=invitation.guest_email)
    return mails.aggregate(last=Max("settled_at"))["last"]
