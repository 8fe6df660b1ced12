"""`make run` and what follows, on real processes: starting, stopping, and being killed amid writes.

And a database that restarts, and a full disk.
"""

import re
import resource
import sqlite3
import threading
import time
from contextlib import closing, contextmanager
from uuid import uuid4

import httpx
import psutil
import psycopg
import pytest

from members.audience import MEMBERS
from tests.pgplugin import start_server

from .portal import CSRF, Portal

WRITERS = 4
TITLES = "SELECT title FROM topics_topic"
RECORDED = "SELECT target_label FROM activity_event WHERE verb = 'topics.proposed'"


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def portal(request, tmp_path_factory):
    server = start_server() if request.param == "postgres" else None
    portal = Portal(tmp_path_factory.mktemp(request.param), server.get_uri() if server else "")
    portal.database = server
    try:
        portal.start()
        yield portal
    finally:
        portal.kill()


def rows(portal, question):
    url = portal.environment["DATABASE_URL"]
    open_ = psycopg.connect(url) if url else sqlite3.connect(portal.folder / "portal.sqlite3")
    with closing(open_) as connection:
        return [row[0] for row in connection.execute(question).fetchall()]


class Writers:
    """Several browsers that propose topics as fast as they can, and note which were answered with success."""

    def __init__(self, portal, cookies):
        self.portal, self.cookies = portal, cookies
        self.asked, self.answered = [], []
        self.threads = [threading.Thread(target=self._write) for _ in range(WRITERS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        for thread in self.threads:
            thread.join(30)

    def _write(self):
        with self.portal.browser(self.cookies) as browser:
            for _ in range(1000):
                title = f"Thema {uuid4().hex}"
                self.asked.append(title)
                form = {"title": title, "audience": str(MEMBERS), "csrfmiddlewaretoken": CSRF}
                try:
                    answer = browser.post("/themen/neu/", data=form | {"submission_key": str(uuid4())})
                except httpx.HTTPError:
                    return
                assert answer.status_code == 303, answer.text
                self.answered.append(title)


def test_what_was_answered_with_success_survives_a_kill(portal):
    cookies = portal.signed_in("Mitglied Stadtverwaltung")
    kept = []
    for _ in range(2):
        with Writers(portal, cookies) as writers:
            deadline = time.monotonic() + 90
            while len(writers.answered) < 20 and time.monotonic() < deadline:
                time.sleep(0.01)
            portal.kill()
        kept += writers.answered
        assert len(writers.answered) >= 20
        assert len(writers.asked) > len(writers.answered), "nobody was writing when the server died"
        portal.start()
        there = set(rows(portal, TITLES))
        assert set(kept) - there == set()
        # Never half a change: a topic and its line in the audit log come and go together.
        ours = {title for title in there if re.fullmatch(r"Thema [0-9a-f]{32}", title)}
        assert ours == {label for label in rows(portal, RECORDED) if label in ours}
    if not portal.environment["DATABASE_URL"]:
        assert rows(portal, "PRAGMA integrity_check") == ["ok"]


def test_it_answers_and_becomes_ready(portal):
    with portal.browser() as browser:
        assert browser.get("/gesund").json() == {"status": "ok"}
        deadline = time.monotonic() + 60
        while (answer := browser.get("/bereit")).status_code != 200 and time.monotonic() < deadline:
            time.sleep(0.5)
        assert answer.json()["status"] == "ok", answer.json()
        assert browser.get("/konto/login/").status_code == 200


def test_it_tells_address_and_accounts(portal):
    assert f"http://localhost:{portal.port}/" in portal.said()
    assert "Mitglied Stadtverwaltung" in portal.said()
    assert "Traceback" not in portal.said()


def test_static_files_are_hashed_compressed_and_kept_for_long(portal):
    with portal.browser() as browser:
        page = browser.get("/konto/login/").text
        style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
        assert style, page[:2000]
        answer = browser.get(style[1], headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_second_start_is_quick_keeps_data_and_passwords_and_ends_cleanly(portal):
    accounts = portal.manage("example_accounts")
    topics = len(rows(portal, TITLES))
    family = portal.family()
    assert len(family) >= 5  # supervisor, server with two workers, worker, clock
    assert portal.stop() == 0
    assert psutil.wait_procs(family, timeout=5)[1] == []
    portal.start()
    assert portal.starts[-1] < max(15, portal.starts[0] / 2)  # other tests may run beside this one
    assert "eingerichtet" not in portal.said()
    assert "gebaut" not in portal.said()
    assert portal.manage("example_accounts") == accounts
    assert len(rows(portal, TITLES)) == topics


class Visitors:
    """Browsers that read pages and propose topics all the time; notes each answer with its moment."""

    def __init__(self, portal, cookies):
        self.portal, self.cookies = portal, cookies
        self.answers, self.titles, self.kept_texts, self.ended = [], [], [], threading.Event()
        self.threads = [threading.Thread(target=each) for each in (self._read, self._read, self._write)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.ended.set()
        for thread in self.threads:
            thread.join(30)

    def statuses(self):
        return {status for _moment, status in self.answers}

    def first_good_after(self, moment):
        return min(at for at, status in self.answers if at > moment and status < 400)

    def _note(self, answer):
        self.answers.append((time.monotonic(), answer.status_code))
        if answer.status_code == 503:
            assert answer.headers["Retry-After"] == "5"

    def _read(self):
        with self.portal.browser(self.cookies) as browser:
            while not self.ended.is_set():
                self._note(browser.get("/themen/"))

    def _write(self):
        with self.portal.browser(self.cookies) as browser:
            while not self.ended.is_set():
                title = f"Umbau {uuid4().hex}"
                form = {"title": title, "audience": str(MEMBERS), "csrfmiddlewaretoken": CSRF}
                answer = browser.post("/themen/neu/", data=form | {"submission_key": str(uuid4())})
                self._note(answer)
                if answer.status_code == 303:
                    self.titles.append(title)
                else:
                    self.kept_texts.append(f"{title}</textarea>" in answer.text)


@pytest.mark.parametrize("portal", ["postgres"], indirect=True)
def test_while_the_database_restarts_nobody_loses_a_word(portal):
    """503 with what was typed, no other error, good answers within a second, and the same processes go on."""
    cookies = portal.signed_in("Mitglied Stadtverwaltung")
    family = {process.pid for process in portal.family()}
    with Visitors(portal, cookies) as visitors:
        time.sleep(0.5)
        portal.database.stop()
        time.sleep(1.5)
        portal.database.start()
        back = time.monotonic()
        time.sleep(1.5)
    assert visitors.first_good_after(back) - back < 1
    assert visitors.statuses() == {200, 303, 503}
    assert set(visitors.kept_texts) == {True}
    there = [title for title in rows(portal, TITLES) if title.startswith("Umbau ")]
    assert set(visitors.titles) <= set(there)
    assert len(there) == len(set(there))
    assert {process.pid for process in portal.family()} == family
    assert "Traceback" not in portal.said()
    assert portal.said().count("the worker waits") == portal.said().count("The database is back.") == 1


@pytest.mark.parametrize("portal", ["sqlite"], indirect=True)
def test_a_full_disk_is_told_and_over_as_soon_as_there_is_room(portal):
    """No process of the portal may make a file longer, as on a full disk; reading goes on."""
    cookies = portal.signed_in("Mitglied Stadtverwaltung")
    form = {"title": "Volle Platte", "audience": str(MEMBERS), "submission_key": str(uuid4())}
    form |= {"csrfmiddlewaretoken": CSRF}
    login = {"login": "erika@example.org", "password": "x" * 12, "csrfmiddlewaretoken": CSRF}
    with portal.browser(cookies) as browser, portal.browser({"csrftoken": CSRF}) as stranger:
        with full_disk(portal):
            refused = browser.post("/themen/neu/", data=form)
            assert (refused.status_code, "Volle Platte</textarea>" in refused.text) == (503, True)
            assert "kann gerade nichts speichern" in refused.text
            assert stranger.post("/konto/login/", data=login).status_code == 503
            assert browser.get("/themen/").status_code == 200
            assert browser.get("/bereit").json()["checks"]["data_folder"] == "failed"
        assert browser.post("/themen/neu/", data=form).status_code == 303
        assert stranger.post("/konto/login/", data=login).status_code == 200
    assert rows(portal, TITLES).count("Volle Platte") == 1


@contextmanager
def full_disk(portal):
    for size in (0, resource.RLIM_INFINITY):
        for process in portal.family():
            process.rlimit(psutil.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        if not size:
            yield


def test_a_taken_port_is_said_in_one_sentence(portal):
    second = Portal(portal.folder)
    second.environment["PORT"] = str(portal.port)
    second.output = portal.folder / "second.txt"
    with pytest.raises(AssertionError):
        second.start()
    assert second.said().startswith(f"Port {portal.port} ist belegt")
    assert len(second.said().splitlines()) == 1
