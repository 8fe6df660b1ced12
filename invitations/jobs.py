"""What the portal does for invitations every now and then."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.jobs import every, for_each, in_working_time
from invitations.actions import invitations, mailbox, notices, reminders
from meetings.enums import DATED, State
from meetings.models import Meeting

UNREADABLE = _("Das Postfach für Antworten ließ sich zuletzt nicht lesen.")


@every(dt.timedelta(minutes=2), "invitations.fetch_replies", trouble=UNREADABLE)
def fetch_replies():
    mailbox.fetch()


@every(dt.timedelta(minutes=15), "invitations.remind_of_mails")
@in_working_time
def remind_of_mails():
    """Answers that are unclear, and mails that came back."""
    for_each(mailbox.meetings_with_news(), lambda meeting: mailbox.notify_of_mails(meeting=meeting))


@every(dt.timedelta(minutes=10), "invitations.look_after")
def look_after():
    """Memberships end by themselves at midnight: who loses sight of a meeting hears that it is not theirs."""
    ahead = Meeting.objects.filter(starts_at__gt=timezone.now()).order_by("pk")
    invited, dated = ahead.filter(state=State.INVITED), ahead.filter(state__in=DATED)
    for_each(invited, lambda meeting: invitations.take_off_unseeing(meeting=meeting))
    for_each(dated, lambda meeting: notices.notify_unseeing(meeting=meeting))


@every(dt.timedelta(hours=1), "invitations.remind")
@in_working_time
def remind():
    rows = Meeting.objects.filter(state=State.INVITED, starts_at__gt=timezone.now()).order_by("pk")
    for_each(rows, lambda meeting: reminders.remind(meeting=meeting))
