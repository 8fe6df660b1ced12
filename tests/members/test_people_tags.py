"""People and pillars as they are drawn: what they say, and that names are never markup."""

import pytest
from django.template import Context, Template

from members.templatetags import people


def render(source, **context):
    return Template("{% load people %}" + source).render(Context(context))


@pytest.mark.parametrize("source", ["{% person nasty nasty 'CITY' %}", "{% pillar 'CITY' nasty %}"])
def test_what_people_typed_is_never_markup(source):
    html = render(source, nasty='<script>"x')
    assert "<script" not in html
    assert "script" in html


@pytest.mark.parametrize(
    "name, letters",
    [
        ("Mitglied Stadtverwaltung", "MS"),
        ("Jena", "J"),
        ("Anna-Lena von Hohen", "AH"),
        ("", ""),
        ("(Gast) 3", ""),
    ],
)
def test_initials(name, letters):
    assert people.initials(name) == letters


def test_covered_pillars_are_named_for_those_who_do_not_see_colours():
    assert "Vertreten: Stadtverwaltung, Stadtwerke" in render("{% pillar_marks 'CITY' 'UTILITY' %}")
    assert "Keine Säule vertreten" in render("{% pillar_marks none %}", none=[])


def test_the_bar_of_pillars_without_anybody():
    assert "<rect" not in render("{% pillar_bar %}")
