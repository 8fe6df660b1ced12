"""Which letters a paper can carry. People paste anything; no paper may fail because of it."""

import json
import re
import unicodedata
from functools import cache

from django.conf import settings

FONTS = settings.BASE_DIR / "templates" / "pdf" / "fonts"
_SOFT_HYPHEN = "\u00ad"
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def clean(text: str) -> str:
    """Return `text` without control characters, direction marks, halves of characters and others unseen."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    if text.isascii() and text.isprintable():
        return text
    kept = []
    for char in _SELECTORS.sub("", text):
        kind = unicodedata.category(char)
        # Direction marks (Cf) could turn a line around, so that it reads differently from what was decided.
        is_unseen = kind in ("Cc", "Cf", "Cs") or (kind == "Cn" and ord(char) & 0xFFFE == 0xFFFE)
        if char in "\n\t" or char == _SOFT_HYPHEN or not is_unseen:
            kept.append(char)
    return "".join(kept)


def for_print(text: str) -> str:
    """Return the same with every letter that our fonts do not have written as its number: »[U+6F22]«."""
    # Words are divided in setting; where both stand in a file, copied words have hyphens that nobody sees.
    text = clean(text).replace(_SOFT_HYPHEN, "")
    # A page that is to be readable for ever (PDF/A) has no empty boxes.
    if not text.isascii():
        known = _drawn()
        text = "".join(char if char in known or char in "\n\t" else f"[U+{ord(char):04X}]" for char in text)
    return text


@cache
def _drawn() -> frozenset[str]:
    """The letters of the font that steps in for the others, as scripts/vendor.py wrote them down."""
    spans = json.loads((FONTS / "letters.json").read_text())
    return frozenset(chr(code) for first, last in spans for code in range(first, last + 1))
