"""What older portals knew only from the audit log: who typed where, which agendas had the TOP, who was told."""

from django.db import migrations
from django.db.models import Max, Min


def fill(apps, schema_editor):
    events = apps.get_model("activity", "Event").objects.order_by()
    _fill_writers(apps, events.filter(verb="minutes.section_written", actor_id__isnull=False))
    _fill_placings(apps, events.filter(verb="minutes.approval_placed"))
    _fill_follow_ups(apps, events.filter(verb="minutes.follow_up_told"))


def _fill_writers(apps, events):
    Writer = apps.get_model("minutes", "SectionWriter")
    sections = _keys_of(apps.get_model("minutes", "MinutesSection"))
    users = _keys_of(apps.get_model("members", "User"))
    rows = events.values_list("target_id", "actor_id").annotate(last=Max("at"))
    Writer.objects.bulk_create(
        (
            Writer(section_id=section, user_id=user, recorded_at=last)
            for section, user, last in rows
            if section in sections and user in users
        ),
        ignore_conflicts=True,  # filled before, and gone back since
    )


def _fill_placings(apps, events):
    Placing = apps.get_model("minutes", "ApprovalPlacing")
    minutes = _keys_of(apps.get_model("minutes", "Minutes"))
    meetings = _keys_of(apps.get_model("meetings", "Meeting"))
    last = {
        (key, data.get("meeting")): at
        for key, data, at in events.order_by("at").values_list("target_id", "data", "at")
    }
    Placing.objects.bulk_create(
        (
            Placing(minutes_id=key, meeting_id=meeting, placed_at=at)
            for (key, meeting), at in last.items()
            if key in minutes and meeting in meetings
        ),
        ignore_conflicts=True,  # filled before, and gone back since
    )


def _fill_follow_ups(apps, events):
    FollowUpNotice = apps.get_model("minutes", "FollowUpNotice")
    meetings = _keys_of(apps.get_model("meetings", "Meeting"))
    rows = events.values_list("target_id").annotate(first=Min("at"))
    FollowUpNotice.objects.bulk_create(
        (
            FollowUpNotice(meeting_id=meeting, notified_at=first)
            for meeting, first in rows
            if meeting in meetings
        ),
        ignore_conflicts=True,  # filled before, and gone back since
    )


def _keys_of(model):
    return set(model.objects.values_list("pk", flat=True))


class Migration(migrations.Migration):
    dependencies = [
        ("minutes", "0010_state_out_of_the_log"),
        ("activity", "0001_initial"),
        ("members", "0001_initial"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
