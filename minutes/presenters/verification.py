"""Is the record still what was sealed? Every link of the chain, every file, every row that shows it today.

Only reads, and always comes to an end: whoever tampers may leave rows of any form, or none. A finding names
the seal and says what differs; who may read which words of it is decided by the page (checking.py): the
details are for those who write the minutes.
"""

import datetime as dt
import hashlib
import json
import logging
import re
from collections import defaultdict
from typing import Any, NamedTuple

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import storages
from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _

from activity.models import Event
from core import dates
from core.archive import Archive
from minutes.enums import State
from minutes.models import Minutes, Revision, Seal
from minutes.presenters.comparison import differences
from minutes.selectors import chain
from minutes.selectors.record import content_of, digest_of, moment_text

SEALED = "minutes.sealed"
MOST_LOOKS = 3
# The line of the log is written in the same transaction as the seal; since format 2 it has the same moment.
LONGEST_SEALING = dt.timedelta(hours=1)
NAME_OF_FILE = re.compile(r"siegel-(\d{5,9})-[0-9a-f]{16}\.pdf")  # as actions.seals makes them
PARTS = {"position", "previous", "kind", "reason", "content", "revision", "earlier", "approval", "minutes"}

log = logging.getLogger(__name__)


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
    """The whole record. Memory holds the minutes of one seal at a time.

    Where somebody sealed meanwhile, rows from before and from after may have met: then it looks again.
    """
    sealings = Event.objects.filter(verb=SEALED).order_by("-pk").values_list("pk", flat=True)
    for _look in range(MOST_LOOKS):
        newest = sealings.first()
        checked = _verify()
        if not checked.findings or newest == sealings.first():
            break
    return checked


def _verify():
    told, findings = _told_of_seals()
    links, unreadable = readable(Seal.objects.in_order().defer("text"), _has_the_form_of_a_seal)
    sentence = _("Eine Zeile in der Tabelle der Siegel ist nicht lesbar (Schlüssel %(key)s).")
    findings += [Finding(None, None, sentence % {"key": key}) for key in unreadable]
    before, expected, newest = None, 1, {}
    for link in links:
        findings += _gap(expected, link.position, told)
        said = _parsed(_text_of(link))
        findings += _as_far_as_readable(link, check_link, before, said, told.pop(link.position, []))
        findings += check_file(link)
        newest[said["minutes"] if said else link.minutes_id] = link
        before, expected = link, link.position + 1
    findings += _gap(expected, max(told, default=0) + 1, told)
    for link in newest.values():
        findings += _as_far_as_readable(link, check_live, _parsed(_text_of(link)))
    findings += _without_seal({*newest, *(link.minutes_id for link in links)})
    findings += _strangers({link.pdf for link in links}, expected)
    # What belongs to no seal stands last.
    return Checked(links, sorted(findings, key=lambda found: (found.position is None, found.position or 0)))


# --- rows of any form -------------------------------------------------------------------------------------


def readable(rows, is_usable=lambda row: True) -> tuple[list, list]:
    """(rows, keys of those that cannot be read). One query, unless there are such rows.

    SQLite keeps whatever is put into a column, and the text »gestern« is no moment.
    """
    found: list[Any] = []
    unreadable: list[Any] = []
    try:
        all_rows = list(rows)
        if all(is_usable(row) for row in all_rows):
            return all_rows, unreadable
    except Exception as error:
        _raise_if_out_of_reach(error)
    for key in list(rows.values_list("pk", flat=True)):
        try:
            row = rows.get(pk=key)
            is_fine = is_usable(row)
        except Exception as error:
            _raise_if_out_of_reach(error)
            is_fine = False
        if is_fine:
            found.append(row)
        else:
            unreadable.append(key)
    return found, unreadable


def _raise_if_out_of_reach(error):
    # A database that does not answer says nothing about the record.
    if isinstance(error, InterfaceError | OperationalError) and not connection.is_usable():
        raise error


def _has_the_form_of_a_seal(seal) -> bool:
    numbers = seal.position, seal.minutes_id, seal.revision_id
    return all(isinstance(number, int) for number in numbers) and bool(dates.berlin(seal.sealed_at))


