"""Markdown is the one door through which people's words become HTML: it must hold against anything."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.markdown import MAX_LENGTH, mentions_in, render, render_with_people, words_of

TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "label", "input",
}  # fmt: skip
ATTRIBUTES = {"href", "title", "rel", "start", "value", "align", "type", "checked", "disabled"}
CLASSES = {"p": "info", "a": "address"}  # see core/safe_html.py
VOID = {"br", "hr", "input"}
SCHEMES = ("http://", "https://", "mailto:", "tel:")
SECONDS = 3  # for 50 000 characters on a slow machine


class Inspector(HTMLParser):
    """Reads HTML as a browser would and collects what should not be there."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.problems = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.problems.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES and (name, value) != ("class", CLASSES.get(tag)):
                self.problems.append(f"{tag} {name}")
            if name == "href":
                self._check_address(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def _check_address(self, value):
        head = value.split("/")[0].split("?")[0].split("#")[0]
        if ":" in head and not value.lower().startswith(SCHEMES):
            self.problems.append(f"href {value}")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}>")

    def handle_decl(self, decl):
        self.problems.append(f"<!{decl}>")

    def handle_comment(self, data):
        self.problems.append("comment")


def plain(text, limit=None):
    return words_of(render(text), limit)


def problems_of(html):
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.problems + inspector.open


# --- hostile input ---------------------------------------------------------------------------------------

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "<javascript:alert(1)>",
    "![x](https://example.org/pixel.png)",
    '[x](https://example.org "onmouseover=alert(1)")',
    '[x](https://example.org" onclick="alert(1))',
    "<a href='x' style='position:fixed'>x</a>",
    "<svg/onload=alert(1)>",
    "<iframe src=//example.org></iframe>",
    "<style>*{display:none}</style>",
    "<form action=//example.org><input name=password>",
    "</div></main><h1>Übernommen</h1>",
    "<!-- x --><![CDATA[ x ]]>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "[a]: javascript:alert(1)\n\n[a]",
    "`<script>`\n\n    <script>",
    "- [ ] <input onfocus=alert(1) autofocus>",
    "| a | b |\n|:-:|--|\n| <b>x</b> | [y](javascript:z) |",
    "\x00<scr\x00ipt>alert(1)</script>",
]
PIECES = [
    *ATTACKS, "**", "*", "_", "`", "```", "~~", "[", "](", ")", "![", "<", ">", "&lt;", "&#x3c;", "\\", "|",
    "\n", "\n\n", "    ", "> ", "- ", "1. ", "# ", "---", "Wörter", "@anna.muster", "http://a.de", "\u202e",
    "\u0000", "'", '"', "\nI: x", "\nB: ",
]  # fmt: skip
anything = st.text(max_size=400)
mixtures = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=60).map("".join)
calmly = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("text", ATTACKS)
def test_known_attacks_come_out_harmless(text):
    html = render(text)
    assert problems_of(html) == []


@calmly
@given(st.one_of(anything, mixtures))
@example("[" * 15 + "x" + "](javascript:x)" * 15)
def test_whatever_is_typed_becomes_well_formed_harmless_html(text):
    assert problems_of(render(text)) == []


@calmly
@given(mixtures)
@pytest.mark.slow
def test_rendering_is_the_same_every_time(text):
    assert render(text) == render(text)


@calmly
@given(st.one_of(anything, mixtures))
@pytest.mark.slow
def test_plain_text_has_no_markup_of_ours(text):
    words = plain(text)
    assert "<p>" not in words or "<p>" in text or "&" in text
    assert len(plain(text, 20)) <= 20


# --- time ------------------------------------------------------------------------------------------------

