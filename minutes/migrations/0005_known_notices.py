"""Who was notified of minutes that go round, before the portal kept it: from the mails that were sent."""

from django.db import migrations
from django.utils import timezone


def keep(apps, schema_editor):
    Outbox, Notice = (apps.get_model("activity", name) for name in ("OutboxMail", "Notice"))
    for minutes in apps.get_model("minutes", "Minutes").objects.filter(state="CIRCULATING"):
        until = minutes.objections_until
        state = {
            "is_draft": False,
            "revision": minutes.revision_number,
            "until": until.isoformat() if until else None,
        }
        kinds = ("minutes.circulated", "minutes.extended")
        sent = Outbox.objects.filter(state="sent", kind__in=kinds, target_id=minutes.pk)
        people = set(sent.filter(recipient__isnull=False).values_list("recipient", flat=True))
        Notice.objects.bulk_create(
            Notice(
                target_type="minutes.minutes", target_id=minutes.pk, recipient_id=key, state=state,
                at=timezone.now(),
            )
            for key in people
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("minutes", "0004_record_append_only"), ("activity", "0003_notices")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
