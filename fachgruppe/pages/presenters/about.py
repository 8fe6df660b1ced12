"""Who the group is: its organisations, whose names are public."""

from itertools import groupby

from members.enums import KIND_PLURALS, Kind
from members.models import Organisation


def organisations_by_kind() -> list:
    """[(label, kind, its organisations by name)] in the order of the kinds. One query."""
    place = {kind: at for at, kind in enumerate(Kind.values)}
    # Sorting keeps the order of the names within a kind.
    rows = sorted(Organisation.objects.existing().by_name(), key=lambda row: place[row.kind])
    return [
        (KIND_PLURALS[Kind(kind)], kind, list(organisations))
        for kind, organisations in groupby(rows, key=lambda row: row.kind)
    ]
