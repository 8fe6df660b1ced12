"""What those hear of meetings who may see them. Of drafts and of what is over nobody hears."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.ical import calendar
from core.safe_html import phrase
from invitations.enums import News
from invitations.notifications.updates import AboutMeeting
from invitations.presenters.notices import date_in_words, day_in_words
from invitations.selectors.notices import date_in
from meetings.ical import entry_of, file_name
from members.viewers import viewer_for


class MeetingNotification(AboutMeeting):
    why = _("Sie erhalten diese Nachricht, weil Sie als Mitglied dieses Treffen sehen dürfen.")
    button = _("Treffen ansehen")
    template = "invitations/meeting"
    headline: Any
    sentence: Any

    def subject(self):
        return phrase(self.headline, title=self.card.title, day=self.card.day)

    def paragraphs(self):
        return [phrase(self.sentence, title=self.card.title)]

    def facts(self):
        card, is_moved = self.card, self.news == News.MOVED
        facts = [
            (_now("Termin"), card.when),
            (_now("Bisher"), date_in_words(self.before) if is_moved else ""),
            (_now("Ort"), card.place),
            (_now("Online"), card.online_url),
            (_now("Grund"), self.reasons if is_moved else ""),
        ]
        return [(label, value) for label, value in facts if value]

    def context(self, recipient):
        card = self.card
        return {"agenda": card.full_agenda, "papers": card.attachments.of_meeting}

    def attachments(self):
        """The entry for the reader's calendar. That of a later mail takes the place of this one."""
        if self.target.starts_at is None:
            return []
        return [(file_name(self.target), calendar(self.entry()), "text/calendar")]

    def entry(self):
        return entry_of(self.target, viewer_for(self.recipient))._replace(changed_at=timezone.now())


class MeetingScheduled(MeetingNotification):
    kind = "meetings.scheduled"
    label = _("Ein Treffen hat einen Termin")
    headline = _("Termin: %(title)s am %(day)s")
    sentence = _("Der Termin für »%(title)s« steht fest.")


class MeetingMoved(MeetingNotification):
    kind = "meetings.moved"
    label = _("Ein Treffen wird verschoben")
    headline = _("Verschoben: %(title)s auf den %(day)s")
    sentence = _("Das Treffen »%(title)s« hat einen neuen Termin.")


class MeetingChanged(MeetingNotification):
    kind = "meetings.changed"
    label = _("Ort oder Zugang eines Treffens ändert sich")
    headline = _("Ort geändert: %(title)s am %(day)s")
    sentence = _("Ort oder Zugang von »%(title)s« haben sich geändert.")


class MeetingCancelled(MeetingNotification):
    """The date in it is the one that they know: where it moved to in the meantime they never heard."""

    kind = "meetings.cancelled"
    label = _("Ein Treffen wird abgesagt")
    headline = _("Abgesagt: %(title)s am %(day)s")
    sentence = _("Das Treffen »%(title)s« findet nicht statt.")

    def subject(self):
        return phrase(
            str(self.headline), title=self.card.title, day=day_in_words(self.before) or self.card.day
        )

    def facts(self):
        when = date_in_words(self.before) or self.card.when
        facts = [(_now("Termin"), when), (_now("Grund"), self.target.cancelled_because)]
        return [(label, value) for label, value in facts if value]

    def context(self, recipient):
        return {"agenda": None}

    def entry(self):
        return super().entry()._replace(**date_in(self.before))


class MeetingLost(MeetingNotification):
    """They may not see it any more: the date goes, without a word about the meeting."""

    kind = "meetings.lost"
    label = _("Ein Treffen ist nicht mehr für mich")
    why = _("Sie erhalten diese Nachricht, weil Sie dieses Treffen sehen durften.")
    template = "activity/message"

    def subject(self):
        return _now("Ein Termin der Fachgruppe gilt für Sie nicht mehr")

    def paragraphs(self):
        return [
            _now("Der Termin am %(day)s gilt für Sie nicht mehr. Bitte nehmen Sie ihn aus Ihrem Kalender.")
            % {"day": date_in_words(self.before)}
        ]

    def facts(self):
        return []

    def context(self, recipient):
        return {}

    def url(self):
        return ""

    def attachments(self):
        """Not even the name of the file says which meeting it is, or where it moved to."""
        entry = self.entry()._replace(title=_now("Termin der Fachgruppe"), place="", text="", url="")
        # Whoever keeps the entry sees it struck out at the date that they know.
        entry = entry._replace(is_cancelled=True, **date_in(self.before))
        return [(_now("Termin.ics"), calendar(entry), "text/calendar")]
