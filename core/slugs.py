"""Folding German text in Python, because neither database brings collations that we may rely on."""

import re
import unicodedata

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def fold(text: str) -> str:
    """Lower-case ASCII: »Öffentlichkeit Süd« becomes »oeffentlichkeit sued«."""
    spelled = text.casefold().translate(_GERMAN)
    return unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()


def slug(text: str, separator: str = "-") -> str:
    return re.sub(r"[^a-z0-9]+", separator, fold(text)).strip(separator)


def sort_key(text: str) -> str:
    """Sorts as DIN 5007-1 does: ä like a, ß like ss."""
    plain = text.casefold().replace("ß", "ss")
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()[:200]
