"""Is the record still what was sealed? Every link of the chain, every file, every row that shows it today.

Only reads. A finding names the seal and says what differs; who may read which words of it is decided by the
page (`told`): the details are for those who write the minutes.
"""

import hashlib
import json
from typing import NamedTuple

from django.core.files.storage import storages
from django.utils.translation import gettext as _

from activity.models import Event
from core.archive import Archive
from minutes.enums import State
from minutes.models import Minutes, Revision, Seal
from minutes.queries import chain
from minutes.queries.comparison import differences
from minutes.queries.record import content_of, digest_of, moment_text

SEALED = "minutes.sealed"


class Finding(NamedTuple):
    position: int | None  # of the seal
    minutes: int | None  # key, where the words say something about minutes
    sentence: str
    detail: str = ""  # names sections, decisions, people
    is_hint: bool = False  # worth knowing, but nothing of the record is wrong

    def __str__(self):
        return f"{self.sentence} {self.detail}".strip()


class Checked(NamedTuple):
    seals: list  # of Seal, without their texts
    findings: list


def verify() -> Checked:
    """The whole record. Memory holds the minutes of one seal at a time."""
    findings: list[Finding] = []
    before, expected, files = None, 1, set()
    links = Seal.objects.in_order().defer("text").select_related("minutes")
    told = _told_of_seals()
    listed = list(links)
    newest = {link.minutes_id: link.position for link in listed}
    for link in listed:
        seal = Seal.objects.select_related("revision", "minutes__meeting").get(pk=link.pk)
        findings += _gap(expected, seal, told)
        findings += _as_far_as_readable(seal, check_link, before, told.pop(seal.position, None))
        findings += check_file(seal)
        if newest[seal.minutes_id] == seal.position:
            findings += _as_far_as_readable(seal, check_live)
        before, expected = seal, seal.position + 1
        files.add(seal.pdf)
    findings += [
        _missing(position, event) for position, event in sorted(told.items()) if position >= expected
    ]
    findings += _without_seal({link.minutes_id for link in listed})
    findings += _strangers(files)
    return Checked(listed, findings)


def _as_far_as_readable(seal, check, *more):
    """What was tampered with may have any form: where a check cannot go on, that is a finding as well."""
    found = check(seal, *more)
    try:
        yield from found
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        name = _("Siegel %(n)s:") % {"n": seal.position}
        yield Finding(
            seal.position,
            seal.minutes_id,
            f"{name} {_('Der gesiegelte Text hat nicht die Form eines Protokolls.')}",
        )


# --- the chain --------------------------------------------------------------------------------------------


def _told_of_seals() -> dict[int, dict]:
    """What the audit log says of each seal: the log is only ever added to."""
    rows = Event.objects.filter(verb=SEALED).order_by("pk").values_list("data", "target_id", "at")
    return {data["seal"]: {**data, "minutes": key, "at": at} for data, key, at in rows if "seal" in data}


def _gap(expected, seal, told):
    for position in range(expected, seal.position):
        yield _missing(position, told.pop(position, None))


def _missing(position, event):
    if event is None:
        return Finding(position, None, _("Siegel %(n)s fehlt in der Kette.") % {"n": position})
    return Finding(
        position, None,
        _("Siegel %(n)s fehlt in der Kette; gesiegelt wurde mit der Prüfsumme %(digest)s.")
        % {"n": position, "digest": event["digest"]},
    )  # fmt: skip


def check_link(seal, before, event):
    """The seal by itself, its place in the chain, what the log says of it, and the revision under it."""
    name = _("Siegel %(n)s:") % {"n": seal.position}

    def found(words, detail=""):
        return Finding(seal.position, seal.minutes_id, f"{name} {words}", detail)

    if chain.digest_of_text(seal.text) != seal.digest:
        yield found(_("Der gesiegelte Text oder die Prüfsumme wurde verändert."))
    if seal.previous != (before.digest if before else ""):
        yield found(_("Es schließt nicht an das Siegel davor an."))
    if event is None:
        yield found(_("In den Vorgängen steht nichts von diesem Siegel."))
    elif (event["digest"], event["minutes"]) != (seal.digest, seal.minutes_id):
        yield found(_("Die Vorgänge nennen eine andere Prüfsumme oder ein anderes Protokoll."))
    elif event["pdf"] != seal.pdf_digest:
        yield found(_("Die Vorgänge nennen eine andere Prüfsumme der PDF-Datei."))
    said = _parsed(seal.text)
    if said is None:
        yield found(_("Der gesiegelte Text ist nicht lesbar."))
        return
    for words in _columns_that_differ(seal, said, before):
        yield found(_("Die Angabe »%(what)s« weicht vom gesiegelten Text ab.") % {"what": words})
    yield from _check_revision(seal, said, found)


def _parsed(text):
    try:
        said = json.loads(text)
    except ValueError:
        return None
    wanted = {
        "position",
        "previous",
        "kind",
        "reason",
        "content",
        "revision",
        "earlier",
        "approval",
        "minutes",
    }
    return said if isinstance(said, dict) and wanted <= set(said) else None


