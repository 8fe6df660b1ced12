"""A seat is a valid submission: from the access matrix, filled in from the form that the page itself shows.

What the form cannot know by itself stands in tests/fuzz/seats.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from inspect import getsource
from typing import Any

from django import forms
from django.core.cache import caches
from django.urls import reverse

from tests.fuzz.judging import Judge
from tests.fuzz.sending import Answer, ask

PREFERRED = ("organiser", "admin", "member_city", "minute_taker", "member_utility", "anonymous", "operator")
CSRF = ("csrfmiddlewaretoken", "as sent by every form")


@dataclass(frozen=True)
class Seat:
    name: str  # of the address
    of: Callable | None = None  # what the address names, from the world
    who: str = ""
    data: dict | Callable = field(default_factory=dict)  # beside what the form shows
    prepare: Callable | None = None  # brings the world (and the browser) into the state that is needed
    query: str = ""
    wrong: frozenset = frozenset()  # secrets that nobody can know: the form looks at them, and refuses
    silent: bool = False  # asked by a script, which says itself what went wrong
    told_later: bool = False  # a library sends on to a page that says it
    unsaid: frozenset = frozenset()  # fields that people neither see nor fill in
    keeps_the_rest: bool = False  # several texts in one form, each saved by itself
    headers: dict = field(default_factory=dict)
    method: str = "POST"
    mark: str = ""  # tells several of one name apart

    def path(self, world) -> str:
        named = self.of(world) if self.of else []
        return reverse(self.name, args=named if isinstance(named, list) else [named.pk]) + self.query

    def __str__(self):
        return f"{self.method} {self.name}{' ' if self.mark else ''}{self.mark}"


@dataclass(frozen=True)
class Target:
    """What in a submission may be anything: a field of a form, or a key that a view reads itself."""

    sent: str  # its name in the body
    unit: tuple  # (form, field) or (module, function, key)
    form: type | None = None
    field: Any = None

    @property
    def kind(self):
        """Fields of one kind are cleaned by the same code, up to the action."""
        if self.form is None:
            return self.unit
        code = [getattr(self.form, f"clean_{self.unit[1]}", None)]
        if f'"{self.unit[1]}"' in source_of(self.form.clean):
            code.append(self.form.clean)
        names = (getattr(each, "__qualname__", "") for each in code)
        return type(self.field).__qualname__, bool(self.field.required), *names


@lru_cache
def source_of(function) -> str:
    return getsource(function)


@dataclass
class Probe:
    """The valid submission (or visit) of a seat, what was wrong with it, and what in it can be made bad."""

    seat: Seat
    proposed: dict  # by the forms on the page
    problem: str
    read: set
    targets: list


def probe(portal, seat) -> Probe:
    """Each process asks once: the world is always the same."""
    if str(seat) not in portal.probes:
        portal.probes[str(seat)] = (_visited if seat.method == "GET" else _submitted)(portal, seat)
    return portal.probes[str(seat)]


def _visited(portal, seat):
    caches["pages"].clear()  # what is kept reads no key
    answer = ask(portal, seat.who, "GET", seat.path, prepare=seat.prepare)
    problem = "\n".join(Judge(seat).problems(Target("", ("", "")), "nothing", answer, []))
    return Probe(seat, {}, problem, answer.seen.read, targets_of(answer))


def _submitted(portal, seat):
    shown = ask(portal, seat.who, "GET", seat.path, prepare=seat.prepare).seen.made
    proposed = _filled(shown)
    answer = send(portal, seat, proposed)
    for _again in range(2):  # a form that only the submission makes, perhaps after another one
        more = _filled(shown + answer.seen.cleaned)
        if more.keys() == proposed.keys():
            break
        proposed, answer = more, send(portal, seat, more)
    return Probe(seat, proposed, _problem(seat, answer), answer.seen.read, targets_of(answer))


def _problem(seat, answer):
    errors = {name for name in answer.errors if name not in seat.wrong}
    if answer.error:
        return repr(answer.error)
    if errors or (answer.status >= 400 and not seat.wrong):
        return f"{answer.status} {answer.errors}"
    return ""


def send(portal, seat, proposed, change=list, **how) -> Answer:
    """The valid submission, as `change` makes another list of it."""

    def data(world):
        return [CSRF, *change(pairs(proposed, seat, world))]

    return ask(portal, seat.who, seat.method, seat.path, data, seat.prepare, **seat.headers | how)


def pairs(proposed, seat, world) -> list:
    """Name and value; a None of the seat takes a value back."""
    own = seat.data(world) if callable(seat.data) else seat.data
    merged = {name: value for name, value in (proposed | own).items() if value is not None}
    return [
        (name, each)
        for name, value in merged.items()
        for each in (value if isinstance(value, list) else [value])
    ]


def targets_of(answer) -> list[Target]:
    found = {}
    for form in answer.seen.cleaned:
        for name, each in form.fields.items():
            unit = (f"{type(form).__module__}.{type(form).__qualname__}", name)
            found[unit] = Target(form.add_prefix(name), unit, type(form), each)
    sent = {target.sent for target in found.values()}
    for unit in sorted(answer.seen.read):
        if unit[-1] not in sent:
            found[unit] = Target(unit[-1], unit)
    return list(found.values())


# --- what a form proposes ---------------------------------------------------------------------------------


def _filled(shown) -> dict:
    found: dict = {}
    for form in shown:
        if type(form).__module__.startswith(("django.", "allauth.")):
            continue
        hours = iter(range(14, 24))
        for name, each in form.fields.items():
            value = _proposed(form, name, each, hours)
            if value is not None:
                found.setdefault(form.add_prefix(name), value)
    return found


def _proposed(form, name, each, hours):
    if isinstance(each, forms.FileField):
        return None
    initial = form.get_initial_for_field(each, name)
    if initial not in (None, ""):
        return _shown(each, initial)
    return _usual(each, hours)


def _shown(each, initial):
    """As the widget would write it into the page."""
    if isinstance(each, forms.BooleanField):
        return "on" if initial else None
    value = each.widget.format_value(each.prepare_value(initial))
    return [str(part) for part in value] if isinstance(value, list) else str(value)


USUAL = (
    (forms.DateField, "2025-07-21"),
    (forms.EmailField, "jemand@example.org"),
    (forms.URLField, "https://www.jena.de/"),
    (forms.UUIDField, "5f2b1c64-6d0e-4ab9-9d56-000000000001"),
)


def _usual(each, hours):
    for kind, value in USUAL:
        if isinstance(each, kind):
            return value
    if isinstance(each, forms.TimeField):
        return f"{next(hours)}:00"
    if isinstance(each, forms.IntegerField):
        return str(each.min_value or 1)
    if isinstance(each, forms.BooleanField):
        return "on" if each.required else None
    if isinstance(each, forms.ChoiceField):
        choice = _first_choice(each) if each.required else ""
        return None if choice == "" and isinstance(each, forms.MultipleChoiceField) else choice
    return "Worte" if each.required or not isinstance(each, forms.CharField) else "Mehr"


def _first_choice(each):
    for key, label in each.choices:
        for choice, _words in label if isinstance(label, list | tuple) else [(key, label)]:
            if choice not in ("", None):
                return str(choice)
    return ""


def from_matrix(rows, special, method) -> list[Seat]:
    """A seat for each row of the matrix, or what tests/fuzz/seats.py says about its address.

    Where one row of an address is about the right state of its object, those about a wrong one are none.
    """
    found = [(row, *_through(row, method)) for row in rows if row.name not in special]
    good = {row.name for row, who, status in found if who and status != 409}
    seats = [
        Seat(row.name, of_world(row), who, query=row.query, method=method)
        for row, who, status in found
        if who and (status != 409 or row.name not in good)
    ]
    return numbered([*seats, *(seat for each in special.values() for seat in each)])


def _through(row, method) -> tuple[str, int]:
    """The first who gets through, and the answer."""
    right = row.post if method == "POST" else row.get
    answers = right.members | row.also if right else {}
    who = next((who for who in PREFERRED if answers.get(who) not in (None, 302, 403, 404)), "")
    return who, answers.get(who, 0)


def of_world(row):
    if row.of is None or not row.is_about_copies:
        return row.of
    return lambda world: row.of(world.members)


def numbered(seats) -> list[Seat]:
    """Several of one name get a number, so that tests can be told apart."""
    counts: dict = {}
    found = []
    for seat in seats:
        counts[str(seat)] = number = counts.get(str(seat), 0) + 1
        found.append(seat if number == 1 else replace(seat, mark=f"{seat.mark} {number}".strip()))
    return found
