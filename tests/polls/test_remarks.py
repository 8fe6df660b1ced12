"""A remark to each answer: typed beside it, shown beside it, gone only with it."""

import re

import pytest
from django.test import Client

from polls.actions import options as option_actions
from polls.actions import polls as poll_actions
from polls.models import PollAnswer, PollReply
from polls.selectors.links import token_for
from tests.polls.polling import MAYBE, NO, YES, address, form_of, opened, say, september

pytestmark = pytest.mark.django_db
LATE, LONG = "Erst ab 15 Uhr.", "Nur bis 15 Uhr, dann Stadtrat."


@pytest.fixture
def poll(cast):
    return opened(cast)


def send(client, poll, *choices, **fields):
    return client.post(address(poll, "antworten/"), form_of(poll, *choices, **fields), follow=True)


def remarks():
    return list(PollAnswer.objects.order_by("option__starts_at").values_list("choice", "remark"))


def field(page, option):
    """The element around the remark, and whether it is open."""
    found = re.search(
        rf'<details class="ballot-remark"( open)?>(?:(?!</details>).)*name="remark_{option.pk}"[^>]*>',
        page,
        re.S,
    )
    return found[0], bool(found[1])


def test_it_stands_beside_the_answer(cast, client_of, poll):
    send(client_of("member_city"), poll, YES, MAYBE, NO, remarks=["", f"  {LATE}\n ", ""])
    assert remarks() == [(YES, ""), (MAYBE, LATE), (NO, "")]
    page = client_of("member_city").get(address(poll, "antworten/")).text
    first, second, _third = poll.options.in_order()
    assert not field(page, first)[1]
    words, is_open = field(page, second)
    assert is_open
    assert f'value="{LATE}"' in words


def test_by_the_link_without_signing_in(cast, client_of, poll):
    anybody, link = Client(), f"/terminabstimmung/{token_for(poll, cast.member_city)}/"
    saved = anybody.post(link, form_of(poll, YES, MAYBE, NO, remarks=[LONG, LATE]))
    assert "Ihre Antworten sind gespeichert." in saved.text
    assert remarks() == [(YES, LONG), (MAYBE, LATE), (NO, "")]
    assert field(anybody.get(link).text, poll.options.in_order()[0])[0].count(LONG) == 1
    other = anybody.get(f"/terminabstimmung/{token_for(poll, cast.member_utility)}/").text
    assert LONG not in other


def test_everybody_reads_it_with_name_day_and_answer(cast, client_of, poll):
    """In the table it is a footnote to the cell, on the phone it follows the name."""
    say(
        poll, cast.member_city, YES, MAYBE, NO, remarks=["", f"{LATE} <b>Gern</b>"], remark="Bin im Juli weg."
    )
    page = client_of("member_utility").get(address(poll)).text
    (link,) = re.findall(r'<a class="to-remark" href="#(bemerkung-\d+)">', page)
    item = page[page.index(f'<li id="{link}"') :]
    item = " ".join(re.sub(r"<[^>]+>", " ", item[: item.index("</li>")]).split())
    assert item == (
        "1 Erst ab 15 Uhr. &lt;b&gt;Gern&lt;/b&gt; "
        "Mitglied Stadtverwaltung, Stadt Jena · Mittwoch, 10. September, 14:00–16:00 Uhr: Wenn nötig"
    )
    assert "Mitglied Stadtverwaltung (Stadt Jena): »Erst ab 15 Uhr. &lt;b&gt;Gern&lt;/b&gt;«" in page
    assert "zu allen Terminen" in page


def test_who_decides_reads_it_first_and_it_stays_afterwards(cast, client_of, poll):
    say(poll, cast.member_city, YES, MAYBE, NO, remarks=[LONG, LATE])
    second = poll.options.in_order()[1]
    asked = client_of("organiser").get(address(poll, f"vorschlaege/{second.pk}/entscheiden/")).text
    assert LATE in asked
    assert LONG not in asked
    poll_actions.decide(option=second, by=cast.organiser)
    annex = client_of("member_utility").get(address(poll)).text
    assert LATE in annex
    assert LONG in annex


def test_a_remark_needs_an_answer(cast, client_of, poll):
    """What was typed is still there."""
    answer = send(client_of("member_city"), poll, YES, "", NO, remarks=["", LATE])
    assert answer.status_code == 422
    second = poll.options.in_order()[1]
    assert f'id="id_option_{second.pk}_error"' in answer.text
    assert "Bitte wählen Sie zu Ihrer Bemerkung auch eine Antwort." in answer.text
    assert field(answer.text, second)[1]
    assert LATE in field(answer.text, second)[0]
    assert not PollReply.objects.exists()


def test_too_long_it_comes_back(cast, client_of, poll):
    answer = send(client_of("member_city"), poll, YES, YES, NO, remarks=["x" * 201])
    assert answer.status_code == 422
    assert "x" * 201 in answer.text
    assert not PollAnswer.objects.exists()


def test_another_remark_alone_is_a_change(cast, client_of, poll):
    client = client_of("member_city")
    send(client, poll, YES, YES, NO, remarks=[LATE])
    send(client, poll, YES, YES, NO, remarks=[LONG], version=1)
    assert remarks()[0] == (YES, LONG)
    send(client, poll, YES, YES, NO, remarks=[""], version=2)
    assert remarks()[0] == (YES, "")
    assert PollReply.objects.get().version == 3


def test_a_form_without_the_field_leaves_it(cast, client_of, poll):
    """As does an option that came after the page was drawn."""
    client = client_of("member_city")
    send(client, poll, YES, YES, NO, remarks=[LATE])
    option_actions.add(meeting=poll.meeting, slots=september(24), by=cast.organiser)
    send(client, poll, NO, YES, NO, "", version=1)
    assert remarks()[0] == (NO, LATE)


def test_taken_back_with_its_answer(cast, client_of, poll):
    client = client_of("member_city")
    send(client, poll, YES, YES, NO, remarks=[LATE])
    send(client, poll, "", YES, NO, remarks=[""], version=1)
    assert remarks() == [(YES, ""), (NO, "")]


def test_two_windows_show_both_remarks(cast, client_of, poll):
    client = client_of("member_city")
    send(client, poll, YES, YES, YES, remarks=[LATE])
    late = send(client, poll, YES, YES, YES, remarks=[LONG])
    assert late.status_code == 409
    assert f"gespeichert ist »{LATE}«, hier steht »{LONG}«" in late.text
    assert remarks()[0] == (YES, LATE)
