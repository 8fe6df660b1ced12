"""A thread's HTML is remembered under all that it shows: nobody reads what was made for somebody else."""

import datetime as dt

import pytest
from django.utils import translation

from comments.presenters import Reader, Row, _remembered_html, around, thread_html

WRITTEN = dt.datetime(2025, 6, 22, 7, 14, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _nothing_remembered(clock):
    _remembered_html.cache_clear()


def row(pk=1, author=7, **fields):
    values = {
        "parent_id": None,
        "name": "Mitglied Stadtwerke",
        "slug": "mitglied.stadtwerke",
        "organisation_long": "Stadtwerke Jena",
        "organisation_short": "",
        "pillar": "UTILITY",
        "html": "<p>Gut so.</p>",
        "written_at": WRITTEN,
        "edited_at": None,
        "withdrawn_at": None,
        "withdrawn_by": None,
        "reason": "",
        "settled_at": None,
    }
    return Row(pk=pk, author_id=author, **(values | fields))


def html_for(reader, first=None, *answers):
    return thread_html(first or row(), answers, reader, "minutes", around())


def test_the_same_thread_is_rendered_once():
    reader = Reader(person_id=1, takes_part=True)
    assert html_for(reader) is html_for(Reader(person_id=2, takes_part=True))
    assert _remembered_html.cache_info().misses == 1


def test_rights_are_part_of_what_is_remembered():
    author = html_for(Reader(person_id=7, takes_part=True))
    other = html_for(Reader(person_id=8, takes_part=True))
    moderator = html_for(Reader(person_id=9, takes_part=True, leads=True, moderates=True))
    onlooker = html_for(Reader(person_id=8))
    assert "Bearbeiten" in author
    assert "Bearbeiten" not in other
    assert ("Erledigt" in moderator, "Erledigt" in other) == (True, False)
    assert "Antworten" not in onlooker


@pytest.mark.parametrize(
    "change",
    [
        {"html": "<p>Anders.</p>"},
        {"name": "Jemand anderes"},
        {"edited_at": WRITTEN},
        {"withdrawn_at": WRITTEN, "withdrawn_by": 7},
        {"withdrawn_at": WRITTEN, "withdrawn_by": 1, "reason": "Name genannt"},
        {"settled_at": WRITTEN},
        {"pillar": "CITY"},
    ],
)
def test_every_change_shows(change):
    reader = Reader(person_id=1, takes_part=True)
    assert html_for(reader) != html_for(reader, row(**change))


def test_withdrawn_words_are_gone_even_if_they_were_still_stored():
    html = html_for(Reader(person_id=1), row(withdrawn_at=WRITTEN, withdrawn_by=7))
    assert "Gut so." not in html
    assert "zurückgezogen" in html


def test_the_year_is_told_when_it_is_not_this_one(clock):
    assert "22. Juni, 09:14" in html_for(Reader(person_id=1))
    clock.move_to(dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
    assert "22. Juni 2025, 09:14" in html_for(Reader(person_id=1))


def test_each_language_has_its_own():
    german = html_for(Reader(person_id=1))
    with translation.override("en"):
        assert html_for(Reader(person_id=1)) is not german
