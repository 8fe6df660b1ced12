import uuid

from django.db import migrations, models


def give_each_its_own(apps, schema_editor):
    Meeting = apps.get_model("meetings", "Meeting")
    for meeting in Meeting.objects.filter(uid__isnull=True).only("pk"):
        Meeting.objects.filter(pk=meeting.pk).update(uid=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_attendance_and_real_times")]

    operations = [
        migrations.AddField("meeting", "sequence", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField("meeting", "uid", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop),
        migrations.AlterField(
            "meeting", "uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
    ]
