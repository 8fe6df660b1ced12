"""What people wrote is said to be German wherever it stands among English words (WCAG 3.1.2).

Every text column of every model is filled with a word; every page is asked for in English, every kind of mail
is written in English. Columns, addresses and kinds are listed by the models, the routes and the registry.
"""

import re

import pytest
from django.utils import translation

from activity.composing import compose, compose_digest
from activity.registry import KINDS
from core.safe_html import BEGIN_GERMAN, END_GERMAN
from tests.access.conftest import taken_back
from tests.access.test_markup import LOOKERS, WORD, complete, letters, may, prepare, subjects
from tests.access_matrix import ROWS
from tests.language import read_out
from tests.planting import plant

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]
# Proper names have no language (WCAG 3.1.2, exceptions); most of them say it all the same.
NAMES = re.compile(r"\.(?:\w*_?name|delegate_name|address_line|postal_code|city|short_name)$")
# Pages of Django itself, and mails as they were sent.
ELSEWHERE = ("admin:", "activity:kept_mail", "activity:outbox", "catalogue")


@pytest.fixture(scope="module")
def planted(portal):
    complete(portal.world)
    portal.speak("en")
    return plant()


def faults_in(html, planted):
    """(text, column) of what would be read out as English."""
    assert BEGIN_GERMAN not in html
    assert END_GERMAN not in html
    for text, language in read_out(html):
        for word in set(WORD.findall(text)) if language != "de" else ():
            column = planted.columns[word]
            if not NAMES.search(column):
                yield " ".join(text.split())[:200], column


def test_german_words_are_marked_on_english_pages(portal, planted):
    faults, pages = [], 0
    for row in ROWS:
        place = portal.world.members if row.is_about_copies else portal.world
        persona = next((who for who in LOOKERS if row.get and may(row, row.get, who)), None)
        if not persona or row.name.startswith(ELSEWHERE):
            continue
        path = row.path(place)
        answer = portal.get(persona, path)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            html = answer.content.decode()
            assert "<html" not in html or '<html lang="en"' in html, path
            faults += [(row.name, *fault) for fault in faults_in(html, planted)]
            pages += 1
    assert pages > 100
    assert faults == [], "\n".join(map(str, faults))


def test_german_words_are_marked_in_english_mails(portal, planted):
    faults = []
    with translation.override("en"):
        for kind in sorted(each for each in KINDS if not each.startswith("account.")):  # of devices
            for message in mails_of(kind, portal.world):
                for html, _type in message.alternatives[:1]:
                    faults += [(kind, *fault) for fault in faults_in(html, planted)]
                assert BEGIN_GERMAN not in message.subject + message.body
    assert faults == [], "\n".join(map(str, faults))


def mails_of(kind, world):
    known = subjects(world)
    about, state = known.get(kind) or known[kind.partition(".")[0]]
    with taken_back():
        prepare(world)
        if state:
            type(about)._base_manager.filter(pk=about.pk).update(**state)
        for mail, notification in letters(kind, about, world):
            yield compose(mail, notification)
            yield compose_digest(mail, [notification])
