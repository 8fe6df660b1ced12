"""Comments on passages stay where they belong while the text goes on."""

import pytest

from core.dialects.versions import CURRENT
from core.markdown import render
from minutes.actions.passages import carry_all
from minutes.models import MinutesSection, SectionComment
from tests.factories.rows import SuggestionFactory, anchored

TEXT = "Die Runde sprach lange über **offene Daten** in Jena. Der Plan dazu gilt ab Mai für alle Häuser."


@pytest.fixture
def section(cast, circulating):
    MinutesSection.objects.filter(pk=circulating.open.pk).update(body=TEXT, body_html=render(TEXT))
    circulating.open.refresh_from_db()
    return circulating.open


def place(comment):
    comment = SectionComment.objects.get(pk=comment.pk)
    return None if comment.place_start is None else (comment.place_start, comment.place_end)


def test_a_passage_moves_with_its_words(cast, section):
    comment = anchored(section, "Plan dazu gilt", author=cast.member_city.person)
    carry_all([(section, TEXT, TEXT.replace("sprach lange", "redete am Vormittag"), CURRENT)])
    start, end = place(comment)
    assert "Die Runde redete am Vormittag über offene Daten in Jena. Der Plan dazu gilt"[start:end] == (
        "Plan dazu gilt"
    )
    comment.refresh_from_db()
    assert (comment.anchor_start, comment.quote) == (
        TEXT.replace("*", "").index("Plan dazu"),
        "Plan dazu gilt",
    )


def test_a_sentence_added_behind_a_passage_takes_neither_comment_nor_suggestion_from_it(
    client_of, cast, draft
):
    client, url = client_of("organiser"), f"/protokolle/abschnitte/{draft.open.pk}/"
    sentence = "Die Gruppe stimmt zu."
    MinutesSection.objects.filter(pk=draft.open.pk).update(body=sentence, body_html=render(sentence))
    draft.open.refresh_from_db()
    assert client.post(f"{draft.url}umlauf/", {"until": "2025-07-20"}).status_code == 303
    author = cast.member_city.person
    said = [
        anchored(draft.open, sentence, author=author),
        SuggestionFactory.on(draft.open, sentence, "Alle stimmen zu.", author=author).comment,
    ]
    client.post(f"{draft.url}zurueckholen/")
    text = f"Zuvor Kaffee. {sentence} Danach Pause."
    assert client.post(url, {"body": text, "version": draft.open.version}).status_code == 200
    assert client.post(f"{draft.url}umlauf/", {"until": "2025-07-20"}).status_code == 303
    start = text.index(sentence)
    assert [place(comment) for comment in said] == [(start, start + len(sentence))] * 2


def test_a_passage_that_changed_says_so_and_keeps_its_quote(cast, section):
    comment = anchored(section, "ab Mai", author=cast.member_city.person)
    other = anchored(section, "offene Daten", author=cast.member_city.person)
    carry_all([(section, TEXT, TEXT.replace("ab Mai", "ab Juni"), CURRENT)])
    assert place(comment) is None
    assert place(other) == (other.place_start, other.place_end)
    assert SectionComment.objects.get(pk=comment.pk).quote == "ab Mai"


def test_an_open_suggestion_is_about_the_source_too(cast, section):
    author = cast.member_city.person
    suggestion = SuggestionFactory.on(section, "Runde sprach lange", "Runde sprach", author=author)
    comment = anchored(section, "Runde sprach lange", author=author)
    carry_all([(section, TEXT, TEXT.replace("lange", "*lange*"), CURRENT)])
    assert place(suggestion.comment) is None  # accepting it would take the emphasis away
    assert place(comment) is not None  # the words are the same


@pytest.mark.parametrize("number", [1, 40])
def test_many_comments_take_as_few_queries_as_one(cast, section, number, django_assert_num_queries):
    for _at in range(number):
        anchored(section, "gilt ab Mai", author=cast.member_city.person)
    with django_assert_num_queries(2):
        carry_all([(section, TEXT, "Vorab: " + TEXT, CURRENT)])
    assert (
        SectionComment.objects.filter(place_start=TEXT.replace("*", "").index("gilt ab") + 7).count()
        == number
    )


def test_what_was_written_in_a_draft_counts_when_it_goes_round_again(client_of, cast, draft):
    client = client_of("organiser")
    until = {"until": "2025-07-20"}
    assert client.post(f"{draft.url}umlauf/", until).status_code == 303
    staying = anchored(draft.open, "sprach über Daten", author=cast.member_city.person)
    changed = anchored(draft.last, "geht weiter", author=cast.member_city.person)
    client.post(f"{draft.url}zurueckholen/")
    for section, text in ((draft.open, "Vorab: Die Runde sprach über **Daten**."), (draft.last, "Schluss.")):
        url = f"/protokolle/abschnitte/{section.pk}/"
        assert client.post(url, {"body": text, "version": section.version}).status_code == 200
    assert client.post(f"{draft.url}umlauf/", until).status_code == 303
    assert place(staying) == (staying.place_start + 7, staying.place_end + 7)
    assert place(changed) is None
