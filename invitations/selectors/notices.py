"""What one addressee was notified of a meeting last, what is so now, and what they must hear of it.

The one place with that rule: docs/adr/0026-mitteilungen.md.
"""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activity import preferences
from activity.enums import Frequency
from activity.models import Notice
from activity.registry import kind_named
from core.dates import berlin, day, day_long, span
from invitations.enums import Known, News, Reply
from invitations.models import MeetingInvitation
from invitations.selectors.links import card_of_guest, token_for
from meetings.enums import DATED, State
from meetings.models import Meeting, is_same_but_for_the_number
from meetings.presenters.meetings import MeetingDetail, meetings_for_page
from meetings.selectors.people import asked
from members.models import User
from members.viewers import viewer_for

TAKES_PART = (State.INVITED, State.RUNNING)
DATE = ("begins", "ends", "has_times")
PLACE = ("place_name", "place_room", "place_address", "place_way", "place_access", "online_url")
INVITATION = "invitations.invitation"
NOBODY = gettext_lazy("Niemand bekommt eine Mail.")


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
        self.meeting = self._meeting(key)

    def _meeting(self, key):
        if self.recipient is None:
            if self.invitation is None:
                return None
            if self.is_asked:
                self.card = card_of_guest(self.invitation, token_for(self.invitation))
            return self.invitation.meeting
        seen = meetings_for_page(self.recipient).fully_visible_to(self.recipient).filter(pk=key).first()
        viewer = viewer_for(self.recipient)
        if seen is not None and viewer.is_member:
            self.card = MeetingDetail(seen, viewer, False)
        return seen or Meeting.objects.filter(pk=key).first()

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
            return {"known": Known.INVITED, "link": self.invitation.turn, **said_of(meeting)}
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
        is_other = is_other or not is_same_but_for_the_number(before["title"], now["title"])
        is_other = is_other or situation.has_to_answer_again(since)
    return News.CHANGED if is_other else None


def _end(situation, was):
    """Whoever never heard of it, or heard that it is off, hears nothing of its end."""
    if was in (Known.NOTHING, Known.OFF):
        return None
    if situation.meeting.state == State.CANCELLED and situation.card:
        return News.CANCELLED
    return News.UNINVITED if situation.recipient is None else News.LOST


# --- before they leave ------------------------------------------------------------------------------------


def people_to_tell(meeting):
    """Accounts that may have to hear: who sees it now, knows of it, or is or was asked to come."""
    known = Q(pk__in=Notice.objects.about(meeting).values("recipient"))
    if meeting.state != State.CANCELLED:  # of an end nobody else has to hear
        invited = meeting.invitations.filter(person__isnull=False).values("person")
        known |= Q(pk__in=asked(meeting).values("pk")) | Q(person__in=invited)
    return User.objects.filter(known, is_active=True)


def who_is_notified(meeting, by) -> str:
    """For the one who changed it: to whom a mail goes, as things stand.

    Five queries and one for each kind of mail; whoever wants none of that kind is not counted.
    """
    if meeting.is_over:
        return str(NOBODY)
    notices = {row.recipient_id: row.state for row in Notice.objects.about(meeting).known()}
    rows = meeting.invitations.standing() if meeting.invited_at else meeting.invitations.none()
    invited = set(rows.filter(person__isnull=False).values_list("person", flat=True))
    kinds = defaultdict(list)
    for user in people_to_tell(meeting):
        kind = _kind_of_mail(meeting, notices.get(user.pk, {}), user.person_id in invited)
        if kind and (kind == INVITATION or user.pk != by.pk):
            kinds[kind].append(user)
    guests = rows.guests().count() if kinds[INVITATION] or not invited else 0
    others = sum(_wanting(kind, users) for kind, users in kinds.items() if kind != INVITATION)
    return _in_a_sentence(len(kinds[INVITATION]) + guests, others)


def _kind_of_mail(meeting, before, is_invited) -> str:
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


def _wanting(kind, users) -> int:
    chosen = preferences.frequencies(kind_named(kind), users).values()
    return sum(frequency != Frequency.NEVER for frequency in chosen)


def _in_a_sentence(invited, others) -> str:
    words = {
        "invited": ngettext("die eine eingeladene Person", "die %(n)s Eingeladenen", invited)
        % {"n": invited},
        "more": ngettext("ein weiteres Mitglied", "%(n)s weitere Mitglieder", others) % {"n": others},
        "members": ngettext("ein Mitglied", "%(n)s Mitglieder", others) % {"n": others},
    }
    if invited and others:
        return _("In drei Minuten geht eine Mail an %(invited)s und an %(more)s.") % words
    if invited:
        return _("In drei Minuten geht eine Mail an %(invited)s.") % words
    return _("In drei Minuten geht eine Mail an %(members)s.") % words if others else str(NOBODY)


# --- the date that they know ------------------------------------------------------------------------------


def date_in(before: dict) -> dict[str, Any]:
    """The date that they know, as an entry of a calendar has it: days where no hour is known."""
    if "begins" not in before:
        return {}
    begins, ends = dt.datetime.fromisoformat(before["begins"]), before["ends"]
    if not before["has_times"]:
        return {"begins": berlin(begins).date(), "ends": None}
    return {"begins": begins, "ends": dt.datetime.fromisoformat(ends) if ends else None}


def day_in_words(before: dict) -> str:
    """»10. September 2025«, or nothing where they know no date."""
    return day(dt.datetime.fromisoformat(before["begins"])) if "begins" in before else ""


def date_in_words(before: dict) -> str:
    """»Mittwoch, 10. September 2025, 14:00–16:00 Uhr«"""
    if "begins" not in before:
        return ""
    begins, ends = dt.datetime.fromisoformat(before["begins"]), before["ends"]
    times = span(begins, dt.datetime.fromisoformat(ends) if ends else None) if before["has_times"] else ""
    return ", ".join(filter(None, [day_long(begins), times]))
