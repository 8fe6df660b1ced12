"""The sanitiser: whatever is put in, a short list of elements and attributes comes out."""

import re
from functools import cache
from pathlib import Path

import django_htmx
import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.safe_html import SCHEMES, TAGS, filled, joined, sanitise
from tests.core.test_components import render

pytestmark = pytest.mark.once
ALLOWED = {
    "a": {"href", "title", "rel"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}, "p": {"class"},
    "input": {"type", "checked", "disabled"},
}  # fmt: skip
# What scripts of ours or of the browser look at; what htmx looks at is read from htmx itself.
OTHERS = (
    "id", "class", "name", "form", "for", "style", "onclick", "data-token", "data-module", "data-confirm",
    "data-dialog", "data-focus", "formaction", "srcdoc", "is", "slot", "popovertarget",
)  # fmt: skip


@cache
def htmx_attributes():
    source = Path(django_htmx.__path__[0], "static", "django_htmx", "htmx-2.js").read_text()
    names = set(re.findall(r"\bhx-[a-z]+(?:-[a-z]+)*", source)) | {
        "hx-ws",
        "hx-sse",
        "hx-on:click",
        "hx-on--load",
    }
    assert len(names) > 25
    return sorted(names | {"sse-connect", "sse-swap", "ws-connect", "ws-send"})


def attacks():
    return [*htmx_attributes(), *(f"data-{name}" for name in htmx_attributes()), *OTHERS]


def problems_of(html):
    """Every element and attribute in `html`, as a browser reads it, that is not on the list."""
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(html)
    for element in list(tree.iter())[1:]:
        if element.tag not in TAGS | {"tbody"}:
            yield element.tag
        for name, value in element.attrib.items():
            if name not in ALLOWED.get(element.tag, ()):
                yield f"{element.tag} {name}"
            if name == "class" and value != "info":
                yield f"class {value}"
            scheme = re.match(r"([a-z][a-z0-9+.-]*):", value, re.I) if name == "href" else None
            if scheme and scheme[1].lower() not in SCHEMES:
                yield value


@pytest.mark.parametrize("name", attacks())
def test_no_attribute_that_does_something_stays(name):
    for tag in sorted(TAGS):
        cleaned = sanitise(f'<{tag} {name}="/x">a</{tag}><{tag} {name.upper()}=/x {name}>b</{tag}>')
        assert list(problems_of(cleaned)) == []


PIECES = st.one_of(
    st.sampled_from(
        ["<", ">", "/", "=", '"', "'", "&", ";", " ", "\n", "\0", "<!--", "-->", "<![CDATA[", "]]>", "&lt;"]
    ),
    st.sampled_from(sorted(TAGS)),
    st.sampled_from(
        ["script", "svg", "math", "style", "template", "noscript", "textarea", "title", "mtext", "iframe"]
    ),
    st.deferred(lambda: st.sampled_from(attacks())),
    st.sampled_from(["javascript:alert(1)", "&#106;avascript:", "data:text/html,x", "href=", "class=info"]),
    st.text(max_size=5),
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_comes_in_only_the_list_comes_out(html):
    cleaned = sanitise(html)
    assert list(problems_of(cleaned)) == []
    assert sanitise(cleaned) == cleaned


@pytest.mark.parametrize("html", ["<b>fett</b>", "<i data-x>", '<img src="x">', "<a hx-post=/x>a</a>"])
def test_prose_is_sanitised_also_when_it_comes_past_the_actions(html):
    """A title that gets there by mistake, a row of an older portal, one written in the database."""
    shown = render("{% prose html %}", html=html)
    assert shown.startswith('<div class="prose" hx-disable>')
    assert (
        list(problems_of(shown.removeprefix('<div class="prose" hx-disable>').removesuffix("</div>"))) == []
    )


def test_what_is_put_together_is_escaped_piece_by_piece():
    assert joined([sanitise("<p>a</p>"), "<b>"]) == "<p>a</p>&lt;b&gt;"
    assert (
        filled("<i>%s</i>", [["<b>"], [sanitise("<p>x</p>")]])
        == "<i>&lt;b&gt;</i><i>&lt;p&gt;x&lt;/p&gt;</i>"
    )
