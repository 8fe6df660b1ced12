"""Comments on a marked passage: found again, shown, and never taken for another."""

import re

import pytest
from django.db import transaction

from core.markdown import render
from minutes.actions import suggestions
from minutes.actions.circulation import freeze
from minutes.models import MinutesSection, SectionComment
from minutes.text.passages import words_of_text
from tests.factories.rows import SuggestionFactory, anchored

TEXT = "Die Runde sprach lange über **offene Daten** in Jena. Der Plan gilt ab Mai. Der Plan ist gut."


@pytest.fixture
def section(cast, circulating):
    MinutesSection.objects.filter(pk=circulating.open.pk).update(body=TEXT, body_html=render(TEXT))
    circulating.open.refresh_from_db()
    with transaction.atomic():
        freeze(circulating.minutes, by=cast.organiser, reason="Umlauf")
    return circulating.open


WORDS = words_of_text(render(TEXT))


def say(client, section, **data):
    return client.post(f"/protokolle/abschnitte/{section.pk}/kommentieren/", {"body": "Stimmt das?"} | data)


def newest():
    return SectionComment.objects.order_by("pk").last()


def test_a_marked_passage_stands_with_the_comment(client_of, circulating, section):
    start = WORDS.index("offene Daten")
    marked = {"quote": "offene Daten", "start": start, "revision": 1}
    client = client_of("member_city")
    form = client.get(f"/protokolle/abschnitte/{section.pk}/kommentieren/", marked).content.decode()
    assert '<blockquote class="quote">offene Daten</blockquote>' in form
    assert 'name="sentence"' not in form
    assert say(client, section, **marked).status_code == 303
    comment = newest()
    assert (comment.quote, comment.anchor_revision) == ("offene Daten", 1)
    assert (comment.anchor_start, comment.place_start, comment.place_end) == (start, start, start + 12)
    page = client.get(circulating.url).content.decode()
    assert f'data-place="{start} {start + 12}"' in page
    assert "<span data-quote>offene Daten</span>" in page
    assert "bezieht sich auf" not in page


def test_words_can_be_typed_and_their_spaces_do_not_matter(client_of, section):
    assert say(client_of("member_city"), section, quote="  über\n offene   Daten ").status_code == 303
    assert newest().quote == "über offene Daten"
    assert newest().place_start == WORDS.index("über offene")


def test_a_sentence_can_be_chosen(client_of, section):
    client = client_of("member_city")
    form = client.get(f"/protokolle/abschnitte/{section.pk}/kommentieren/").content.decode()
    choices = re.findall(r'<option value="(\d+-\d+)">([^<]+)<', form)
    assert [text for _place, text in choices] == [
        "Die Runde sprach lange über offene Daten in Jena.", "Der Plan gilt ab Mai.", "Der Plan ist gut.",
    ]  # fmt: skip
    assert say(client, section, sentence=choices[1][0]).status_code == 303
    assert newest().quote == "Der Plan gilt ab Mai."


@pytest.mark.parametrize(
    "data, sentence",
    [
        ({"quote": "Der Plan"}, "stehen mehrmals im Abschnitt"),
        ({"quote": "geschlossene Daten"}, "stehen so nicht im Abschnitt"),
        ({"quote": "Der Plan", "start": "7", "revision": "1"}, "stehen mehrmals im Abschnitt"),
        ({"quote": "Der Plan", "start": "0", "revision": "99"}, "stehen mehrmals im Abschnitt"),
        ({"sentence": "3-9"}, "Der Abschnitt hat sich geändert"),
    ],
)
def test_what_is_not_certain_is_asked_again_and_nothing_is_lost(client_of, section, data, sentence):
    response = say(client_of("member_city"), section, **data)
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert "Stimmt das?" in html
    assert not SectionComment.objects.exclude(quote="").exists()


def test_a_place_counts_only_with_the_same_words_there(client_of, section):
    """The second »Der Plan« was marked: the place tells which, the words whether it is true."""
    second = WORDS.rindex("Der Plan")
    assert (
        say(client_of("member_city"), section, quote="Der Plan", start=second, revision=1).status_code == 303
    )
    assert newest().place_start == second


def test_a_page_from_before_the_last_change_still_hits_the_right_words(client_of, cast, draft):
    client = client_of("organiser")
    url = f"/protokolle/abschnitte/{draft.last.pk}/"
    client.post(url, {"body": "Gut ist, dass es weiter geht. Gut ist das.", "version": draft.last.version})
    client.post(f"{draft.url}umlauf/", {"until": "2025-07-20"})
    member = cast.member_city
    quote = {"quote": "Gut ist", "start": 30, "revision": 1}  # the second one, where it stood
    suggestion = suggestions.suggest(
        section=draft.last, quote="weiter geht", replacement="erst einmal so weiter geht", by=member
    )
    suggestions.accept(minutes=draft.minutes, suggestions=[suggestion.pk], by=cast.organiser)
    assert say(client_of("member_city"), draft.last, **quote).status_code == 303
    assert newest().anchor_revision == 2
    draft.last.refresh_from_db()
    words = words_of_text(draft.last.body_html)
    assert words[newest().place_start :] == "Gut ist das."
    gone = {"quote": "es weiter geht.", "start": words.index("es"), "revision": 1}
    response = say(client_of("member_city"), draft.last, **gone)
    assert response.status_code == 422
    assert "stehen so nicht im Abschnitt" in response.content.decode()


def test_a_passage_that_changed_names_its_revision_and_shows_the_words(client_of, cast, circulating, section):
    comment = anchored(section, "gilt ab Mai", author=cast.member_utility.person)
    SectionComment.objects.filter(pk=comment.pk).update(place_start=None, place_end=None)
    with transaction.atomic():
        freeze(circulating.minutes, by=cast.organiser, reason="Noch eine")
    page = client_of("member_city").get(circulating.url).content.decode()
    assert f'bezieht sich auf <a href="{circulating.url}fassungen/1/">Fassung 1</a>' in page
    assert f'href="{circulating.url}fassungen/2/seit/1/"' in page
    assert "gilt ab Mai" in page
    assert "data-place" not in page


def test_quotes_and_suggestions_of_a_hidden_section_are_hidden(client_of, cast, circulating):
    """Quote, wording, counts and mails: nothing of it reaches the others."""
    anchored(circulating.secret, "Zuschlag geht", author=cast.member_city.person)
    SuggestionFactory.on(circulating.secret, "Unbekannt", "Bekannt", author=cast.member_city.person)
    pages = ("", "vorschlaege/")
    for persona, sees in (("member_city", True), ("member_utility", False), ("organiser", True)):
        client = client_of(persona)
        text = "".join(client.get(circulating.url + page).content.decode() for page in pages)
        assert ("Zuschlag geht" in text) is sees
        assert ("offener Änderungsvorschlag" in text) is sees
        assert ("Bekannt" in text) is sees


def test_the_page_takes_as_many_queries_with_passages_as_without(
    client_of, cast, circulating, section, django_assert_max_num_queries
):
    client = client_of("member_city")
    for _at in range(20):
        anchored(section, "offene Daten", author=cast.member_city.person)
        SuggestionFactory.on(section, "gilt ab Mai", "gilt ab Juni", author=cast.member_utility.person)
    client.get(circulating.url)
    with django_assert_max_num_queries(8):
        assert client.get(circulating.url).status_code == 200
    with django_assert_max_num_queries(9):
        assert client.get(f"{circulating.url}vorschlaege/").status_code == 200