N = MAX_LENGTH
HUGE = {
    "prose": "Wort " * (N // 5),
    "brackets": "[" * N,
    "spaced brackets": "[ " * (N // 2),
    "images": "![" * (N // 2),
    "half links": "[a](" * (N // 4),
    "angle links": "[x](<" * 1400,
    "titles": '[a](b "' * 1400,
    "stars": "*" * N,
    "emphasis": "*a " * (N // 3),
    "mixed emphasis": "*a_" * (N // 3),
    "strikes": "~~a" * (N // 3),
    "ticks": "`" * N,
    "growing ticks": "".join("`" * n + " " for n in range(1, 300)),
    "quotes": ">" * N,
    "quoted lists": "> - " * (N // 4),
    "deep list": "".join(" " * (2 * n) + "- a\n" for n in range(200)),
    "long list": "- a\n" * (N // 4),
    "tasks": "- [ ] a\n" * (N // 8),
    "nested bullets": "- " * (N // 2),
    "table": "|a|b|\n|-|-|\n" + "|x|y|\n" * 8000,
    "wide table": "|" + "a|" * 5000 + "\n|" + "-|" * 5000 + "\n" + "|\n" * 9000,
    "fairly wide table": "|" + "a|" * 50 + "\n|" + "-|" * 50 + "\n" + "|\n" * 20000,
    "references": "".join(f"[a{n}]: /u\n" for n in range(1400)) + "[a1] " * 90,
    "entities": "&a;" * (N // 3),
    "tags": "<a " * (N // 3),
    "comments": "<!--" * (N // 4),
    "typography": "(c)" * (N // 3),
    "apostrophes": "' " * (N // 2),
    "backslashes": "\\" * N,
    "headings": "# a\n" * (N // 4),
    "lines": "\n" * N,
    "mentions": "@a.b " * (N // 5),
}


@pytest.mark.parametrize("name", HUGE)
def test_fifty_thousand_characters_are_done_in_time(name):
    text = HUGE[name][:N]
    began = time.process_time()  # work, not waiting: the machine may be busy with other things
    html, _linked = render_with_people(text, {"a.b": ("Anna", "/mitglieder/a.b/")})
    assert time.process_time() - began < SECONDS
    assert len(html) < 25 * N


# --- what it can do --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, html",
    [
        ("**fett** und *kursiv*", "<p><strong>fett</strong> und <em>kursiv</em></p>"),
        ("# Oben", "<h3>Oben</h3>"),
        ("###### Unten", "<h3>Unten</h3>"),
        ("- eins\n- zwei", "<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>"),
        ('"so"', '<p>"so"</p>'),
        ("~~weg~~", "<p><s>weg</s></p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("", ""),
    ],
)
def test_the_usual_marks(text, html):
    assert render(text).strip() == html


def test_tables_and_tasks():
    assert "<td>2</td>" in render("| a | b |\n|---|---|\n| 1 | 2 |")
    assert render("- [x] getan").count("checked") == 1


def test_links_leave_no_trace():
    html = render("[Stadt](https://jena.de)")
    assert 'href="https://jena.de"' in html
    assert 'rel="noopener noreferrer nofollow"' in html


@pytest.mark.parametrize("text, words", [("**a** & `<b>`", "a & <b>"), ("# T\n\n- x\n- y", "T x y")])
def test_plain_words(text, words):
    assert plain(text) == words


# --- mentions --------------------------------------------------------------------------------------------

PEOPLE = {"anna.muster": ('Anna "A" <Muster>', "/mitglieder/anna.muster/")}


@pytest.mark.parametrize(
    "text, is_linked",
    [
        ("@anna.muster bitte", True),
        ("(@Anna.Muster)", True),
        ("**@anna.muster**.", True),
        ("- @anna.muster", True),
        ("post@anna.muster", False),
        ("@anna.musterfrau", False),
        ("@@anna.muster", False),
        ("`@anna.muster`", False),
        ("[@anna.muster](https://jena.de)", False),
        ("    @anna.muster", True),
    ],
)
def test_where_a_mention_is_one(text, is_linked):
    html, linked = render_with_people(text, PEOPLE)
    assert ('href="/mitglieder/anna.muster/"' in html) == is_linked
    assert linked == ({"anna.muster"} if is_linked else set())
    assert problems_of(html) == []


def test_nobody_unknown_is_linked():
    html, linked = render_with_people("@anna.muster und @otto", {})
    assert (linked, "href" in html) == (set(), False)
    assert mentions_in("@Anna.Muster, @otto. x@y.de") == {"anna.muster", "otto"}


@calmly
@given(st.lists(st.one_of(st.sampled_from([*PIECES, "@anna.muster", " "]), st.text(max_size=6)), max_size=40))
def test_mentions_open_no_hole(pieces):
    html, linked = render_with_people("".join(pieces), PEOPLE)
    assert problems_of(html) == []
    assert bool(linked) == ('href="/mitglieder/anna.muster/"' in html)
