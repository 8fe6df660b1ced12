"""What an uploaded file is, what it is called, and which words are in it, whatever somebody sends."""

import errno
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from pypdf import PdfReader

from core.files import words
from core.files.kinds import KINDS, MOST_PARTS, clean_name, kind_of
from core.files.words import LONGEST_TEXT, Unreadable, words_of
from tests.uploads import DOCX, PDF, PNG, office, opendocument

PDF_TYPE, DOCX_TYPE = "application/pdf", KINDS[next(k for k in KINDS if "wordprocessing" in k)].media_type


def found(content, name="datei"):
    return kind_of(ContentFile(content, name=name), name).ending


def refusal(content, name="datei"):
    with pytest.raises(ValidationError) as refused:
        kind_of(ContentFile(content, name=name), name)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    "content, ending",
    [
        (PDF, "pdf"),
        (PNG, "png"),
        (bytes.fromhex("ffd8ffe000104a46494600010100"), "jpg"),
        (b"GIF89a\x01\x00\x01\x00\x80\x00\x00", "gif"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "webp"),
        (DOCX, "docx"),
        (office("xl", "spreadsheetml.sheet"), "xlsx"),
        (office("ppt", "presentationml.presentation"), "pptx"),
        (opendocument("text"), "odt"),
        (opendocument("spreadsheet"), "ods"),
        (opendocument("presentation"), "odp"),
        ("Grüße aus Jena\r\nzweite Zeile".encode(), "txt"),
        ("Grüße".encode("cp1252"), "txt"),
        (b"BMW liefert die Daten.", "txt"),
    ],
)
def test_the_content_tells_what_it_is(content, ending):
    assert found(content, name="egal.exe") == ending


def test_text_with_commas_is_a_table_only_by_its_name():
    assert found(b"a;b\n1;2\n", name="Werte.CSV") == "csv"
    assert found(b"a;b\n1;2\n", name="Werte.txt") == "txt"


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b"  \n<html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><x/>",
        b"<script>alert(1)</script>",
        b"MZ\x90\x00\x03" + b"\x00" * 100,
        b"\x7fELF" + b"\x00" * 100,
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600,
        b"\x00\x01\x02\x03",
    ],
)
def test_what_is_not_on_the_list_is_refused_whatever_it_is_called(content):
    assert "nehmen wir nicht an" in refusal(content, name="harmlos.pdf")


def test_an_empty_file_and_a_broken_one_say_so():
    assert refusal(b"") == "Diese Datei ist leer."
    assert "beschädigt" in refusal(DOCX[:200], name="a.docx")


