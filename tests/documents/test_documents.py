"""Whatever people typed: the PDF passes PDF/UA-1 and PDF/A-2a, and says every word of it."""

import datetime as dt
import hashlib
import io
import json
import re
import subprocess
import sys
import unicodedata

import pypdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import pdf
from documents.fonts import FONTS, clean, for_print
from documents.paper import Callout, Facts, Heading, Line, Paper, Prose, Table, Unprintable
from documents.pdf import typeset
from documents.tree import tree
from tests.files import failures

DRAWN = TTFont(FONTS / "DejaVuSans.ttf").getBestCmap()
MOMENT = dt.datetime(2025, 6, 4, 14, 2, 3, 456789, tzinfo=dt.UTC)  # as from a database
EVERYTHING = """\
# Überschrift

Ein **fetter**, *kursiver*, ~~gestrichener~~ Text mit `code()`, [Verweis](https://example.org/a?b=c&d).
Zweite Zeile  
hart umbrochen.

### Tiefer

- eins
  - zwei
    - drei
- [ ] offen
- [x] erledigt

3. drei
4. vier

   Absatz im Punkt

> Zitat mit **fett**
>
> - Liste darin

```python
def f(x):
    return x
```

| Haus | Daten |
|:--|--:|
| Stadt Jena | 12 |
| Stadtwerke | **7** |

---

Ende.
"""  # noqa: W291
HOSTILE = (
    '#import "@preview/x:1.0.0": * #read("/etc/passwd") $x$ @ref <label> \\ #sys.inputs '
    "[a](javascript:alert(1))\n\n"
    "😀👩‍👩‍👧🏳️‍🌈"
    "漢字 مرحبا שלום \u202etxet\u202c a\u0300\u0301\u0302 \x00\x07\x1b \ufffe \ue000 \U000e0041 \ud800 "
    "= Überschrift? *kein Typst* _auch_ `raw` // Kommentar /* mehr */ ---\n\n"
    + "Donaudampfschifffahrtsgesellschaft"
    * 100
)


def paper(*blocks, **more):
    more.setdefault("title", "Protokoll: Auftakt")
    return Paper(
        blocks=blocks, moment=MOMENT, foot=("Entwurf · Fassung 3", "Siegel 4: " + "a1b2" * 16), **more
    )


