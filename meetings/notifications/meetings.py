"""Whom meetings tell what. Of drafts and of what is over nobody is told."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.notifications import Notification
from core.ical import calendar
from meetings.enums import State
from meetings.ical import entry_of, file_name
from meetings.queries import describe, meetings_for_page
from meetings.queries.attachments import add_papers
from members.viewers import viewer_for

AHEAD = (State.SCHEDULED, State.INVITED)


class MeetingNotification(Notification):
    group = _("Treffen")
    why = _("Sie erhalten diese Nachricht, weil Sie als Mitglied dieses Treffen sehen dürfen.")
    button = _("Treffen ansehen")
    template = "meetings/meeting"
    states: tuple = AHEAD

    def load(self, recipient):
        """Only while the news is still true: not after the meeting was cancelled, not when it is over."""
        self.recipient = recipient
        meetings = meetings_for_page(recipient).visible_to(recipient)
        meeting = meetings.filter(pk=self.target_id, state__in=self.states).first()
        if meeting is None or meeting.is_over:
            return None
        self.card = describe(meeting, recipient)
        return meeting

    def facts(self):
        card = self.card
        facts = [
            (_now("Termin"), card.when),
            (_now("Bisher"), self.data.get("old_day", "")),
            (_now("Ort"), card.place),
            (_now("Online"), card.online_url),
            (_now("Grund"), self.data.get("reason", "")),
        ]
        return [(label, value) for label, value in facts if value]

    def context(self, recipient):
        card = self.card
        return {"agenda": add_papers(card.agenda, card.papers), "papers": card.papers.of_meeting}

    def attachments(self):
        """The entry for the reader's calendar. That of a later mail takes the place of this one."""
        if self.target.starts_at is None:
            return []
        content = calendar(entry_of(self.target, viewer_for(self.recipient)))
        return [(file_name(self.target), content, "text/calendar")]

    @property
    def title(self):
        return self.card.title


class MeetingScheduled(MeetingNotification):
    kind = "meetings.scheduled"
    label = _("Ein Treffen hat einen Termin")

    def subject(self):
        return _now("Termin: %(title)s am %(day)s") % {"title": self.title, "day": self.card.day}

    def paragraphs(self):
        return [_now("Der Termin für »%(title)s« steht fest.") % {"title": self.title}]


class MeetingMoved(MeetingNotification):
    kind = "meetings.moved"
    label = _("Ein Treffen wird verschoben")

    def subject(self):
        return _now("Verschoben: %(title)s auf den %(day)s") % {"title": self.title, "day": self.card.day}

    def paragraphs(self):
        return [_now("Das Treffen »%(title)s« hat einen neuen Termin.") % {"title": self.title}]


class MeetingChanged(MeetingNotification):
    kind = "meetings.changed"
    label = _("Ort oder Zugang eines Treffens ändert sich")

    def subject(self):
        return _now("Ort geändert: %(title)s am %(day)s") % {"title": self.title, "day": self.card.day}

    def paragraphs(self):
        return [_now("Ort oder Zugang von »%(title)s« haben sich geändert.") % {"title": self.title}]


class MeetingCancelled(MeetingNotification):
    kind = "meetings.cancelled"
    label = _("Ein Treffen wird abgesagt")
    states = (State.CANCELLED,)

    def subject(self):
        if not self.card.day:  # it never had a date; people were asked for one
            return _now("Abgesagt: %(title)s") % {"title": self.title}
        return _now("Abgesagt: %(title)s am %(day)s") % {"title": self.title, "day": self.card.day}

    def paragraphs(self):
        return [_now("Das Treffen »%(title)s« findet nicht statt.") % {"title": self.title}]

    def facts(self):
        facts = [(_now("Termin"), self.card.when), (_now("Grund"), self.target.cancelled_because)]
        return [(label, value) for label, value in facts if value]

    def context(self, recipient):
        return {"agenda": None}
