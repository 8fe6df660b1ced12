"""Invitations and what becomes of them: mails that calendars understand."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.composing import absolute
from activity.notifications import Notification
from core import ical
from core.dates import berlin
from core.safe_html import German, phrase
from invitations.enums import REPLY_WORDS, Known, News, Reply, reply_in_words
from invitations.ical.attendee import asked
from invitations.models import MeetingInvitation
from invitations.notifications.updates import AboutMeeting
from invitations.presenters.notices import date_in_words, day_in_words
from invitations.selectors.links import token_for
from invitations.selectors.notices import TAKES_PART, Situation, date_in
from meetings.ical import entry_of
from meetings.models import Meeting
from meetings.presenters.meetings import MeetingDetail
from members.viewers import viewer_for

ANSWERS = (
    (Reply.ACCEPTED, _("Zusagen")),
    (Reply.TENTATIVE, _("Vielleicht")),
    (Reply.DECLINED, _("Absagen")),
)


HEADLINES = {
    News.INVITED: _("Einladung: %(title)s am %(day)s"),
    News.MOVED: _("Verschoben: %(title)s auf den %(day)s"),
    News.CHANGED: _("Geändert: %(title)s am %(day)s"),
    News.CANCELLED: _("Abgesagt: %(title)s am %(day)s"),
    News.UNINVITED: _("Nicht mehr eingeladen: %(title)s am %(day)s"),
    News.LOST: _("Ein Termin der Fachgruppe gilt für Sie nicht mehr"),
}
SENTENCES = {
    News.INVITED: _("Sie sind eingeladen zum Treffen »%(title)s«."),
    News.MOVED: _("Das Treffen »%(title)s« hat einen neuen Termin. Bitte antworten Sie noch einmal."),
    News.CHANGED: _("An Ihrer Einladung zum Treffen »%(title)s« hat sich etwas geändert."),
    News.CANCELLED: _("Das Treffen »%(title)s« findet nicht statt."),
    News.UNINVITED: _("Ihre Einladung zum Treffen »%(title)s« ist zurückgenommen."),
}


class ToInvited(Notification):
    """To one who is asked: a member with an account, or a guest with an address."""

    group = _("Treffen")
    why = _("Sie erhalten diese Nachricht, weil Sie zu diesem Treffen eingeladen sind.")
    card: Any  # what the addressee may know of the meeting; None: nothing
    invitation: Any
    recipient: Any  # None: a guest
    template = "invitations/invitation"

    @cached_property
    def personal_url(self):
        return reverse("invitations:invitation", args=[token_for(self.invitation)])

    def url(self):
        return super().url() if self.recipient else self.personal_url

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
        personal, reply = absolute(self.personal_url), self.invitation.reply
        return {
            "agenda": self.card.full_agenda,
            "papers": self.card.attachments.of_meeting,
            "answers": [(label, f"{personal}?antwort={REPLY_WORDS[reply]}") for reply, label in ANSWERS],
            "own_answer": "" if reply == Reply.OPEN else reply_in_words(reply, self.invitation.way),
            "button": _now("Treffen ansehen") if self.recipient else _now("Einladung ansehen"),
        }


class InvitationMail(ToInvited, AboutMeeting):
    """The invitation, its changes and its end, as calendars understand them (RFC 5546)."""

    kind = "invitations.invitation"
    label = _("Einladung zu einem Treffen")
    essential = True
    words: str | None = None  # of the organiser, while they are being written
    why_not = _("Sie erhalten diese Nachricht, weil Sie zu diesem Treffen eingeladen waren.")
    news = News.INVITED

    @property
    def invitation(self):
        return self.situation.invitation

    @property
    def is_off(self):
        return self.news in (News.CANCELLED, News.UNINVITED, News.LOST)

    @property
    def is_still_theirs(self):
        """They are not asked any more, and go on seeing the meeting."""
        return self.news == News.UNINVITED and self.card is not None

    @property
    def is_elsewhen(self):
        """They know another date than the one that holds."""
        return "begins" in self.before and date_in(self.before) != date_in(self.now)

    def values(self):
        """An end names what they know: where the meeting moved to in the meantime they never heard.

        Whoever still sees it, and only is not asked any more, hears of the date that holds.
        """
        if self.is_off and not self.is_still_theirs and "title" in self.before:
            title = self.card.title if self.card else German(self.before["title"])
            return {"title": title, "day": day_in_words(self.before)}
        return {"title": self.card.title, "day": self.card.day}

    def subject(self):
        if self.news == News.LOST:
            return str(HEADLINES[News.LOST])
        return phrase(str(HEADLINES[self.news]), **self.values())

    def paragraphs(self):
        if self.news == News.LOST:
            return [_now("Der Termin wird mit dieser Mail aus Ihrem Kalender genommen.")]
        said: list[str] = [phrase(str(SENTENCES[self.news]), **self.values())]
        if self.news == News.CHANGED and self.situation.has_to_answer_again(self.since):
            said.append(
                _now(
                    "Das Treffen war kurz verschoben; es bleibt bei diesem Termin. Bitte antworten Sie "
                    "noch einmal."
                )
            )
        return said

    def quote(self):
        """The organisers wrote it to the members; a guest reads it who reads what all who are asked read."""
        words = self.target.invitation_message if self.words is None else self.words
        is_for_them = self.recipient is not None or self.invitation.sees_agenda
        return words if is_for_them and self.news == News.INVITED else ""

    def facts(self):
        known = date_in_words(self.before)
        if self.news == News.LOST:
            facts = []
        elif self.is_still_theirs:
            before = known if self.is_elsewhen else ""
            facts = [(_now("Termin"), self.card.when), (_now("Bisher"), before)]
        elif self.is_off:
            reason = self.target.cancelled_because if self.news == News.CANCELLED else ""
            facts = [(_now("Termin"), known or self.card.when), (_now("Grund"), reason)]
        else:
            # The old date stands right behind the new one.
            first, *others = super().facts()
            facts = [first, *others]
            if self.is_elsewhen:
                facts = [first, (_now("Bisher"), known), *others, (_now("Grund"), self.reasons)]
        return [(label, value) for label, value in facts if value]

    def context(self, recipient):
        if self.is_off:
            return {"agenda": None, "answers": [], "why": self.why_not}
        return super().context(recipient)

    def url(self):
        if self.is_off and (self.recipient is None or self.news == News.LOST):
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
            return [(ical.cancellation(self.entry(), who).decode(), "text/calendar; method=CANCEL")]
        return [(ical.request(self.entry(), who).decode(), "text/calendar; method=REQUEST")]

    def entry(self):
        viewer = self.card.viewer if self.card else viewer_for(None)
        entry = entry_of(self.target, viewer)._replace(changed_at=timezone.now())
        if self.is_off and not self.card:
            title = _now("Termin der Fachgruppe") if self.news == News.LOST else self.before["title"]
            return entry._replace(title=title, place="", text="", url="", **date_in(self.before))
        # A calendar finds the entry by its UID; the date is the one that it shows.
        if self.is_off:
            return entry._replace(**date_in(self.before))
        # An entry is passed on and shared with a deputy's calendar: a guest's own link stays in the mail.
        meeting, link = self.target, absolute(self.url()) if self.recipient else ""
        words = [
            _now("Tagesordnung und Antwort: %(url)s") % {"url": link} if link else "",
            _now("Online teilnehmen: %(url)s") % {"url": meeting.online_url} if meeting.online_url else "",
            meeting.place_way,
            meeting.place_access,
        ]
        return entry._replace(text="\n".join(filter(None, words)), url=link)


def preview_of(meeting, organiser, message) -> InvitationMail:
    """The mail as it would read for this organiser; its personal links do not exist yet."""
    mail = InvitationMail(meeting)
    mail.recipient, mail.before, mail.now = organiser, {}, {}
    mail.card = MeetingDetail(meeting, viewer_for(organiser), False)
    mail.words = message
    return mail


class MeetingReminder(ToInvited):
    """A week and a day before. Extra data: `day`, the date that it was about."""

    kind = "invitations.reminder"
    label = _("Erinnerung an ein Treffen, zu dem ich eingeladen bin")

    def load(self, recipient):
        """The meeting, while what the mail would say is still so."""
        situation = Situation(self.target_id, recipient, self.address)
        now = situation.state()
        if now is None or now["known"] != Known.INVITED:
            return None
        self.recipient, self.invitation, self.card = recipient, situation.invitation, situation.card
        meeting = situation.meeting
        same_day = berlin(meeting.starts_at).date().isoformat() == self.data["day"]
        return meeting if same_day and self.invitation.reply != Reply.DECLINED else None

    def subject(self):
        return phrase(_now("Erinnerung: %(title)s am %(day)s"), title=self.card.title, day=self.card.day)

    def paragraphs(self):
        said: list[str] = [phrase(_now("Das Treffen »%(title)s« steht bevor."), title=self.card.title)]
        if self.invitation.reply == Reply.OPEN:
            said.append(_now("Ihre Antwort fehlt noch. Ein Klick genügt, ohne Anmeldung."))
        return said


class DeputyNamed(Notification):
    """To a member who was named as deputy. Extra data: `name`, whom they stand in for."""

    kind = "invitations.deputy"
    group = _("Treffen")
    label = _("Jemand nennt mich als Vertretung")
    why = _("Sie erhalten diese Nachricht, weil Sie als Vertretung genannt sind.")
    card: Any
    button = _("Treffen ansehen")

    def load(self, recipient):
        self.recipient = recipient
        rows = MeetingInvitation.objects.visible_to(recipient).active().filter(deputy=recipient.person_id)
        named = rows.filter(meeting=self.target_id, person__name=self.data["name"])
        seen = Meeting.objects.fully_visible_to(recipient).filter(pk=self.target_id, state__in=TAKES_PART)
        meeting = seen.first() if named.exists() else None
        self.card = MeetingDetail(meeting, viewer_for(recipient), False) if meeting else None
        return meeting

    def subject(self):
        return phrase(_now("Vertretung: %(title)s am %(day)s"), title=self.card.title, day=self.card.day)

    def paragraphs(self):
        return [
            _now("%(name)s kann nicht kommen und nennt Sie als Vertretung.") % {"name": self.data["name"]}
        ]

    def facts(self):
        facts = [(_now("Termin"), self.card.when), (_now("Ort"), self.card.place)]
        return [(label, value) for label, value in facts if value]
