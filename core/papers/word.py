"""A paper becomes a Word file: real headings, lists, tables, header and footer, in German.

Built block by block with python-docx, which is loaded by the first one who asks for a file.
"""

import io
from typing import Any

from django.utils.translation import gettext as _

from core.papers import Block, Callout, Facts, Heading, Line, Paper, Prose, Table
from core.papers.letters import clean
from core.papers.tree import tree

COLOURS = {"decision": "1F6F43", "action": "9A5B00", "info": "1A4A8A", "notice": "8F2D14"}
DEEPEST_LIST = 3  # Word's own styles go no deeper
LANGUAGES = {"de": "de-DE", "en": "en-GB"}


def write(paper: Paper) -> bytes:
    from docx import Document

    file = Document()
    _set_up(file, paper)
    file.add_paragraph(clean(paper.title), style="Title")
    if paper.subtitle:
        file.add_paragraph(clean(paper.subtitle), style="Subtitle")
    writer = _Writer(file)
    for block in paper.blocks:
        writer.write(block)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


# --- the sheet --------------------------------------------------------------------------------------------


def _set_up(file, paper):
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    language = LANGUAGES.get(paper.language, paper.language)
    properties = file.core_properties
    properties.title, properties.language = clean(paper.title)[:255], language
    properties.author = properties.last_modified_by = properties.comments = ""
    if paper.moment:
        properties.created = properties.modified = paper.moment.replace(tzinfo=None)
    _speak(file, language)
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    if paper.mark:
        head = page.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        head.add_run(clean(paper.mark).upper()).bold = True
    foot = page.footer.paragraphs[0]
    for line in paper.foot:
        foot.add_run(clean(line))
        foot.add_run().add_break()
    foot.add_run(_("Seite") + " ")
    _field(foot, "PAGE")
    foot.add_run(f" {_('von')} ")
    _field(foot, "NUMPAGES")
    for run in foot.runs:
        run.font.size = Pt(8)


def _speak(file, language):
    """The language of the whole text, for spelling, hyphenation and voices."""
    from docx.oxml.ns import qn

    defaults = file.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    lang = _added(defaults, "w:lang")
    lang.set(qn("w:val"), language)


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


