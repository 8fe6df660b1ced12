"""A paper becomes a Word file: real headings, lists, tables, header and footer, in German.

Built block by block with python-docx, which is loaded by the first one who asks for a file. It begins with
what lies in templates/word: the parts of an empty file with the styles of the portal, which look like
templates/pdf/paper.typ. The styles of lists have one kind of list for each depth.
"""

import io
import re
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.language import for_the_record
from documents.columns import LINE, Columns
from documents.fonts import clean
from documents.paper import Block, Callout, Facts, Heading, Line, Paper, Prose, Table
from documents.tree import tree, words_in

PARTS = settings.BASE_DIR / "templates" / "word"
CALLOUTS = {"decision": "Beschluss", "action": "Aufgabe", "info": "Information", "notice": "Hinweis"}
DEEPEST_LIST = 3  # Word's own styles go no deeper
LANGUAGES = {"de": "de-DE", "en": "en-GB"}
TEXT_WIDTH = 9184  # of a page, in twentieths of a point
_CHECKSUM = re.compile(r"\b([0-9a-f]{64})\b")


def write(paper: Paper) -> bytes:
    from docx import Document

    file = Document(io.BytesIO(_empty_file()))
    with for_the_record():
        _set_up(file, paper)
    file.add_paragraph(clean(paper.title), style="Title")
    if paper.subtitle:
        file.add_paragraph(clean(paper.subtitle), style="Subtitle")
    writer = _Writer(file)
    for block in paper.blocks:
        writer.block(block)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


@cache
def _empty_file() -> bytes:
    """The parts in templates/word as one file."""
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(filter(Path.is_file, PARTS.rglob("*"))):
            archive.write(path, path.relative_to(PARTS))
    return packed.getvalue()


# --- the sheet --------------------------------------------------------------------------------------------


def _set_up(file, paper):
    """Properties, language, header and footer of the whole file."""
    from docx.oxml.ns import qn

    language = LANGUAGES.get(paper.language, paper.language)
    properties = file.core_properties
    # Office Open XML allows 255 characters in a property.
    properties.title, properties.language = clean(paper.title)[:255], language
    properties.author, properties.keywords = paper.body, "".join(paper.letterhead[1:])[:255]
    if paper.moment:
        properties.created = properties.modified = paper.moment.replace(tzinfo=None)
    # The language of the whole text, for spelling, hyphenation and voices (WCAG 3.1.1).
    defaults = file.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _added(defaults, "w:lang").set(qn("w:val"), language)

    page = file.sections[0]
    header = page.header.paragraphs[0]
    name, *more = paper.letterhead
    header.add_run(clean(name)).bold = True
    for part in more:
        header.add_run(f"\t{clean(part)}")
    if paper.mark:
        page.header.add_paragraph(clean(paper.mark).upper(), style="Vermerk")

    foot = page.footer.paragraphs[0]
    for line in paper.foot:
        _add_text(foot, clean(line))
        foot.add_run().add_break()
    for words, code in (("\t" + _("Seite"), "PAGE"), (" " + _("von"), "NUMPAGES")):
        foot.add_run(words + " ")
        _add_field(foot, code)


def _added(parent, name, **attributes):
    """The child of that name, made when there is none."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    child = parent.find(qn(name))
    if child is None:
        child = OxmlElement(name)
        parent.append(child)
    for key, value in attributes.items():
        child.set(qn(f"w:{key}"), str(value))
    return child


def _add_field(paragraph, code):
    """A number that Word computes: of the page, or of all pages."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"  # until Word computes it
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


# --- blocks -----------------------------------------------------------------------------------------------


