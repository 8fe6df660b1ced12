"""Who is asked for a date. Of a poll that has ended nobody is asked any more."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activity.composing import absolute
from activity.notifications import Notification
from activity.updates import Update
from core.dates import day, day_short
from core.safe_html import German, phrase
from meetings.enums import State
from members.viewers import viewer_for
from polls.access import can_answer
from polls.enums import PollState
from polls.models import DatePoll, PollReply
from polls.selectors.links import token_for


class AboutPoll(Notification):
    group = _("Treffen")
    why = _("Sie erhalten diese Nachricht, weil Sie als Mitglied dieses Treffen sehen dürfen.")
    button = _("Terminabstimmung im Portal ansehen")
    template = "polls/poll"

    def load(self, recipient):
        rows = DatePoll.objects.visible_to(recipient).running().select_related("meeting")
        return rows.filter(pk=self.target_id).first()

    def facts(self):
        poll = self.target
        facts = [
            (_now("Treffen"), poll.meeting.name),
            (_now("Zeitraum"), poll.meeting.target),
            (_now("Antworten bis"), day(poll.deadline)),
        ]
        return [(label, value) for label, value in facts if value]

    def quote(self):
        return self.target.message

    def thread(self):
        return f"meetings.meeting.{self.target.meeting_id}"

    def context(self, recipient):
        """The personal link, for whoever may answer; and what is offered."""
        poll = self.target
        options = [(option.when, option.where) for option in poll.options.in_order() if not option.is_past]
        url = ""
        if can_answer(recipient, poll):
            url = absolute(reverse("polls:by_link", args=[token_for(poll, recipient)]))
        return {"options": options, "answer_url": url}


class PollUpdate(Update, AboutPoll):
    """What has become of the question to them: asked, with another last day, or needless."""

    waits = dt.timedelta()

    def decide(self, recipient):
        key: Any = self.target_id
        poll = DatePoll.objects.select_related("meeting").filter(pk=key).first()
        if poll is None or not viewer_for(recipient).is_member:
            return None
        now, asks = self._now(poll, recipient), self.before.get("asks", False)
        if now is None or not (asks or now["asks"]):
            return None
        kind = self._kind(poll, recipient, now) if now["asks"] else PollOff
        return self.becomes(kind, target=poll, now=now) if kind else None

    def _now(self, poll, recipient):
        """None: nothing that a mail of this kind would say; the date that was found is said by another."""
        is_visible = DatePoll.objects.visible_to(recipient).filter(pk=poll.pk).exists()
        if poll.is_running:
            known = {"title": poll.meeting.name, "until": poll.last_day.isoformat(), "turn": poll.turn}
            return {"asks": True, **known} if is_visible else None
        was_dropped = poll.state == PollState.DRAFT
        is_cancelled = poll.meeting.state == State.CANCELLED and poll.meeting.starts_at is None and is_visible
        return {"asks": False, "is_cancelled": is_cancelled} if was_dropped or is_cancelled else None

    def _kind(self, poll, recipient, now):
        """An older link is dead, so they are asked anew; a new last day concerns whoever has not answered."""
        if not self.before.get("asks") or self.before["turn"] != now["turn"]:
            return MeetingPolled
        given = PollReply.objects.given().filter(poll=poll, person=recipient.person_id)
        is_other = self.before["until"] != now["until"] or self.data.get("is_reopened")
        return PollMoved if is_other and not given.exists() else None


class MeetingPolled(PollUpdate):
    kind = "polls.asked"
    label = _("Ein Termin wird gesucht")

    def subject(self):
        poll = self.target
        values = {"title": poll.meeting.name, "day": day_short(poll.deadline)}
        return phrase(_now("Terminabstimmung: %(title)s – bitte antworten bis %(day)s"), **values)

    def paragraphs(self):
        values = {"title": self.target.meeting.name}
        if not self.target.replaces_date:
            return [
                phrase(
                    _now("Für »%(title)s« wird ein Termin gesucht. Bitte sagen Sie, wann Sie können."),
                    **values,
                )
            ]
        return [
            phrase(
                _now("Für »%(title)s« wird ein anderer Termin gesucht. Bitte sagen Sie, wann Sie können."),
                **values,
            ),
            _now("Bis darüber entschieden ist, bleibt es beim Termin am %(day)s.")
            % {"day": day(self.target.meeting.starts_at)},
        ]


class AnswerMissing(AboutPoll):
    """To those who have not answered; whoever has by now hears nothing."""

    def load(self, recipient):
        poll = super().load(recipient)
        given = PollReply.objects.given().filter(poll=self.target_id, person=recipient.person_id)
        return None if poll is None or given.exists() else poll


class PollReminder(AnswerMissing):
    """Once."""

    kind = "polls.reminder"
    label = _("Erinnerung: eine Terminabstimmung endet bald")

    def subject(self):
        values = {"title": self.target.meeting.name, "day": day_short(self.target.deadline)}
        return phrase(_now("Noch bis %(day)s: Terminabstimmung %(title)s"), **values)

    def paragraphs(self):
        values = {"title": self.target.meeting.name, "day": day(self.target.deadline)}
        return [
            phrase(
                _now(
                    "Für »%(title)s« wird ein Termin gesucht. Ihre Antwort fehlt; die Frist endet am %(day)s."
                ),
                **values,
            )
        ]


class PollMoved(PollUpdate):
    """The last day that they know is no longer true, and a link that was dead leads on again."""

    kind = "polls.moved"
    label = _("Eine Terminabstimmung hat eine neue Frist")
    waits = dt.timedelta(minutes=3)

    def subject(self):
        values = {"title": self.target.meeting.name, "day": day_short(self.target.deadline)}
        return phrase(_now("Neue Frist %(day)s: Terminabstimmung %(title)s"), **values)

    def paragraphs(self):
        values = {"title": self.target.meeting.name, "day": day(self.target.deadline)}
        return [
            phrase(
                _now("Die Terminabstimmung zu »%(title)s« endet jetzt am %(day)s. Ihre Antwort fehlt."),
                **values,
            )
        ]


class PollOff(PollUpdate):
    """They were asked, and need not answer any more. Of a draft it says the title that they know, no more."""

    kind = "polls.off"
    label = _("Eine Terminabstimmung entfällt")
    template = "activity/message"

    def subject(self):
        words = _now("Abgesagt: %(title)s")
        if not self.now["is_cancelled"]:
            words = _now("Terminabstimmung zurückgenommen: %(title)s")
        return phrase(words, title=German(self.before["title"]))

    def paragraphs(self):
        values = {"title": German(self.before["title"])}
        if self.now["is_cancelled"]:
            return [phrase(_now("Das Treffen »%(title)s« findet nicht statt."), **values)]
        return [
            phrase(
                _now(
                    "Die Terminabstimmung zu »%(title)s« ist zurückgenommen. Sie brauchen nicht zu antworten."
                ),
                **values,
            )
        ]

    def quote(self):
        return ""

    def facts(self):
        reason = self.target.meeting.cancelled_because if self.now["is_cancelled"] else ""
        return [(_now("Grund"), reason)] if reason else []

    def url(self):
        return self.target.meeting.get_absolute_url() if self.now["is_cancelled"] else ""

    def context(self, recipient):
        return {}


class PollClosed(AboutPoll):
    """To the organisers, who decide now."""

    kind = "polls.ended"
    label = _("Eine Terminabstimmung ist beendet")
    why = _("Sie erhalten diese Nachricht, weil Sie die Treffen der Fachgruppe organisieren.")
    button = _("Ergebnis ansehen")
    template = "activity/message"

    def load(self, recipient):
        rows = DatePoll.objects.visible_to(recipient).about_open_dates().select_related("meeting")
        return rows.filter(pk=self.target_id, state=PollState.CLOSED).first()

    def subject(self):
        return phrase(_now("Terminabstimmung beendet: %(title)s"), title=self.target.meeting.name)

    def paragraphs(self):
        count = PollReply.objects.given().filter(poll=self.target).count()
        people = ngettext("%(n)s Person hat geantwortet.", "%(n)s Personen haben geantwortet.", count)
        return [
            phrase(
                _now("Die Terminabstimmung zu »%(title)s« ist beendet. Jetzt können Sie entscheiden."),
                title=self.target.meeting.name,
            ),
            people % {"n": count},
        ]

    def quote(self):
        return ""

    def facts(self):
        return []

    def context(self, recipient):
        return {}