def words(pdf):
    return " ".join(" ".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


FULL = paper(
    Callout("notice", "Entwurf", "Noch nicht genehmigt."),
    Facts((("Tag", "4. Juni 2025"), ("Ort", "JEDI"))),
    Heading("Teilnahme"),
    Table(("Name", "Organisation"), (("Ada Ünsal", "Stadt Jena"), ("Bo", "Stadtwerke"))),
    Heading("Datenstrategie", 1, "1"), Prose(EVERYTHING, 1),
    Callout("decision", "Beschluss 2025/1 · einvernehmlich", "Wir fangen an.\nGleich."),
    Callout("action", "Aufgabe · Stadt Jena"),
    Heading("Unterpunkt", 2, "1.1"), Prose("###### ganz unten\n\n# oben", 2),
    Line("Nichts.", is_muted=True),
    subtitle="im Umlauf", mark="Entwurf",
)  # fmt: skip


def test_everything_that_markdown_allows_passes_both_checks():
    assert failures(typeset(FULL)) == []


WIDE = "| a " * 400 + "|\n" + "|-" * 400 + "|\n"
LONG = {"words": "x " * 25_000, "one": "y" * 50_000, "brackets": "[" * 50_000, "wide": WIDE, "empty": ""}


@pytest.mark.parametrize("text", [EVERYTHING, HOSTILE, *LONG.values()], ids=["all", "hostile", *LONG])
@pytest.mark.slow
def test_hostile_and_long_texts_pass_as_well(text):
    table = Table((text[:50], "b"), ((text[:200], text[:200]),))
    callout = Callout("info", text[:80], text[:3000])
    pdf = typeset(paper(Heading(text[:200]), Prose(text), Line(text[:3000]), callout, table))
    assert failures(pdf) == []


def test_text_is_never_code():
    said = words(typeset(paper(Prose(HOSTILE), Heading('#panic("x")'), Line('#eval("1+1")'))))
    for typed in ('#import "@preview/x:1.0.0"', '#panic("x")', '#eval("1+1")', "@ref", "$x$"):
        assert typed.replace('"', "") in said.replace('"', "").replace("»", "").replace("«", "")
    assert "root:x" not in said


def test_the_same_paper_has_the_same_bytes(monkeypatch):
    monkeypatch.setattr(pdf, "subprocess", subprocess)  # set anew each time (tests/conftest.py)
    assert typeset(FULL) == typeset(FULL)
    assert FULL.digest != paper(*FULL.blocks).digest


def test_it_is_german_with_bookmarks_a_title_and_tags():
    reader = pypdf.PdfReader(io.BytesIO(typeset(FULL)))
    catalogue = reader.root_object
    assert catalogue["/Lang"].startswith("de")
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Protokoll: Auftakt"
    assert reader.metadata.author == "Fachgruppe Smart City Jena"
    assert [mark.title for mark in flat(reader.outline)][:3] == [
        "Teilnahme",
        "1  Datenstrategie",
        "Überschrift",
    ]
    roles = tags(catalogue["/StructTreeRoot"])
    assert {"/Table", "/TH", "/TD", "/L", "/LI", "/H1", "/H2", "/Link"} <= roles


def test_the_title_is_the_first_heading_and_nothing_is_tagged_as_english():
    tree = pypdf.PdfReader(io.BytesIO(typeset(FULL))).root_object["/StructTreeRoot"]
    roles = [(node["/S"], node.get("/Lang")) for node in nodes_of(tree) if "/S" in node]
    headings = [role for role, _language in roles if re.fullmatch("/H[1-6]", role)]
    assert headings[:4] == ["/H1", "/H2", "/H2", "/H3"]
    assert headings.count("/H1") == 1
    assert "/Code" in dict(roles)
    assert {language for _role, language in roles} == {None}


def nodes_of(node):
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from nodes_of(child)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from nodes_of(node["/K"])


@pytest.mark.slow
def test_the_head_names_whose_paper_it_is(settings):
    """On the first page as text, on the others above it."""
    for reference in ("", "10.4-2025/017"):
        settings.FILE_REFERENCE = reference
        reader = pypdf.PdfReader(io.BytesIO(typeset(paper(Prose("Viel Text. " * 1500)))))
        assert len(reader.pages) > 2
        for leaf in reader.pages:
            text = leaf.extract_text()
            assert text.count("Fachgruppe Smart City Jena") == 1
            assert text.count("Aktenzeichen") == bool(reference)
            assert reference in text


DIGEST = hashlib.sha256(b"x").hexdigest()
UNC = r"\\srv01\smart_city\_neu\Protokolle_der_Fachgruppe\2025\Entwurf_final_(2)_zur_Durchsicht_an_alle.docx"
LINK = "https://example.org/a_b/_final_(2).pdf?" + "seite=1&" * 20


@pytest.mark.slow
def test_nothing_is_put_into_the_text():
    """Words of any length are divided by setting them, and a checksum is copied from one line."""
    cells = Table(("Ort", "Summe", "Anmerkung"), ((UNC, DIGEST, "y" * 300), ("x", "y", "z")))
    blocks = (
        Line(UNC),
        Line(LINK),
        Line("7" * 300),
        Facts((("Prüfsumme", DIGEST),)),
        Heading("x" * 100),
        cells,
    )
    said = words(typeset(paper(*blocks, Prose(f"`{UNC}` {DIGEST}"))))
    assert not {char for char in said if unicodedata.category(char) == "Cf"} - {"\u00ad"}
    whole = re.sub(r"\u00ad|\s", "", said)
    for text in (UNC, LINK, DIGEST, "7" * 300, "x" * 100, "y" * 300):
        assert text in whole
    assert DIGEST in said.split()


def test_a_soft_hyphen_does_not_spoil_the_letter_before_it():
    assert "Datenschutz" in words(typeset(paper(Line("Daten\u00adschutz und Daten\u00adschutz"))))


def test_a_table_is_laid_out_by_what_stands_in_it():
    wording = "Die Gruppe sammelt die Quellen aller drei Säulen. " * 4 + "\nEnde"
    rows = tuple((str(n), wording, f"{n * 137},50 €", "4. Juni 2025") for n in range(1, 30))
    pdf = typeset(paper(Table(("Nr", "Was", "Betrag", "Wann"), rows)))
    pages = [placed(leaf) for leaf in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) > 2
    for on_page in pages:
        said = [text for text, _x in on_page]
        assert said.count("Was") == said.count("Wann") == 1  # the head on every page
        assert said.count("4. Juni 2025") == said.count("Ende")  # no row goes on overleaf
    places = dict(pages[0])
    assert places["Was"] - places["Nr"] < 40  # as narrow as its numbers
    assert places["Wann"] - places["Was"] > 250
    assert places["Wann"] == places["4. Juni 2025"]
    assert places["1096,50 €"] < places["137,50 €"] - 5


def placed(leaf):
    """(text, how far from the left) of each piece of a page."""
    found = []

    def read(text, transformation, matrix, _font, _size):
        if text.strip():
            x, _y = pypdf.Transformation(transformation).apply_on((matrix[4], matrix[5]))
            found.append((text.strip(), round(x, 1)))

    leaf.extract_text(visitor_text=read)
    return found


def flat(marks):
    for mark in marks:
        if isinstance(mark, list):
            yield from flat(mark)
        else:
            yield mark


def tags(node, found=None):
    found = set() if found is None else found
    if isinstance(node, pypdf.generic.IndirectObject):
        node = node.get_object()
    if isinstance(node, list):
        for child in node:
            tags(child, found)
    elif isinstance(node, dict):
        found.add(node.get("/S"))
        if "/K" in node:
            tags(node["/K"], found)
    return found


def test_every_page_says_what_it_is_and_how_many_there_are():
    pages = pypdf.PdfReader(io.BytesIO(typeset(paper(Prose("Viel Text. " * 2000), mark="Entwurf")))).pages
    assert len(pages) > 3
    for number, leaf in enumerate(pages, start=1):
        text = leaf.extract_text()
        for part in ("ENTWURF", "Entwurf · Fassung 3", "Siegel 4: a1b2", f"Seite {number} von {len(pages)}"):
            assert part in text


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=400), st.text(max_size=60))
@pytest.mark.slow
def test_no_text_at_all_makes_it_fail(text, short):
    assert typeset(paper(Prose(text), Heading(short), Line(text), Table((short,), ((text,),)))).startswith(
        b"%PDF"
    )


