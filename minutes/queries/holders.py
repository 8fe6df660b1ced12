"""Whom a task can be given to by name, typed: members and organisations."""

from collections import Counter
from typing import NamedTuple

from members.models import Organisation, Person


class Holder(NamedTuple):
    name: str  # as it is offered; where two share a name, something tells them apart
    person: Person | None = None
    organisation: Organisation | None = None


def holders() -> list[Holder]:
    people = list(Person.objects.members().by_name().only("name", "slug"))
    houses = list(Organisation.objects.existing().by_name().only("name", "short_name", "slug"))
    times = Counter(each.name.casefold() for each in (*people, *houses))

    def label(row):
        return row.name if times[row.name.casefold()] == 1 else f"{row.name} ({row.slug})"

    return [Holder(label(person), person=person) for person in people] + [
        Holder(label(house), organisation=house) for house in houses
    ]


def holder_named(typed: str) -> Holder | None:
    """The one that is meant: its full name, the short name of a house, or a beginning that fits only one."""
    known = holders()
    wanted = typed.strip().casefold()
    exact = [each for each in known if wanted in _names(each)]
    beginning = [each for each in known if any(name.startswith(wanted) for name in _names(each))]
    found = exact or beginning
    return found[0] if wanted and len(found) == 1 else None


def _names(holder):
    names = {holder.name.casefold()}
    return names | {holder.organisation.short_name.casefold()} - {""} if holder.organisation else names
