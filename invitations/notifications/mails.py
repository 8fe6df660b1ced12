"""What the organisers hear of the mails that wait for them."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activity.notifications import Notification
from core.safe_html import phrase
from invitations.access import can_see_replies
from invitations.enums import Reply
from invitations.models import MailedReply, MeetingInvitation
from invitations.presenters.mails import unsettled_in_words
from invitations.selectors.mails import unsettled_at
from meetings.models import Meeting


class UnclearReplies(Notification):
    """Once a day at most for a meeting: how many answers wait, and how many mails came back."""

    kind = "invitations.unclear_replies"
    group = _("Treffen")
    label = _("Antworten auf eine Einladung sind unklar")
    why = _("Sie erhalten diese Nachricht, weil Sie dieses Treffen organisieren oder sein Protokoll führen.")
    button = _("Antworten ansehen")

    def load(self, recipient):
        """The counts are those of the moment of writing; what is settled by then is not sent."""
        meeting = Meeting.objects.visible_to(recipient).filter(pk=self.target_id).first()
        if meeting is None or meeting.is_over or not can_see_replies(recipient, meeting):
            return None
        self.unsettled = unsettled_at(recipient, meeting)
        self.came_back = MailedReply.objects.visible_to(recipient).came_back().filter(meeting=meeting).count()
        return meeting if self.unsettled or self.came_back else None

    def subject(self):
        return phrase(_now("Unklare Antworten: %(title)s"), title=self.target.name)

    def paragraphs(self):
        said = []
        if self.unsettled:
            open_ = MeetingInvitation.objects.active().filter(meeting=self.target, reply=Reply.OPEN).count()
            counts = ", ".join(unsettled_in_words(self.unsettled, open_))
            said += [
                _now("Antworten auf die Einladung kamen per Mail und ließen sich nicht zuordnen."),
                _now("Stand: %(counts)s.") % {"counts": counts},
            ]
        if self.came_back:
            n = self.came_back
            sentence = ngettext("Eine Mail kam nicht an.", "%(n)s Mails kamen nicht an.", n)
            said.append(sentence % {"n": n})
        return said

    def url(self):
        return reverse("invitations:replies", args=[self.target.pk])