def _text_of(link):
    texts, _unreadable = readable(Seal.objects.filter(pk=link.pk))
    return texts[0].text if texts else ""


def _parsed(text):
    try:
        said = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None
    has_the_form = isinstance(said, dict) and set(said) >= PARTS and isinstance(said["minutes"], int)
    return said if has_the_form else None


def _as_far_as_readable(seal, check, *more):
    # Where a check cannot go on, that is a finding as well, whatever the reason is.
    try:
        yield from check(seal, *more)
    except Exception as error:
        _raise_if_out_of_reach(error)
        log.warning("The check of seal %s could not go on: %s", seal.position, type(error).__name__)
        name = _("Siegel %(n)s:") % {"n": seal.position}
        words = _("Was dazugehört, hat nicht die Form eines Protokolls; weiter ließ es sich nicht prüfen.")
        yield Finding(seal.position, seal.minutes_id, f"{name} {words}")


# --- the chain --------------------------------------------------------------------------------------------


def _told_of_seals() -> tuple[dict[int, list[Any]], list[Finding]]:
    """What the audit log says of each seal, and findings: the log is only ever added to."""
    rows, unreadable = readable(
        Event.objects.filter(verb=SEALED).order_by("pk"),
        lambda event: isinstance(event.data, dict) and isinstance(event.data.get("seal"), int),
    )
    told = defaultdict(list)
    for row in rows:
        told[row.data["seal"]].append(row)
    sentence = _("Ein Vorgang über ein Siegel ist nicht lesbar (Schlüssel %(key)s).")
    return told, [Finding(None, None, sentence % {"key": key}) for key in unreadable]


def _gap(expected, position, told):
    """The seals from `expected` to before `position`. Those that the log knows are named one by one."""
    known = sorted(key for key in told if key < position)
    for missing in known:
        event = told.pop(missing)[0]
        values = {"n": missing, "digest": event.data.get("digest", "?")}
        yield Finding(
            missing, None,
            _("Siegel %(n)s fehlt in der Kette; gesiegelt wurde mit der Prüfsumme %(digest)s.") % values,
        )  # fmt: skip
    if position - expected > len(known):
        values = {"n": expected, "last": position - 1}
        sentence = (
            _("Siegel %(n)s fehlt in der Kette.")
            if position - expected == 1
            else _("In der Kette fehlen Siegel zwischen %(n)s und %(last)s.")
        )
        yield Finding(expected, None, sentence % values)


def check_link(seal, before, said, events):
    """The seal by itself, its place in the chain, what the log says of it, and the revisions under it."""
    name = _("Siegel %(n)s:") % {"n": seal.position}

    def found(words, detail=""):
        return Finding(seal.position, seal.minutes_id, f"{name} {words}", detail)

    if chain.digest_of_text(_text_of(seal)) != seal.digest:
        yield found(_("Der gesiegelte Text oder die Prüfsumme wurde verändert."))
    if seal.previous != (before.digest if before else ""):
        yield found(_("Es schließt nicht an das Siegel davor an."))
    for words in _log_differs(seal, said, events):
        yield found(words)
    if said is None:
        yield found(_("Der gesiegelte Text ist nicht lesbar."))
        return
    for words in _columns_that_differ(seal, said, before):
        yield found(_("Die Angabe »%(what)s« weicht vom gesiegelten Text ab.") % {"what": words})
    yield from _check_revision(seal, said, found)
    yield from _check_earlier(said, found)


