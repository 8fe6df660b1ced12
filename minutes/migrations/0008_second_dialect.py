"""Drafts, and texts that are no record, are shown in the second version. What went round or is sealed is not."""

from django.db import migrations

from core.dialects.renewal import renew

NO_RECORD = (
    ("topics", "Topic", "body"),
    ("meetings", "Meeting", "description"),
    ("meetings", "AgendaItem", "description"),
    ("meetings", "Report", "body"),
    ("minutes", "SectionComment", "body"),
    ("minutes", "SectionCommentText", "body"),
)


def show(apps, schema_editor):
    for app, model, field in NO_RECORD:
        renew(apps.get_model(app, model).objects.all(), field)
    drafts = apps.get_model("minutes", "MinutesSection").objects.filter(minutes__state="DRAFT")
    renew(drafts, "body")
    drafts.update(dialect=2)


class Migration(migrations.Migration):
    dependencies = [
        ("minutes", "0007_dialect"),
        ("meetings", "0001_initial"),
        ("topics", "0001_initial"),
    ]

    operations = [migrations.RunPython(show, migrations.RunPython.noop)]