class _Writer:
    def __init__(self, file):
        self.file = file
        self.latest_numbers = file.part.numbering_part.element.num_lst[-1]

    def block(self, block: Block):
        match block:
            case Heading():
                heading = self.file.add_heading(level=block.level)
                if block.number:
                    heading.add_run(block.number, style="Nummer")
                    heading.add_run(" ")
                heading.add_run(clean(block.text).strip() or "–")  # a heading without words names nothing
            case Prose():
                self.nodes(tree(block.source, clean, block.dialect), block.level)
            case Line():
                self.paragraph(block.text, "Nebentext" if block.is_muted else None)
            case Facts():
                for name, value in block.rows:
                    self.paragraph(f"{name}:\t{value}", "Angaben")
            case Table():
                rows = [[[{"t": "text", "s": clean(cell)}] for cell in row] for row in block.rows]
                self.table([[{"t": "text", "s": clean(cell)}] for cell in block.head], rows)
            case Callout():
                style = CALLOUTS[block.kind]
                self.paragraph(block.heading, f"{style} (Kopf)")
                if block.text:
                    self.paragraph(block.text, style)

    def paragraph(self, text, style=None):
        paragraph = self.file.add_paragraph(style=style)
        for at, line in enumerate(clean(text).split("\n")):
            if at:
                paragraph.add_run().add_break()
            _add_text(paragraph, line)

    def table(self, head, rows, typed=()):
        """`typed`: where people said that a column stands."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Twips

        first, *others = [tuple(words_in(cell) for cell in row) for row in (head, *rows)]
        columns = Columns(first, tuple(others))
        kinds = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
        numbers = ["right" if is_number else "" for is_number in columns.are_numbers]
        sides = [kinds.get(said or own) for said, own in zip(typed or [""] * len(head), numbers, strict=True)]
        widths = [Twips(round(TEXT_WIDTH * width / LINE)) for width in columns.widths]
        table = self.file.add_table(rows=0, cols=len(head), style="Tabelle des Portals")
        # Word takes the width of the cells, LibreOffice that of the columns.
        for grid, width in zip(table.columns, widths, strict=True):
            grid.width = width
        for cells in (head, *rows):
            row = table.add_row()
            _added(row._tr.get_or_add_trPr(), "w:cantSplit")
            for cell, nodes, width, side in zip(row.cells, cells, widths, sides, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                paragraph.style, paragraph.alignment = "Tabellenzelle", side
                _add_inlines(paragraph, nodes)
        _added(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader", val="true")
        self.file.add_paragraph(style="Abstand")  # tables without anything between them would be one

    # --- Markdown -----------------------------------------------------------------------------------------

    def nodes(self, nodes, level, depth=0, style=None):
        for node in nodes:
            kind = node["t"]
            if kind in ("p", "info"):
                paragraph = self.file.add_paragraph(style=CALLOUTS["info"] if kind == "info" else style)
                _add_inlines(paragraph, node["c"])
            elif kind == "h":  # Word has nine levels
                _add_inlines(self.file.add_heading(level=min(9, level + node["level"])), node["c"])
            elif kind in ("ul", "ol"):
                self.list(node, level, min(DEEPEST_LIST, depth + 1))
            elif kind == "quote":
                self.nodes(node["c"], level, depth, "Quote")
            elif kind == "pre":
                self.paragraph(node["s"], "Quelltext")
            elif kind == "table":
                self.table(node["head"], node["rows"], node["align"])
            elif kind == "hr":
                self.file.add_paragraph(style="Trennlinie")

    def list(self, node, level, depth):
        name = "List Number" if node["t"] == "ol" else "List Bullet"
        suffix = f" {depth}" if depth > 1 else ""
        number, expected = None, None
        for item in node["c"]:
            if item.get("number") != expected:
                number = self.new_numbers(f"{name}{suffix}", item["number"])
            expected = item["number"] + 1 if number is not None else None
            first, *rest = item["c"] or [{"t": "p", "c": []}]
            if first["t"] == "p":
                paragraph = self.file.add_paragraph(style=f"{name}{suffix}")
                _add_inlines(paragraph, first["c"])
                if number is not None:
                    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                    properties.get_or_add_numId().val = number
                    properties.get_or_add_ilvl().val = 0
            else:
                rest = [first, *rest]
            self.nodes(rest, level, depth, f"List Continue{suffix}")

    def new_numbers(self, style, start):
        """A count of its own: Word would go on from the list before.

        Asked for a free one, python-docx looks through all that there are, each time: thousands take minutes.
        """
        from docx.oxml.ns import qn

        numbering = self.file.part.numbering_part.element
        like = self.file.styles[style].element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        num = deepcopy(numbering.find(f"{qn('w:num')}[@{qn('w:numId')}='{like.get(qn('w:val'))}']"))
        num.numId = self.latest_numbers.numId + 1
        num.add_lvlOverride(ilvl=0).add_startOverride(min(start, 32_767))  # more is no number for Word
        self.latest_numbers.addnext(num)
        self.latest_numbers = num
        return num.numId


def _add_text(paragraph, text, look=None):
    # A checksum stands there in groups that only eyes see: it is copied whole.
    for at, part in enumerate(_CHECKSUM.split(text)):
        if at % 2:
            for number, group in enumerate(re.findall(".{8}", part)):
                paragraph.add_run(group, style="Code (zweite Gruppe)" if number % 2 else "Code")
        elif part:
            _dress(paragraph.add_run(part), look or {})


def _add_inlines(paragraph, nodes, **look):
    for node in nodes:
        kind = node["t"]
        if kind in ("strong", "em", "s"):
            name = {"strong": "bold", "em": "italic", "s": "strike"}[kind]
            _add_inlines(paragraph, node["c"], **{**look, name: True})
        elif kind == "link":
            _add_link(paragraph, node, look)
        elif kind == "br":
            paragraph.add_run().add_break()
        elif kind == "box":
            paragraph.add_run("☑ " if node["done"] else "☐ ")
        elif kind == "code":
            _dress(paragraph.add_run(node["s"], style="Code"), look)
        else:
            _add_text(paragraph, node["s"], look)


def _dress(run, look):
    run.bold, run.italic = look.get("bold"), look.get("italic")
    run.font.strike = look.get("strike")


def _add_link(paragraph, node, look):
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    # python-docx adds runs to paragraphs only: they are made there and moved into the link.
    before = len(paragraph._p)
    _add_inlines(paragraph, node["c"], **look)
    inside: list[Any] = list(paragraph._p)[before:]
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(node["url"], RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    for run in paragraph.runs[-len(inside) :]:
        run.style = "Hyperlink"
    for element in inside:
        link.append(element)
    paragraph._p.append(link)
