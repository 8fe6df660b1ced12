"""What came by mail to the invitations of a meeting: what waits for somebody, and what became of the rest."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q
from django.db.models.functions import Length

from invitations.enums import MailKind, Reply
from invitations.models import NOTE_LENGTH, MailedReply, MeetingInvitation
from meetings.enums import State
from meetings.models import Meeting


@dataclass(frozen=True)
class Unsettled:
    """How many mails wait: of people without an answer, and of others."""

    open: int = 0
    others: int = 0

    def __bool__(self):
        return bool(self.open or self.others)


def unsettled_at(user, meeting) -> Unsettled:
    """One query."""
    rows = MailedReply.objects.visible_to(user).to_settle().filter(meeting=meeting)
    return counted(rows.values_list("invitation__reply", flat=True))


def counted(replies) -> Unsettled:
    found = Counter(reply in (None, Reply.OPEN) for reply in replies)
    return Unsettled(found[True], found[False])


def to_look_at(user) -> list[tuple[Meeting, Unsettled, int]]:
    """Return (meeting, mails that wait, how many have not answered) of the meetings ahead: two queries."""
    rows = MailedReply.objects.visible_to(user).to_settle().filter(meeting__state=State.INVITED)
    found: dict = {}
    for row in rows.select_related("meeting", "invitation").order_by("meeting__starts_at", "pk"):
        if not row.meeting.is_over:
            found.setdefault(row.meeting, []).append(row.invitation.reply if row.invitation else None)
    silent = MeetingInvitation.objects.active().filter(meeting__in=found, reply=Reply.OPEN)
    count = Counter(silent.values_list("meeting", flat=True))
    return [(meeting, counted(replies), count[meeting.pk]) for meeting, replies in found.items()]


# --- who it may be ----------------------------------------------------------------------------------------


class Candidate(NamedTuple):
    """Somebody who is asked, with the address that they were asked under."""

    pk: int
    name: str
    email: str


def candidates(user, meeting) -> list[Candidate]:
    rows = MeetingInvitation.objects.visible_to(user).active().filter(meeting=meeting).by_name()
    fields = ("pk", "person__name", "guest_name", "person__user__email", "guest_email")
    return [
        Candidate(
            row.pk,
            row.person__name or row.guest_name,
            (row.person__user__email or row.guest_email or "").lower(),
        )
        for row in rows.values_list(*fields, named=True)
    ]


def known_person(mailed, people: list[Candidate]) -> int | None:
    """Whose answer it probably is: by its addresses, else by a name that only one has. A choice, no fact."""
    keys = {each.pk for each in people}
    if mailed.invitation_id in keys:
        return mailed.invitation_id
    by_address = {each.email: each.pk for each in people if each.email}
    for address in (mailed.address, mailed.sender, mailed.reply_to):
        if address in by_address:
            return by_address[address]

    def parts(name):  # »Gast, Grete« is »Grete Gast«
        return frozenset(name.casefold().replace(",", " ").split())

    same = [each.pk for each in people if mailed.name and parts(each.name) == parts(mailed.name)]
    return same[0] if len(same) == 1 else None


# --- what is shown ----------------------------------------------------------------------------------------


def unclear_mails(user, meeting) -> list[MailedReply]:
    """Answers that somebody has to look at, in the order in which they arrived."""
    rows = MailedReply.objects.visible_to(user).to_settle().filter(meeting=meeting)
    return list(rows.select_related("meeting", "invitation").order_by("arrived_at", "pk"))


@dataclass
class Mails:
    """Of one invitation."""

    came_back: list = field(default_factory=list)
    others: list = field(default_factory=list)


def mails_of(user, meeting) -> dict[int, Mails]:
    """Invitation → mails that say more than the answer beside it shows: one query."""
    longer = Q(words__gt=NOTE_LENGTH) | ~Q(rest="") | Q(is_overtaken=True) | Q(settled_at__isnull=False)
    rows = MailedReply.objects.visible_to(user).filter(meeting=meeting, invitation__isnull=False)
    # Those stand above, among the unclear answers.
    rows = rows.exclude(~Q(unclear=""), settled_at__isnull=True).annotate(words=Length("note"))
    found: dict[int, Mails] = {}
    for row in rows.filter(longer | ~Q(kind=MailKind.REPLY)).order_by("arrived_at", "pk"):
        mails = found.setdefault(row.invitation_id, Mails())
        is_open = row.kind == MailKind.BOUNCE and row.settled_at is None
        (mails.came_back if is_open else mails.others).append(row)
    return found
