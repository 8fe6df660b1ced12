"""From figures to tables, a verdict for each line of the target, and docs/performance.md."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .targets import (
    ANEW,
    COMPARISON,
    FEED,
    FIRST,
    GROWING,
    GROWN,
    LAST_PAGE,
    LATER,
    LONG_AGENDA,
    MONTH,
    POLL,
)  # fmt: skip

DATABASES = {"sqlite": "SQLite", "pg": "PostgreSQL"}
KB = 1000
SHORT_LISTS = ("Liste der Protokolle", "Beschlüsse", "Aufgaben nach Organisation")


@dataclass
class Verdict:
    what: str
    found: str
    must: str
    aim: str
    reached: bool
    aimed: bool


class Result:
    """The figures of one database, by name."""

    def __init__(self, raw: dict) -> None:
        self.figures = {figure["name"]: figure for figure in raw["figures"]}
        self.visits = {(visit["name"], visit["kind"]): visit for visit in raw["visits"]}
        self.weights, self.memory = raw["weights"], raw["memory"]
        self.pdf_seconds, self.entries = raw["pdf_seconds"], raw["entries"]

    def cpu(self, name: str) -> float:
        return self.figures[name]["cpu_ms"]

    def times_faster(self, name: str, than: str) -> float:
        return self.cpu(than) / self.cpu(name)

    def visit_against(self, name: str, kind: str, than: str) -> float:
        return self.visits[than, LATER]["ms"] / self.visits[name, kind]["ms"]

    def heq(self, name: str) -> float:
        return self.cpu(name) / self.cpu("hello")

    def growth(self, name: str) -> float:
        return self.cpu(f"{name}{GROWN}") / self.cpu(name)

    def growing(self) -> list[str]:
        """Also last pages, where both the few and the many rows have one."""
        names = [name for page in GROWING for name in (page, f"{page}{LAST_PAGE}")]
        return [name for name in names if name in self.figures and f"{name}{GROWN}" in self.figures]

    def queries(self, name: str) -> int:
        return self.figures[name]["queries"]

    def memory_of_web(self) -> float:
        return self.memory["portal"] / self.memory["bare"]


def verdicts(result: Result) -> list[Verdict]:
    found = visits_verdicts(result) + pages_verdicts(result)
    found += [at_most(f"{name}: zehnfache Daten", result.growth(name), 1.3, 1.3) for name in result.growing()]
    found += [at_most(f"{name}: heq", result.heq(name), 50, 50) for name in SHORT_LISTS]
    found += [
        at_most(f"{COMPARISON}: CPU in ms", result.cpu(COMPARISON), 600, 300),
        at_most("PDF mit 5.000 Wörtern: CPU in s", result.pdf_seconds, 2, 1),
        at_most("Speicher der Webprozesse gegen leeres Projekt", result.memory_of_web(), 1.8, 1.8),
    ]
    for page, weight in result.weights.items():
        found.append(at_most(f"{page}: HTML in kB", weight["html"] / KB, 20, 14))
        found.append(at_most(f"{page}: CSS und JS in kB", weight["assets"] / KB, 60, 32))
    return found


def visits_verdicts(result: Result) -> list[Verdict]:
    """What the median of sixty members waits for, against T and L asked in the same way."""
    found = []
    for page, than, must, aim in (
        ("Übersicht", "T", 1, 1.5), ("Treffen", "T", 1.5, 2), ("Protokoll", "T", 1.5, 2),
        ("Liste der Treffen", "L", 2.5, 3.5), (POLL, "T", 0.8, 1.2),
    ):  # fmt: skip
        for kind in (FIRST, LATER):
            found.append(
                at_least(f"{page}, {kind}, gegen {than}", result.visit_against(page, kind, than), must, aim)
            )
    # The overview shows something of everything, so any change makes it anew: measured without a target.
    for page, than in (("Treffen", "T"), ("Protokoll", "T"), ("Liste der Treffen", "L")):
        against = result.visit_against(page, ANEW, than)
        found.append(at_least(f"{page}, {ANEW}, gegen {than}", against, 0.6, 0.8))
    return found


def pages_verdicts(result: Result) -> list[Verdict]:
    found = [
        at_least("Startseite gegen T", result.times_faster("Startseite", "T"), 1.5, 2),
        at_least("Übersicht gegen T", result.times_faster("Übersicht", "T"), 1, 1.5),
        at_least("Protokoll gegen T", result.times_faster("Protokoll", "T"), 1.5, 2),
        at_least("Treffen gegen T", result.times_faster("Treffen", "T"), 1.5, 2),
        at_least(f"{POLL}, gegen T", result.times_faster(POLL, "T"), 0.8, 1.2),
        at_least("Liste der Treffen gegen L", result.times_faster("Liste der Treffen", "L"), 2.5, 3.5),
        at_least(f"{MONTH} gegen L", result.times_faster(MONTH, "L"), 2.5, 3.5),
        at_most(f"{FEED}{GROWN} gegen F", result.times_faster("F", than=f"{FEED}{GROWN}"), 2, 1.2),
        at_most(f"{LONG_AGENDA} gegen 10 TOPs", result.times_faster("Treffen", than=LONG_AGENDA), 6, 4),
    ]
    for page, most in (
        ("Übersicht", 9), ("Protokoll", 8), ("Treffen", 8), (LONG_AGENDA, 8), ("Liste der Treffen", 5),
        (POLL, 12), (FEED, 3), (MONTH, 8),
    ):  # fmt: skip
        found.append(at_most(f"Abfragen {page}", result.queries(page), most, most))
    for page, unchanged in (
        ("Protokoll", "Protokoll 304"), ("Treffen", "Treffen 304"), ("Liste der Treffen", "Liste 304"),
        ("Übersicht", "Übersicht 304"), (POLL, f"{POLL} 304"), (MONTH, f"{MONTH} 304"),
    ):  # fmt: skip
        # A page that is made quickly leaves little to save: then the 304 itself has to be quick.
        saved, cost = result.times_faster(unchanged, page), result.heq(unchanged)
        found.append(
            at_least(f"{unchanged} gegen ganze Seite", saved, 4, 6)
            if cost > QUICK_304
            else at_most(f"{unchanged}: heq", cost, QUICK_304, QUICK_304)
        )
        found.append(at_most(f"Abfragen {unchanged}", result.queries(unchanged), 5, 5))
    found.append(at_most(f"Abfragen {FEED} 304", result.queries(f"{FEED} 304"), 3, 3))
    return found


QUICK_304 = 4  # heq


def number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.1f}".replace(".", ",")


def at_least(what: str, value: float, must: float, aim: float) -> Verdict:
    return Verdict(what, number(value), f"≥ {number(must)}", f"≥ {number(aim)}", value >= must, value >= aim)


def at_most(what: str, value: float, must: float, aim: float) -> Verdict:
    return Verdict(what, number(value), f"≤ {number(must)}", f"≤ {number(aim)}", value <= must, value <= aim)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table whose source is a table for the eye as well."""
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) + " |"
        for line in lines
    )


