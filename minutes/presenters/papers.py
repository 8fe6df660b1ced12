"""A document of minutes as a paper: the same blocks for PDF, Word and Markdown."""

import re

from django.utils.translation import gettext as _

from core.language import for_the_record
from documents.paper import Callout, Facts, Heading, Line, Paper, Prose, Table
from meetings.enums import Presence
from minutes.presenters.seals import revision_words

_COUNT = re.compile(r"^\d+\. Treffen: ")


def paper_of(document) -> Paper:
    with for_the_record():
        return Paper(
            title=_title(document),
            subtitle=document.state,
            mark=_("Entwurf") if document.is_draft else "",
            foot=tuple(_foot(document)),
            moment=document.moment,
            language=document.language,
            blocks=tuple(_blocks(document)),
        )


def file_name(document, ending, *, is_stored=False) -> str:
    """»Protokoll 2025-06-04 Auftakt im JEDI.pdf«; what was stored with the seal says so: »… Siegel 3.pdf«"""
    with for_the_record():
        kind = _("Protokollauszug") if document.is_extract else _("Protokoll")
        number = ""
        if document.is_extract and document.sections[0].number:
            number = _("TOP %(number)s") % {"number": document.sections[0].number}
        mark = _("Entwurf") if document.is_draft else ""
        meeting = _COUNT.sub("", document.meeting)  # the day says which one it was
        seal = _("Siegel %(number)s") % {"number": document.seal.position} if is_stored else ""
        words = [kind, document.day_iso, meeting, number, mark, seal]
        return f"{' '.join(filter(None, words))}.{ending}"


def _title(document):
    if document.is_extract:
        return _("Auszug aus dem Protokoll: %(meeting)s") % {"meeting": document.meeting}
    return document.title


def _foot(document):
    """On each page: what this is, how far it is, and by what it can be checked."""
    yield " · ".join(filter(None, [_title(document), *_standing(document)]))
    if document.seal:
        values = {"position": document.seal.position, "digest": document.seal.digest}
        yield _("Siegel %(position)s: %(digest)s") % values


def _standing(document):
    yield document.state[:1].upper() + document.state[1:]
    if document.revision_number:
        kind = document.seal.kind if document.seal else ""
        yield revision_words(document.revision_number, document.revised_on, kind)


def _blocks(document):
    if document.is_draft:
        yield Callout(
            "notice", _("Entwurf"), _("Dieses Protokoll ist noch nicht im Umlauf und nicht genehmigt.")
        )
    yield Facts(tuple(_facts(document)))
    if not document.is_extract:
        yield from _overview(document.sections)
    if document.attendance:
        yield Heading(_("Teilnahme"))
        yield _attendance(document.attendance)
    for part in document.sections:
        is_first_of_extract = document.is_extract and part is document.sections[0]
        yield from _part(part, nested=part.is_nested and not is_first_of_extract)
    if document.seal:
        yield Heading(_("Siegel"))
        yield Facts(tuple(_seal(document.seal)))
        yield Line(_("Das Portal zeigt jederzeit, ob die Prüfsumme (SHA-256) noch stimmt."))


def _facts(document):
    rows = [
        (_("Tag"), document.day),
        (_("Zeit"), document.real or document.planned),
        (_("geplant"), document.planned if document.real and document.real != document.planned else ""),
        (_("Ort"), document.place),
        (_("Protokoll"), document.author),
        (_("Stand"), ", ".join(_standing(document))),
        (_("Genehmigung"), document.approval),
    ]
    return [row for row in rows if row[1]]


def _attendance(people):
    head = (_("Name"), _("Organisation"), _("Teilnahme"))
    return Table(head, tuple((p.name, p.organisation_name, _presence(p)) for p in people))


def _overview(sections):
    """What was decided and who does what, before anybody has to turn a page."""
    decisions = [(part, decision) for part in sections for decision in part.decisions]
    tasks = [(part, task) for part in sections for task in part.tasks]
    if decisions or tasks:
        yield Heading(_("Beschlüsse und Aufgaben"))
    if decisions:
        head = (_("Nummer"), _("Beschluss"), _("Ergebnis"), _("TOP"))
        yield Table(head, tuple((d.label, d.wording, d.result, part.number) for part, d in decisions))
    if tasks:
        head = (_("Aufgabe"), _("Wer"), _("Frist"), _("TOP"))
        yield Table(head, tuple((t.wording, t.who, t.until, part.number) for part, t in tasks))


def attendance_line(person) -> str:
    """»Ada Beispiel, Stadt Jena: anwesend«"""
    return f"{', '.join(filter(None, [person.name, person.organisation_name]))}: {_presence(person)}"


def fact_lines(document) -> list[str]:
    """What a revision says of the meeting, without how far the minutes are."""
    rows = [
        (_("Treffen"), document.meeting), (_("Tag"), document.day), (_("Zeit"), document.real),
        (_("geplant"), document.planned), (_("Ort"), document.place), (_("Protokoll"), document.author),
    ]  # fmt: skip
    return [f"{name}: {value}" for name, value in rows if value]


def outcome_lines(part) -> list[str]:
    """Decisions and tasks of one section, each as a line."""
    return [f"{block.heading}: {block.text}" for block in _outcomes(part)] if part else []


def _presence(person):
    """»vertreten durch Ada Beispiel«, »anwesend ab 14:20«, »entschuldigt (Urlaub)«"""
    said = str(Presence(person.presence).label)
    if person.deputy:
        said = _("vertreten durch %(name)s") % {"name": person.deputy}
    if person.arrived:
        said += " " + _("ab %(time)s Uhr") % {"time": person.arrived}
    if person.left:
        said += " " + _("bis %(time)s Uhr") % {"time": person.left}
    if person.reason:
        said += f" ({person.reason})"
    return f"{_('Gast')}, {said}" if person.is_guest else said


def _part(part, *, nested):
    level = 2 if nested else 1
    if part.is_gap:
        yield Heading(_("nichtöffentlich"), level, part.number)
        return
    yield Heading(part.title, level, part.number)
    if part.body.strip():
        yield Prose(part.body, level, part.dialect)
    elif not part.decisions and not part.tasks:
        yield Line(_("Zu diesem Punkt steht nichts im Protokoll."), is_muted=True)
    yield from _outcomes(part)


def _outcomes(part):
    for decision in part.decisions:
        values = {"number": decision.label, "result": decision.result}
        yield Callout("decision", _("Beschluss %(number)s · %(result)s") % values, decision.wording)
    for task in part.tasks:
        yield Callout("action", " · ".join(filter(None, [_("Aufgabe"), task.who, task.until])), task.wording)


def _seal(seal):
    yield _("Nummer"), _("%(position)s der Kette") % {"position": seal.position}
    yield _("Gesiegelt"), seal.sealed_on
    yield _("Prüfsumme"), seal.digest