def packed(*changes):
    """A document with some bytes changed: (mark, how far behind its begin, byte)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "wordprocessingml " * 50)
    content = bytearray(stream.getvalue())
    for mark, offset, byte in changes:
        content[content.index(mark) + offset] = byte
    return bytes(content)


LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([(LOCAL, 6, 1), (CENTRAL, 8, 1)], id="a password"),
        pytest.param([(LOCAL, 8, 99), (CENTRAL, 10, 99)], id="packed in a way that nobody knows"),
        pytest.param([(LOCAL, 8, 14), (CENTRAL, 10, 14)], id="packed in a way of other archives"),
        pytest.param([(b".xml", 4, 0xFF)], id="packed wrongly"),
        pytest.param([(CENTRAL, 16, 0)], id="another checksum"),
    ],
)
def test_a_document_that_cannot_be_unpacked_is_damaged(changes):
    assert "beschädigt" in refusal(packed(*changes), name="a.docx")


def test_a_disk_that_does_not_answer_damages_no_document(monkeypatch):
    def fail(file):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(zipfile, "ZipFile", fail)
    with pytest.raises(OSError, match="Input/output"):
        kind_of(ContentFile(DOCX, name="a.docx"), "a.docx")


def test_archives_that_are_no_documents_are_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("programm.exe", b"MZ")
    assert "nehmen wir nicht an" in refusal(file.getvalue(), name="bericht.docx")


@pytest.mark.parametrize(
    "content",
    [
        office("word", "wordprocessingml.document", extra={"word/vbaProject.bin": b"x"}),
        office("word", "macroEnabled"),
        opendocument("text", extra={"Basic/Standard/Modul.xml": b"x"}),
    ],
)
def test_macros_are_refused(content):
    assert "Makros" in refusal(content, name="a.docx")


@pytest.mark.slow
def test_what_is_huge_inside_is_refused():
    bomb = office("word", "wordprocessingml.document", extra={"word/a.bin": bytes(301_000_000)})
    assert len(bomb) < 1_000_000
    assert "ausgepackt zu groß" in refusal(bomb)
    many = office("word", "wordprocessingml.document", extra={f"w/{n}": b"" for n in range(MOST_PARTS + 1)})
    assert "ausgepackt zu groß" in refusal(many)


@pytest.mark.parametrize(
    "given, kept",
    [
        ("Satzung.pdf", "Satzung.pdf"),
        ("Satzung.PDF", "Satzung.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\Bericht.pdf", "Bericht.pdf"),
        ("bericht.pdf.exe", "bericht.pdf.exe.pdf"),
        ("Gr\u0075\u0308\u00dfe.pdf", "Grüße.pdf"),
        ("Rechnung\u202efdp.exe", "Rechnung fdp.exe.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"),
        ("  .pdf", "Anlage.pdf"),
        ("CON.pdf", "Anlage CON.pdf"),
        ("…" * 300, f"{'…' * 120}.pdf"),
    ],
)
def test_names_are_harmless_and_bear_the_ending_of_their_content(given, kept):
    assert clean_name(given, KINDS[PDF_TYPE]) == kept


# --- the words in it --------------------------------------------------------------------------------------


def test_words_of_a_document():
    assert words_of(DOCX, DOCX_TYPE) == "Datenstrategie als Fundament\nZweiter Absatz"


LONG_WORDS = (
    "Verantwortungsgemeinschaften Digitalisierungsbeauftragte Smart-City-Fachgruppe Haus- und Hofverwaltung "
)


@pytest.mark.parametrize("first", ["Trafo-Nord", "Digitale Verantwortungsgemeinschaften " * 20])
@pytest.mark.slow
def test_words_of_a_pdf_of_ours_are_whole(first):
    """Whichever came first in the file: the hyphen that was typed, or the one at the end of a line."""
    from documents.paper import Line, Paper
    from documents.pdf import typeset
    from tests.conftest import NOW

    blocks = (Line(first), Line(LONG_WORDS * 20), Line("Trafo-Nord Daten\u00adschutz"))
    content = typeset(Paper(title="Netzplan", moment=NOW, blocks=blocks))
    assert "\u00ad" in PdfReader(io.BytesIO(content)).pages[0].extract_text() or first == "Trafo-Nord"
    said = " ".join(words_of(content, PDF_TYPE).split())
    assert LONG_WORDS * 20 + "Trafo-Nord Datenschutz" in said


def test_words_divided_at_the_end_of_a_line_are_whole():
    text = (
        "Daten-\nstrategie, Haus-\nund Hof-\noder Stallverwaltung, Smart-\nCity, Daten\u200bschutz, E-\n"
        "Mail, IT-\ngestützt, 2025-\n2027"
    )
    assert words_of(text.encode(), "text/plain") == (
        "Datenstrategie, Haus-\nund Hof-\noder Stallverwaltung, Smart-City, Datenschutz, E-Mail, IT-\n"
        "gestützt, 2025-2027"
    )
    softly = "Daten\u00ad\nstrategie und Ver\u00adein, Lang-\nsam"
    assert words_of(softly.encode(), "text/plain") == "Datenstrategie und Verein, Lang-\nsam"


@pytest.mark.slow
def test_words_of_the_others():
    sheet = office(
        "xl", "spreadsheetml.sheet", extra={"xl/sharedStrings.xml": b"<sst><si><t>Menge</t></si></sst>"}
    )
    slides = {f"ppt/slides/slide{n}.xml": f"<s><p><t>Folie {n}</t></p></s>".encode() for n in (1, 2, 10)}
    deck = office("ppt", "presentationml.presentation", extra=slides)
    text = opendocument("text", extra={"content.xml": "<x><p>Grüße</p><p>Ende</p></x>".encode()})
    assert words_of(sheet, "x.spreadsheetml.sheet") == "Menge"
    assert words_of(deck, "x.presentationml.presentation").split("\n\n") == ["Folie 1", "Folie 2", "Folie 10"]
    assert words_of(text, "x.opendocument.text") == "Grüße\nEnde"
    assert words_of("Grüße".encode("cp1252"), "text/plain") == "Grüße"
    assert len(words_of(b"wort " * 200_000, "text/plain")) == LONGEST_TEXT


@pytest.mark.parametrize(
    "content, media_type",
    [
        (b"%PDF-1.7 kaputt", PDF_TYPE),
        (PNG, "image/png"),
        (DOCX[:300], DOCX_TYPE),
        (b"", PDF_TYPE),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_breaks(content, media_type):
    with pytest.raises(Unreadable):
        words_of(content, media_type)


def test_entities_are_refused():
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x><p>&b;</p></x>'
    with pytest.raises(Unreadable):
        words_of(opendocument("text", extra={"content.xml": laughs}), "x.opendocument.text")


@pytest.mark.slow
def test_a_part_that_unpacks_without_end_is_cut_off():
    part = b"<x><p>Anfang</p>" + b"<p>" + b"a" * 60_000_000
    content = opendocument("text", extra={"content.xml": part})
    assert len(content) < 1_000_000
    text = words_of(content, "x.opendocument.text")
    assert text.startswith("Anfang")
    assert len(text) <= LONGEST_TEXT


def test_what_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(words, "SECONDS", 0.0001)
    with pytest.raises(Unreadable, match="too long"):
        words_of(DOCX, DOCX_TYPE)
