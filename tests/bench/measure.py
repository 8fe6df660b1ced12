"""One database: prepare it, start the three servers, measure; prints its figures as JSON on the last line."""

import argparse
import json
import os
import statistics
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from .agenda import path_of_agenda, write_long_agenda
from .long import path_of_comparison, pdf_seconds, write_long_minutes
from .poll import path_of_poll, write_large_poll
from .report import COMPARISON, FEED, LONG_AGENDA, LONG_TALK, MONTH, POLL

ROUNDS = 3
CONNECTIONS = 8
WARM_UP = 0.4
COMMENTS, MANY_COMMENTS = 50, 500
MEETINGS, MANY_MEETINGS = 200, 1150  # one in ten is hidden from the persona; the feed needs a thousand
DJANGOS = "django.contrib.auth.backends.ModelBackend"  # T, L and F sign in as one does without a thought
PERSONA = "Mitglied Stadtverwaltung"


@dataclass
class Target:
    name: str
    server: str  # which of the three
    path: str
    signed_in: bool = True
    unchanged: bool = False  # ask with the ETag of an earlier answer


@dataclass
class Figure:
    name: str
    rate: float
    cpu_ms: float  # web and database processes, per request
    p95_ms: float
    bytes: int
    queries: int | None = None


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--db", choices=["sqlite", "pg"], required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=1.5)
    options = parser.parse_args()
    os.environ.update(DJANGO_SETTINGS_MODULE="fachgruppe.settings.demo", DATA_DIR=str(options.folder))
    if options.db == "pg":
        from tests.pgplugin import start_postgres

        os.environ["DATABASE_URL"] = start_postgres()
    else:
        os.environ.pop("DATABASE_URL", None)
    prepare()
    result = Measurement(options.seconds).run()
    print(json.dumps(result))


def prepare() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("prepare", stdout=sys.stderr)
    write_masses(COMMENTS)
    write_long_minutes()
    write_long_agenda()
    write_large_poll()


