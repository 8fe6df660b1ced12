"""Load once: what people renamed keeps their words, what they deleted stays deleted.

Of every row it is kept under which key it was loaded, so that a later run knows what it loaded, whatever
has become of it. A row that somebody had already entered by hand is adopted: that is kept as well, and
neither it nor what hangs on it is touched.
"""

from django.db import transaction

from activity.events import record
from fachgruppe.models import SeededRow

SEEDED = "portal.seeded"


class Seeds:
    def __init__(self, name):
        self.name = name
        rows = SeededRow.objects.filter(seed=name).values_list("key", "target_id", "is_ours")
        self.loaded = {key: (pk, made) for key, pk, made in rows}

    @transaction.atomic
    def load(self, key, model, known_by=None, **fields):
        """The row of `key`: made now, adopted by the lookup `known_by`, or found again.

        None: people deleted it.
        """
        if key in self.loaded:
            return model.objects.filter(pk=self.loaded[key][0]).first()
        row = model.objects.filter(**known_by).first() if known_by else None
        made = row is None
        return self.remember(key, model.objects.create(**fields) if made else row, made)

    def remember(self, key, row, made=True):
        SeededRow.objects.create(
            seed=self.name, key=key, is_ours=made, target_type=row._meta.label_lower, target_id=row.pk
        )
        record(SEEDED, actor=None, target=row, data={"seed": self.name, "key": key, "made": made})
        self.loaded[key] = (row.pk, made)
        return row

    def knows(self, key):
        return key in self.loaded

    def key_of(self, key):
        """The primary key of the row that was loaded under `key`."""
        return self.loaded.get(key, (None, False))[0]

    def made(self, key):
        """Whether the row of `key` came from us and not from people."""
        return self.loaded.get(key, (None, False))[1]
