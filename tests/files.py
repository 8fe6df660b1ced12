"""What stands in a file that somebody downloaded."""

import io
import re
import zipfile
from functools import cache
from xml.etree import ElementTree

import pypdf

_BROKEN = re.compile(r"(?<=\w)-\s*\n\s*(?=[a-zäöüß])")


@cache  # the same file is read for several personas
def read_pdf(content: bytes) -> str:
    """The words of all pages and what the file tells of itself; words divided at line ends are joined."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    pages = "\n".join(page.extract_text() for page in reader.pages)
    told = " ".join(str(value) for value in (reader.metadata or {}).values())
    marks = " ".join(mark.title for mark in flat(reader.outline))
    return "\n".join([_BROKEN.sub("", pages.replace("\u00ad", "")), told, marks, xmp(content)])


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
    for element in ElementTree.fromstring(part).iter():
        if element.text:
            yield element.text
        if element.tag.endswith("Relationship"):
            yield element.get("Target", "")
