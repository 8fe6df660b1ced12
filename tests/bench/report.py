"""From figures to a table, a verdict for each line of the target, and docs/performance.md."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

DATABASES = {"sqlite": "SQLite", "pg": "PostgreSQL"}
KB = 1000
LONG_TALK = "Protokoll, 500 Kommentare"
LONG_AGENDA = "Treffen, 40 TOPs und 30 Anlagen"
POLL = "Terminabstimmung, 60 Personen × 20 Vorschläge"
FEED = "Kalender, 1.000 Treffen"
MONTH = "Monat, 1.000 Treffen"
COMPARISON = "Vergleich zweier Fassungen, 5.000 Wörter"


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
        self.weights, self.memory = raw["weights"], raw["memory"]
        self.pdf_seconds = raw["pdf_seconds"]

    def cpu(self, name: str) -> float:
        return self.figures[name]["cpu_ms"]

    def times_faster(self, name: str, than: str) -> float:
        return self.cpu(than) / self.cpu(name)

    def heq(self, name: str) -> float:
        return self.cpu(name) / self.cpu("hello")

    def more_memory(self, kind: str) -> float:
        return self.memory["portal"][kind] / self.memory["bare"][kind]

    def queries(self, name: str) -> int:
        return self.figures[name]["queries"]


def verdicts(result: Result) -> list[Verdict]:
    found = [
        at_least("Protokoll gegen T", result.times_faster("Protokoll", "T"), 0.8, 1.5),
        at_least("Treffen gegen T", result.times_faster("Treffen", "T"), 0.8, 1.5),
        at_least("Liste der Treffen gegen L", result.times_faster("Liste der Treffen", "L"), 2.5, 3.5),
    ]
    for page, unchanged in (
        ("Protokoll", "Protokoll 304"), ("Treffen", "Treffen 304"),
        ("Liste der Treffen", "Liste 304"), ("Übersicht", "Übersicht 304"),
    ):  # fmt: skip
        found.append(at_least(f"{unchanged} gegen ganze Seite", result.times_faster(unchanged, page), 4, 6))
        found.append(at_most(f"Abfragen {unchanged}", result.queries(unchanged), 5, 5))
    found += [
        at_most(f"{LONG_TALK} gegen 50", result.times_faster("Protokoll", than=LONG_TALK), 8, 2),
        at_most("Abfragen Protokoll", result.queries("Protokoll"), 10, 8),
        at_most("Abfragen Treffen", result.queries("Treffen"), 10, 8),
        at_most(f"{LONG_AGENDA} gegen 10 TOPs", result.times_faster("Treffen", than=LONG_AGENDA), 6, 4),
        at_most(f"Abfragen {LONG_AGENDA}", result.queries(LONG_AGENDA), 10, 8),
        at_least(f"{POLL}, gegen T", result.times_faster(POLL, "T"), 0.5, 0.7),
        at_most(f"Abfragen {POLL}", result.queries(POLL), 12, 12),
        at_least(f"{POLL} 304 gegen ganze Seite", result.times_faster(f"{POLL} 304", POLL), 4, 6),
        at_most(f"Abfragen {POLL} 304", result.queries(f"{POLL} 304"), 5, 5),
        at_most("Abfragen Liste", result.queries("Liste der Treffen"), 6, 5),
        at_most(f"{FEED} gegen F", result.times_faster("F", than=FEED), 2, 1.2),
        at_most(f"Abfragen {FEED}", result.queries(FEED), 4, 3),
        at_most(f"Abfragen {FEED} 304", result.queries(f"{FEED} 304"), 3, 3),
        at_least(f"{MONTH}, gegen L", result.times_faster(MONTH, "L"), 2.5, 3.5),
        at_most(f"Abfragen {MONTH}", result.queries(MONTH), 8, 8),
        at_least(f"{MONTH} 304 gegen ganze Seite", result.times_faster(f"{MONTH} 304", MONTH), 4, 6),
        at_most(f"Abfragen {MONTH} 304", result.queries(f"{MONTH} 304"), 5, 5),
        at_most(f"{COMPARISON}: CPU in ms", result.cpu(COMPARISON), 600, 300),
        at_most("PDF mit 5.000 Wörtern: CPU in s", result.pdf_seconds, 2, 1),
        at_most("Speicher gegen leeres Projekt", result.more_memory("workers"), 1.8, 1.4),
    ]
    for page, weight in result.weights.items():
        found.append(at_most(f"{page}: HTML in kB", weight["html"] / KB, 20, 14))
        found.append(at_most(f"{page}: CSS und JS in kB", weight["assets"] / KB, 60, 30))
    return found


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


def figures_table(result: Result) -> str:
    rows = []
    for name, figure in result.figures.items():
        queries = "–" if figure["queries"] is None else str(figure["queries"])
        rows.append(
            [name, f"{figure['rate']:.0f}", number(figure["cpu_ms"]), number(result.heq(name)),
             number(figure["p95_ms"]), number(figure["bytes"] / KB), queries]
        )  # fmt: skip
    return table(["Seite", "Anfragen/s", "CPU in ms", "heq", "p95 in ms", "kB", "Abfragen"], rows)


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
    size = {
        name: {kind: f"{value / KB / KB:.0f} MB" for kind, value in kinds.items()}
        for name, kinds in result.memory.items()
    }
    return (
        f"Speicher zweier Prozesse nach der Last: Portal {size['portal']['workers']}, leeres Projekt "
        f"{size['bare']['workers']}; zusammen mit dem Hauptprozess, Gemeinsames einmal gezählt: "
        f"{size['portal']['together']} und {size['bare']['together']}."
    )


def document(results: dict[str, Result], machine: str) -> str:
    intro = (Path(__file__).parent / "intro.md").read_text(encoding="utf-8")
    parts = [intro.strip().format(day=f"{date.today():%d.%m.%Y}", machine=machine)]
    for database, result in results.items():
        parts += [
            f"## {DATABASES[database]}",
            figures_table(result),
            verdicts_table(result),
            memory_line(result),
        ]
    return "\n\n".join(parts) + "\n"
