"""Which tests PostgreSQL is asked as well: so many that no statement of the suite is new to it.

A second database can answer otherwise only where it is asked. While the whole suite runs on SQLite, each
statement that Django sends is noted, without its values; tests/postgresql.txt names tests that together send
all of them. If one is missing there, the run fails with its words, and `make postgresql` chooses anew.
Whatever commits for real (threads, locks), and what is marked `database` because of its values, runs on both
anyway; `make test-all` runs everything on both.
"""

import os
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

START = 0.05  # seconds: the rows that any test begins with
DEAR = 0.5  # seconds of a test that is not kept where cheaper ones ask the same
CHOSEN = Path(__file__).with_name("postgresql.txt")
LISTS = re.compile(r"\((?:%s(?:, )?)+\)")
CASES = re.compile(r"(?:WHEN \S+ = %s THEN \S+ ?)+")
CONSTANTS = re.compile(r"IN \((?:'\w+',?)+\)")  # from a set: another order in each process
NUMBERS = re.compile(r"-?\b\d+\b")
UPDATE = re.compile(r'(UPDATE "\w+") SET (.*?)( WHERE .*)?', re.S)
PLAIN_VALUE = re.compile(r'"\w+" = (?:%s|NULL)')


@cache
def shape_of(sql: str) -> str | None:
    """Return what a database could stumble over: the statement without values, numbers, plain columns."""
    verb = sql.split(" ", 1)[0]
    if verb == "INSERT":
        insert, _conflict, update = sql.partition(" ON CONFLICT")
        return insert.split("(", 1)[0] + update
    if verb not in ("SELECT", "UPDATE", "DELETE"):
        return None
    sql = CONSTANTS.sub("IN (…)", CASES.sub("WHEN … ", LISTS.sub("(%s)", sql)))
    sql = NUMBERS.sub("N", sql)
    if verb == "UPDATE" and (parts := UPDATE.fullmatch(sql)):
        table, columns, where = parts.groups()
        changes = [each for each in re.split(r', (?=")', columns) if not PLAIN_VALUE.fullmatch(each)]
        return f"{table} {changes} {where}"
    return sql


def is_for_both(item) -> bool:
    """Whether the test itself says that it is about the database, or commits for real."""
    mark = item.get_closest_marker("django_db")
    commits = "transactional_db" in item.fixturenames or bool(mark and mark.kwargs.get("transaction"))
    return commits or item.get_closest_marker("database") is not None


def chosen() -> set[str]:
    return set(CHOSEN.read_text().splitlines()) if CHOSEN.exists() else set()


class Notes:
    """What each test asked, and what was asked while it was set up, which its neighbours need as well."""

    def __init__(self):
        self.asked: dict[str, set] = defaultdict(set)
        self.set_up: dict[str, set] = defaultdict(set)
        self.both: set[str] = set()
        self.varying: set[str] = set()  # nothing of theirs is missed, and nothing is held covered by them
        self.cost: dict[str, float] = {}
        self.now: set | None = None

    def __call__(self, execute, sql, params, many, context):
        if self.now is not None and (shape := shape_of(sql)):
            self.now.add(shape)
        return execute(sql, params, many, context)

    def packed(self):
        """Plain lists, as they travel from one process to another."""
        numbers: dict[str, int] = {}

        def lists(found):
            return {
                name: [numbers.setdefault(each, len(numbers)) for each in sorted(shapes)]
                for name, shapes in found.items()
                if shapes
            }

        return {
            "asked": lists(self.asked), "set_up": lists(self.set_up), "both": sorted(self.both),
            "varying": sorted(self.varying),
            "cost": self.cost, "shapes": list(numbers),
        }  # fmt: skip

    def take_in(self, packed):
        shapes = packed["shapes"]
        for name in ("asked", "set_up"):
            for test, numbers in packed[name].items():
                getattr(self, name)[test] |= {shapes[number] for number in numbers}
        self.both |= set(packed["both"])
        self.varying |= set(packed["varying"])
        self.cost |= packed["cost"]

    def covered_by(self, tests) -> set[str]:
        tests = tests - self.varying
        modules = {module_of(test) for test in tests}
        return set().union(
            *(self.asked[test] for test in tests), *(self.set_up[module] for module in modules)
        )

    def missing(self, tests) -> set[str]:
        steady = [shapes for test, shapes in self.asked.items() if test not in self.varying]
        everything = set().union(*steady, *self.set_up.values())
        return everything - self.covered_by(set(tests) & set(self.cost))

    def choose(self, kept) -> list[str]:
        """Return what is kept, unless it is dear, and the tests that ask most for their time.

        Of those, whatever all others ask as well is left out in the end, the dearest first.
        """
        steady = {test: self._of(test) for test in sorted(self.cost) if test not in self.varying}
        tests = self.both | {test for test in kept if test in steady and self.cost[test] < DEAR}
        missing, new = self.missing(tests), set()
        useful = {test: left for test, shapes in steady.items() if (left := shapes & missing)}
        while missing:
            best = max(useful, key=lambda test: len(useful[test]) / (self.cost[test] + START))
            new.add(best)
            missing -= useful[best]
            useful = {test: left for test, shapes in useful.items() if (left := shapes & missing)}
        askers = Counter(shape for test in steady if test in tests | new for shape in steady[test])
        for test in sorted(new, key=lambda test: (-self.cost[test], test)):
            if all(askers[shape] > 1 for shape in steady[test]):
                new.remove(test)
                askers.subtract(steady[test])
        return sorted((tests | new) - self.both)

    def _of(self, test):
        return self.asked[test] | self.set_up[module_of(test)]


