"""Who was notified of what, before the portal kept it: from the mails that were sent and the invitations."""

from django.db import migrations
from django.utils import timezone

DATED = ("meetings.scheduled", "meetings.moved", "meetings.changed")


def keep(apps, schema_editor):
    Meeting = apps.get_model("meetings", "Meeting")
    Outbox = apps.get_model("activity", "OutboxMail")
    Poll = apps.get_model("meetings", "DatePoll")
    now = timezone.now()
    for meeting in Meeting.objects.filter(state__in=["SCHEDULED", "INVITED"], starts_at__gt=now):
        sent = Outbox.objects.filter(state="sent", target_type="meetings.meeting", target_id=meeting.pk)
        dated = sent.filter(kind__in=DATED, recipient__isnull=False)
        state = {**said(meeting), "known": "DATED"}
        rows = {(key, ""): state for key in dated.values_list("recipient", flat=True)}
        if meeting.invited_at:
            rows.update(invited(apps, meeting))
        store(apps, "meetings.meeting", meeting.pk, rows)
    for poll in Poll.objects.filter(state="OPEN").select_related("meeting"):
        sent = Outbox.objects.filter(
            state="sent", kind="meetings.polled", target_id=poll.pk, recipient__isnull=False
        )
        until = timezone.localdate(poll.deadline).isoformat()
        state = {"asks": True, "title": poll.meeting.title, "until": until, "turn": poll.turn}
        rows = {(key, ""): state for key in sent.values_list("recipient", flat=True)}
        store(apps, "meetings.datepoll", poll.pk, rows)


def said(meeting):
    place = (
        "place_name", "place_room", "place_address", "place_way", "place_access", "online_url",
    )  # fmt: skip
    return {
        "title": f"{meeting.number}. Treffen: {meeting.title}" if meeting.number else meeting.title,
        "begins": meeting.starts_at.isoformat(),
        "ends": meeting.ends_at.isoformat() if meeting.ends_at else None,
        "has_times": meeting.has_times,
        "place": [getattr(meeting, name) for name in place],
        "sequence": meeting.sequence,
    }


def invited(apps, meeting):
    accounts = dict(apps.get_model("members", "User").objects.values_list("person", "pk"))
    for row in meeting.invitations.filter(removed_at__isnull=True):
        state = {**said(meeting), "known": "INVITED", "link": row.turn}
        if row.person_id is None:
            yield (None, row.guest_email), state
        elif row.person_id in accounts:
            yield (accounts[row.person_id], ""), state


def store(apps, kind, key, rows):
    Notice = apps.get_model("activity", "Notice")
    Notice.objects.bulk_create(
        Notice(
            target_type=kind, target_id=key, recipient_id=recipient, address=address, state=state,
            at=timezone.now(),
        )
        for (recipient, address), state in rows.items()
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0013_remarks_to_options"),
        ("activity", "0003_notices"),
        ("members", "0005_rules_of_meetings"),
    ]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
