"""Long talks beside the text: folded on the page, whole on a page of their own."""

import pytest

from minutes.models import SectionComment
from minutes.selectors.comments import SHOWN
from tests.factories.rows import CommentFactory


def page_of(client, made):
    return client.get(made.url).text


def talk(section, threads, answers=0):
    """First comments of so many threads, oldest first, each with so many answers."""
    found = [CommentFactory(section=section, body_html=f"<p>Wort-{n}-</p>") for n in range(threads)]
    for first in found:
        for n in range(answers):
            CommentFactory(section=section, parent=first, body_html=f"<p>Antwort-{first.pk}-{n}-</p>")
    return found


def test_a_long_talk_is_folded_and_opened(client_of, circulating):
    found = talk(circulating.open, SHOWN + 10)
    SectionComment.objects.filter(pk=found[-1].pk).update(settled_at=circulating.minutes.circulated_at)
    client, url = client_of("member_city"), f"/protokolle/abschnitte/{circulating.open.pk}/kommentare/"
    html = page_of(client, circulating)
    # What nobody has settled and what was said last stands on the page; the rest keeps its address there.
    assert (f"Wort-{SHOWN + 8}-" in html, "Wort-0-" in html, f"Wort-{SHOWN + 9}-" in html) == (
        True,
        False,
        False,
    )
    assert f'<span id="kommentar-{found[0].pk}"></span>' in html
    assert url in html
    assert "weitere Kommentare zeigen" in html
    for opened in (client.get(url), client.get(url, headers={"HX-Request": "true"})):
        assert all(f"Wort-{n}-" in opened.text for n in range(SHOWN + 10))
        assert "zeigen</a>" not in opened.text


def test_of_a_long_thread_the_latest_answers_are_shown(client_of, circulating):
    (first,) = talk(circulating.open, 1, answers=SHOWN + 10)
    html = page_of(client_of("member_city"), circulating)
    shown = [n for n in range(SHOWN + 10) if f"Antwort-{first.pk}-{n}-" in html]
    assert "Wort-0-" in html
    assert shown == list(range(SHOWN, SHOWN + 10))


@pytest.mark.slow
def test_a_folded_talk_costs_no_more_than_a_short_one(client_of, circulating, cast):
    talk(circulating.open, SHOWN)
    client = client_of("organiser")
    short = len(page_of(client, circulating))
    talk(circulating.open, 10 * SHOWN)
    assert len(page_of(client, circulating)) < 1.3 * short


@pytest.mark.parametrize("persona, status", [
    ("anonymous", 302), ("former_member", 404), ("member_utility", 404), ("member_city", 200),
    ("organiser", 200),
])  # fmt: skip
def test_who_opens_a_folded_talk(client_of, circulating, persona, status):
    talk(circulating.secret, 1)
    url = f"/protokolle/abschnitte/{circulating.secret.pk}/kommentare/"
    assert client_of(persona).get(url).status_code == status


def test_own_words_are_changed_on_either_page(client_of, circulating, cast):
    mine = CommentFactory(section=circulating.open, author=cast.member_city.person)
    talk(circulating.open, SHOWN)
    client = client_of("member_city")
    url = f"/protokolle/abschnitte/{circulating.open.pk}/kommentare/"
    edit = f"/protokolle/kommentare/{mine.pk}/bearbeiten/"
    assert edit in client.get(url).text
    assert edit not in client_of("member_utility").get(url).text
