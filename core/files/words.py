"""The words in a file, for the search. Read in a process of its own: a file can be broken, huge or malicious.

`python -m core.files.words MEDIA_TYPE` reads the file from its input and writes its text. What takes too
long, too much memory or too many pages is cut off; nobody waits for more than the limits below.
"""

import io
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

from core.numbers import number_in

MOST_PAGES, LONGEST_TEXT, LARGEST_PART = 300, 500_000, 30_000_000
SECONDS, MEMORY = 30, 1_500_000_000
ROOT = Path(__file__).resolve().parents[2]


class Unreadable(Exception):
    """The file has no text that could be read; the message is for the log."""


def words_of(content: bytes, media_type: str) -> str:
    """Raises Unreadable for whatever goes wrong in there."""
    command = [sys.executable, "-m", "core.files.words", media_type]
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=2 * SECONDS,
            cwd=ROOT,
            env={"LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("took too long") from None
    if done.returncode:
        raise Unreadable(done.stderr.decode(errors="replace").strip().splitlines()[-1:] or done.returncode)
    return done.stdout.decode("utf-8", "replace")[:LONGEST_TEXT].replace("\0", "")


# --- in the other process ---------------------------------------------------------------------------------


def main(media_type: str) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to its output and to no file
    content = sys.stdin.buffer.read()
    if media_type == "application/pdf":
        text = _pdf(content)
    elif media_type.startswith("text/"):
        text = _plain(content)
    else:
        patterns = [pattern for ending, pattern in PARTS.items() if media_type.endswith(ending)]
        if not patterns:
            raise Unreadable("no words in it")
        text = _archive(content, patterns[0])
    sys.stdout.buffer.write(_tidy(text)[:LONGEST_TEXT].encode("utf-8", "replace"))


def _plain(content):
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _pdf(content):
    from pypdf import PdfReader

    reader, found, length = PdfReader(io.BytesIO(content)), [], 0
    for page in reader.pages[:MOST_PAGES]:
        found.append(page.extract_text(visitor_operand_before=_ActualText().read) or "")
        length += len(found[-1])
        if length > LONGEST_TEXT:
            break
    return "\n".join(found)


class _ActualText:
    """Tells pypdf what is meant where a page says so itself (ISO 32000-1, 14.9.4).

    One glyph can be a hyphen in one place and the end of a divided line in another.
    """

    def __init__(self):
        self.meant: list[Any] = []  # of each open part of the page

    def read(self, operator, operands, _transformation, _text_matrix):
        from pypdf.generic import ArrayObject, create_string_object

        if operator in (b"BDC", b"BMC"):
            properties = operands[-1] if operands else None
            meant = properties.get("/ActualText") if isinstance(properties, dict) else None
            self.meant.append(create_string_object(meant) if isinstance(meant, str | bytes) else None)
        elif operator == b"EMC" and self.meant:
            self.meant.pop()
        elif operator in (b"Tj", b"TJ") and self.meant and self.meant[-1] is not None:
            operands[0] = self.meant[-1] if operator == b"Tj" else ArrayObject([self.meant[-1]])
            self.meant[-1] = ""  # said once, however many glyphs draw it


PARTS = {
    "wordprocessingml.document": r"word/(document|footnotes|endnotes)\.xml",
    "spreadsheetml.sheet": r"xl/sharedStrings\.xml",
    "presentationml.presentation": r"ppt/slides/slide\d+\.xml",
    "opendocument.text": r"content\.xml",
    "opendocument.spreadsheet": r"content\.xml",
    "opendocument.presentation": r"content\.xml",
}


def _archive(content, pattern):
    """Only the parts with text, each up to a limit, whatever the archive says of its size."""
    import zipfile  # as pypdf above: loaded in this process, and not in those of the server
    from xml.etree import ElementTree as etree

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        wanted = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
        names = sorted(wanted, key=_natural)  # the tenth slide behind the second
        found: list[Any] = []
        for name in names[:MOST_PAGES]:
            with archive.open(name) as part:
                collector = _Collector()
                # No entities, and limits around the process.
                parser = etree.XMLParser(target=collector)  # noqa: S314
                try:
                    parser.feed(part.read(LARGEST_PART))
                    found.append(parser.close())
                except etree.ParseError:  # a part that was cut off gives what came before
                    found.append(collector.close())
        return "\n".join(found)


def _natural(name):
    pieces = enumerate(re.split(r"(\d+)", name))  # every second one is a number, however long
    return [(number_in(piece) or 0) if at % 2 else piece for at, piece in pieces]


class _Collector:
    """Text between the tags; a paragraph, a line or a cell ends with a line. Entities are refused."""

    ENDS = ("p", "h", "br", "tab", "si", "line-break")

    def __init__(self):
        self.found, self.length = [], 0

    def doctype(self, *_about):
        raise Unreadable("declares entities")

    def start(self, tag, _attributes):
        """Nothing begins anything."""

    def end(self, tag):
        if tag.rpartition("}")[2] in self.ENDS:
            self.found.append("\n")

    def data(self, text):
        if self.length <= LONGEST_TEXT:
            self.found.append(text)
            self.length += len(text)

    def close(self):
        return "".join(self.found)


_DIVIDED = re.compile(r"(?<=\w)\u00ad\s*\n\s*(?=\w)")
# »Haus-\nund Hofverwaltung« and »IT-\ngestützt« are meant so.
_DIVIDED_BY_HYPHEN = re.compile(
    r"(?<=[a-zäöüß])[-\u2010]\s*\n\s*(?!(?:und|oder|bzw|sowie|bis)\b)(?=[a-zäöüß]{2})"
)
_LINE_END_IN_WORD = re.compile(r"(?<=\w)([-\u2010])\s*\n\s*(?=[A-ZÄÖÜ\d])")


def _tidy(text):
    """Whole words, one line for each line. Soft hyphens and other characters that nobody sees are gone."""
    # Words that were divided at the end of a line in one piece, for whoever looks for them.
    if _DIVIDED.search(text):
        text = _DIVIDED.sub("", text)  # a file that knows soft hyphens means its hyphens
    else:
        text = _DIVIDED_BY_HYPHEN.sub("", text)
    text = _LINE_END_IN_WORD.sub(r"\1", text)
    text = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cf")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


if __name__ == "__main__":
    main(sys.argv[1])
