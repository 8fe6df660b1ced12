"""Whom the Themenspeicher tells what."""

import datetime as dt

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from activity.delayed import Update
from activity.enums import Frequency
from activity.notifications import Notification
from core.language import for_the_record
from core.markdown import written
from core.safe_html import phrase
from core.slugs import sort_key
from topics.enums import State
from topics.models import Topic


class TopicNotification(Notification):
    group = _("Themen")
    button = _("Thema ansehen")

    def load(self, recipient):
        rows = Topic.objects.visible_to(recipient).select_related("proposed_by", "organisation")
        return rows.filter(pk=self.target_id).first()


class TopicProposed(TopicNotification):
    kind = "topics.proposed"
    label = _("Neue Themenvorschläge")
    why = _("Sie erhalten diese Nachricht, weil Sie über Themen entscheiden.")
    once = True

    def subject(self):
        return phrase(_now("Neues Thema: %(title)s"), title=self.target.title)

    def paragraphs(self):
        who = self.target.proposed_by.name if self.target.proposed_by else _now("Jemand")
        return [_now("%(name)s hat ein Thema vorgeschlagen:") % {"name": who}]

    def quote(self):
        return written(self.target.body, 600)


class TopicMoved(Update, TopicNotification):
    """The proposer hears what has become of it, as it is when the mail leaves.

    Extra data: `state`, which it had when that was queued: of a draft that it is planned for nobody hears.
    """

    waits = dt.timedelta()

    kind = "topics.moved"
    label = _("Was aus meinen Themen wird")
    why = _("Sie erhalten diese Nachricht, weil Sie das Thema vorgeschlagen haben.")
    default = Frequency.AT_ONCE

    def decide(self, recipient):
        topic = self.load(recipient)
        if topic is None or topic.proposed_by_id != recipient.person_id:
            return None
        is_planned_unseen = topic.state == State.PLANNED and not self.meetings
        state = self.data.get("state", topic.state) if is_planned_unseen else topic.state
        meetings = ", ".join(sorted(self.meetings, key=sort_key)) if state == State.PLANNED else ""
        now = {"state": state, "reason": topic.reason, "meeting": meetings}
        return None if now == self.before else self.becomes(TopicMoved, target=topic, now=now)

    def subject(self):
        return phrase(_now("Ihr Thema ist %(state)s: %(title)s"), state=self.state, title=self.target.title)

    def paragraphs(self):
        if self.is_dropped:
            words = _now("Ihr Thema »%(title)s« ist entfallen. Es steht wieder im Themenspeicher.")
            return [phrase(words, title=self.target.title)]
        said = phrase(
            _now("Ihr Thema »%(title)s« ist jetzt %(state)s."), title=self.target.title, state=self.state
        )
        reason = self.now["reason"]
        return [said, phrase(_now("Der Grund: %(reason)s"), reason=reason)] if reason else [said]

    def load(self, recipient):
        """The meeting is named while it still has the topic and the recipient still sees that."""
        topic = super().load(recipient)
        items = topic.agenda_items.visible_to(recipient).select_related("meeting") if topic else []
        with for_the_record():  # as the name was written down
            self.meetings = {item.meeting.name for item in items if not item.meeting.is_not_notified}
        return topic

    def facts(self):
        return [(_now("Treffen"), self.now["meeting"])] if self.now["meeting"] else []

    @property
    def is_dropped(self):
        """They know of a meeting that was to deal with it, or had, and it waits for one again."""
        return self.now["state"] == State.ACCEPTED and self.before.get("state") in (
            State.PLANNED, State.DISCUSSED,
        )  # fmt: skip

    @property
    def state(self):
        state = self.now["state"]
        if self.is_dropped:
            return pgettext("Thema", "entfallen")
        return _now("wieder als Idee aufgenommen") if state == State.IDEA else str(State(state).label)
