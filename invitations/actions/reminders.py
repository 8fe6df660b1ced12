"""Reminders of meetings: a week and a day before, as the group has chosen."""

from django.db import transaction
from django.utils import timezone

from core.dates import berlin, today, working_days_before
from core.locking import lock
from invitations.enums import Reply
from invitations.notifications.invitations import MeetingReminder
from members.models import GroupRules, User

A_WEEK = 7


def reminder_due(meeting, rules) -> str:
    """The field that notes the reminder which is due now, or nothing.

    The later one makes the earlier one needless: whoever is invited five days before is reminded once.
    """
    on = berlin(meeting.starts_at).date()
    left = (on - today()).days
    # From the last working day before the meeting on: on a Monday one is reminded on Friday.
    if rules.reminds_day_before and working_days_before(on, 1) <= today() < on:
        return "" if meeting.day_reminded_at else "day_reminded_at"
    # Whoever was invited yesterday needs no reminder today.
    is_fresh = (timezone.now() - meeting.invited_at).days < 2
    if rules.reminds_week_before and 1 < left <= A_WEEK and not is_fresh:
        return "" if meeting.week_reminded_at else "week_reminded_at"
    return ""


@transaction.atomic
def remind(*, meeting):
    """Tell those who have not declined. The portal does it by itself, each of the two once for each date."""
    meeting = lock(meeting)
    if meeting.is_over or meeting.has_begun:
        return meeting
    field = reminder_due(meeting, GroupRules.objects.in_force())
    if not field:
        return meeting
    # Noted before the mails are queued, in the same transaction: each reminder goes once.
    setattr(meeting, field, timezone.now())
    meeting.save(update_fields=[field])
    asked = meeting.invitations.active().exclude(reply=Reply.DECLINED)
    mail = MeetingReminder(meeting, day=berlin(meeting.starts_at).date().isoformat(), dedupe=field)
    people = asked.filter(person__isnull=False).values("person")
    mail.to(User.objects.filter(is_active=True, person__in=people))
    mail.to_addresses(asked.guests().values_list("guest_email", "guest_name"))
    return meeting
