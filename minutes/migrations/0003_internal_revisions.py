from django.db import migrations, models
from django.db.models import F


def remember_the_one_before(apps, schema_editor):
    """Until now every revision was for every reader, so the one before is the number before."""
    minutes = apps.get_model("minutes", "Minutes").objects.filter(revision_number__gt=1)
    minutes.update(previous_number=F("revision_number") - 1)


class Migration(migrations.Migration):
    dependencies = [("minutes", "0002_passages_objections_seals")]

    operations = [
        migrations.AddField(
            model_name="minutes",
            name="previous_number",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="revision",
            name="is_internal",
            field=models.BooleanField(default=False, editable=False, verbose_name="aus dem Entwurf"),
        ),
        migrations.RunPython(remember_the_one_before, migrations.RunPython.noop),
    ]
