"""What clerks type comes out as they typed it: on the page, in PDF and Word, in mails and in Markdown."""

import io
import random
import re
from html.parser import HTMLParser

import docx
import pypdf
import pytest

from core.dialects.versions import CURRENT, FIRST
from core.markdown import render, written
from documents import markdown, word
from documents.fonts import clean
from documents.paper import Paper, Prose
from documents.pdf import typeset
from documents.tree import tree

pytestmark = pytest.mark.once


class _Visible(HTMLParser):
    """The text of a page as people see it, numbers of lists included."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces, self.numbers = [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("ol", "ul"):
            self.numbers.append(int(attrs.get("start", 1)) if tag == "ol" else None)
        elif tag == "li" and self.numbers[-1] is not None:
            number = int(attrs.get("value", self.numbers[-1]))
            self.pieces.append(f"\n{number}. ")
            self.numbers[-1] = number + 1
        elif tag in ("br", "p", "li", "tr"):
            self.pieces.append("\n")

    def handle_endtag(self, tag):
        if tag in ("ol", "ul"):
            self.numbers.pop()

    def handle_data(self, data):
        self.pieces.append(data)


def visible(html):
    parser = _Visible()
    parser.feed(html)
    parser.close()
    return even("".join(parser.pieces))


def even(words):
    return " ".join(words.split())


def paper(*texts):
    return Paper(title="Niederschrift", blocks=tuple(Prose(one) for one in texts))


def in_word(*texts):
    paragraphs = docx.Document(io.BytesIO(word.write(paper(*texts)))).paragraphs
    return [even(paragraph.text) for paragraph in paragraphs[1:]]  # behind the title


_AROUND = r"^\s*Fachgruppe Smart City Jena|Seite \d+ von \d+\s*$"  # the head and the foot of a page


def in_pdf(*texts):
    """Without blanks and hyphens: lines and words end somewhere else on paper."""
    pages = pypdf.PdfReader(io.BytesIO(typeset(paper(*texts)))).pages
    return tight("".join(re.sub(_AROUND, "", page.extract_text()) for page in pages))


def tight(words):
    return re.sub(r"[\s\u00ad\u200b-]+", "", words)


# --- the examples -----------------------------------------------------------------------------------------

AS_TYPED = [
    "04. Juni 2025: Auftakt\n11. Juni 2025: Workshop\n24. Juni 2025: Abschluss",
    "4. Juni 2025: Auftakt\n11. Juni 2025: Workshop",
    "4. Juni 2025 fand das erste Treffen statt.",
    "2026. Das Jahr begann gut.",
    "4. Auftakt\n11. Juni: Workshop",
    "4. 6. 2025: Auftakt\n5. 6. 2025: Workshop",
    "4. und 11. Juni: Workshops\n5. bis 7. Juli: Abschluss",
    "1. Mai: frei\n2. Mai: frei",
    "1. Dez.: Auftakt\n2. Dez.: Abschluss",
    "3. Treffen der Fachgruppe",
    "Wir treffen uns am\n1. Juni\n2. Juni",
    "Bürger*innen und Mitarbeiter*innen",
    "der*die Vertreter*in, jede*r Kolleg*in, Kolleg_innen und Schüler_innen",
    "2*3*4 und 2**3**4 und 5 * 3 * 2",
    "50 €* und 60 €*\n* zzgl. MwSt.",
    "(c) teilen, (r) offen, (tm), +-5, ????, !!!!, ..., -- und ---",
    "\"Zitat\", 'Zitat', „Zitat“, »Zitat«",
    "https://example.org/a_b/_final_(2).pdf",
    "\\\\srv01\\smart_city\\_neu",
    "C:\\Ablage\\*.pdf, Z:\\[Alt]\\#recycle\\, \\\\srv01\\*",
    "Anna Beispiel\nOtto Muster\nStadt Jena",
    "Am Anger 15\\\n07743 Jena\\",
    "+ 5 % mehr\n+ 3 % weniger",
    ">5 Personen kamen\n> 5 Personen blieben",
    "> 5 Personen",
    "    vier Blanks\n    und noch einmal",
    "Überschrift?\n============\nText",
    "____________ (Unterschrift)\n***",
    "&amp; und &copy; und <b>fett</b> und <https://jena.de>",
    "[1]: Quelle\n[2]: https://jena.de/a_b_c",
    "[Anm. d. Red.](2) und [sic] und [ ] offen",
    "geht`s und steht`s, __init__ und Protokoll_2025_final.pdf",
    "1) eins\n2) zwei\na) drei",
    "#1 im Land\n#SmartCity",
    "| a | b |\n|---|---|\n| 1 | 2 | zu viel |",
    "```\nohne Ende",
    "~~~\nWelle\n~~~",
]


@pytest.mark.parametrize("typed", AS_TYPED)
def test_prose_is_no_markup(typed):
    assert visible(render(typed)) == even(typed)
    assert re.findall(r"<(?!/?(?:p|br|a)\b)[^>]*>", render(typed)) == []
    assert in_word(typed) == [even(typed)]
    assert even(written(typed)) == even(typed)
    assert typed.strip("\n") in markdown.write(paper(typed)).decode()


def test_the_same_on_paper():
    assert in_pdf(*AS_TYPED) == tight("Niederschrift" + "".join(AS_TYPED))


@pytest.mark.parametrize(
    "typed, html",
    [
        ("eins\nzwei", "<p>eins<br>\nzwei</p>"),
        ("- eins\n  weiter\n- zwei", "<ul>\n<li>eins<br>\nweiter</li>\n<li>zwei</li>\n</ul>"),
        ("- eins\nText", "<ul>\n<li>eins</li>\n</ul>\n<p>Text</p>"),
        ("* eins\n* zwei", "<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>"),
        ("1. eins\n2. zwei", "<ol>\n<li>eins</li>\n<li>zwei</li>\n</ol>"),
        ("3. drei\n4. vier", '<ol start="3">\n<li>drei</li>\n<li>vier</li>\n</ol>'),
        (
            "1. eins\n3. drei\n3. auch",
            '<ol>\n<li>eins</li>\n<li value="3">drei</li>\n<li value="3">auch</li>\n</ol>',
        ),
        ("1. eins\n2. zwei\n04. Juni", "<ol>\n<li>eins</li>\n<li>zwei</li>\n</ol>\n<p>04. Juni</p>"),
        ("1. Jan Muster\n2. Mai-Kundgebung", "<ol>\n<li>Jan Muster</li>\n<li>Mai-Kundgebung</li>\n</ol>"),
        ("> Zitat\n> mehr\nText", "<blockquote>\n<p>Zitat<br>\nmehr</p>\n</blockquote>\n<p>Text</p>"),
        ("## Zwischen C und C #", "<h3>Zwischen C und C #</h3>"),
        ("Text\n---\nText", "<p>Text</p>\n<hr>\n<p>Text</p>"),
        ("**fett**, (*kursiv*), _auch_ und ~~weg~~", "<p><strong>fett</strong>, (<em>kursiv</em>), "
         "<em>auch</em> und <s>weg</s></p>"),
        ("`a_b` und ***beides***", "<p><code>a_b</code> und <em><strong>beides</strong></em></p>"),
        ("```\na  *b*\n```", "<pre><code>a  *b*\n</code></pre>"),
        ("\\*so\\* und \\*so* und \\**so\\**", "<p>*so* und *so* und **so**</p>"),
        ("\\- kein Punkt\n1\\. Mai\n\\# oben", "<p>- kein Punkt<br>\n1. Mai<br>\n# oben</p>"),
        ("\\> so\nA\\: so", "<p>&gt; so<br>\nA: so</p>"),
        ("Daten\u00adschutz\u200b z.\u00a0B.", "<p>Datenschutz z.&nbsp;B.</p>"),
        (
            "- [ ] **offen**\n- [x] fertig",
            '<ul>\n<li><label><input type="checkbox" disabled=""> <strong>offen</strong></label></li>\n'
            '<li><label><input type="checkbox" disabled="" checked=""> fertig</label></li>\n</ul>',
        ),
        (
            "| Ort | Zahl |\n|:-:|---:|\n| Jena | 5 |\nText",
            '<table>\n<thead>\n<tr>\n<th align="center">Ort</th>\n<th align="right">Zahl</th>\n</tr>\n'
            '</thead>\n<tbody>\n<tr>\n<td align="center">Jena</td>\n<td align="right">5</td>\n</tr>\n'
            "</tbody>\n</table>\n<p>Text</p>",
        ),
    ],
)  # fmt: skip
def test_the_marks_that_there_are(typed, html):
    assert render(typed).strip() == html


@pytest.mark.parametrize("mark", ["- ", "> "])
def test_no_word_is_left_out_however_deep_it_stands(mark):
    assert visible(render(f"{mark * 29}Wort")).endswith("Wort")


@pytest.mark.parametrize(
    "typed, addresses",
    [
        ("https://example.org/a_b/_final_(2).pdf", ["https://example.org/a_b/_final_(2).pdf"]),
        ("(siehe https://jena.de/a_b, www.jena.de.)", ["https://jena.de/a_b", "https://www.jena.de"]),
        (
            "»https://jena.de/a« „http://jena.de/?a=b&c=d#e“",
            ["https://jena.de/a", "http://jena.de/?a=b&c=d#e"],
        ),
        ("**https://jena.de/_x_**", ["https://jena.de/_x_"]),
        ("Anna <anna_b@jena.de>, mailto:b@jena.de", ["mailto:anna_b@jena.de", "mailto:b@jena.de"]),
        ("[Stadt](https://jena.de) [hier](/treffen/1/)", ["https://jena.de", "/treffen/1/"]),
        ("javascript:alert(1) file:///etc/x ftp://x.de \\\\srv\\x jena.de z.B. https:// @alle", []),
        ("`https://jena.de` [x](javascript:y) [x](datei.pdf) [x](//x.de)", []),
    ],
)
def test_addresses_stay_whole_and_lead_somewhere_safe(typed, addresses):
    html = render(typed)
    assert [href.replace("&amp;", "&") for href in re.findall(r'href="([^"]*)"', html)] == addresses


def test_an_address_is_a_link_on_paper_as_well():
    (paragraph,) = tree("Siehe https://example.org/a_b/_final_(2).pdf.", clean)
    link = paragraph["c"][1]
    assert (link["t"], link["url"]) == ("link", "https://example.org/a_b/_final_(2).pdf")
    assert link["c"] == [{"t": "text", "s": link["url"]}]


def test_lists_have_their_typed_numbers_everywhere():
    typed = "3. drei\n4. vier\n7. sieben"
    assert visible(render(typed)) == even(typed)
    assert in_pdf(typed) == tight(f"Niederschrift{typed}")
    assert written(typed) == typed
    (numbers,) = tree(typed, clean)
    assert [item["number"] for item in numbers["c"]] == [3, 4, 7]
    numbering = docx.Document(io.BytesIO(word.write(paper(typed)))).part.numbering_part.element
    starts = [int(start.val) for start in numbering.iter() if start.tag.endswith("startOverride")]
    assert starts == [3, 7]


def test_a_mail_has_lines_and_no_marks():
    typed = "# Titel\n\nText **fett**\nzweite Zeile\n\n- eins\n  - zwei\n- [x] drei\n\n> Zitat"
    assert written(typed) == "Titel\n\nText fett\nzweite Zeile\n\n- eins\n  - zwei\n- [x] drei\n\n> Zitat"
    assert written("| a | b |\n|---|---|\n| 1 | 2 |") == "a | b\n1 | 2"
    assert written("Wort " * 99, 20) == "Wort Wort Wort Wort…"


# --- two thousand paragraphs ------------------------------------------------------------------------------

_PIECES = r"""
4. Juni 2025|am 04.06.2025|vom 4. bis 6. Juni|ab 1. Mai|11. Dez. 2026|9–17 Uhr|14.30 Uhr|Nr. 5
1.234,56|3,5 %|+ 5 %|-3 °C|± 5|+-5|2*3*4|10^3|>5|<10|>= 3|1/2|x_1|#1|~ 3 km|100 %|5' und 5''
12.000 €|1.250,00 EUR|5,- €|50 €*|-,50 €|§ 42 Abs. 2 Satz 1 ThürKO|§§ 3 ff. BGB|Art. 28 DSGVO
Bürger*innen|Mitarbeiter:innen|Kolleg_innen|der*die Vertreter*in|jede*r|Schüler/-innen|Anlage 2.1
\\srv01\smart_city\_neu\Plan (2).docx|C:\Ablage\a_b\*.pdf|Z:\[Alt]\#recycle|Ordner\|/daten/_alt_/x
Protokoll_2025_06_final.pdf|*.xlsx|__init__.py|~/Ablage|https://example.org/a_b/_final_(2).pdf
(www.jena.de/x?a=b&c=d)|<smart_city@jena.de>|https://jena.de.|„https://jena.de/a_b“|@alle|S. 5 f.
z. B.|u. a.|i. d. R.|d. h.|e. V.|ca.|usw.|Dr.-Ing.|(c)|(r)|(tm)|Stadt Jena|Datenstrategie|und
„Zitat“|»Zitat«|"Zitat"|‚so‘|geht`s|[1]|[Anm. d. Red.]|[…]|(vgl. Muster 2020, S. 3)|wurde beraten.
...|--|–|????|!!!!|&amp;|&|<Name>|a < b|{x}|==|a & b|Ja/Nein|offen;
"""
_BEGINNINGS = r"""
04. Juni 2025: Auftakt|4. Juni 2025 fand|11. Juni: Workshop|4. 6. 2025|4. und 11. Juni:|2026. Das
3. Quartal|12. Treffen der|+ 5 %|>5 Personen|> 5 Personen|    eingerückt|1) erstens|a) so|§ 5 gilt
– Punkt|• Punkt|·   Punkt|-5 %|#1 im|* zzgl.|[ ] offen|[1]: Muster|= 5|~ 3|»So|Der|C:\Ablage
Anna Beispiel|Frage:|(c) Stadt|TOP 1:
"""
PIECES = ["a|b", *_PIECES.strip("\n").replace("\n", "|").split("|")]
BEGINNINGS = _BEGINNINGS.strip("\n").replace("\n", "|").split("|")


def paragraphs(number):
    """German prose from a fixed seed. One line at most begins with a number: two could be meant as a list."""
    chance = random.Random(20250604)
    for _each in range(number):
        lines, has_number = [], False
        for _line in range(chance.randint(1, 3)):
            begin = chance.choice(BEGINNINGS)
            while has_number and begin[0].isdigit():
                begin = chance.choice(BEGINNINGS)
            has_number |= begin[0].isdigit()
            if begin.startswith("* ") and lines and lines[-1].startswith("* "):
                begin = "Und"
            lines.append(" ".join([begin, *chance.choices(PIECES, k=chance.randint(1, 5))]))
        yield "\n".join(lines)


@pytest.mark.slow
def test_two_thousand_paragraphs_of_german_prose_come_out_as_typed():
    typed = list(paragraphs(2000))
    expected = [even(one) for one in typed]
    assert [visible(render(one)) for one in typed] == expected
    assert [even(written(one)) for one in typed] == expected
    assert in_word(*typed) == expected
    assert in_pdf(*typed) == tight("Niederschrift" + "".join(typed))
    exported = markdown.write(paper(*typed)).decode()
    assert [one for one in typed if one not in exported] == []


# --- the version that was before --------------------------------------------------------------------------

BEFORE = {
    "04. Juni\n11. Juni": '<ol start="4">\n<li>Juni</li>\n<li>Juni</li>\n</ol>',
    "Bürger*innen, Mitarbeiter*innen": "<p>Bürger<em>innen, Mitarbeiter</em>innen</p>",
    '(c) +-5 ???? "so" -- ...': "<p>© ±5 ??? »so« – …</p>",
    "\\\\srv\\_neu &amp; so": "<p>\\srv_neu &amp; so</p>",
    "eins\nzwei  \ndrei": "<p>eins\nzwei<br>\ndrei</p>",
    "+ 5 %": "<ul>\n<li>5 %</li>\n</ul>",
    ">5 Personen": "<blockquote>\n<p>5 Personen</p>\n</blockquote>",
    "    Code": "<pre><code>Code\n</code></pre>",
    "- [x] so": '<ul>\n<li><input checked="checked" disabled="disabled" type="checkbox"> so</li>\n</ul>',
    "Titel\n---": "<h3>Titel</h3>",
    "[a][1] https://jena.de\n\n[1]: https://jena.de": '<p><a href="https://jena.de" '
    'rel="noopener noreferrer nofollow">a</a> https://jena.de</p>',
    "Beschluss: so\nTeil": "<p>Beschluss: so\nTeil</p>",
}


@pytest.mark.parametrize("typed", BEFORE)
def test_what_was_sealed_before_is_shown_as_before(typed):
    assert render(typed, FIRST).strip() == BEFORE[typed]
    assert render(typed, CURRENT).strip() != BEFORE[typed]
    assert tree(typed, clean, FIRST) != tree(typed, clean, CURRENT)