def _columns_that_differ(seal, said, before):
    pairs = {
        _("Nummer"): (seal.position, said["position"]),
        _("Protokoll"): (seal.minutes_id, said["minutes"]),
        _("Art"): (seal.kind, said["kind"]),
        _("Grund"): (seal.reason, said["reason"]),
        _("Siegel davor"): (seal.previous, said["previous"]),
        _("PDF des Siegels davor"): (before.pdf_digest if before else "", said.get("previous_pdf")),
        _("gesiegelt am"): (moment_text(seal.sealed_at), said.get("sealed_at")),
        _("gesiegelt von"): (seal.sealed_by_name, said.get("sealed_by")),
    }
    return [str(name) for name, (row, text) in pairs.items() if row != text]


def _check_revision(seal, said, found):
    revision = seal.revision
    changed = {"number": revision.number}
    if revision.minutes_id != seal.minutes_id:
        yield found(_("Die Fassung gehört zu einem anderen Protokoll."))
    if revision.content != said["content"] or digest_of(revision.content) != revision.digest:
        yield found(_("Der Text der Fassung %(number)s wurde verändert.") % changed)
    elif chain.revision_of(revision) != said["revision"]:
        yield found(_("Angaben zur Fassung %(number)s weichen vom gesiegelten Text ab.") % changed)
    rows = Revision.objects.filter(minutes=revision.minutes_id, number__lt=revision.number)
    earlier = {row.number: row for row in rows.order_by("number")}
    for number, digest in said["earlier"]:
        row = earlier.pop(number, None)
        if row is None:
            yield found(_("Die frühere Fassung %(number)s fehlt.") % {"number": number})
        elif (row.digest, digest_of(row.content)) != (digest, digest):
            yield found(_("Der Text der früheren Fassung %(number)s wurde verändert.") % {"number": number})
    for number in earlier:
        yield found(_("Eine frühere Fassung %(number)s kam nachträglich hinzu.") % {"number": number})


# --- the files --------------------------------------------------------------------------------------------


def check_file(seal):
    storage, name = storages["records"], {"n": seal.position, "file": seal.pdf}
    if not seal.pdf:
        sentence = _("Siegel %(n)s: Es gibt keine PDF-Datei dazu.")
    elif not storage.exists(seal.pdf):
        sentence = _("Siegel %(n)s: Die Datei %(file)s fehlt.")
    elif _digest_of_file(storage, seal.pdf) != seal.pdf_digest:
        sentence = _("Siegel %(n)s: Die Datei %(file)s oder ihre Prüfsumme wurde verändert.")
    else:
        return
    yield Finding(seal.position, seal.minutes_id, sentence % name)


def _digest_of_file(storage, name) -> str:
    """An unreadable file is not the file that was sealed."""
    try:
        with storage.open(name) as file:
            return hashlib.file_digest(file.file, "sha256").hexdigest()
    except OSError:
        return ""


def _strangers(files):
    archive = storages["records"]
    assert isinstance(archive, Archive)
    for name in sorted(set(archive.names()) - files):
        yield Finding(
            None, None, _("Die Datei %(file)s gehört zu keinem Siegel.") % {"file": name}, is_hint=True
        )


# --- the rows of today ------------------------------------------------------------------------------------


def check_live(seal):
    """What the pages show now, against what the newest seal of these minutes says."""
    said = _parsed(seal.text)
    if said is None:
        return
    minutes = seal.minutes
    name = _("Siegel %(n)s:") % {"n": seal.position}
    sentence = f"{name} {_('Was die Seite zeigt, weicht vom gesiegelten Text ab.')}"
    details = [*_state_differs(minutes, seal, said), *differences(said["content"], content_of(minutes))]
    for detail in details:
        yield Finding(seal.position, seal.minutes_id, sentence, detail)
    for label in _hidden_outcomes(minutes):
        yield Finding(seal.position, seal.minutes_id, sentence, label)


def _state_differs(minutes, seal, said):
    if minutes.state != State.APPROVED:
        yield _("Der Stand ist nicht mehr »genehmigt«.")
    if chain.approval_of(minutes) != said["approval"]:
        yield _("Angaben zur Genehmigung: wie, wann oder durch welchen Beschluss.")
    if minutes.revision_number != seal.revision.number:
        yield _("Die jüngste Fassung ist nicht die gesiegelte.")
    elif minutes.revised_at != seal.revision.created_at:
        yield _("Der Tag der jüngsten Fassung.")


def _hidden_outcomes(minutes):
    """Released with the circulation; what is taken back would vanish from the page."""
    for decision in minutes.meeting.decisions.filter(released_at__isnull=True).order_by("year", "number"):
        yield _("Beschluss %(label)s ist nicht mehr freigegeben.") % {"label": decision.label}
    if minutes.meeting.actionitems.filter(released_at__isnull=True).exists():
        yield _("Eine Aufgabe ist nicht mehr freigegeben.")


def _without_seal(sealed):
    rows = Minutes.objects.filter(state=State.APPROVED).exclude(pk__in=sealed)
    for minutes in rows.select_related("meeting").order_by("pk"):
        yield Finding(
            None,
            minutes.pk,
            _("Ein Protokoll gilt als genehmigt, hat aber kein Siegel."),
            f"»{minutes.meeting.name}«",
        )