def _log_differs(seal, said, events):
    # Names, labels and data may be blanked when a person is erased, and only then.
    if not events:
        yield _("In den Vorgängen steht nichts von diesem Siegel.")
        return
    if len(events) > 1:
        yield _("Die Vorgänge nennen dieses Siegel mehrmals.")
    event, data = events[0], events[0].data
    target = Minutes._meta.label_lower, seal.minutes_id
    if (data.get("digest"), event.target_type, event.target_id) != (seal.digest, *target):
        yield _("Die Vorgänge nennen eine andere Prüfsumme oder ein anderes Protokoll.")
    elif data.get("pdf") != seal.pdf_digest:
        yield _("Die Vorgänge nennen eine andere Prüfsumme der PDF-Datei.")
    elif said and data != {**data, "revision": said["revision"]["number"]}:
        yield _("Die Vorgänge nennen eine andere Fassung.")
    elif set(data) - {"seal", "digest", "pdf", "revision"}:
        yield _("Der Vorgang dazu wurde verändert.")
    if said and event.target_label not in ("", said["content"]["title"][:300]):
        yield _("Die Vorgänge nennen das Protokoll anders.")
    if event.actor_name not in ("", seal.sealed_by_name) or (
        said and event.actor_id != said["revision"].get("account", event.actor_id)
    ):
        yield _("Die Vorgänge nennen jemand anderen, von dem gesiegelt wurde.")
    longest = LONGEST_SEALING if said and said.get("format") == chain.FIRST_FORMAT else dt.timedelta()
    if not dt.timedelta() <= event.at - seal.sealed_at <= longest:
        yield _("Die Vorgänge nennen einen anderen Zeitpunkt.")


def _columns_that_differ(seal, said, before):
    pairs = {
        _("Nummer"): (seal.position, said["position"]),
        _("Protokoll"): (seal.minutes_id, said["minutes"]),
        _("Fassung"): (seal.revision_id, said["revision"]["revision"]),
        _("Art"): (seal.kind, said["kind"]),
        _("Grund"): (seal.reason, said["reason"]),
        _("Siegel davor"): (seal.previous, said["previous"]),
        _("PDF des Siegels davor"): (before.pdf_digest if before else "", said.get("previous_pdf")),
        _("gesiegelt am"): (moment_text(seal.sealed_at), said.get("sealed_at")),
        _("gesiegelt von"): (seal.sealed_by_name, said.get("sealed_by")),
    }
    return [str(name) for name, (row, text) in pairs.items() if row != text]


def _check_revision(seal, said, found):
    """The revision that the text names, whatever the row of the seal points to."""
    changed = {"number": said["revision"]["number"]}
    rows, unreadable = readable(Revision.objects.filter(pk=said["revision"]["revision"]))
    if unreadable:
        yield found(_("Die Fassung %(number)s ist nicht lesbar.") % changed)
    elif not rows:
        yield found(_("Die Fassung %(number)s fehlt.") % changed)
    for revision in rows:
        if revision.minutes_id != said["minutes"]:
            yield found(_("Die Fassung gehört zu einem anderen Protokoll."))
        if revision.content != said["content"] or digest_of(revision.content) != revision.digest:
            yield found(_("Der Text der Fassung %(number)s wurde verändert.") % changed)
        elif not _says_the_same(revision, said["revision"]):
            yield found(_("Angaben zur Fassung %(number)s weichen vom gesiegelten Text ab.") % changed)


def _says_the_same(revision, said) -> bool:
    # The account of an author may be erased one day.
    now = chain.revision_of(revision)
    if now["account"] is None or "account" not in said:
        return now | {"account": None} == said | {"account": None}
    return now == said


def _check_earlier(said, found):
    rows, unreadable = readable(
        Revision.objects.filter(minutes=said["minutes"], number__lt=said["revision"]["number"]).order_by(
            "number"
        )
    )
    if unreadable:
        yield found(_("Eine frühere Fassung ist nicht lesbar."))
    earlier = {row.number: row for row in rows}
    for told in said["earlier"]:
        wanted = chain.as_earlier(told)
        number = {"number": wanted["number"]}
        row = earlier.pop(wanted["number"], None)
        if row is None:
            yield found(_("Die frühere Fassung %(number)s fehlt.") % number)
        elif (row.digest, digest_of(row.content)) != (wanted["digest"], wanted["digest"]):
            yield found(_("Der Text der früheren Fassung %(number)s wurde verändert.") % number)
        elif "revision" in wanted and not _says_the_same(row, wanted):
            yield found(
                _("Angaben zur früheren Fassung %(number)s weichen vom gesiegelten Text ab.") % number
            )
    for number in earlier:
        yield found(_("Eine frühere Fassung %(number)s kam nachträglich hinzu.") % {"number": number})


# --- the files --------------------------------------------------------------------------------------------


