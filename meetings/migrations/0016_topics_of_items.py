"""Which TOP settled its topic stands in a column: until now the log had to be asked."""

from django.db import migrations, models


def remember(apps, schema_editor):
    """Of a topic that counts as dealt with, the TOP of the newest meeting that was held."""
    Item = apps.get_model("meetings", "AgendaItem")
    held = Item.objects.filter(meeting__state="HELD", topic__state="DISCUSSED").select_related("meeting")
    newest = {item.topic_id: item for item in held.order_by("meeting__starts_at", "meeting_id")}
    for item in newest.values():
        item.discussed_at = item.meeting.ended_at or item.meeting.starts_at
    Item.objects.bulk_update(newest.values(), ["discussed_at"])


class Migration(migrations.Migration):
    dependencies = [("meetings", "0015_mailed_replies_in_full"), ("topics", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="discussed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
