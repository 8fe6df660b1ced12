"""What names, titles and longer texts may be made of.

Columns ask here before they are written (core/models.py), so that no action lets anything else through; forms
ask first (core/forms.py), so that the sentence stands beside the field. Rows of before stay as they are.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Explicit directional formatting (UAX #9, 2): what follows reads in another order than it is stored.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OVERRIDING = re.compile("[\u202d\u202e]")
# No letters, although Unicode counts them among letters and signs: fillers of Hangul, the empty Braille cell.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_NEVER_SEEN = frozenset(("Cc", "Cf", "Cs", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"))

NO_CONTROLS = _("Bitte ohne Zeilenumbrüche, Tabulatoren und andere Steuerzeichen.")
NOT_STORABLE = _("Der Text enthält Zeichen, die sich nicht speichern lassen. Bitte tippen Sie ihn neu ein.")
NO_TURNING = _(
    "Der Text enthält unsichtbare Zeichen, die die Leserichtung umkehren. Bitte tippen Sie ihn neu ein, "
    "statt ihn einzufügen."
)
NOTHING_TO_SEE = _("Hier stehen nur unsichtbare Zeichen. Bitte geben Sie etwas ein, das man lesen kann.")


def normalised(text: str) -> str:
    """Return a name as it is stored: in composed letters, with nothing around it."""
    return unicodedata.normalize("NFC", bare(text)).strip()


def require_name(text: str) -> None:
    """Raise ValidationError for what is no name or title: one line that people can read and find again."""
    text = bare(text)
    if text.isascii() and text.isprintable():  # nearly all of them
        return
    if _TURNING.search(text):
        raise ValidationError(NO_TURNING, code="direction")
    if any(_is_control(char) for char in text):
        raise ValidationError(NO_CONTROLS, code="control")
    _require_something_to_see(text)


def require_words(text: str) -> None:
    """Raise ValidationError for a text with line breaks that would not read as it is stored."""
    if _OVERRIDING.search(text):
        raise ValidationError(NO_TURNING, code="direction")
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValidationError(NOT_STORABLE, code="control")
    _require_something_to_see(text)


def tamed(text: str) -> str:
    """Return as one line what a mail or another program said, whom nobody can ask to type it anew."""
    seen = "".join(" " if _is_control(char) else char for char in _TURNING.sub("", text))
    return " ".join(seen.split()) if any(map(_is_seen, seen)) else ""


def _is_control(char):
    kind = unicodedata.category(char)
    # Noncharacters (Unicode, 23.7) are unassigned for ever; other unassigned ones may be letters of tomorrow.
    return kind in ("Cc", "Cs", "Zl", "Zp") or (kind == "Cn" and ord(char) & 0xFFFE == 0xFFFE)


def _require_something_to_see(text):
    if text.strip() and not any(_is_seen(char) for char in text):
        raise ValidationError(NOTHING_TO_SEE, code="invisible")


def _is_seen(char):
    return unicodedata.category(char) not in _NEVER_SEEN and char not in _BLANK


# --- names beside other words -----------------------------------------------------------------------------

# An isolate (UAX #9, 6.3) keeps a name that runs from right to left from turning the words and numbers around
# it, on pages, in their titles, in mails and calendars alike: in HTML <bdi> means the same.
_ISOLATE, _END = "\u2068", "\u2069"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def isolated(text: str) -> str:
    """Return a name as it is shown. Those in Latin letters, nearly all, stay as they are."""
    return f"{_ISOLATE}{text}{_END}" if _RIGHT_TO_LEFT.search(text) else text


def bare(text: str) -> str:
    """Return what `isolated` was given."""
    inner = text.strip().removeprefix(_ISOLATE).removesuffix(_END)
    return inner if isolated(inner) == text.strip() else text
