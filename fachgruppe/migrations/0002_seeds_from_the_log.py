"""What older portals had been seeded with stood only in the audit log."""

from django.db import migrations


def fill(apps, schema_editor):
    SeededRow = apps.get_model("fachgruppe", "SeededRow")
    events = apps.get_model("activity", "Event").objects.filter(verb="portal.seeded").order_by("pk")
    rows = {
        (data["seed"], data["key"]): SeededRow(
            seed=data["seed"], key=data["key"], is_ours=data["made"], target_type=kind, target_id=key, at=at
        )
        for kind, key, data, at in events.values_list("target_type", "target_id", "data", "at")
        if {"seed", "key", "made"} <= data.keys()  # the data of a line can have been blanked (erasure)
    }
    SeededRow.objects.bulk_create(rows.values(), ignore_conflicts=True)  # filled before, and gone back since


class Migration(migrations.Migration):
    dependencies = [("fachgruppe", "0001_seeded_rows"), ("activity", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
