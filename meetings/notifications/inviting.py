"""Invitations and what becomes of them: mails that calendars understand."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.composing import absolute
from activity.notifications import Notification
from core import ical
from core.dates import berlin, day, span
from meetings.enums import REPLY_WORDS, Reply, State
from meetings.ical import asked, entry_of
from meetings.models import Invitation, Meeting
from meetings.queries.attachments import add_papers
from meetings.queries.card import Card, meetings_for_page
from meetings.queries.invitation_links import card_of_guest, token_for
from members.viewers import viewer_for

TAKES_PART = (State.INVITED, State.RUNNING)
ANSWERS = (
    (Reply.ACCEPTED, _("Zusagen")),
    (Reply.TENTATIVE, _("Vielleicht")),
    (Reply.DECLINED, _("Absagen")),
)


class ToInvited(Notification):
    """To one who is asked: a member with an account, or a guest with an address."""

    group = _("Treffen")
    why = _("Sie erhalten diese Nachricht, weil Sie zu diesem Treffen eingeladen sind.")
    card: Any  # what the addressee may know of the meeting; None: nothing
    template = "meetings/invitation"

    def load(self, recipient):
        self.recipient = recipient
        self.invitation = self._invitation(recipient)
        if self.invitation is None:
            return None
        meeting = self._meeting(recipient)
        return None if meeting is None or meeting.is_over else self._if_true(meeting)

    def _if_true(self, meeting):
        """The meeting, while what the mail would say is still so."""
        stands = meeting.state in TAKES_PART and self.invitation.removed_at is None
        return meeting if stands and self.card else None

    def _invitation(self, recipient):
        rows = Invitation.objects.select_related("meeting", "person", "deputy").filter(meeting=self.target_id)
        if recipient is None:
            return rows.guests().filter(guest_email__iexact=self.address).first()
        return rows.filter(person=recipient.person_id).first()

    def _meeting(self, recipient):
        """As the addressee sees it; a guest sees the meeting that they are asked to."""
        if recipient is None:
            meeting = self.invitation.meeting
            self.card = card_of_guest(self.invitation, self.token)
            return meeting
        seen = meetings_for_page(recipient).fully_visible_to(recipient).filter(pk=self.target_id).first()
        self.card = Card(seen, viewer_for(recipient), False) if seen else None
        return seen or self.invitation.meeting

    @property
    def is_guest(self):
        return self.recipient is None

    def url(self):
        return self._personal_url() if self.is_guest else super().url()

    @cached_property
    def token(self):
        return token_for(self.invitation)

    def _personal_url(self):
        return reverse("meetings:invitation", args=[self.token])

    def facts(self):
        meeting, card = self.target, self.card
        facts = [
            (_now("Termin"), card.when),
            (_now("Ort"), card.place),
            (_now("Anfahrt"), meeting.place_way),
            (_now("Barrierefreiheit"), meeting.place_access),
            (_now("Online"), meeting.online_url),
        ]
        return [(label, value) for label, value in facts if value]

    def context(self, recipient):
        personal = absolute(self._personal_url())
        answers = [(label, f"{personal}?antwort={REPLY_WORDS[reply]}") for reply, label in ANSWERS]
        return {
            "agenda": add_papers(self.card.agenda, self.card.papers),
            "papers": self.card.papers.of_meeting,
            "answers": answers,
            "own_answer": self._own_answer(),
            "button": _now("Einladung ansehen") if self.is_guest else _now("Treffen ansehen"),
        }

    def _own_answer(self):
        reply = Reply(self.invitation.reply)
        return "" if reply == Reply.OPEN else reply.label


class MeetingInvitation(ToInvited):
    """The invitation, its changes and its end: whatever is true when the mail leaves.

    Extra data: `since`, the moment of the first change that this mail tells; without it, it is the first
    mail, and there is nothing to take back.
    """

    kind = "meetings.invitation"
    label = _("Einladung zu einem Treffen")
    essential = True
    waits = dt.timedelta(minutes=3)
    words: str | None = None  # of the organiser, while they are being written
    why_not = _("Sie erhalten diese Nachricht, weil Sie zu diesem Treffen eingeladen waren.")

    def _if_true(self, meeting):
        self.is_visible = self.card is not None
        self.is_off = (
            meeting.state == State.CANCELLED or self.invitation.removed_at is not None or not self.is_visible
        )
        if self.is_off:
            return meeting if self.data.get("since") and meeting.invited_at else None
        return meeting if meeting.state in TAKES_PART else None

    def subject(self):
        if self.is_off and not self.is_visible:
            return _now("Ein Termin der Fachgruppe gilt für Sie nicht mehr")
        values = {"title": self.card.title, "day": self.card.day}
        if self.target.state == State.CANCELLED:
            return _now("Abgesagt: %(title)s am %(day)s") % values
        if self.is_off:
            return _now("Nicht mehr eingeladen: %(title)s am %(day)s") % values
        if not self.data.get("since"):
            return _now("Einladung: %(title)s am %(day)s") % values
        if self.moves:
            return _now("Verschoben: %(title)s auf den %(day)s") % values
        return _now("Geändert: %(title)s am %(day)s") % values

    def paragraphs(self):
        if self.is_off and not self.is_visible:
            return [_now("Der Termin wird mit dieser Mail aus Ihrem Kalender genommen.")]
        values = {"title": self.card.title}
        if self.target.state == State.CANCELLED:
            return [_now("Das Treffen »%(title)s« findet nicht statt.") % values]
        if self.is_off:
            return [_now("Ihre Einladung zum Treffen »%(title)s« ist zurückgenommen.") % values]
        if not self.data.get("since"):
            return [_now("Sie sind eingeladen zum Treffen »%(title)s«.") % values]
        if self.moves:
            return [
                _now("Das Treffen »%(title)s« hat einen neuen Termin. Bitte antworten Sie noch einmal.")
                % values
            ]
        return [_now("An Ihrer Einladung zum Treffen »%(title)s« hat sich etwas geändert.") % values]

    def quote(self):
        """The organisers wrote it to the members; a guest reads it who reads what all who are asked read."""
        words = self.target.invitation_message if self.words is None else self.words
        is_for_them = not self.is_guest or self.invitation.sees_agenda
        return words if is_for_them and not self.is_off and not self.data.get("since") else ""

    @property
    def moves(self):
        """Of the time that this mail tells, the oldest first: told to those who see the meeting.

        Whoever lost sight of it meanwhile gets out of them the date that they know, and nothing else.
        """
        since = parse_datetime(self.data.get("since") or "")
        if since is None:
            return []
        if not hasattr(self, "_moves"):
            rows = self.target.moves.filter(moved_at__gte=since)
            self._moves = list(rows.order_by("moved_at", "pk"))
        return self._moves

    def facts(self):
        if not self.is_visible:
            return []
        if self.target.state == State.CANCELLED:
            reason = self.target.cancelled_because
            return [(_now("Termin"), self.card.when), (_now("Grund"), reason)]
        if self.is_off:
            return [(_now("Termin"), self.card.when)]
        before = [(_now("Bisher"), _old_date(self.moves[0]))] if self.moves else []
        reasons = "; ".join(dict.fromkeys(move.reason for move in self.moves if move.reason))
        first, *others = super().facts()
        return [first, *before, *others, *([(_now("Grund"), reasons)] if reasons else [])]

    def context(self, recipient):
        if self.is_off:
            return {"agenda": None, "answers": [], "why": self.why_not}
        return super().context(recipient)

    def url(self):
        if self.is_off and (self.is_guest or not self.is_visible):
            return ""
        return super().url()

    def reply_to(self):
        """Some calendars mail their answers there, and not to the ORGANIZER: it is the same address."""
        return settings.REPLY_EMAIL

    def alternatives(self):
        """The same as calendars read it: with buttons to answer, as a change, or to take the entry out."""
        address = self.recipient.email if self.recipient else self.address
        who = asked(self.invitation, address)
        if self.is_off:
            return [(ical.cancellation(self._entry(), who).decode(), "text/calendar; method=CANCEL")]
        return [(ical.request(self._entry(), who).decode(), "text/calendar; method=REQUEST")]

    def _entry(self):
        viewer = self.card.viewer if self.card else viewer_for(None)
        entry = entry_of(self.target, viewer)._replace(changed_at=timezone.now())
        if not self.is_visible:
            known = self._date_they_know()
            return entry._replace(title=_now("Termin der Fachgruppe"), place="", text="", url="", **known)
        if self.is_off:
            return entry
        # An entry is passed on and shared with a deputy's calendar: a guest's own link stays in the mail.
        meeting, link = self.target, "" if self.is_guest else absolute(self.url())
        words = [
            _now("Tagesordnung und Antwort: %(url)s") % {"url": link} if link else "",
            _now("Online teilnehmen: %(url)s") % {"url": meeting.online_url} if meeting.online_url else "",
            meeting.place_way,
            meeting.place_access,
        ]
        return entry._replace(text="\n".join(filter(None, words)), url=link)

    def _date_they_know(self):
        """Where the meeting moved to in the meantime is not for those who may not see it any more."""
        if not self.moves:
            return {}
        old = self.moves[0]
        if not old.old_has_times:
            return {"begins": berlin(old.old_starts_at).date(), "ends": None}
        return {"begins": old.old_starts_at, "ends": old.old_ends_at}


def preview_of(meeting, organiser, message) -> MeetingInvitation:
    """The mail as it would read for this organiser; its personal links do not exist yet."""
    mail = MeetingInvitation(meeting)
    mail.recipient, mail.is_off, mail.is_visible = organiser, False, True
    mail.invitation = Invitation(meeting=meeting, person=organiser.person)
    mail.card = Card(meeting, viewer_for(organiser), False)
    add_papers(mail.card.agenda, mail.card.papers)
    mail.words = message
    return mail


def _old_date(move):
    times = span(move.old_starts_at, move.old_ends_at) if move.old_has_times else ""
    return ", ".join(filter(None, [day(move.old_starts_at), times]))


class MeetingReminder(ToInvited):
    """A week and a day before. Extra data: `day`, the date that it was about."""

    kind = "meetings.reminder"
    label = _("Erinnerung an ein Treffen, zu dem ich eingeladen bin")

    def _if_true(self, meeting):
        true = super()._if_true(meeting)
        same_day = true is not None and berlin(meeting.starts_at).date().isoformat() == self.data["day"]
        return meeting if same_day and self.invitation.reply != Reply.DECLINED else None

    def subject(self):
        return _now("Erinnerung: %(title)s am %(day)s") % {"title": self.card.title, "day": self.card.day}

    def paragraphs(self):
        said = [_now("Das Treffen »%(title)s« steht bevor.") % {"title": self.card.title}]
        if self.invitation.reply == Reply.OPEN:
            said.append(_now("Ihre Antwort fehlt noch. Ein Klick genügt, ohne Anmeldung."))
        return said


class DeputyNamed(Notification):
    """To a member who was named as deputy. Extra data: `name`, whom they stand in for."""

    kind = "meetings.deputy"
    group = _("Treffen")
    label = _("Jemand nennt mich als Vertretung")
    why = _("Sie erhalten diese Nachricht, weil Sie als Vertretung genannt sind.")
    card: Any
    button = _("Treffen ansehen")

    def load(self, recipient):
        self.recipient = recipient
        rows = Invitation.objects.visible_to(recipient).standing().filter(deputy=recipient.person_id)
        named = rows.filter(meeting=self.target_id, person__name=self.data["name"])
        seen = Meeting.objects.fully_visible_to(recipient).filter(pk=self.target_id, state__in=TAKES_PART)
        meeting = seen.first() if named.exists() else None
        self.card = Card(meeting, viewer_for(recipient), False) if meeting else None
        return meeting

    def subject(self):
        return _now("Vertretung: %(title)s am %(day)s") % {"title": self.card.title, "day": self.card.day}

    def paragraphs(self):
        return [
            _now("%(name)s kann nicht kommen und nennt Sie als Vertretung.") % {"name": self.data["name"]}
        ]

    def facts(self):
        facts = [(_now("Termin"), self.card.when), (_now("Ort"), self.card.place)]
        return [(label, value) for label, value in facts if value]
