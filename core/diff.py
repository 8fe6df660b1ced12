"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher


def changed_words(old, new):
    """Pieces in reading order: ("=", text), ("-", text), ("+", text)."""
    before, after = _words(old), _words(new)
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "=", "".join(before[a:b])
            continue
        if b > a:
            yield "-", "".join(before[a:b])
        if d > c:
            yield "+", "".join(after[c:d])


def _words(text):
    return re.findall(r"\s+|\w+|[^\w\s]", text or "")
