"""Whom a task can be given to by name, typed: members and organisations."""

import re
from collections import Counter
from typing import NamedTuple

from members.models import Organisation, Person


class Holder(NamedTuple):
    name: str  # as it is offered; where two share a name, something tells them apart
    person: Person | None = None
    organisation: Organisation | None = None


def holders() -> list[Holder]:
    people = list(Person.objects.members().by_name().only("name", "slug"))
    organisations = list(Organisation.objects.existing().by_name().only("name", "short_name", "slug"))
    times = Counter(each.name.casefold() for each in (*people, *organisations))

    def label(row):
        return row.name if times[row.name.casefold()] == 1 else f"{row.name} ({row.slug})"

    return [Holder(label(person), person=person) for person in people] + [
        Holder(label(organisation), organisation=organisation) for organisation in organisations
    ]


def holder_named(typed: str) -> Holder | None:
    """The one that is meant: its full name, a short name of an organisation, or what only one begins with."""
    known = holders()
    wanted = typed.strip().casefold()
    exact = [each for each in known if wanted in _names(each)]
    beginning = [each for each in known if any(name.startswith(wanted) for name in _names(each))]
    found = exact or beginning
    return found[0] if wanted and len(found) == 1 else None


def _names(holder):
    names = {holder.name.casefold()}
    return names | {holder.organisation.short_name.casefold()} - {""} if holder.organisation else names


def holder_in(words: str, known: list[Holder]) -> Holder | None:
    """The one whose name stands in a line: the only one, or the one it begins with, or the one in brackets.

    Names count as whole words; of a person »Frau Muster« is enough. None where several could be meant.
    """
    places = [(*place, each) for each in known for place in _places(words, each)]
    widest = [
        place for place in places
        if not any(o[0] <= place[0] and place[1] <= o[1] and o[:2] != place[:2] for o in places)
    ]  # fmt: skip
    for chosen in (widest, [place for place in widest if _is_set_apart(words, place[0])]):
        if len({place[2].name for place in chosen}) == 1:
            return chosen[0][2]
    return None


_SET_APART = re.compile(r"(?:\A|[(\[→]|\b(?:wer|zuständig|verantwortlich):)\s*@?\Z", re.IGNORECASE)


def _is_set_apart(words, start):
    return bool(_SET_APART.search(words[max(0, start - 20) : start])) if start else True


def _places(words, holder):
    row = holder.person or holder.organisation
    surname = row.name.split()[-1]
    if holder.person:
        called = [(surname, rf"(?:Frau|Herrn?|Fr\.|Hr\.)\s+{re.escape(surname)}"), (f"@{row.slug}", "")]
    else:
        called = [(row.short_name, "")]  # »KIJ« is one, »kij« may be anything
    found = [_whole(pattern or re.escape(name)) for name, pattern in called if name and name in words]
    if row.name.casefold() in words.casefold():
        found.append(_whole(re.escape(row.name), re.IGNORECASE))
    return [match.span() for pattern in found for match in pattern.finditer(words)]


def _whole(pattern, flags=0):
    return re.compile(rf"(?<!\w)(?:{pattern})(?![\w-])", flags)