def check_file(seal):
    storage: Any = storages["records"]
    name = {"n": seal.position, "file": seal.pdf}
    try:
        exists = bool(seal.pdf) and storage.exists(seal.pdf)
    except (OSError, TypeError, ValueError, SuspiciousFileOperation):
        # What lies outside the folder is not the file of a seal, and neither is what no file can be called.
        exists = False
    digest = ""
    if exists:
        try:
            with storage.open(seal.pdf) as file:
                digest = hashlib.file_digest(file.file, "sha256").hexdigest()
        except OSError:
            pass  # an unreadable file is not the file that was sealed
    if not seal.pdf:
        sentence = _("Siegel %(n)s: Es gibt keine PDF-Datei dazu.")
    elif not exists:
        sentence = _("Siegel %(n)s: Die Datei %(file)s fehlt.")
    elif digest != seal.pdf_digest:
        sentence = _("Siegel %(n)s: Die Datei %(file)s oder ihre Prüfsumme wurde verändert.")
    else:
        return
    yield Finding(seal.position, seal.minutes_id, sentence % name)


def _strangers(files, next_position):
    # A rollback leaves the file of a seal that never came to be; no other way leads into this folder.
    archive = storages["records"]
    assert isinstance(archive, Archive)
    for name in sorted(set(archive.names()) - files):
        form = NAME_OF_FILE.fullmatch(name)
        is_left_over = form is not None and int(form[1]) <= next_position
        words = _("Die Datei %(file)s gehört zu keinem Siegel.") % {"file": name}
        yield Finding(None, None, words, is_hint=is_left_over)


# --- the rows of today ------------------------------------------------------------------------------------


def check_live(seal, said):
    """What the pages show now, against what the newest seal of these minutes says."""
    if said is None:
        return
    name = _("Siegel %(n)s:") % {"n": seal.position}
    minutes = Minutes.objects.select_related("meeting").filter(pk=said["minutes"]).first()
    if minutes is None:
        yield Finding(seal.position, said["minutes"], f"{name} {_('Das Protokoll oder sein Treffen fehlt.')}")
        return
    sentence = f"{name} {_('Was die Seite zeigt, weicht vom gesiegelten Text ab.')}"
    for detail in (
        *_state_differs(minutes, said),
        *differences(said["content"], content_of(minutes)),
        *_hidden_outcomes(minutes),
    ):
        yield Finding(seal.position, minutes.pk, sentence, detail)


def _state_differs(minutes, said):
    if minutes.state != State.APPROVED:
        yield _("Der Stand ist nicht mehr »genehmigt«.")
    if chain.approval_of(minutes) != said["approval"]:
        yield _("Angaben zur Genehmigung: wie, wann oder durch welchen Beschluss.")
    newest = said["revision"]
    if minutes.revision_number != newest["number"]:
        yield _("Die jüngste Fassung ist nicht die gesiegelte.")
    elif moment_text(minutes.revised_at) != newest["created_at"]:
        yield _("Der Tag der jüngsten Fassung.")
    later = Revision.objects.filter(minutes=minutes, number__gt=newest["number"])
    for number in later.order_by("number").values_list("number", flat=True):
        yield _("Eine Fassung %(number)s kam nachträglich hinzu.") % {"number": number}


def _hidden_outcomes(minutes):
    # Released with the circulation; what is taken back would vanish from the page.
    for decision in minutes.meeting.decisions.filter(released_at__isnull=True).order_by("year", "number"):
        yield _("Beschluss %(label)s ist nicht mehr freigegeben.") % {"label": decision.label}
    if minutes.meeting.actionitems.filter(released_at__isnull=True).exists():
        yield _("Eine Aufgabe ist nicht mehr freigegeben.")


def _without_seal(sealed):
    rows = Minutes.objects.filter(state=State.APPROVED).exclude(pk__in=sealed)
    found, unreadable = readable(rows.select_related("meeting").order_by("pk"))
    sentence = _("Ein Protokoll gilt als genehmigt, hat aber kein Siegel.")
    for minutes in found:
        yield Finding(None, minutes.pk, sentence, f"»{minutes.meeting.name}«")
    for key in unreadable:
        yield Finding(None, key, sentence)
