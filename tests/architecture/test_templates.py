import re

import pytest
from django.contrib.staticfiles import finders
from django.template import TemplateSyntaxError
from django.template.loader import get_template

from .tree import ROOT, html_templates, short, templates

COMMENTS = re.compile(r"{#.*?#}|{% comment.*?endcomment %}", re.DOTALL)
FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>", re.IGNORECASE),
    "inline style": re.compile(r"<style\b|\sstyle=", re.IGNORECASE),
    "event attribute": re.compile(r"\s(on[a-z]+|hx-on[\w:-]*)=", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "other host": re.compile(r"(?:src|srcset)=[\"']?(?:https?:)?//", re.IGNORECASE),
}


@pytest.mark.parametrize("path", templates(), ids=short)
def test_compiles(path):
    try:
        get_template(str(path.relative_to(ROOT / "templates")))
    except TemplateSyntaxError as error:
        pytest.fail(str(error))


@pytest.mark.parametrize("path", html_templates(), ids=short)
def test_nothing_that_the_content_security_policy_would_block(path):
    text = COMMENTS.sub("", path.read_text())
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", templates(), ids=short)
def test_names_only_static_files_that_exist(path):
    """In real operation a missing one would turn the whole page into an error."""
    named = re.findall(r"{%\s*static\s+[\"']([^\"']+)[\"']", COMMENTS.sub("", path.read_text()))
    assert [name for name in named if finders.find(name) is None] == []


LONGEST = 160


@pytest.mark.parametrize("path", html_templates(), ids=short)
def test_lines_can_be_read(path):
    """The formatter breaks at 120 columns where it can; what it cannot break is made shorter by hand."""
    assert [line for line in path.read_text().splitlines() if len(line) > LONGEST] == []


# What keeps line breaks on the page (white-space: pre-wrap, pre-line) must not get some from the formatter.
KEPT_AS_TYPED = re.compile(r'<(?:div|p) class="(?:[^"]* )?(?:diff|proposal|note)(?: [^"]*)?"[^>]*>\s')


@pytest.mark.parametrize("path", html_templates(), ids=short)
def test_the_formatter_adds_no_line_breaks_that_show(path):
    assert KEPT_AS_TYPED.findall(path.read_text()) == []