def visits_table(result: Result) -> str:
    rows = [
        [
            f"{name}, {kind}",
            number(visit["ms"]),
            number(visit["p95_ms"]),
            "–" if visit["queries"] is None else str(visit["queries"]),
        ]
        for (name, kind), visit in result.visits.items()
    ]
    return table(["Seite, einzeln gefragt", "Median in ms", "p95 in ms", "Abfragen"], rows)


def figures_table(result: Result) -> str:
    rows = []
    for name, figure in result.figures.items():
        queries = "–" if figure["queries"] is None else str(figure["queries"])
        rows.append(
            [name, f"{figure['rate']:.0f}", number(figure["cpu_ms"]), number(result.heq(name)),
             number(figure["p95_ms"]), number(figure["bytes"] / KB), queries]
        )  # fmt: skip
    return table(["Seite", "Anfragen/s", "CPU in ms", "heq", "p95 in ms", "kB", "Abfragen"], rows)


def growth_table(result: Result) -> str:
    rows = [
        [
            name,
            number(result.heq(name)),
            number(result.heq(f"{name}{GROWN}")),
            number(result.growth(name)),
            number(result.figures[name]["bytes"] / KB),
            number(result.figures[f"{name}{GROWN}"]["bytes"] / KB),
        ]
        for name in result.growing()
    ]
    return table(["Seite", "heq", "heq bei zehnfachen Daten", "Faktor", "kB", "kB bei zehnfachen"], rows)


def verdicts_table(result: Result) -> str:
    rows = [
        [
            line.what,
            line.found,
            line.must,
            line.aim,
            "Ziel" if line.aimed else "ja" if line.reached else "**nein**",
        ]
        for line in verdicts(result)
    ]
    return table(["Größe", "gemessen", "muss", "Ziel", "erreicht"], rows)


def memory_line(result: Result) -> str:
    size = {name: f"{value / KB / KB:.0f} MB" for name, value in result.memory.items()}
    every = number((result.memory["portal"] + result.memory["helpers"]) / result.memory["bare"])
    return (
        "Speicher (PSS: Gemeinsames einmal gezählt), Hauptprozess und zwei Webprozesse, nach Besuchen von 60 "
        f"Mitgliedern: Portal {size['portal']}, leeres Projekt {size['bare']}; Hintergrunddienst und Uhr "
        f"dazu {size['helpers']}, alles zusammen {every}-mal das leere Projekt. Nach den zehnfachen Daten: "
        f"Portal {size['portal_at_the_end']}. Der Kalender hat dann {result.entries} Einträge."
    )


def document(results: dict[str, Result], machine: str) -> str:
    intro = (Path(__file__).parent / "intro.md").read_text(encoding="utf-8")
    parts = [intro.strip().format(day=f"{date.today():%d.%m.%Y}", machine=machine)]
    for database, result in results.items():
        parts += [
            f"## {DATABASES[database]}",
            visits_table(result),
            figures_table(result),
            growth_table(result),
            verdicts_table(result),
            memory_line(result),
        ]
    return "\n\n".join(parts) + "\n"
