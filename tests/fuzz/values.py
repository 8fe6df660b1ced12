"""The list of bad values. Each field gets those that its kind could stumble over."""

from django import forms

from tests.fuzz.sending import MEGABYTE_AND_MORE, File

MISSING = object()


TEXTS = {
    "empty": "",
    "blank": " \t\u3000",
    "NUL": "a\0b",
    "control": "a\x07\x1b\x85b",
    "direction": "\u202eabc\u2066",
    "invisible": "\u200b\u2060\ufeff",
    "surrogate": "a\ud800b",
    "surrogate pair": "\ud83d\ude00",
    "not UTF-8": b"a\xff\xfeb",
    "overlong": b"\xc0\xaf",
    "NFD": "A\u0308rger",
    "beyond the BMP": "\U0001f600\U0010fffd",
    "noncharacter": "\uffff\ufdd0",
    "lines": "eins\r\nzwei\rdrei\u2028vier",
    "markup": "<b>\"'&amp;</b>",
    "template": "{{ 7 }}{% x %}%s%(x)s{0}",
    "list": "[]",
    "object": '{"a": null}',
}
NUMBERS = {
    "superscript": "²",
    "Arabic digits": "١٢",
    "negative": "-1",
    "zero": "0",
    "padded": " 007 ",
    "2^31": str(2**31),
    "2^63": str(2**63),
    "2^64": str(2**64),
    "fraction": "1.5",
    "exponent": "1e9",
    "not a number": "NaN",
    "endless": "Infinity",
    "underscore": "1_0",
}
DAYS = {
    "30 February": "2025-02-30",
    "no day": "0000-00-00",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "day after": "10000-01-01",
    "week": "2025-W01-1",
    "word": "gestern",
    "hour that is skipped": "2025-03-30",
    "hour that comes twice": "2025-10-26",
    "moment": "2025-07-01T10:00:00+99:99",
}
TIMES = {
    "24 h": "24:00",
    "25 h": "25:61",
    "leap second": "23:59:60",
    "skipped": "02:30",
    "first": "00:00",
    "last": "23:59:59.999999",
    "minus": "-1:00",
}
KEYS = {"half a key": "5f2b1c64-6d0e", "no key": "0" * 32, "braces": "{5f2b1c64-6d0e-4ab9-9d56-000000000009}"}
HEAVY = {"1 MB": "ä" * (MEGABYTE_AND_MORE // 2), "5000 digits": "9" * 5000}
FILES = {
    "no name": File(name=""),
    "empty file": File(content=b""),
    "NUL in the name": File(name="a\0b.txt"),
    "surrogate in the name": File(name=b"a\xed\xa0\x80.txt"),
    "path as a name": File(name="../../etc/passwd"),
    "long name": File(name="ä" * 5000 + ".txt"),
    "direction in the name": File(name="a\u202etxt.exe"),
    "not what it says": File(content=b"%PDF-1.7\n" + b"\0" * 50, name="a.docx", kind="application/pdf"),
    "broken archive": File(content=b"PK\x03\x04" + b"\xff" * 200, name="a.xlsx"),
    "odd kind": File(kind="text/plain; charset=utf-7"),
}
# Where SQLite and its driver refuse by themselves, or read on: text that has no bytes or ends early, whole
# numbers of more than 64 bits, and the first and last of days and hours, which they keep as text.
OF_SQLITE = {
    "NUL", "surrogate", "2^63", "first day", "last day", "last", "NUL in the name", "surrogate in the name",
}  # fmt: skip


def heavy_for(field=None) -> dict:
    """One for each field: the one that its kind could stumble over."""
    is_text = isinstance(field, forms.CharField) and not isinstance(field, forms.ChoiceField)
    return {name: HEAVY[name] for name in (["1 MB"] if is_text else ["5000 digits"])}


def values_for(field=None) -> dict:
    """Name → value. Without a field: what is read as it comes, and may be meant as anything."""
    found = {**TEXTS, **NUMBERS, "missing": MISSING, "file": File()}
    if field is None:
        return found | DAYS | KEYS
    if isinstance(field, forms.FileField):
        return {"missing": MISSING, "text": "Text", "empty": "", **FILES}
    if isinstance(field, forms.DateField | forms.DateTimeField):
        found |= DAYS
    if isinstance(field, forms.TimeField):
        found |= TIMES
    if isinstance(field, forms.UUIDField):
        found |= KEYS
    longest = getattr(field, "max_length", None)
    if longest:
        found |= {"limit": "ä" * longest, "limit + 1": "ä" * (longest + 1), "limit in emoji": "😀" * longest}
    for name in ("min_value", "max_value"):
        edge = getattr(field, name, None)
        if edge is not None:
            found |= {f"{name} - 1": str(edge - 1), f"{name} + 1": str(edge + 1)}
    if isinstance(field, forms.ChoiceField):
        found |= {"foreign key": "1", "no choice": "ZZZ"}
    return found