def cpu_time() -> float:
    """Seconds of this process and of those it waited for: what else a machine does changes no choice."""
    return sum(os.times()[:4])


def module_of(test: str) -> str:
    return test.partition("::")[0]


# --- the suite --------------------------------------------------------------------------------------------

notes = Notes()


def pytest_addoption(parser):
    parser.addoption("--whole", action="store_true", help="on PostgreSQL: every test")
    parser.addoption("--choose", action="store_true", help="write tests/postgresql.txt anew")


def pytest_configure(config):
    config.pluginmanager.register(Workers(), "statements-of-workers")


class Workers:
    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node, error):
        if packed := getattr(node, "workeroutput", {}).get("statements"):
            notes.take_in(packed)


def is_whole_suite(config) -> bool:
    option = config.option
    asks_for_all = [Path(arg).name for arg in config.args] == ["tests"]
    return asks_for_all and option.db == "sqlite" and not (option.fast or option.keyword or option.markexpr)


def is_choice(config) -> bool:
    """Whether PostgreSQL runs what was chosen for it; whoever asks for tests by name gets those."""
    option = config.option
    is_narrowed = option.whole or option.fast or option.keyword or option.markexpr
    return option.db == "pg" and [Path(arg).name for arg in config.args] == ["tests"] and not is_narrowed


def pytest_collection_modifyitems(config, items):
    if not is_choice(config):
        return
    listed = chosen()
    kept = [item for item in items if item.nodeid in listed or is_for_both(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item, nextitem):
    from django.db import connection

    if not is_whole_suite(item.config) or item.get_closest_marker("once"):
        yield
        return
    if notes not in connection.execute_wrappers:
        connection.execute_wrappers.append(notes)
    notes.cost[item.nodeid] = 0.0
    if is_for_both(item):
        notes.both.add(item.nodeid)
    if item.get_closest_marker("varies"):
        notes.varying.add(item.nodeid)
    yield
    notes.now = None


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_setup(item):
    notes.now = notes.set_up[module_of(item.nodeid)] if item.nodeid in notes.cost else None
    yield


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item):
    is_noted, began = item.nodeid in notes.cost, cpu_time()
    notes.now = notes.asked[item.nodeid] if is_noted else None
    yield
    if is_noted:
        notes.cost[item.nodeid] = cpu_time() - began


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_teardown(item):
    notes.now = None
    yield


passed: set[str] = set()


def pytest_runtest_logreport(report):
    if report.when == "call" and report.passed:
        passed.add(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["statements"] = notes.packed()
        return
    if is_choice(config) and not exitstatus and chosen() - passed:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if not is_whole_suite(config) or not notes.cost:
        return
    if config.getoption("choose"):
        CHOSEN.write_text("\n".join(notes.choose(chosen())) + "\n")
    elif not exitstatus and notes.missing(chosen() | notes.both):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    if is_choice(config) and not hasattr(config, "workeroutput") and (gone := sorted(chosen() - passed)):
        terminalreporter.section("chosen for PostgreSQL, not passed there: `make postgresql` chooses anew")
        terminalreporter.write_line("\n".join(gone))
    if hasattr(config, "workeroutput") or not is_whole_suite(config) or not notes.cost:
        return
    missing = sorted(notes.missing(chosen() | notes.both))
    if missing:
        terminalreporter.section("never asked of PostgreSQL: `make postgresql` chooses its tests anew")
        for statement in missing:
            terminalreporter.write_line(statement[:400])
