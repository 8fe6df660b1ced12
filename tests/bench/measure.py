"""One database: prepare it, start the three servers, measure; prints its figures as JSON on the last line."""

import argparse
import json
import os
import re
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from . import targets
from .agenda import path_of_agenda, write_long_agenda
from .load import fetch, load
from .long import path_of_comparison, pdf_seconds, write_long_minutes
from .poll import path_of_poll, write_large_poll
from .servers import Server, assets_of, cpu_seconds, database_processes, memory_of_helpers
from .targets import ANEW, FIRST, GROWN, LAST_PAGE, LATER, LISTS, Target
from .visitors import (
    DJANGOS,
    address_of_calendar,
    address_of_month,
    change_something,
    cookies,
    headers_of,
)

CONNECTIONS = 8
FEW = {"meetings": 200, "members": 60, "topics": 500, "comments": 50}
MANY = {name: 10 * number for name, number in FEW.items()}
CHANGES = 15  # how often the first request after one is measured
WARM_UP = 16  # requests, so that both workers have met all mixes of rights
MOST_PAGES = 300  # followed to find the last


@dataclass
class Figure:
    name: str
    rate: float
    cpu_ms: float  # web and database processes, per request
    p95_ms: float
    bytes: int
    queries: int | None = None


@dataclass
class Visit:
    """One request at a time, each by another member: what one of them waits for."""

    name: str
    kind: str
    ms: float  # median
    p95_ms: float
    queries: int | None = None


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--db", choices=["sqlite", "pg"], required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=1.5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.environ.update(DJANGO_SETTINGS_MODULE="fachgruppe.settings.demo", DATA_DIR=str(options.folder))
    if options.db == "pg":
        from tests.pgplugin import start_postgres

        os.environ["DATABASE_URL"] = start_postgres()
    else:
        os.environ.pop("DATABASE_URL", None)
    prepare()
    result = Measurement(options.seconds, options.rounds).run()
    print(json.dumps(result))


def prepare() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("prepare", stdout=sys.stderr)
    write_masses(FEW)
    write_long_minutes()
    write_long_agenda()
    write_large_poll()


def write_masses(amount: dict[str, int]) -> None:
    """What is there already stays."""
    from django.core.management import call_command
    from django.db import connection

    call_command("seed_load", verbosity=0, stdout=sys.stderr, **amount)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


