"""Folding German text in Python, because neither database brings collations that we may rely on."""

import re
import unicodedata

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def fold(text: str) -> str:
    """Lower-case ASCII: »Öffentlichkeit Süd« becomes »oeffentlichkeit sued«."""
    # ä as ae in addresses, as people type it; in orders and searches it is a (folded, below).
    spelled = text.casefold().translate(_GERMAN)
    return unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()


def slug(text: str, separator: str = "-") -> str:
    return re.sub(r"[^a-z0-9]+", separator, fold(text)).strip(separator)


def folded(text: str) -> str:
    """Lower-case ASCII to compare by, as DIN 5007-1 orders words: ä like a, ß like ss."""
    plain = text.replace("ß", "ss").replace("ẞ", "ss")
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().lower()


def sort_key(text: str) -> str:
    """What a name is ordered by, as a column keeps it."""
    return folded(text)[:200]  # as long as the column
