"""Before a meeting: what became of the things left open."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.notifications import Notification
from core.dates import day, day_long
from core.safe_html import phrase
from meetings.enums import DATED
from meetings.models import Meeting
from members.viewers import viewer_for
from minutes.presenters.follow_up import counts_of
from minutes.selectors.follow_up import follow_up_of


class FollowUpReady(Notification):
    """Before a meeting: how much is open, as far as the recipient sees it. Where nothing is, no mail goes."""

    kind = "minutes.follow_up"
    label = _("Vor einem Treffen: was wurde aus …?")
    group = _("Treffen")
    why = _("Sie erhalten diese Nachricht, weil Sie als Mitglied dieses Treffen sehen dürfen.")
    button = _("Was wurde aus …?")

    def load(self, recipient):
        rows = Meeting.objects.fully_visible_to(recipient).filter(state__in=DATED)
        meeting = rows.filter(pk=self.target_id).first()
        if meeting is None or meeting.is_over or not viewer_for(recipient).is_member:
            return None
        self.found = follow_up_of(meeting, recipient)
        return meeting if self.found else None

    def subject(self):
        values = {"meeting": self.target.name, "day": day(self.target.starts_at)}
        return _now("Vor dem Treffen am %(day)s: was wurde aus …?") % values

    def paragraphs(self):
        values = {"meeting": self.target.name, "day": day_long(self.target.starts_at)}
        return [
            phrase(_now("Am %(day)s ist »%(meeting)s«. Das ist aus früheren Treffen noch offen:"), **values),
        ]

    def facts(self):
        return counts_of(self.found)

    def url(self):
        return reverse("minutes:follow_up", args=[self.target.pk])
