"""What stands in an address: each of its parts, and each key of its query, with every bad value."""

import random
import re
from unittest import mock
from urllib.parse import parse_qsl, quote

import pytest
from django.http import HttpResponse

from fachgruppe import errors
from fachgruppe.routes import all_routes
from tests.access_matrix import ROWS
from tests.fuzz.inventory import PARAMETER
from tests.fuzz.judging import Judge
from tests.fuzz.probing import Seat, Target, of_world, probe
from tests.fuzz.seats import GETS
from tests.fuzz.sending import ask, raw
from tests.fuzz.test_submissions import SEED, SENDS_ALL
from tests.fuzz.values import HEAVY, MISSING, values_for

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.varies]
ROUTES = {route.name: route for route in all_routes() if PARAMETER.search(route.pattern)}
PARTS = {
    "zero": "0", "negative": "-1", "2^31": str(2**31), "2^63": str(2**63), "2^64": str(2**64),
    "superscript": "²", "5000 digits": "9" * 5000, "long": "a" * 5000, "NUL": "a\0b", "control": "\x07\x85",
    "surrogate": "\ud800", "not UTF-8": b"\xff", "NFD": "A\u0308", "direction": "\u202e", "dots": "..",
    "blank": " ", "emoji": "😀", "token": "1-1.abc.def", "template": "%s{0}%25",
}  # fmt: skip
ALWAYS = ("NUL", "superscript", "2^63", "5000 digits", "first day")
QUERY_PART = 2  # values for each further key of a kind


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_bad_parts(portal, is_first, name):
    route, row = ROUTES[name], next(row for row in ROWS if row.name == name)
    world, problems = portal.world, []
    good = _arguments(row, world)
    methods = {"GET", "POST"} & set(route.methods)
    for at, target in enumerate(_targets(route)):
        for label, part in _some_parts(target):
            path = _path(route.pattern, [*good[:at], part, *good[at + 1 :]])
            for method in methods:
                with errors_written_once(is_first, label, method):
                    answer = ask(portal, _who(name), method, lambda _world: path, lambda _world: [])  # noqa: B023
                problems += Judge(Seat(name, method=method)).problems(target, label, answer, [])
    assert problems == []


def errors_written_once(is_first, *what):
    """The page of 404 shows what was asked for, whichever view had it not."""
    write = errors.render

    def render(request, name, context, status):
        if is_first(name, *what):
            return write(request, name, context, status=status)
        return HttpResponse(status=status)

    return mock.patch.object(errors, "render", render)


def _some_parts(target):
    """The largest number and the NUL everywhere, and a part of the others that changes from day to day."""
    if SENDS_ALL:
        return PARTS.items()
    names = {"2^63", "NUL", *random.Random(f"{SEED} {target.unit}").sample(sorted(PARTS), 3)}
    return [(name, PARTS[name]) for name in sorted(names)]


def _who(name):
    return "operator" if name.startswith("admin:") else "admin" if "verwaltung" in name else "organiser"


def _arguments(row, world):
    named = of_world(row)(world) if row.of else []
    return named if isinstance(named, list) else [named.pk]


def _targets(route):
    return [Target("".join(name), (route.name, "".join(name))) for name in PARAMETER.findall(route.pattern)]


def _path(pattern, parts):
    waiting = iter(parts)
    return re.sub(PARAMETER, lambda _found: quote(raw(next(waiting, "1")), safe=""), pattern)


@pytest.mark.parametrize("seat", GETS, ids=str)
def test_bad_queries(portal, is_first, seat):
    usual = probe(portal, seat)
    problems = usual.problem.splitlines()
    for target in [*usual.targets, *_named(seat.query)]:
        if not is_first("asked", target.unit):
            continue
        for label, value in _chosen(target, is_first("asked", target.kind)).items():
            answer = ask(portal, seat.who, "GET", lambda world: _asked(seat.path(world), target.sent, value))  # noqa: B023
            problems += Judge(seat).problems(target, label, answer, [])
            if answer.seen.written:
                problems.append(
                    f"{seat} {target.sent} = {label}: reading wrote {answer.seen.written[0][:60]}"
                )
    assert not problems, f"{len(problems)} with the seed {SEED}:\n" + "\n".join(problems)


def _named(query):
    """What a library reads, where the seat names it."""
    return [Target(key, ("?", key)) for key, _value in parse_qsl(query, keep_blank_values=True)]


def _chosen(target, is_new):
    """The whole list for a field whose kind is new; else a part of it."""
    values = {name: value for name, value in values_for(target.field).items() if value is not MISSING}
    values = {name: value for name, value in values.items() if isinstance(value, str | bytes)} | {
        "5000 digits": HEAVY["5000 digits"]
    }
    if SENDS_ALL or (target.form and is_new):
        return values
    names = random.Random(f"{SEED} {target.unit}").sample(sorted(values), QUERY_PART)
    return {name: values[name] for name in {*names, *ALWAYS} if name in values}


def _asked(path, key, value):
    path, _mark, query = path.partition("?")
    rest = [part for part in query.split("&") if part and part.partition("=")[0] != key]
    return f"{path}?{'&'.join([*rest, f'{quote(key)}={quote(raw(value))}'])}"
