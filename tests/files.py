"""What stands in a file that somebody downloaded."""

import io
import re
import zipfile
from functools import cache
from xml.etree import ElementTree

import page
import pypdf

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BREAKS = {f"{W}br": "\n", f"{W}tab": "\t"}
TEXT = {f"{W}t", *BREAKS}
_BROKEN = re.compile(r"(?<=\w)-\s*\n\s*(?=[a-zäöüß])")


@cache  # the same file is read for several personas
def read_pdf(content: bytes) -> str:
    """The words of all pages and what the file tells of itself; words divided at line ends are joined."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    pages = "\n".join(page.extract_text() for page in reader.pages)
    told = " ".join(str(value) for value in (reader.metadata or {}).values())
    marks = " ".join(mark.title for mark in flat(reader.outline))
    return "\n".join([_BROKEN.sub("", pages.replace("\u00ad", "")), told, marks, xmp(content)])


_STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")


def failures(pdf: bytes) -> list[tuple[str, str, str]]:
    """What the checks of PDF/UA-1 and PDF/A-2a find in our files."""
    return [
        (profile, failure.rule_id, failure.message)
        for profile in ("ua1", "2a")
        for failure in page.validate_pdf_bytes(pdf, profile=profile).failures
        # Of a stream that happens to end with CR it takes that byte for a part of the line end that follows
        # (findings/page-validation-stream-ends-in-cr.sh), so we look at the lengths ourselves.
        if failure.rule_id != "PDFA2A-STREAM-LENGTH-001" or not _lengths_are_true(pdf)
    ]


def _lengths_are_true(pdf):
    found = list(_STREAM.finditer(pdf))
    return found and all(pdf[one.end() + int(one[1]) :].startswith(b"\nendstream") for one in found)


def xmp(content):
    found = re.search(rb"<x:xmpmeta.*?</x:xmpmeta>", content, re.DOTALL)
    return found[0].decode() if found else ""


def flat(marks):
    for mark in marks:
        if isinstance(mark, list):
            yield from flat(mark)
        else:
            yield mark


@cache
def read_docx(content: bytes) -> str:
    """The text of every part of the file, properties included."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = sorted(name for name in archive.namelist() if name.endswith((".xml", ".rels")))
        return "\n".join(
            " ".join(words_of(archive.read(name)))
            for name in parts
            if "theme" not in name and "styles" not in name
        )


def words_of(part):
    """Each paragraph as one text, however its words are dressed; elsewhere each text by itself."""
    tree = ElementTree.fromstring(part)
    paragraphs = list(tree.iter(f"{W}p"))
    inside = {id(element) for paragraph in paragraphs for element in paragraph.iter()}
    for paragraph in paragraphs:
        yield "".join(BREAKS.get(one.tag, one.text or "") for one in paragraph.iter() if one.tag in TEXT)
    for element in tree.iter():
        if element.text and id(element) not in inside:
            yield element.text
        if element.tag.endswith("Relationship"):
            yield element.get("Target", "")
