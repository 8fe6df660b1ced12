"""What one addressee was notified of a meeting last, what is so now, and what they must hear of it.

The one place with that rule: docs/adr/0026-mitteilungen.md.
"""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Q

from activity import preferences
from activity.enums import Frequency
from activity.models import Notice
from activity.registry import kind_named
from core.dates import berlin
from invitations.enums import Known, News, Reply
from invitations.models import MeetingInvitation
from invitations.selectors.links import detail_of_guest, token_for
from meetings.enums import DATED, State
from meetings.models import Meeting, is_same_but_for_the_number
from meetings.presenters.meetings import MeetingDetail
from meetings.selectors.meetings import meetings_for_page
from meetings.selectors.people import asked
from members.models import User
from members.viewers import viewer_for

TAKES_PART = (State.INVITED, State.RUNNING)
DATE = ("begins", "ends", "has_times")
PLACE = ("place_name", "place_room", "place_address", "place_way", "place_access", "online_url")
INVITATION = "invitations.invitation"


class Situation:
    """A meeting with the eyes of one addressee: an account, or the address of a guest.

    `card` is None where it is not theirs: they may not see it, or have left the group. `invitation` is None
    where they were never asked.
    """

    meeting: Any = None
    card: Any = None
    invitation: Any = None

    def __init__(self, key, recipient, address=""):
        self.recipient = recipient
        rows = MeetingInvitation.objects.select_related("meeting", "person", "deputy").filter(meeting=key)
        if recipient is None:
            self.invitation = rows.guests().filter(guest_email__iexact=address).first()
        elif recipient.person_id:
            self.invitation = rows.filter(person=recipient.person_id).first()
        if recipient is None:
            self.meeting = self.invitation and self.invitation.meeting
            if self.is_asked:
                self.card = detail_of_guest(self.invitation, token_for(self.invitation))
            return
        seen = meetings_for_page(recipient).fully_visible_to(recipient).filter(pk=key).first()
        viewer = viewer_for(recipient)
        if seen is not None and viewer.is_member:
            self.card = MeetingDetail(seen, viewer, False)
        self.meeting = seen or Meeting.objects.filter(pk=key).first()

    @property
    def is_asked(self):
        return self.invitation is not None and self.invitation.removed_at is None

    def state(self) -> dict | None:
        """What is so for them now, as it is kept; None: nothing that a mail would say."""
        meeting = self.meeting
        if meeting is None or meeting.is_over:
            return None
        if meeting.state == State.CANCELLED or self.card is None:
            return {"known": Known.OFF}
        if self.is_asked and meeting.invited_at and meeting.state in TAKES_PART:
            return {"known": Known.INVITED, "link": self.invitation.link_version, **said_of(meeting)}
        if meeting.state in DATED:
            return {"known": Known.DATED, **said_of(meeting)}
        return None

    def has_to_answer_again(self, since):
        """Their answer was to a date that came back: they are counted as open, and would not know."""
        row = self.invitation
        is_open = row is not None and row.reply == Reply.OPEN and row.reply_before != ""
        return is_open and since is not None and self.meeting.moves.filter(moved_at__gte=since).exists()


def said_of(meeting) -> dict:
    """What the mails of a meeting with a date say of it: all of them go to people inside."""
    return {
        "title": meeting.name,
        "begins": meeting.starts_at.astimezone(dt.UTC).isoformat(),
        "ends": meeting.ends_at.astimezone(dt.UTC).isoformat() if meeting.ends_at else None,
        "has_times": meeting.has_times,
        "place": [getattr(meeting, name) for name in PLACE],
        "sequence": meeting.sequence,
    }