def write_masses(comments: int, meetings: int = MEETINGS) -> None:
    """So many meetings, and so many comments at the large minutes; what is there already stays."""
    from django.core.management import call_command
    from django.db import connection

    call_command("seed_load", verbosity=0, meetings=meetings, comments=comments, stdout=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


def session_key(backend: str) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from members.models import User

    user = User.objects.get(person__name=PERSONA)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend  # one that the project has that is asked
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key or ""


def address_of_calendar() -> str:
    from django.urls import reverse

    from members.actions.calendar import renew_calendar_address
    from members.models import User

    return reverse(
        "personal_calendar", args=[renew_calendar_address(by=User.objects.get(person__name=PERSONA))]
    )


class Measurement:
    def __init__(self, seconds: float) -> None:
        from django.conf import settings

        from fachgruppe.seeds.load import LARGE_TITLE
        from minutes.models import Minutes

        from .servers import Server

        self.seconds = seconds
        self.minutes = Minutes.objects.select_related("meeting").get(meeting__title=LARGE_TITLE)
        self.cookies = {
            project: f"sessionid={session_key(backend)}; csrftoken={'a' * 32}"
            for project, backend in {
                "reference": DJANGOS,
                "portal": settings.AUTHENTICATION_BACKENDS[0],
            }.items()
        }
        self.servers = {
            "bare": Server("tests.bench.settings_bare"),
            "reference": Server("tests.bench.settings_reference"),
            "portal": Server("fachgruppe.settings.demo"),
        }

    def run(self) -> dict:
        try:
            for name, path in (("bare", "/hello/"), ("reference", "/f/"), ("portal", "/gesund")):
                self.servers[name].wait(path)
            weights = self.weights()
            figures = self.figures(self.targets())
            write_masses(MANY_COMMENTS)
            figures += self.figures([Target(LONG_TALK, "portal", self.minutes.get_absolute_url())])
            write_masses(MANY_COMMENTS, MANY_MEETINGS)
            figures += self.figures(self.targets_of_calendars())
            memory = {name: server.memory() for name, server in self.servers.items()}
        finally:
            for server in self.servers.values():
                server.stop()
        return {
            "figures": [asdict(figure) for figure in figures], "weights": weights, "memory": memory,
            "pdf_seconds": pdf_seconds(),
        }  # fmt: skip

    def targets(self) -> list[Target]:
        minutes, meeting = self.minutes.get_absolute_url(), self.minutes.meeting.get_absolute_url()
        style = next(path for path in self.assets("/") if path.endswith(".css"))
        return [
            Target("hello", "bare", "/hello/", signed_in=False),
            Target("T", "reference", f"/t/{self.minutes.pk}/"),
            Target("T 304", "reference", f"/t304/{self.minutes.pk}/", unchanged=True),
            Target("L", "reference", "/l/"),
            Target("F", "reference", "/f/", signed_in=False),
            Target("Startseite", "portal", "/", signed_in=False),
            Target("Übersicht", "portal", "/uebersicht/"),
            Target("Liste der Treffen", "portal", "/treffen/?alle=1"),
            Target("Treffen", "portal", meeting),
            Target(LONG_AGENDA, "portal", path_of_agenda()),
            Target(POLL, "portal", path_of_poll()),
            Target(f"{POLL} 304", "portal", path_of_poll(), unchanged=True),
            Target("Protokoll", "portal", minutes),
            Target("Übersicht 304", "portal", "/uebersicht/", unchanged=True),
            Target("Liste 304", "portal", "/treffen/?alle=1", unchanged=True),
            Target("Treffen 304", "portal", meeting, unchanged=True),
            Target("Protokoll 304", "portal", minutes, unchanged=True),
            Target(COMPARISON, "portal", path_of_comparison()),
            Target("Statische Datei", "portal", style, signed_in=False),
        ]

    def targets_of_calendars(self) -> list[Target]:
        """With a thousand meetings; the month is one of those in which some of them are."""
        from .load import fetch

        feed = address_of_calendar()
        entries = fetch(self.servers["portal"].url + feed)[2].count(b"BEGIN:VEVENT")
        assert entries >= 1000, f"The feed has {entries} entries."
        return [
            Target(FEED, "portal", feed, signed_in=False),
            Target(f"{FEED} 304", "portal", feed, signed_in=False, unchanged=True),
            Target(MONTH, "portal", "/treffen/monat/2025-09/"),
            Target(f"{MONTH} 304", "portal", "/treffen/monat/2025-09/", unchanged=True),
        ]

    def figures(self, targets: list[Target]) -> list[Figure]:
        rounds: dict[str, list[Figure]] = {target.name: [] for target in targets}
        for number in range(ROUNDS):
            for target in targets:
                print(f"  Runde {number + 1}: {target.name}", file=sys.stderr)
                rounds[target.name].append(self.measured(target, warm=number == 0))
        found = []
        for target in targets:
            figure = sorted(rounds[target.name], key=lambda figure: figure.cpu_ms)[ROUNDS // 2]
            figure.rate = statistics.median(each.rate for each in rounds[target.name])
            figure.queries = self.queries(target) if target.server == "portal" else None
            found.append(figure)
        return found

    def headers(self, target: Target) -> dict[str, str]:
        headers = {"Accept-Encoding": "gzip", "Accept-Language": "de"}
        if target.signed_in:
            headers["Cookie"] = self.cookies[target.server]
        return headers

    def measured(self, target: Target, *, warm: bool) -> Figure:
        from .load import fetch, load
        from .servers import cpu_seconds

        server = self.servers[target.server]
        url, headers = server.url + target.path, self.headers(target)
        status, given, body = fetch(url, headers)
        expected = 200
        if target.unchanged and "etag" in given:
            headers["If-None-Match"] = given["etag"]
            status, given, body = fetch(url, headers)
            expected = 304
        if status != expected:
            raise RuntimeError(f"{target.name}: {url} answers {status}, not {expected}")
        if warm:
            load(url, headers, seconds=WARM_UP, connections=CONNECTIONS)
        processes = [*server.family(), *self.database()]
        before = cpu_seconds(processes)
        outcome = load(url, headers, seconds=self.seconds, connections=CONNECTIONS)
        spent = cpu_seconds(processes) - before
        if set(outcome.statuses) != {expected}:
            raise RuntimeError(f"{target.name}: answers were {outcome.statuses}")
        cpu = spent / outcome.requests * 1000
        return Figure(target.name, outcome.rate, cpu, outcome.percentile(0.95) * 1000, len(body))

    def database(self) -> list:
        from django.conf import settings

        from .servers import database_processes

        host = settings.DATABASES["default"].get("HOST")
        return database_processes(Path(host) if host else None)

    def queries(self, target: Target) -> int:
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        client = Client(headers={"host": "localhost", "accept-language": "de"})
        if target.signed_in:
            client.cookies.load(self.cookies["portal"])
        first = client.get(target.path)  # notes what is noted seldom, as when a calendar last asked
        headers = {"if-none-match": first.get("ETag", "")} if target.unchanged else {}
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(target.path, headers=headers)
        return len(captured)

    def assets(self, path: str) -> list[str]:
        from .load import fetch
        from .servers import assets_of

        return assets_of(fetch(self.servers["portal"].url + path)[2])

    def weights(self) -> dict[str, dict[str, int]]:
        """Bytes on the wire of a first visit, without fonts."""
        from .load import fetch

        url = self.servers["portal"].url
        pages = {
            "Startseite": ("/", ""),
            "Protokoll": (self.minutes.get_absolute_url(), self.cookies["portal"]),
        }
        found = {}
        for name, (path, cookies) in pages.items():
            plain = {"Cookie": cookies} if cookies else {}
            status, _headers, page = fetch(url + path, plain)
            assert status == 200, f"{path} answers {status}"
            _status, _headers, packed = fetch(url + path, plain | {"Accept-Encoding": "gzip"})
            from .servers import assets_of

            files = [fetch(url + asset, {"Accept-Encoding": "br"})[2] for asset in assets_of(page)]
            found[name] = {"html": len(packed), "assets": sum(map(len, files)), "files": len(files)}
        return found


if __name__ == "__main__":
    main()