class Measurement:
    def __init__(self, seconds: float, rounds: int) -> None:
        from django.conf import settings

        from fachgruppe.seeds.load import LARGE_TITLE
        from minutes.models import Minutes

        self.seconds, self.rounds = seconds, rounds
        self.minutes = Minutes.objects.select_related("meeting").get(meeting__title=LARGE_TITLE)
        self.cookies = {
            "bare": {"nobody": [""]},
            "reference": cookies(DJANGOS),
            "portal": cookies(settings.AUTHENTICATION_BACKENDS[0]),
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
            places = self.places()
            visits = self.visits(targets.visited(places))  # first of all: nobody has been here yet
            weights = self.weights()
            few = [*targets.references(self.minutes.pk), *targets.growing(places), *targets.others(places)]
            figures = self.figures(self.with_last_pages(few))
            memory = {name: self.servers[name].memory() for name in ("bare", "portal")}
            memory["helpers"] = memory_of_helpers("fachgruppe.settings.demo")
            write_masses(MANY)
            entries = fetch(self.servers["portal"].url + places["feed"])[2].count(b"BEGIN:VEVENT")
            many = [
                Target("F", "reference", f"/f/?eintraege={entries}", by="nobody"),
                *targets.growing(places, GROWN),
            ]
            figures += self.figures(self.with_last_pages(many))
            memory["portal_at_the_end"] = self.servers["portal"].memory()
        finally:
            for server in self.servers.values():
                server.stop()
        return {
            "figures": [asdict(figure) for figure in figures], "visits": [asdict(visit) for visit in visits],
            "weights": weights, "memory": memory, "entries": entries, "pdf_seconds": pdf_seconds(),
        }  # fmt: skip

    def places(self) -> dict[str, str]:
        return {
            "minutes_pk": str(self.minutes.pk),
            "minutes": self.minutes.get_absolute_url(),
            "meeting": self.minutes.meeting.get_absolute_url(),
            "agenda": path_of_agenda(),
            "poll": path_of_poll(),
            "feed": address_of_calendar(),
            "month": address_of_month(),
            "comparison": path_of_comparison(),
            "style": next(path for path in self.assets("/") if path.endswith(".css")),
        }

    def with_last_pages(self, wanted: list[Target]) -> list[Target]:
        """Each list is followed by its last page, where it has more than one."""
        found = []
        for target in wanted:
            found.append(target)
            if target.name.removesuffix(GROWN) in LISTS:
                last = self.last_page(target)
                if last != target.path:
                    name = target.name.removesuffix(GROWN)
                    suffix = target.name.removeprefix(name)
                    found.append(Target(f"{name}{LAST_PAGE}{suffix}", target.server, last, by=target.by))
        return found

    def last_page(self, target: Target) -> str:
        """By the largest number that the page offers, or where there are none by »Weiter« to the end."""
        path, headers = target.path, {"Cookie": self.cookies[target.server][target.by][0]}
        for _page in range(MOST_PAGES):
            body = fetch(self.servers[target.server].url + path, headers)[2].decode()
            pages = re.search(r'<nav[^>]*class="pages".*?</nav>', body, re.DOTALL)
            links = re.findall(r"<a\s([^>]*)>", pages[0]) if pages else []
            if not any('rel="next"' in link for link in links):
                return path
            numbered = [link for link in links if "rel=" not in link and "aria-current" not in link]
            later = numbered[-1:] or [link for link in links if 'rel="next"' in link]
            query = re.search(r'href="([^"]*)"', later[0])[1].replace("&amp;", "&")  # type: ignore[index]
            path = query if query.startswith("/") else path.partition("?")[0] + query
        raise RuntimeError(f"{target.name} has no end.")

    # --- one at a time ------------------------------------------------------------------------------------

    def visits(self, wanted: list[Target]) -> list[Visit]:
        found = []
        for kind in (FIRST, LATER):
            for target in wanted:
                if target.server == "portal" or kind == LATER:
                    print(f"  {target.name}, {kind}", file=sys.stderr)
                    found.append(self.visit(target, kind, self.cookies[target.server]["members"]))
        for target in wanted:
            if target.server == "portal":
                print(f"  {target.name}, {ANEW}", file=sys.stderr)
                # Each has another mix of rights: the members of all organisations, one after the other.
                found.append(self.visit(target, ANEW, self.cookies["portal"]["members"][-CHANGES:]))
        return found

    def visit(self, target: Target, kind: str, visitors: list[str]) -> Visit:
        url, took = self.servers[target.server].url + target.path, []
        for cookie in visitors:
            if kind == ANEW:
                change_something()
            began = time.perf_counter()
            status, _headers, _body = fetch(url, headers_of(cookie))
            took.append((time.perf_counter() - began) * 1000)
            if status != 200:
                raise RuntimeError(f"{target.name}: {url} answers {status}")
        queries = None
        if target.server == "portal" and kind != FIRST:
            queries = self.queries(target, anew=kind == ANEW)
        p95 = sorted(took)[int(len(took) * 0.95)]
        return Visit(target.name, kind, statistics.median(took), p95, queries)

    # --- under load ---------------------------------------------------------------------------------------

    def figures(self, wanted: list[Target]) -> list[Figure]:
        rounds: dict[str, list[Figure]] = {target.name: [] for target in wanted}
        for number in range(self.rounds):
            for target in wanted:
                print(f"  Runde {number + 1}: {target.name}", file=sys.stderr)
                rounds[target.name].append(self.measured(target, warm=number == 0))
        found = []
        for target in wanted:
            figure = sorted(rounds[target.name], key=lambda figure: figure.cpu_ms)[self.rounds // 2]
            figure.rate = statistics.median(each.rate for each in rounds[target.name])
            figure.queries = self.queries(target) if target.server == "portal" else None
            found.append(figure)
        return found

    def measured(self, target: Target, *, warm: bool) -> Figure:
        server = self.servers[target.server]
        url, expected = server.url + target.path, 304 if target.unchanged else 200
        askers = [headers_of(cookie) for cookie in self.cookies[target.server][target.by]]
        for headers in askers if target.unchanged else askers[:1]:
            status, given, body = fetch(url, headers)
            if target.unchanged:
                headers["If-None-Match"] = given["etag"]
                status, given, body = fetch(url, headers)
            if status != expected:
                raise RuntimeError(f"{target.name}: {url} answers {status}, not {expected}")
        if warm:
            for headers in askers[:WARM_UP]:
                fetch(url, headers)
        processes = [*server.family(), *self.database()]
        before = cpu_seconds(processes)
        outcome = load(url, askers, seconds=self.seconds, connections=CONNECTIONS)
        spent = cpu_seconds(processes) - before
        if set(outcome.statuses) != {expected}:
            raise RuntimeError(f"{target.name}: answers were {outcome.statuses}")
        cpu = spent / outcome.requests * 1000
        return Figure(target.name, outcome.rate, cpu, outcome.percentile(0.95) * 1000, len(body))

    def database(self) -> list:
        from django.conf import settings

        host = settings.DATABASES["default"].get("HOST")
        return database_processes(Path(host) if host else None)

    def queries(self, target: Target, *, anew: bool = False) -> int:
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        client = Client(headers={"host": "localhost", "accept-language": "de"})
        client.cookies.load(self.cookies[target.server][target.by][-1])
        first = client.get(target.path)  # notes what is noted seldom, as when a calendar last asked
        headers = {"if-none-match": first.get("ETag", "")} if target.unchanged else {}
        if anew:
            change_something()
        with CaptureQueriesContext(connection) as captured:
            client.get(target.path, headers=headers)
        return len(captured)

    def assets(self, path: str) -> list[str]:
        return assets_of(fetch(self.servers["portal"].url + path)[2])

    def weights(self) -> dict[str, dict[str, int]]:
        """Bytes on the wire of a first visit, without fonts."""
        url = self.servers["portal"].url
        member = {"Cookie": self.cookies["portal"]["members"][-1]}
        pages = {"Startseite": ("/", {}), "Protokoll": (self.minutes.get_absolute_url(), member)}
        found = {}
        for name, (path, plain) in pages.items():
            status, _headers, page = fetch(url + path, plain)
            assert status == 200, f"{path} answers {status}"
            _status, _headers, packed = fetch(url + path, plain | {"Accept-Encoding": "gzip"})
            files = [fetch(url + asset, {"Accept-Encoding": "br"})[2] for asset in assets_of(page)]
            found[name] = {"html": len(packed), "assets": sum(map(len, files)), "files": len(files)}
        return found


if __name__ == "__main__":
    main()