@given(st.text())
def test_what_is_printed_has_a_glyph(text):
    assert [char for char in for_print(text) if ord(char) not in DRAWN and char not in "\n\t\u200b"] == []


def test_the_list_of_letters_is_that_of_the_font():
    spans = json.loads((FONTS / "letters.json").read_text())
    codes = [code for first, last in spans for code in range(first, last + 1)]
    assert codes == sorted(DRAWN)


def test_direction_marks_and_control_characters_are_gone():
    assert clean("a\u202eb\x07c\ufeffd\ud800e") == "abcde"
    assert for_print("漢") == "[U+6F22]"


def test_a_link_leads_to_the_web_or_nowhere():
    def links(source):
        return [n["url"] for b in tree(source, clean) for n in b["c"] if n["t"] == "link"]

    assert links("[a](https://x.org) [b](mailto:a@x.org)") == ["https://x.org", "mailto:a@x.org"]
    assert links("[a](javascript:x) [b](file:///etc) [c](#d) [d](//x.org) [e](ftp://x)") == []
    assert links("[a](/treffen/1/)")[0].endswith("/treffen/1/")


def test_a_paper_that_takes_too_long_ends_alone(monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    with pytest.raises(Unprintable):
        typeset(FULL)
    monkeypatch.undo()
    assert typeset(FULL).startswith(b"%PDF")


def test_a_paper_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "LARGEST", 1000)
    with pytest.raises(Unprintable, match="zu groß"):
        typeset(FULL)


@pytest.mark.slow
def test_page_processes_do_without_the_library():
    code = (
        "import os,sys,django;os.environ['DJANGO_SETTINGS_MODULE']='fachgruppe.settings.test';django.setup();"
        "import documents.pdf;sys.exit('typst' in sys.modules or 'docx' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
