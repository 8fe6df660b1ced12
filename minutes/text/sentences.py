"""Where German sentences end. In doubt they go on: a long piece does no harm, half a sentence does.

No library is used: those tried break at »e. V.«, at »4. Juni« or at »das 3. Treffen«.
"""

import re

from core.numbers import is_digits

_CLOSING = "»«›‹\"“”'’)\\]*_"
_GOES_ON = re.compile(r"[^\S\n]+[a-zäöüß]")
_WORD = re.compile(r"[^\W_]*\Z")
_LONGEST_WORD = 40
_ROMAN = re.compile(r"[IVXLC]+\Z")
# Words that are cut short, in small letters. Single letters (»z. B.«, »e. V.«, »A. Muster«) need no entry.
_CUT_SHORT = """
    abb abk abs abschn abt allg anh anl anm art aufl ausg az bd beschl betr bez bsp bspw buchst bzgl bzw ca co
    dez dgl dipl dr ebd eigtl einschl erg etc evtl exkl fa ff fn forts frl geb gem gez ggf ggfs hj hr hrsg
    ing inkl insb insbes jg jh jhd kap kfm lfd lt max mind min mio mrd mwst nachm nr nrn od op pkt pos prof
    qm ref rd rn rz sog spez st std stk str tab tel tsd urspr usf usw vgl verf vorm vors vs wg ziff zit zt
    zzgl zzt
    jan feb mär mrz apr jun jul aug sep sept okt nov dez mo di mi do sa so
"""
_ABBREVIATIONS = frozenset(_CUT_SHORT.split())


def sentence_ends(text: str, marks: str = ".!?…") -> list[int]:
    """Places behind the marks that end a sentence, closing quotation marks and brackets included."""
    stops = re.finditer(rf"[{marks}]+[{_CLOSING}]*(?=\s|\Z)", text)
    return [stop.end() for stop in stops if _is_end(text, stop)]


def _is_end(text, stop):
    if _GOES_ON.match(text, stop.end()):
        return False
    if stop[0][0] != "." or stop[0][1:2] == ".":
        return True
    found = _WORD.search(text[max(0, stop.start() - _LONGEST_WORD) : stop.start()])
    word = found[0] if found else ""
    if is_digits(word):
        return len(word) > 3  # a year; fewer digits are a day or an ordinal: »4. Juni«, »das 12. Treffen«
    return len(word) != 1 and word.lower() not in _ABBREVIATIONS and not _ROMAN.match(word)
