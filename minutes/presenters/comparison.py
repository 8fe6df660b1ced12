"""Two contents of minutes compared, each difference named: »Beschluss 2025/1: Wortlaut weicht ab«."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minutes.selectors.record import dialect_of

MEETING = {
    "name": gettext_lazy("Nummer oder Titel des Treffens"),
    "begins": gettext_lazy("geplanter Beginn"),
    "ends": gettext_lazy("geplantes Ende"),
    "has_times": gettext_lazy("Uhrzeiten"),
    "place": gettext_lazy("Ort"),
    "began": gettext_lazy("wirklicher Beginn"),
    "ended": gettext_lazy("wirkliches Ende"),
    "audience": gettext_lazy("Sichtbarkeit"),
}
SECTION = {
    "keys": gettext_lazy("der TOP dazu"),
    "number": gettext_lazy("Nummer"),
    "title": gettext_lazy("Titel"),
    "text": gettext_lazy("Text"),
    "html": gettext_lazy("gezeigter Text"),
    "dialect": gettext_lazy("Schreibweise"),
    "audience": gettext_lazy("Sichtbarkeit"),
    "audiences": gettext_lazy("eigene Sichtbarkeit, auch des TOP"),
}
DECISION = {
    "label": gettext_lazy("Nummer"),
    "wording": gettext_lazy("Wortlaut"),
    "result": gettext_lazy("Ergebnis"),
    "votes": gettext_lazy("Stimmen"),
    "audience": gettext_lazy("Sichtbarkeit"),
}
TASK = {
    "wording": gettext_lazy("Wortlaut"),
    "keys": gettext_lazy("wer sie hat"),
    "due": gettext_lazy("Frist"),
    "next_meeting": gettext_lazy("Frist bis zum nächsten Treffen"),
    "audience": gettext_lazy("Sichtbarkeit"),
}
# Names of people and organisations belong to the directory and may change; a row means whom its keys mean.
ATTENDANCE = {
    "keys": gettext_lazy("wer gemeint ist"),
    "presence": gettext_lazy("anwesend oder nicht"),
    "reason": gettext_lazy("Grund"),
    "arrived": gettext_lazy("gekommen"),
    "left": gettext_lazy("gegangen"),
}
GUEST = {**ATTENDANCE, "name": gettext_lazy("Name"), "house": gettext_lazy("Organisation")}


def differences(sealed, live):
    """German sentences; nothing where both say the same."""
    sealed = {**sealed, "sections": [{**row, "dialect": dialect_of(row)} for row in sealed["sections"]]}
    yield from _parts(_("Treffen"), sealed["meeting"], live["meeting"], MEETING)
    if sealed["keys"] != live["keys"]:
        yield _("Protokoll: wer es geschrieben hat, weicht ab.")
    if sealed["source"] != live["source"]:
        yield _("Protokoll: Quelle weicht ab.")
    yield from _rows(
        sealed["attendance"], live["attendance"], "attendance",
        lambda row: _("Teilnahme von %(name)s") % {"name": row["name"]}, _known,
    )  # fmt: skip
    yield from _rows(sealed["sections"], live["sections"], "section", _section, lambda row: SECTION)
    before, now = ([row["section"] for row in each["sections"]] for each in (sealed, live))
    if before != now and sorted(before) == sorted(now):
        yield _("Die Reihenfolge der Abschnitte weicht ab.")
    for kind, key, name, parts in (
        ("decisions", "decision", lambda row: _("Beschluss %(label)s") % {"label": row["label"]}, DECISION),
        ("tasks", "task", lambda row: _("Aufgabe %(number)s") % {"number": row["task"]}, TASK),
    ):
        yield from _rows(_placed(sealed, kind), _placed(live, kind), key, name, lambda _row, all_=parts: all_)
        was, stands = ({row[key]: row["at"] for row in _placed(each, kind)} for each in (sealed, live))
        for moved in sorted(number for number in was if stands.get(number, was[number]) != was[number]):
            row = next(row for row in _placed(sealed, kind) if row[key] == moved)
            yield _("%(what)s: steht bei einem anderen TOP.") % {"what": name(row)}


def _placed(content, kind):
    """Decisions or tasks of all sections, each with the section that it stands in."""
    return [{**row, "at": section["section"]} for section in content["sections"] for row in section[kind]]


def _rows(sealed, live, key, name, parts):
    before, now = ({row[key]: row for row in rows} for rows in (sealed, live))
    for number, row in before.items():
        if number not in now:
            yield _("%(what)s: fehlt.") % {"what": name(row)}
        else:
            yield from _parts(name(row), row, now[number], parts(row))
    for number, row in now.items():
        if number not in before:
            yield _("%(what)s: kam nachträglich hinzu.") % {"what": name(row)}


def _parts(what, sealed, live, parts):
    """What older seals do not name cannot differ from them."""
    for part, label in parts.items():
        if part in sealed and sealed[part] != live.get(part):
            yield _("%(what)s: %(part)s weicht ab.") % {"what": what, "part": label}


def _section(row):
    return (
        _("Abschnitt TOP %(number)s") % {"number": row["number"]}
        if row["number"]
        else _("Abschnitt ohne TOP")
    )


def _known(row):
    """A guest is known by name alone; so is a deputy who has no entry in the directory."""
    parts = GUEST if row["guest"] else ATTENDANCE
    return parts if row["keys"][2] else {**parts, "deputy": gettext_lazy("wer vertreten hat")}
