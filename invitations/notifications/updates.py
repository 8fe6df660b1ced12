"""What has become of a meeting, for one addressee: one family of notices, decided when it leaves."""

from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from activity import outbox
from activity.delayed import Update
from activity.registry import kind_named
from invitations.enums import Known, News
from invitations.selectors.notices import INVITATION, Situation, news_for

KINDS = {
    News.SCHEDULED: "meetings.scheduled",
    News.MOVED: "meetings.moved",
    News.CHANGED: "meetings.changed",
    News.CANCELLED: "meetings.cancelled",
    News.LOST: "meetings.lost",
}


class AboutMeeting(Update):
    group = _("Treffen")
    situation: Situation
    news: News
    card: Any  # what the addressee may know of the meeting; None: nothing
    recipient: Any

    def decide(self, recipient):
        situation = Situation(self.target_id, recipient, self.address)
        now = situation.state()
        news = now and news_for(situation, self.before, now, self.since)
        if now is None or not news:
            return None
        # Whoever is or was asked to come gets it with the change for their calendar.
        is_asked = Known.INVITED in (self.before.get("known"), now["known"]) or recipient is None
        return self.becomes(
            kind_named(INVITATION if is_asked else KINDS[news]), situation=situation,
            target=situation.meeting, news=news, now=now, card=situation.card, recipient=recipient,
        )  # fmt: skip

    def is_urgent(self):
        """What takes place, or was to take place, before the next daily mail comes."""
        dates = [state["begins"] for state in (self.before, self.now) if state.get("begins")]
        return any(date < outbox.next_digest() for date in filter(None, map(parse_datetime, dates)))

    @property
    def reasons(self):
        """Why it moved since they were notified last."""
        if self.since is None:
            return ""
        moves = self.target.moves.filter(moved_at__gte=self.since).order_by("moved_at", "pk")
        return "; ".join(dict.fromkeys(move.reason for move in moves if move.reason))


class MeetingUpdate(AboutMeeting):
    """Something has changed; for whom it becomes what is decided when the mail leaves."""

    kind = "meetings.update"
    label = _("Neues zu einem Treffen")
    essential = True  # what it becomes can be declined
