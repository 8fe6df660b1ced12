"""What goes onto paper, as plain data: the same for PDF, Word and Markdown, whatever app it comes from.

A paper is a title, what stands at the foot of each page, and blocks in reading order. Whoever makes one has
already asked what its reader may see. Texts of people are data everywhere: never markup, never code.
"""

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.dialects.versions import CURRENT
from core.language import for_the_record

TOO_LARGE = _("Das Dokument ist zu groß. Bitte laden Sie einzelne Abschnitte als Auszug.")
BUSY = _("Gerade werden viele Dokumente erstellt. Bitte versuchen Sie es in einer Minute noch einmal.")


class Unprintable(Exception):
    """This paper could not be made. `reason` says why, in a German sentence."""

    def __init__(self, reason=TOO_LARGE):
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Heading:
    """Levels begin at 1, below the title of the paper, and none is left out on the way down."""

    text: str
    level: int = 1
    number: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown of people in a version of the dialect; its own headings stand below `level`."""

    source: str
    level: int = 1
    dialect: int = CURRENT


@dataclass(frozen=True, slots=True)
class Line:
    """One plain paragraph."""

    text: str
    is_muted: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """»Ort: JEDI«: short pairs."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns are as wide as what stands in them (documents.columns)."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A framed block with a heading of its own: "decision", "action", "info" or "notice"."""

    kind: str
    heading: str
    text: str = ""


Block = Heading | Prose | Line | Facts | Table | Callout


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    mark: str = ""  # »Entwurf«, at the head of every page
    foot: tuple[str, ...] = ()  # at the foot of every page, beside »Seite 1 von 3«
    # Of the record, never of the printing: the same paper has the same bytes.
    moment: dt.datetime | None = None
    language: str = "de"
    body: str = field(default_factory=lambda: settings.BODY_NAME)  # whose paper it is
    file_reference: str = field(default_factory=lambda: settings.FILE_REFERENCE)

    @property
    def letterhead(self) -> tuple[str, ...]:
        """Whose paper it is and »Aktenzeichen: 10 24 01«, or the first alone."""
        if not self.file_reference:
            return (self.body,)
        with for_the_record():
            return self.body, _("Aktenzeichen: %(reference)s") % {"reference": self.file_reference}

    @property
    def digest(self) -> str:
        """Two papers with the same digest say the same."""
        named = [type(block).__name__ for block in self.blocks]
        text = json.dumps([asdict(self), named], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()
