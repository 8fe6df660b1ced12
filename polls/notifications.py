"""Who is asked for a date. Of a poll that has ended nobody is asked any more."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activity.composing import absolute
from activity.delayed import Update
from activity.notifications import Notification
from core.dates import day, day_short
from core.safe_html import German, phrase
from meetings.enums import State
from members.viewers import viewer_for
from polls.access import can_answer
from polls.enums import PollState
from polls.models import DatePoll, PollReply
from polls.selectors.links import token_for
from polls.selectors.polls import known_of


class AboutPoll(Notification):
    group = _("Treffen")
    why = _("Sie erhalten diese Nachricht, weil Sie als Mitglied dieses Treffen sehen dürfen.")
    button = _("Terminabstimmung im Portal ansehen")
    template = "polls/poll"
    asks = True  # and so shows the options, the message and the personal link
    headline: Any
    sentence: Any

    def load(self, recipient):
        rows = DatePoll.objects.visible_to(recipient).running().select_related("meeting")
        return rows.filter(pk=self.target_id).first()

    def subject(self):
        return phrase(self.headline, title=self.target.meeting.name, day=day_short(self.target.deadline))

    def paragraphs(self):
        return [phrase(self.sentence, title=self.target.meeting.name, day=day(self.target.deadline))]

    def facts(self):
        poll = self.target
        facts = [
            (_now("Treffen"), poll.meeting.name),
            (_now("Zeitraum"), poll.meeting.target),
            (_now("Antworten bis"), day(poll.deadline)),
        ]
        return [(label, value) for label, value in facts if value] if self.asks else []

    def quote(self):
        return self.target.message if self.asks else ""

    def thread(self):
        return f"meetings.meeting.{self.target.meeting_id}"

    def context(self, recipient):
        """The personal link, for whoever may answer; and what is offered."""
        if not self.asks:
            return {}
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
        now, asked = self.now_of(poll, recipient), self.before.get("asks", False)
        if now is None or not (asked or now["asks"]):
            return None
        if not now["asks"]:
            return self.becomes(PollOff, target=poll, now=now)
        # An older link is dead, so they are asked anew.
        if not asked or self.before["turn"] != now["turn"]:
            return self.becomes(MeetingPolled, target=poll, now=now)
        # A new last day concerns whoever has not answered.
        given = PollReply.objects.given().filter(poll=poll, person=recipient.person_id)
        is_other = self.before["until"] != now["until"] or self.data.get("is_reopened")
        return self.becomes(PollMoved, target=poll, now=now) if is_other and not given.exists() else None

    def now_of(self, poll, recipient):
        """None: nothing that a mail of this kind would say; the date that was found is said by another."""
        is_visible = DatePoll.objects.visible_to(recipient).filter(pk=poll.pk).exists()
        if poll.is_running:
            return known_of(poll) if is_visible else None
        was_dropped = poll.state == PollState.DRAFT
        is_cancelled = poll.meeting.state == State.CANCELLED and poll.meeting.starts_at is None and is_visible
        return {"asks": False, "is_cancelled": is_cancelled} if was_dropped or is_cancelled else None


class MeetingPolled(PollUpdate):
    kind = "polls.asked"
    label = _("Ein Termin wird gesucht")
    headline = _("Terminabstimmung: %(title)s – bitte antworten bis %(day)s")

    def paragraphs(self):
        values = {"title": self.target.meeting.name}
        if not self.target.replaces_date:
            words = _now("Für »%(title)s« wird ein Termin gesucht. Bitte sagen Sie, wann Sie können.")
            return [phrase(words, **values)]
        words = _now("Für »%(title)s« wird ein anderer Termin gesucht. Bitte sagen Sie, wann Sie können.")
        return [
            phrase(words, **values),
            _now("Bis darüber entschieden ist, bleibt es beim Termin am %(day)s.")
            % {"day": day(self.target.meeting.starts_at)},
        ]


class PollReminder(AboutPoll):
    """Once, to those who have not answered; whoever has by now hears nothing."""

    kind = "polls.reminder"
    label = _("Erinnerung: eine Terminabstimmung endet bald")
    headline = _("Noch bis %(day)s: Terminabstimmung %(title)s")
    sentence = _("Für »%(title)s« wird ein Termin gesucht. Ihre Antwort fehlt; die Frist endet am %(day)s.")

    def load(self, recipient):
        poll = super().load(recipient)
        given = PollReply.objects.given().filter(poll=self.target_id, person=recipient.person_id)
        return None if poll is None or given.exists() else poll


class PollMoved(PollUpdate):
    """The last day that they know is no longer true, and a link that was dead leads on again."""

    kind = "polls.moved"
    label = _("Eine Terminabstimmung hat eine neue Frist")
    # Who mistyped the last day corrects it within minutes, and one mail is enough.
    waits = dt.timedelta(minutes=3)
    headline = _("Neue Frist %(day)s: Terminabstimmung %(title)s")
    sentence = _("Die Terminabstimmung zu »%(title)s« endet jetzt am %(day)s. Ihre Antwort fehlt.")


class PollOff(PollUpdate):
    """They were asked, and need not answer any more. Of a draft it says the title that they know, no more."""

    kind = "polls.off"
    label = _("Eine Terminabstimmung entfällt")
    template = "activity/message"
    asks = False

    def subject(self):
        is_cancelled = self.now["is_cancelled"]
        words = (
            _now("Abgesagt: %(title)s")
            if is_cancelled
            else _now("Terminabstimmung zurückgenommen: %(title)s")
        )
        # Kept as JSON, which does not say any more that people wrote it.
        return phrase(words, title=German(self.before["title"]))

    def paragraphs(self):
        words = _now(
            "Die Terminabstimmung zu »%(title)s« ist zurückgenommen. Sie brauchen nicht zu antworten."
        )
        if self.now["is_cancelled"]:
            words = _now("Das Treffen »%(title)s« findet nicht statt.")
        return [phrase(words, title=German(self.before["title"]))]

    def facts(self):
        reason = self.target.meeting.cancelled_because if self.now["is_cancelled"] else ""
        return [(_now("Grund"), reason)] if reason else []

    def url(self):
        return self.target.meeting.get_absolute_url() if self.now["is_cancelled"] else ""


class PollClosed(AboutPoll):
    """To the organisers, who decide now."""

    kind = "polls.ended"
    label = _("Eine Terminabstimmung ist beendet")
    why = _("Sie erhalten diese Nachricht, weil Sie die Treffen der Fachgruppe organisieren.")
    button = _("Ergebnis ansehen")
    template = "activity/message"
    asks = False
    headline = _("Terminabstimmung beendet: %(title)s")
    sentence = _("Die Terminabstimmung zu »%(title)s« ist beendet. Jetzt können Sie entscheiden.")

    def load(self, recipient):
        rows = DatePoll.objects.visible_to(recipient).about_open_dates().select_related("meeting")
        return rows.filter(pk=self.target_id, state=PollState.CLOSED).first()

    def paragraphs(self):
        count = PollReply.objects.given().filter(poll=self.target).count()
        people = ngettext("%(n)s Person hat geantwortet.", "%(n)s Personen haben geantwortet.", count)
        return [*super().paragraphs(), people % {"n": count}]
