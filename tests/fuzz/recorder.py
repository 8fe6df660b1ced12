"""What happens inside of one request: which forms look at it, which keys are read, what stays written."""

import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from unittest import mock

from django.db import connection
from django.forms import BaseForm
from django.http import QueryDict

ROOT = Path(__file__).parents[2]
# A visit may leave a session and counters of attempts behind, whatever was wrong with what it sent.
KEPT = ("django_session", "usersessions_usersession", "django_cache")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@dataclass
class Recorded:
    made: list = field(default_factory=list)  # forms
    cleaned: list = field(default_factory=list)  # forms that were asked whether they are valid
    read: set = field(default_factory=set)  # (module, function, key) that our own code has read
    written: list = field(default_factory=list)  # SQL that was not taken back within the request


@contextmanager
def recorded():
    found = Recorded()
    with ExitStack() as stack:
        for each in (_forms(found), _keys(found), connection.execute_wrapper(_writes(found))):
            stack.enter_context(each)
        yield found


@contextmanager
def _forms(found):
    make, clean = BaseForm.__init__, BaseForm.full_clean

    def made(form, *args, **kwargs):
        make(form, *args, **kwargs)
        found.made.append(form)

    def cleaned(form):
        clean(form)
        if form.is_bound and form not in found.cleaned:
            found.cleaned.append(form)

    with mock.patch.object(BaseForm, "__init__", made), mock.patch.object(BaseForm, "full_clean", cleaned):
        yield


@contextmanager
def _keys(found):
    def noting(name):
        ask = getattr(QueryDict, name)

        def asked(data, key, *args):
            place = _place(sys._getframe(1))
            if place:
                found.read.add((*place, key))
            return ask(data, key, *args)

        return mock.patch.object(QueryDict, name, asked)

    with ExitStack() as stack:
        for name in ("get", "getlist", "__getitem__", "__contains__"):
            stack.enter_context(noting(name))
        yield


def _place(frame):
    """(module, function) of ours; what forms and libraries read belongs to the forms."""
    module = _module(frame.f_code.co_filename)
    return module and (module, frame.f_code.co_name)


@lru_cache
def _module(file):
    path = Path(file)
    if not path.is_relative_to(ROOT) or ".venv" in path.parts or "tests" in path.parts:
        return ""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _writes(found):
    """A savepoint that is rolled back takes what was written since with it."""
    begun: dict[str, int] = {}

    def note(execute, sql, params, many, context):
        verb, _space, rest = sql.lstrip().partition(" ")
        if verb.upper() == "SAVEPOINT":
            begun[rest.strip('"')] = len(found.written)
        elif sql.upper().startswith("ROLLBACK TO SAVEPOINT"):
            del found.written[begun.get(sql.split()[-1].strip('"'), 0) :]
        elif verb.upper() in WRITES and not any(f'"{table}"' in rest for table in KEPT):
            found.written.append(sql)
        return execute(sql, params, many, context)

    return note
