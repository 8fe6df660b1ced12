"""Numbers in the order of the dates (ADR 0029). What was held, or has approved minutes, keeps its own."""

from itertools import count

from django.db import migrations
from django.db.models import Q

TO_COME = ("SCHEDULED", "INVITED", "RUNNING")


def renumber(apps, schema_editor):
    Meeting = apps.get_model("meetings", "Meeting")
    in_order = Meeting.objects.order_by("starts_at", "pk")
    Meeting.objects.filter(state__in=("DRAFT", "POLLING", "CANCELLED"), minutes__approved_at=None).update(
        number=None
    )
    fixed = Q(state="HELD", number__isnull=False) | Q(
        minutes__approved_at__isnull=False, number__isnull=False
    )
    last, taken = 0, set(in_order.filter(fixed).values_list("number", flat=True))
    rows = list(in_order.filter(fixed | Q(kind="GROUP", state__in=(*TO_COME, "HELD"))))
    keys = set(in_order.filter(fixed).values_list("pk", flat=True))
    moving = [row for row in rows if row.pk not in keys]
    Meeting.objects.filter(pk__in=[row.pk for row in moving]).update(number=None)
    for row in rows:
        if row.pk not in keys:
            row.number = next(each for each in count(last + 1) if each not in taken)
        last = max(last, row.number)
    Meeting.objects.bulk_update(moving, ["number"])


class Migration(migrations.Migration):
    dependencies = [("meetings", "0016_topics_of_items"), ("minutes", "0006_circulation_has_an_end")]

    operations = [migrations.RunPython(renumber, migrations.RunPython.noop)]
