"""What a file is, by its content and never by its name, and the name under which it is kept."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.outages import outage_of

HEAD = 8192  # bytes that tell what a file is
MOST_PARTS, LARGEST_UNPACKED = 5000, 300_000_000  # of files that are archives inside
PACKINGS = (0, 8)  # stored and deflated: documents know no other (ISO/IEC 29500-2, annex C)
LONGEST_NAME = 120


@dataclass(frozen=True)
class Kind:
    ending: str
    media_type: str
    label: Any


OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
KINDS = {
    kind.media_type: kind
    for kind in (
        Kind("pdf", "application/pdf", "PDF"),
        Kind("docx", f"{OOXML}wordprocessingml.document", _("Word-Dokument")),
        Kind("xlsx", f"{OOXML}spreadsheetml.sheet", _("Excel-Tabelle")),
        Kind("pptx", f"{OOXML}presentationml.presentation", _("PowerPoint-Präsentation")),
        Kind("odt", f"{ODF}text", _("OpenDocument-Text")),
        Kind("ods", f"{ODF}spreadsheet", _("OpenDocument-Tabelle")),
        Kind("odp", f"{ODF}presentation", _("OpenDocument-Präsentation")),
        Kind("png", "image/png", _("Bild")),
        Kind("jpg", "image/jpeg", _("Bild")),
        Kind("gif", "image/gif", _("Bild")),
        Kind("webp", "image/webp", _("Bild")),
        Kind("csv", "text/csv", _("CSV-Tabelle")),
        Kind("txt", "text/plain", _("Textdatei")),
    )
}
BY_MAGIC = ("application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp")

NOT_ALLOWED = _(
    "Diese Art von Datei nehmen wir nicht an. Möglich sind PDF, Word, Excel, PowerPoint (ab 2007), "
    "OpenDocument, Bilder, Textdateien und CSV."
)
MACROS = _("Dateien mit Makros nehmen wir nicht an. Bitte speichern Sie die Datei ohne Makros.")
TOO_DENSE = _("Diese Datei ist ausgepackt zu groß.")
DAMAGED = _("Diese Datei ist beschädigt oder mit einem Passwort geschützt.")
EMPTY = _("Diese Datei ist leer.")


def kind_of(file, name="") -> Kind:
    """Raises ValidationError with a sentence for whoever uploads. `file` can be read and wound back."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise ValidationError(EMPTY)
    if head.startswith(b"PK"):  # an archive: what is inside tells
        media_type = _in_archive(file)
    else:
        media_type = _by_magic(head) or _as_text(file, name)
    file.seek(0)
    return KINDS[media_type]


def _by_magic(head):
    import puremagic  # some megabytes of signatures, for whoever uploads

    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    best = max((match.confidence for match in found), default=0)
    return next((m.mime_type for m in found if m.confidence == best and m.mime_type in BY_MAGIC), None)


# --- Office and OpenDocument ------------------------------------------------------------------------------


def _in_archive(file):
    import zipfile  # as puremagic: for whoever uploads
    import zlib

    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return _office(archive)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, KeyError, EOFError) as error:
        if outage_of(error):  # the disk under it, not the file
            raise
        # RuntimeError: a password.
        raise ValidationError(DAMAGED) from None


def _office(archive):
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise ValidationError(TOO_DENSE)
    names = {part.filename for part in parts}
    if "mimetype" in names:
        kind = _start_of(archive, "mimetype").decode("ascii", "replace").strip()
    elif "[Content_Types].xml" in names:
        types = _start_of(archive, "[Content_Types].xml").decode("utf-8", "replace")
        if "macroEnabled" in types:
            raise ValidationError(MACROS)
        found = re.search(re.escape(OOXML) + r"(\w+\.(?:document|sheet|presentation))\.main\+xml", types)
        kind = f"{OOXML}{found[1]}" if found else ""
    else:
        kind = ""
    if any(re.search(r"vbaProject\.bin$|^(Basic|Scripts)/", name, re.IGNORECASE) for name in names):
        raise ValidationError(MACROS)
    if kind not in KINDS or not kind.startswith((OOXML, ODF)):
        raise ValidationError(NOT_ALLOWED)
    return kind


def _start_of(archive, name):
    if archive.getinfo(name).compress_type not in PACKINGS:
        raise ValidationError(DAMAGED)
    with archive.open(name) as part:
        return part.read(1_000_000)


# --- text -------------------------------------------------------------------------------------------------

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
ACTIVE = re.compile(r"\s*<(?:!doctype|html|head|body|script|svg|\?xml|!--)", re.IGNORECASE)


def _as_text(file, name):
    """What no signature tells is text when it reads as such. What a browser would run is refused."""
    file.seek(0)
    text = decoded(file.read())
    if text is None or CONTROL.search(text) or ACTIVE.match(text):
        raise ValidationError(NOT_ALLOWED)
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


# --- names ------------------------------------------------------------------------------------------------

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def clean_name(name: str, kind: Kind) -> str:
    """Without folders, control characters and what systems forbid; with the ending that the content has."""
    stem = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    stem = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in stem)
    stem = re.sub(rf"\.({kind.ending}|jpeg|text|md)$", "", stem, flags=re.IGNORECASE)
    stem = " ".join(re.sub(r'[<>:"|?*\s]+', " ", stem).split())[:LONGEST_NAME].strip(" .")
    if not stem or RESERVED.match(stem):
        stem = f"Anlage {stem}".strip()
    return f"{stem}.{kind.ending}"


def title_of(name: str) -> str:
    """»Satzung« for »Satzung.pdf«."""
    return name.rpartition(".")[0] or name
