"""A thread is made once for all with the same rights: nobody reads what was made for somebody else."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import translation

from comments.presenters import Rights, own_actions, thread_html
from core.access import ALLOWED, deny
from core.safe_html import exchanged
from members.models import Organisation, Person
from members.viewers import ANONYMOUS
from minutes.models import SectionComment

WRITTEN = dt.datetime(2025, 6, 22, 7, 14, tzinfo=dt.UTC)
MEMBER, ONLOOKER = Rights(ALLOWED), Rights(deny(""))
MODERATOR = Rights(ALLOWED, leads=True, moderates=True)
AUTHOR = 7

pytestmark = pytest.mark.usefixtures("clock")


def said(*, name="Mitglied Stadtwerke", kind="UTILITY", **fields):
    comment = SectionComment(
        pk=1,
        author=Person(pk=AUTHOR, name=name, slug="mitglied.stadtwerke"),
        organisation=Organisation(pk=1, name="Stadtwerke Jena", kind=kind),
        body_html="<p>Gut so.</p>",
        **fields,
    )
    comment.created_at = WRITTEN
    return comment


def html_for(rights, comment=None, person=None):
    """As a reader of these rights sees it; `person` is who they are."""
    comment = comment or said()
    own = {}
    if person == comment.author_id:
        own = own_actions([comment], rights, "minutes", replace(ANONYMOUS, person_id=person))
    return exchanged(thread_html([comment], rights, "minutes"), own)


def test_rights_decide_what_stands_below_a_comment():
    author, other = html_for(MEMBER, person=AUTHOR), html_for(MEMBER, person=8)
    assert "Bearbeiten" in author
    assert "Bearbeiten" not in other
    assert ("Erledigt" in html_for(MODERATOR), "Erledigt" in other) == (True, False)
    assert "Antworten" not in html_for(ONLOOKER)


def test_what_is_kept_for_all_holds_nothing_of_its_author():
    assert html_for(MEMBER) == html_for(MEMBER, person=8)
    assert "Bearbeiten" not in thread_html([said()], MEMBER, "minutes")


@pytest.mark.parametrize(
    "change",
    [
        {"edited_at": WRITTEN},
        {"withdrawn_at": WRITTEN, "withdrawn_by_id": AUTHOR},
        {"withdrawn_at": WRITTEN, "withdrawn_by_id": 1, "withdrawn_because": "Name genannt"},
        {"settled_at": WRITTEN},
        {"kind": "CITY"},
        {"name": "Jemand anderes"},
    ],
)
def test_every_change_shows(change):
    assert html_for(MEMBER) != html_for(MEMBER, said(**change))


def test_withdrawn_words_are_gone_even_if_they_were_still_stored():
    html = html_for(ONLOOKER, said(withdrawn_at=WRITTEN, withdrawn_by_id=AUTHOR))
    assert "Gut so." not in html
    assert "zurückgezogen" in html


def test_the_year_is_told_when_it_is_not_this_one(clock):
    assert "22. Juni, 09:14" in html_for(MEMBER)
    clock.move_to(dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
    assert "22. Juni 2025, 09:14" in html_for(MEMBER)


def test_each_language_has_its_own():
    german = html_for(MEMBER)
    with translation.override("en"):
        assert html_for(MEMBER) != german
