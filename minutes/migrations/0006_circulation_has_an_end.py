"""Minutes that go round have a last day. Rows without one (from a seed) get the period that the rules give."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import migrations, models
from django.db.models import Q

USUAL_DAYS = 14  # where the group has agreed nothing


def give_end(apps, schema_editor):
    rules = apps.get_model("members", "GroupRules").objects.first()
    days = dt.timedelta(days=rules.circulation_days if rules else USUAL_DAYS)
    now = dt.datetime.now(ZoneInfo("Europe/Berlin"))
    last_day = (now + days).replace(hour=23, minute=59, second=59, microsecond=0)
    endless = apps.get_model("minutes", "Minutes").objects.filter(state="CIRCULATING", objections_until=None)
    endless.update(objections_until=last_day.astimezone(dt.UTC))


class Migration(migrations.Migration):
    dependencies = [("minutes", "0005_known_notices"), ("members", "0002_group_rules")]

    operations = [
        migrations.RunPython(give_end, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=~Q(state="CIRCULATING") | Q(objections_until__isnull=False),
                name="minutes_circulate_until",
            ),
        ),
    ]
