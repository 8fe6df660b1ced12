"""`make test` (scripts/tests.py): parts side by side, told in order, and nobody left behind."""

import importlib.util
import re
import signal
import subprocess
import sys
import time

import psutil
import pytest

from .tree import ROOT

pytestmark = pytest.mark.once
# With two parts that last for a minute, each with a child of its own.
SCRIPT = """
import sys
sys.path.insert(0, "scripts")
import tests
tests.STEPS = {{"test": [{parts}]}}
sys.exit(tests.main())
"""
SLEEPERS = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("started", child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def script(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "scripts")
    spec = importlib.util.spec_from_file_location("scripts_tests", ROOT / "scripts" / "tests.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def told(script, monkeypatch, capfd):
    """Run these steps: the code at the end, and what was said. `signal` stays as it was."""

    def run(*steps):
        monkeypatch.setattr(script, "STEPS", {"test": list(steps)})
        monkeypatch.setattr(sys, "argv", ["tests.py"])
        monkeypatch.setattr(script.signal, "signal", lambda *_: None)
        return script.main(), capfd.readouterr().out

    return run


@pytest.fixture
def part(script):
    return lambda title, code, **more: script.Part(title, (sys.executable, "-c", code), **more)


def test_parts_of_a_step_run_side_by_side_and_speak_in_order(told, part, tmp_path):
    """The first waits for what the second does; the next step waits for both."""
    mark = tmp_path / "second"
    wait = f"import os, time\nwhile not os.path.exists('{mark}'): time.sleep(0.01)\nprint('3 passed')"
    write = f"open('{mark}', 'w'); print('2 passed, 1 skipped in 0.1s')"
    last = f"import os; os.remove('{mark}'); print('1 passed')"
    code, said = told([part("Erster", wait), part("Zweiter", write)], [part("Dritter", last)])
    assert re.findall(r"=== (\w+) ===\n(\d passed)", said) == [
        ("Erster", "3 passed"),
        ("Zweiter", "2 passed"),
        ("Dritter", "1 passed"),
    ]
    assert (code, said.splitlines()[-1]) == (0, "6 passed, 0 failed, 1 skipped")


@pytest.mark.parametrize(
    ("code", "counts", "failed"),
    [
        ("print('2 failed, 5 passed'); exit(1)", True, 2),
        ("print('5 passed, 1 error'); exit(1)", True, 1),
        ("print('5 passed'); exit(1)", True, 1),  # as when a statement is missing on PostgreSQL
        ("print('usage: pytest'); exit(4)", True, 1),
        ("print('no tests ran')", True, 1),
        ("exit(1)", False, 1),
    ],
)
def test_whatever_fails_the_whole_fails_and_the_others_go_on(told, part, code, counts, failed):
    result, said = told([part("Schlecht", code, counts=counts), part("Gut", "print('1 passed')")])
    assert result == 1
    assert re.search(rf"^\d passed, {failed} failed$", said, re.MULTILINE)
    assert "=== Gut ===\n1 passed" in said


def test_everything_is_run(script):
    """What the folders of the tests are and what a run of everything names."""
    commands = [" ".join(part.command) for step in script.STEPS["test"] for part in step]
    for wanted in ("scripts/check.py", "--db sqlite tests", "--db pg tests", "tests/operations", "tests/e2e"):
        assert len([command for command in commands if command.endswith(wanted)]) == 1, wanted


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_stops_it_leaves_nothing_behind(number):
    parts = ", ".join(f"tests.Part({title!r}, (sys.executable, '-c', {SLEEPERS!r}))" for title in "AB")
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(parts=f"[{parts}]")],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    while not process.stdout.readline().startswith("started"):
        pass
    parent = psutil.Process(process.pid)
    deadline = time.monotonic() + 30
    while len(family := parent.children(recursive=True)) < 4 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(family) == 4
    process.send_signal(number)
    assert "Stopped" in process.communicate(timeout=60)[1]
    assert psutil.wait_procs(family, timeout=30)[1] == []