def news_for(situation, before: dict, now: dict, since=None) -> News | None:
    """What they must hear, who know `before` since that moment, so that they know what is so `now`."""
    was, known = before.get("known", Known.NOTHING), now["known"]
    if known == Known.OFF:
        return _end(situation, was)
    if was in (Known.NOTHING, Known.OFF):
        return News.INVITED if known == Known.INVITED else News.SCHEDULED
    if known == Known.INVITED != was:
        return News.INVITED
    if was == Known.INVITED != known:
        return News.UNINVITED
    if any(before[part] != now[part] for part in DATE):
        return News.MOVED
    is_other = before["place"] != now["place"]
    if known == Known.INVITED:
        is_other = is_other or before["link"] != now["link"]
        # Numbers shift when a meeting before is cancelled: no reason for sixty mails.
        is_other = is_other or not is_same_but_for_the_number(before["title"], now["title"])
        is_other = is_other or situation.has_to_answer_again(since)
    return News.CHANGED if is_other else None


def _end(situation, was):
    """Whoever never heard of it, or heard that it is off, hears nothing of its end."""
    if was in (Known.NOTHING, Known.OFF):
        return None
    if situation.meeting.state == State.CANCELLED and situation.card:
        return News.CANCELLED
    # To a guest it can be said what they are not asked to any more; of LOST no word tells.
    return News.UNINVITED if situation.recipient is None else News.LOST


# --- before they leave -------------------------------------------------------------------------------------


def people_to_notify(meeting):
    """Accounts that may have to hear: who sees it now, knows of it, or is or was asked to come."""
    known = Q(pk__in=Notice.objects.about(meeting).values("recipient"))
    if meeting.state != State.CANCELLED:  # of an end nobody else has to hear
        invited = meeting.invitations.filter(person__isnull=False).values("person")
        known |= Q(pk__in=asked(meeting).values("pk")) | Q(person__in=invited)
    return User.objects.filter(known, is_active=True)


def recipients(meeting, by) -> tuple[int, int]:
    """Return how many who are asked and how many others get a mail, as things stand; `by` changed it.

    Five queries and one for each kind of mail; whoever wants none of that kind is not counted.
    """
    if meeting.is_over:
        return 0, 0
    notices = {row.recipient_id: row.state for row in Notice.objects.about(meeting).known()}
    rows = meeting.invitations.active() if meeting.invited_at else meeting.invitations.none()
    invited = set(rows.filter(person__isnull=False).values_list("person", flat=True))
    kinds = defaultdict(list)
    for user in people_to_notify(meeting):
        kind = kind_of_mail(meeting, notices.get(user.pk, {}), user.person_id in invited)
        if kind and (kind == INVITATION or user.pk != by.pk):
            kinds[kind].append(user)
    guests = rows.guests().count() if kinds[INVITATION] or not invited else 0
    others = 0
    for kind, users in kinds.items():
        if kind != INVITATION:  # which nobody can decline
            chosen = preferences.frequencies(kind_named(kind), users).values()
            others += sum(frequency != Frequency.NEVER for frequency in chosen)
    return len(kinds[INVITATION]) + guests, others


def kind_of_mail(meeting, before, is_invited) -> str:
    was, is_off = before.get("known", Known.NOTHING), meeting.state == State.CANCELLED
    if was in (Known.NOTHING, Known.OFF):
        return "" if is_off else INVITATION if is_invited else "meetings.scheduled"
    if is_off:
        return INVITATION if was == Known.INVITED else "meetings.cancelled"
    if is_invited and was != Known.INVITED:
        return INVITATION
    now = said_of(meeting)
    if any(before[part] != now[part] for part in DATE):
        return INVITATION if is_invited else "meetings.moved"
    if before["place"] != now["place"]:
        return INVITATION if is_invited else "meetings.changed"
    return ""


# --- the date that they know ------------------------------------------------------------------------------


def date_in(before: dict) -> dict[str, Any]:
    """The date that they know, as an entry of a calendar has it: days where no hour is known."""
    if "begins" not in before:
        return {}
    begins, ends = dt.datetime.fromisoformat(before["begins"]), before["ends"]
    # A calendar shows an entry of a whole day, and not one at midnight.
    if not before["has_times"]:
        return {"begins": berlin(begins).date(), "ends": None}
    return {"begins": begins, "ends": dt.datetime.fromisoformat(ends) if ends else None}