def _field(paragraph, code):
    """A number that Word computes: of the page, or of all pages."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


# --- blocks -----------------------------------------------------------------------------------------------


class _Writer:
    def __init__(self, file):
        self.file = file

    def write(self, block: Block):
        match block:
            case Heading():
                text = " ".join(filter(None, [block.number, clean(block.text).strip() or "–"]))
                self.file.add_heading(text, block.level)
            case Prose():
                self.nodes(tree(block.source, clean, block.dialect), block.level)
            case Line():
                self.paragraph(block.text)
            case Facts():
                for name, value in block.rows:
                    paragraph = self.file.add_paragraph()
                    paragraph.paragraph_format.space_after = 0
                    paragraph.add_run(f"{clean(name)}: ").bold = True
                    _add_lines(paragraph, value)
            case Table():
                rows = [[[{"t": "text", "s": clean(cell)}] for cell in row] for row in block.rows]
                self.table([[{"t": "text", "s": clean(cell)}] for cell in block.head], rows)
            case Callout():
                self.callout(block)

    def paragraph(self, text, style=None):
        paragraph = self.file.add_paragraph(style=style)
        _add_lines(paragraph, text)
        return paragraph

    def callout(self, block):
        head = self.paragraph(block.heading)
        for run in head.runs:
            run.bold = True
        head.paragraph_format.keep_with_next = bool(block.text)
        self.framed(head, block.kind)
        if block.text:
            self.framed(self.paragraph(block.text), block.kind)

    def framed(self, paragraph, kind):
        from docx.shared import Mm

        properties = paragraph._p.get_or_add_pPr()
        borders = _added(properties, "w:pBdr")
        _added(borders, "w:left", val="single", sz=24, space=8, color=COLOURS[kind])
        # Word wants the parts of a paragraph in one order; indents made by python-docx find their place.
        paragraph.paragraph_format.left_indent = Mm(4)

    def table(self, head, rows):
        from docx.oxml.ns import qn

        table = self.file.add_table(rows=1, cols=len(head), style="Table Grid")
        for cell, nodes in zip(table.rows[0].cells, head, strict=True):
            _add_inlines(cell.paragraphs[0], nodes, bold=True)
        properties = table.rows[0]._tr.get_or_add_trPr()
        _added(properties, "w:tblHeader").set(qn("w:val"), "true")
        for row in rows:
            for cell, nodes in zip(table.add_row().cells, row, strict=False):
                _add_inlines(cell.paragraphs[0], nodes)
        self.file.add_paragraph()

    # --- Markdown -----------------------------------------------------------------------------------------

    def nodes(self, nodes, level, depth=0, style=None):
        for node in nodes:
            self.node(node, level, depth, style)

    def node(self, node, level, depth, style):
        kind = node["t"]
        if kind in ("p", "info"):
            paragraph = self.file.add_paragraph(style=style)
            _add_inlines(paragraph, node["c"])
            if kind == "info":
                self.framed(paragraph, "info")
        elif kind == "h":
            _add_inlines(self.file.add_heading(level=min(9, level + node["level"])), node["c"])
        elif kind in ("ul", "ol"):
            self.list(node, level, min(DEEPEST_LIST, depth + 1))
        elif kind == "quote":
            self.nodes(node["c"], level, depth, "Quote")
        elif kind == "pre":
            self.code(node["s"])
        elif kind == "table":
            self.table(node["head"], node["rows"])
        elif kind == "hr":
            self.file.add_paragraph("* * *")

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
                    _number(paragraph, number)
            else:
                rest = [first, *rest]
            self.nodes(rest, level, depth, f"List Continue{suffix}")

    def new_numbers(self, style, start):
        """A count of its own: Word would go on from the list before."""
        from docx.oxml.ns import qn

        numbering = self.file.part.numbering_part.element
        like = self.file.styles[style].element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        known = numbering.num_having_numId(int(like.get(qn("w:val"))))
        num = numbering.add_num(known.abstractNumId.val)
        num.add_lvlOverride(ilvl=0).add_startOverride(min(start, 32_767))
        return num.numId

    def code(self, text):
        from docx.shared import Pt

        paragraph = self.file.add_paragraph()
        for at, line in enumerate(text.split("\n")):
            run = paragraph.add_run(line)
            run.font.name, run.font.size = "Consolas", Pt(9.5)
            if at < text.count("\n"):
                run.add_break()


def _number(paragraph, number):
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = number
    properties.get_or_add_ilvl().val = 0


def _add_lines(paragraph, text):
    for at, line in enumerate(clean(text).split("\n")):
        if at:
            paragraph.add_run().add_break()
        paragraph.add_run(line)


def _add_inlines(paragraph, nodes, **look):
    for node in nodes:
        _add_inline(paragraph, node, look)


def _add_inline(paragraph, node, look):
    kind = node["t"]
    if kind in ("strong", "em", "s"):
        name = {"strong": "bold", "em": "italic", "s": "strike"}[kind]
        _add_inlines(paragraph, node["c"], **look, **({} if name in look else {name: True}))
    elif kind == "link":
        _add_link(paragraph, node, look)
    elif kind == "br":
        paragraph.add_run().add_break()
    elif kind == "box":
        paragraph.add_run("☑ " if node["done"] else "☐ ")
    else:
        run = paragraph.add_run(node["s"])
        _dress(run, look)
        if kind == "code":
            run.font.name = "Consolas"


def _dress(run, look):
    run.bold, run.italic = look.get("bold"), look.get("italic")
    run.font.strike = look.get("strike")


def _add_link(paragraph, node, look):
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    before = len(paragraph._p)
    _add_inlines(paragraph, node["c"], **look)
    inside: list[Any] = list(paragraph._p)[before:]
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(node["url"], RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    for run in paragraph.runs[-len(inside) :]:
        run.font.underline, run.font.color.rgb = True, RGBColor(0x1A, 0x4A, 0x8A)
    for element in inside:
        link.append(element)
    paragraph._p.append(link)
