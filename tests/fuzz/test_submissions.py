"""Every field of every form, and every key that a view reads itself: bad values, one at a time in an
otherwise valid submission.

On PostgreSQL, the stricter judge, fields of one kind, cleaned by the same code, get the whole list once, and
each further one a part of it that changes from day to day; the heavy values reach each field. On SQLite each
kind gets what SQLite and its driver can stumble over: all else is decided by the same Python on both.
`FUZZ_SEED=7` repeats the part of a day; `FUZZ_ALL=1` sends the whole list to every field (some minutes).
"""

import os
import random
import time

import pytest
from django.db import connection

from tests.fuzz.judging import Judge
from tests.fuzz.probing import probe, send
from tests.fuzz.seats import POSTS
from tests.fuzz.values import HEAVY, MISSING, OF_SQLITE, heavy_for, values_for

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.database, pytest.mark.varies]

SEED = int(os.environ.get("FUZZ_SEED") or time.time() // 86400)
SENDS_ALL = bool(os.environ.get("FUZZ_ALL"))
PART = 1  # values for a field of a kind that was seen already
IS_STRICT = SENDS_ALL or connection.vendor == "postgresql"


@pytest.mark.parametrize("seat", POSTS, ids=str)
def test_bad_values(portal, is_first, record_property, seat):
    probed = probe(portal, seat)
    assert not probed.problem, f"The submission should be valid: {probed.problem}\n{probed.proposed}"
    judge, problems, count = Judge(seat), [], 0
    for target in probed.targets:
        if not is_first("sent", target.unit):
            continue
        is_new = is_first("sent", target.kind)
        if not (is_new or IS_STRICT or target.form is None):
            continue
        for name, value in chosen(target, is_new).items():
            for change in changes(target, name, value):
                sent = []
                answer = send(portal, seat, probed.proposed, lambda data: keep(change(data), sent))  # noqa: B023
                problems += judge.problems(target, name, answer, sent)
                count += 1
    record_property("bad values", count)
    assert not problems, f"{len(problems)} with the seed {SEED}:\n" + "\n".join(problems)


def keep(data, sent):
    sent[:] = data
    return data


def chosen(target, is_new):
    """The whole list for a field whose kind is new; else a part of it."""
    values = values_for(target.field)
    if not IS_STRICT:
        return {name: value for name, value in values.items() if name in OF_SQLITE} | heavy_for(target.field)
    if SENDS_ALL or (target.form and is_new):
        return values | HEAVY
    names = random.Random(f"{SEED} {target.unit}").sample(sorted(values), min(PART, len(values)))
    if target.form is None:  # read as it comes, by code of its own
        names = {*names, "NUL", "surrogate", "superscript", "2^63", "missing"}
    return {name: values[name] for name in names} | heavy_for(target.field)


def changes(target, name, value):
    """The value instead of the good one, and for one of them also beside it."""
    yield lambda data: replaced(data, target.sent, value)
    if name == "NUL" and IS_STRICT:
        yield lambda data: [*data, (target.sent, value)]
        yield lambda data: [(target.sent, value), *data]


def replaced(data, name, value):
    rest = [(sent, kept) for sent, kept in data if sent != name]
    return rest if value is MISSING else [*rest, (name, value)]
