"""Keep the catalogue of the translation in step with the texts in code and templates, without xgettext."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

KEYWORDS: dict = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SKIPPED = {"tests", "static", "node_modules", "docs", "var"}
SHOWN = 20
ALIAS = re.compile(r"\b(\w*gettext(?:_lazy|_noop)?) as (\w+)")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")


@dataclass
class Message:
    id: str
    plural: str | None = None
    context: str | None = None
    places: list[str] = field(default_factory=list)


class Command(BaseCommand):
    help = "Adds new texts to the English catalogue and drops gone ones; --check only compares."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing, fail when something is missing"
        )
        parser.add_argument("--language", default="en")

    def handle(self, *, check: bool, language: str, **options):
        if language == settings.LANGUAGE_CODE:
            raise CommandError(
                f"Die Texte selbst sind »{language}«; der Katalog dieser Sprache nennt nur fremde."
            )
        path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
        found = texts_of(Path(settings.BASE_DIR))
        if check:
            problems = problems_of(open_catalogue(path, language), found)
            if problems:
                shown = [*problems[:SHOWN], *(["…"] if len(problems) > SHOWN else [])]
                raise CommandError(
                    "\n".join([*shown, f"{len(problems)} Fehler: make messages, dann übersetzen."])
                )
            self.stdout.write(f"{len(found)} Texte, alle übersetzt.")
        else:
            self.stdout.write(update(path, open_catalogue(path, language), found))


Key = tuple[str | None, str]


def open_catalogue(path: Path, language: str) -> polib.POFile:
    if path.exists():
        return polib.pofile(str(path), wrapwidth=100)
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Project-Id-Version": settings.SETTINGS_MODULE.partition(".")[0],
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return catalogue


def texts_of(root: Path) -> dict[Key, Message]:
    """Every translatable text of our own code and templates, with the files it stands in."""
    found: dict[Key, Message] = {}
    for path in sources(root):
        place = str(path.relative_to(root))
        for message in extract_from(path):
            known = found.setdefault((message.context, message.id), message)
            known.plural = known.plural or message.plural
            if place not in known.places:
                known.places.append(place)
    return found


def sources(root: Path) -> Iterator[Path]:
    for folder in sorted(root.iterdir()):
        if not folder.is_dir() or folder.name.startswith(".") or folder.name in SKIPPED:
            continue
        for path in sorted(folder.rglob("*")):
            is_code = path.suffix == ".py" and "migrations" not in path.parts
            if is_code or (path.suffix in {".html", ".txt"} and "templates" in path.parts):
                yield path


def extract_from(path: Path) -> Iterator[Message]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of a template has no indentation that Python would understand.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    keywords = KEYWORDS | {alias: KEYWORDS[name] for name, alias in ALIAS.findall(text) if name in KEYWORDS}
    for _line, texts, _comments, context in extract("python", BytesIO(text.encode()), keywords=keywords):
        id_, plural = texts if isinstance(texts, tuple) else (texts, None)
        if id_:
            yield Message(id_, plural, context)


def problems_of(catalogue: polib.POFile, found: dict[Key, Message]) -> list[str]:
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    problems = [f"fehlt: {m.id!r} ({m.places[0]})" for key, m in found.items() if key not in entries]
    problems += [f"überzählig: {entry.msgid!r}" for key, entry in entries.items() if key not in found]
    for key, entry in entries.items():
        if key in found and not entry.translated():
            problems.append(f"nicht übersetzt: {entry.msgid!r}")
        elif key in found:
            wanted = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.msgid_plural or "")}
            given = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
            # A placeholder that nobody fills would fail on the page; one left out is a matter of style.
            if not {name for text in given for name in PLACEHOLDER.findall(text)} <= wanted:
                problems.append(f"andere Platzhalter: {entry.msgid!r}")
    return problems


def update(path: Path, catalogue: polib.POFile, found: dict[Key, Message]) -> str:
    """Write the catalogue anew in the order of the texts; translations and their comments stay."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    gone = [entry for key, entry in known.items() if key not in found]
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata, fresh.header = catalogue.metadata, catalogue.header
    for key, message in sorted(found.items(), key=lambda item: (item[1].places[0], item[1].id)):
        fresh.append(entry_for(message, known.get(key)))
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))
    open_ones = sum(not entry.translated() for entry in fresh)
    new = sum(key not in known for key in found)
    return f"{len(fresh)} Texte: {new} neu, {len(gone)} entfernt, {open_ones} noch zu übersetzen."


def entry_for(message: Message, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.id,
        msgctxt=message.context,
        occurrences=[(place, "") for place in message.places],
        tcomment=known.tcomment if known else "",
        flags=["python-format"] if PLACEHOLDER.search(message.id) else [],
    )
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = known.msgstr_plural if known and known.msgstr_plural else {0: "", 1: ""}
    else:
        entry.msgstr = known.msgstr if known else ""
    return entry
