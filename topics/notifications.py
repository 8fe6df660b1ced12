"""Whom the Themenspeicher tells what."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.enums import Frequency
from activity.notifications import Notification
from core.language import for_the_record
from core.markdown import plain
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
        return _now("Neues Thema: %(title)s") % {"title": self.target.title}

    def paragraphs(self):
        who = self.target.proposed_by.name if self.target.proposed_by else _now("Jemand")
        return [_now("%(name)s hat ein Thema vorgeschlagen:") % {"name": who}]

    def quote(self):
        return plain(self.target.body, 600)


class TopicMoved(TopicNotification):
    """The proposer hears of each change. The state of that moment travels with the message."""

    kind = "topics.moved"
    label = _("Was aus meinen Themen wird")
    why = _("Sie erhalten diese Nachricht, weil Sie das Thema vorgeschlagen haben.")
    default = Frequency.AT_ONCE

    def subject(self):
        return _now("Ihr Thema ist %(state)s: %(title)s") % {"state": self.state, "title": self.target.title}

    def paragraphs(self):
        said = _now("Ihr Thema »%(title)s« ist jetzt %(state)s.") % {
            "title": self.target.title,
            "state": self.state,
        }
        reason = self.data.get("reason")
        return [said, _now("Der Grund: %(reason)s") % {"reason": reason}] if reason else [said]

    def load(self, recipient):
        """The meeting is named while it still has the topic and the recipient still sees that."""
        topic = super().load(recipient)
        items = topic.agenda_items.visible_to(recipient).select_related("meeting") if topic else []
        with for_the_record():  # as the name was written down
            self.meetings = {item.meeting.name for item in items}
        return topic

    def facts(self):
        meeting = self.data.get("meeting")
        return [(_now("Treffen"), meeting)] if meeting in self.meetings else []

    @property
    def state(self):
        state = self.data.get("state", self.target.state)
        return _now("wieder als Idee aufgenommen") if state == State.IDEA else str(State(state).label)
