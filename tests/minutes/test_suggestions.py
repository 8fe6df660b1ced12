"""Suggestions: made on a passage, decided by those who write the minutes, never applied blindly."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activity.models import Event
from core.markdown import render
from minutes.access import suggestions as suggestion_access
from minutes.access import writing
from minutes.actions import suggestions as suggestion_actions
from minutes.actions.circulation import freeze
from minutes.enums import State, SuggestionState
from minutes.models import Minutes, MinutesSection, Revision, SectionComment, Suggestion
from minutes.text.passages import source_range, words_of_text
from tests.factories.rows import SuggestionFactory, anchored
from tests.minutes.conftest import make_minutes

TEXT = "Die Runde sprach lange über **offene Daten**. Der Plan gilt ab Mai.\n\n- Punkt eins\n- Punkt zwei"


@pytest.fixture
def section(cast, circulating):
    MinutesSection.objects.filter(pk=circulating.open.pk).update(body=TEXT, body_html=render(TEXT))
    circulating.open.refresh_from_db()
    with transaction.atomic():
        freeze(circulating.minutes, by=cast.organiser, reason="Umlauf")
    circulating.open.minutes.refresh_from_db()
    return circulating.open


@pytest.fixture
def suggestion(cast, section):
    return SuggestionFactory.on(section, "gilt ab Mai", "gilt ab Juni", author=cast.member_city.person)


def body_of(section):
    return MinutesSection.objects.get(pk=section.pk).body


def act(client, suggestion, verb, **data):
    return client.post(f"/protokolle/vorschlaege/{suggestion.pk}/{verb}/", data)


def accept_several(client, made, *suggestions):
    return client.post(f"{made.url}vorschlaege/", {"vorschlag": [row.pk for row in suggestions]})


# --- making one -------------------------------------------------------------------------------------------


def suggest_url(section):
    return f"/protokolle/abschnitte/{section.pk}/vorschlagen/"


def hidden(html, name):
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


@pytest.mark.slow
def test_a_suggestion_is_made_in_two_steps_without_scripts(client_of, circulating, section):
    client = client_of("member_city")
    first = client.get(suggest_url(section)).content.decode()
    assert 'method="get"' in first
    assert "Der Plan gilt ab Mai." in first
    second = client.get(suggest_url(section), {"quote": "lange über offene"}).content.decode()
    assert ">\nlange über **offene Daten**</textarea>" in second  # grown to where the markup ends
    data = {name: hidden(second, name) for name in ("quote", "original", "start", "revision", "key")}
    assert data["quote"] == "lange über offene Daten"
    data |= {"replacement": "kurz über **Daten**", "body": "So war es."}
    response = client.post(suggest_url(section), data)
    assert response.status_code == 303
    made = Suggestion.objects.get()
    assert (made.original, made.replacement) == ("lange über **offene Daten**", "kurz über **Daten**")
    assert made.comment.body == "So war es."
    assert client.post(suggest_url(section), data).status_code == 303  # the same again
    assert Suggestion.objects.count() == 1
    page = client_of("member_utility").get(circulating.url).content.decode()
    assert "Änderungsvorschlag" in page
    assert "<del>" in page
    assert "entfällt:" in page
    assert "Übernehmen" not in page
    assert Event.objects.filter(verb="minutes.suggested").count() == 1


@pytest.mark.parametrize(
    "data, status, sentence",
    [
        ({"replacement": "gilt ab Mai"}, 422, "Das ist der bisherige Wortlaut"),
        ({"quote": "gilt ab März"}, 422, "stehen so nicht im Abschnitt"),
        ({"original": "gilt seit Mai"}, 409, "inzwischen geändert"),
        ({"replacement": "[" * 2000}, 422, "zu viele Sonderzeichen"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(client_of, section, data, status, sentence):
    start = words_of_text(section.body_html).index("gilt ab Mai")
    good = {"quote": "gilt ab Mai", "original": "gilt ab Mai", "start": start, "revision": 1,
            "replacement": "gilt ab Juni", "body": "Weil."}  # fmt: skip
    response = client_of("member_city").post(suggest_url(section), good | data)
    html = response.content.decode()
    assert response.status_code == status
    assert sentence in html
    assert "Weil." in html
    assert (good | data)["replacement"].split("\n")[0].replace("&", "&amp;") in html
    assert not Suggestion.objects.exists()


def test_a_suggestion_changes_no_other_words(client_of, section):
    """With a date among its items a list is none, and its numbers become words."""
    text = "1. eins\n2. zwei"
    MinutesSection.objects.filter(pk=section.pk).update(body=text, body_html=render(text))
    data = {"quote": "zwei", "original": "zwei", "replacement": "Mai: zwei"}
    response = client_of("member_city").post(suggest_url(section), data)
    assert response.status_code == 422
    assert "auch anderer Text ändern" in response.content.decode()
    assert not Suggestion.objects.exists()


def test_a_passage_must_be_named_first(client_of, section):
    response = client_of("member_city").get(suggest_url(section), {"quote": "", "sentence": ""})
    assert response.status_code == 422
    assert "Bitte wählen Sie einen Satz" in response.content.decode()


@pytest.mark.slow
def test_where_nothing_is_written_there_is_nothing_to_make_better(client_of, circulating):
    MinutesSection.objects.filter(pk=circulating.last.pk).update(body="", body_html="")
    client = client_of("member_city")
    response = client.get(suggest_url(circulating.last), {"quote": ""})
    assert response.status_code == 403
    assert "Zu diesem Punkt steht nichts im Protokoll" in response.content.decode()
    assert suggest_url(circulating.last) + '" hx-get' not in client.get(circulating.url).content.decode()


# --- accepting --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_one_click_changes_the_text_credits_the_author_and_settles_the_talk(
    client_of, cast, circulating, section, suggestion, mailbox, worker
):
    staying = anchored(section, "Punkt zwei", author=cast.member_utility.person)
    version = Minutes.objects.get(pk=circulating.pk).version
    response = act(client_of("minute_taker"), suggestion, "uebernehmen")
    assert response.status_code == 303
    assert body_of(section) == TEXT.replace("ab Mai", "ab Juni")
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.applied_revision) == (SuggestionState.ACCEPTED, 2)
    assert suggestion.decided_by == cast.minute_taker
    assert SectionComment.objects.get(pk=suggestion.comment_id).settled_at
    revision = Revision.objects.get(minutes=circulating.minutes, number=2)
    assert revision.reason == "Änderungsvorschlag von Mitglied Stadtverwaltung übernommen"
    assert "gilt ab Juni" in str(revision.content)
    after = Minutes.objects.get(pk=circulating.pk)
    assert (after.revision_number, after.version > version) == (2, True)
    moved = SectionComment.objects.get(pk=staying.pk)
    assert (moved.place_start, moved.place_end) == (staying.place_start + 1, staying.place_end + 1)
    page = client_of("member_utility").get(circulating.url).content.decode()
    assert "gilt ab Juni" in page
    assert "in Fassung 2 · Protokollführung · 1. Juli 2025" in page
    worker.drain()
    mails = [mail for mail in mailbox if "Vorschlag übernommen" in mail.subject]
    assert [mail.to for mail in mails] == [["member.city@example.org"]]
    assert "Fassung 2" in mails[0].body


def test_with_htmx_the_section_comes_back_with_its_new_text(client_of, section, suggestion):
    client = client_of("organiser")
    response = client.post(
        f"/protokolle/vorschlaege/{suggestion.pk}/uebernehmen/", headers={"HX-Request": "true"}
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert html.lstrip().startswith('<div class="passage">')
    assert "gilt ab Juni" in html
    assert "<html" not in html
    assert "Fassung 2 vom" in html  # the head of the page goes along
    assert '<span id="vorschlaege-offen" hx-swap-oob="true"></span>' in html


@pytest.mark.slow
def test_a_second_click_changes_nothing(client_of, circulating, section, suggestion, mailbox, worker):
    for persona in ("minute_taker", "organiser"):
        assert act(client_of(persona), suggestion, "uebernehmen").status_code == 303
    assert Minutes.objects.get(pk=circulating.pk).revision_number == 2
    worker.drain()
    assert len([mail for mail in mailbox if "übernommen" in mail.subject]) == 1


def test_several_at_once_are_one_revision(client_of, cast, circulating, section):
    one = SuggestionFactory.on(section, "gilt ab Mai", "gilt ab Juni", author=cast.member_city.person)
    two = SuggestionFactory.on(section, "lange", "", author=cast.member_utility.person)
    three = SuggestionFactory.on(circulating.last, "geht weiter", "ist aus", author=cast.member_city.person)
    assert accept_several(client_of("organiser"), circulating, one, two, three).status_code == 303
    assert body_of(section) == TEXT.replace("ab Mai", "ab Juni").replace("lange", "")
    assert body_of(circulating.last) == "Es ist aus."
    reason = Revision.objects.get(minutes=circulating.minutes, number=2).reason
    assert reason == "Änderungsvorschläge von Mitglied Stadtverwaltung, Mitglied Stadtwerke übernommen"
    assert set(Suggestion.objects.values_list("state", flat=True)) == {SuggestionState.ACCEPTED}


@pytest.mark.slow
def test_two_for_the_same_words_are_shown_and_never_both_taken(client_of, cast, circulating, section):
    one = SuggestionFactory.on(section, "Plan gilt", "Entwurf tritt", author=cast.member_city.person)
    two = SuggestionFactory.on(section, "gilt ab Mai", "kommt", author=cast.member_utility.person)
    client = client_of("organiser")
    page = client.get(f"{circulating.url}vorschlaege/").content.decode()
    assert f'data-rivals="{two.pk} "' in page
    assert "Nur einer von beiden lässt sich übernehmen" in page
    assert "Überschneidet sich mit einem Vorschlag von Mitglied Stadtwerke" in (
        client.get(circulating.url).content.decode()
    )
    response = accept_several(client, circulating, one, two)
    html = response.content.decode()
    assert response.status_code == 409
    assert "von Mitglied Stadtverwaltung zu »Plan gilt« und von Mitglied Stadtwerke zu »gilt ab Mai«" in html
    assert html.count(" checked") == 2  # what was chosen is still chosen
    assert body_of(section) == TEXT
    assert accept_several(client, circulating, one).status_code == 303
    two.comment.refresh_from_db()
    assert two.comment.place_start is None
    page = client.get(f"{circulating.url}vorschlaege/").content.decode()
    assert "Die Stelle hat sich geändert" in page
    assert "bezieht sich auf" in page
    response = act(client, two, "uebernehmen")
    assert response.status_code == 409
    assert "bezieht sich auf Fassung 1" in response.content.decode()
    assert body_of(section) == TEXT.replace("Plan gilt", "Entwurf tritt")


def test_a_changed_passage_is_refused_where_one_clicked(client_of, section, suggestion):
    MinutesSection.objects.filter(pk=section.pk).update(body=TEXT.replace("ab Mai", "ab *Mai*"))
    response = client_of("organiser").post(
        f"/protokolle/vorschlaege/{suggestion.pk}/uebernehmen/", headers={"HX-Request": "true"}
    )
    assert response.status_code == 409
    assert response["HX-Retarget"] == f"#antwort-{suggestion.comment_id}"
    assert "hat sich seitdem geändert" in response.content.decode()
    assert "*Mai*" in body_of(section)


def test_nothing_chosen_is_said(client_of, circulating, section, suggestion):
    response = accept_several(client_of("organiser"), circulating)
    assert response.status_code == 409
    assert "mindestens einen Vorschlag" in response.content.decode()


def test_the_history_names_nobody_in_a_section_that_not_all_read(client_of, cast, circulating, section):
    secret = SuggestionFactory.on(circulating.secret, "Unbekannt", "Bekannt", author=cast.member_city.person)
    act(client_of("organiser"), secret, "uebernehmen")
    page = client_of("member_utility").get(f"{circulating.url}fassungen/").content.decode()
    assert "Änderungsvorschlag übernommen" in page
    assert "Mitglied Stadtverwaltung" not in page


def test_suggestions_of_other_minutes_are_not_taken_along(client_of, cast, circulating, section, suggestion):
    other = make_minutes(cast, title="Anderes Treffen", number=9)
    response = accept_several(client_of("organiser"), other, suggestion)
    assert response.status_code == 409
    assert body_of(section) == TEXT


# --- declining, withdrawing -------------------------------------------------------------------------------


@pytest.mark.slow
def test_declining_takes_a_reason_that_reaches_the_author(client_of, section, suggestion, mailbox, worker):
    client = client_of("minute_taker")
    assert act(client, suggestion, "ablehnen", reason="  ").status_code == 422
    assert act(client, suggestion, "ablehnen", reason="Der Beschluss sagt Mai.").status_code == 303
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.reason) == (SuggestionState.DECLINED, "Der Beschluss sagt Mai.")
    assert body_of(section) == TEXT
    worker.drain()
    [mail] = [mail for mail in mailbox if "abgelehnt" in mail.subject]
    assert mail.to == ["member.city@example.org"]
    assert "Der Beschluss sagt Mai." in mail.body
    page = client_of("member_utility").get(section.get_absolute_url().split("#")[0]).content.decode()
    assert "Grund: Der Beschluss sagt Mai." in page


def test_whoever_lost_sight_of_the_section_hears_nothing(
    client_of, cast, circulating, section, mailbox, worker
):
    one = SuggestionFactory.on(circulating.secret, "Unbekannt", "Bekannt", author=cast.member_utility.person)
    two = SuggestionFactory.on(circulating.secret, "Der Zuschlag", "Er", author=cast.member_utility.person)
    act(client_of("organiser"), one, "uebernehmen")
    act(client_of("organiser"), two, "ablehnen", reason="Nein.")
    worker.drain()
    assert [mail.to for mail in mailbox if "member.utility@example.org" in mail.to] == []


def test_one_takes_back_what_is_ones_own(client_of, section, suggestion):
    assert act(client_of("member_utility"), suggestion, "zurueckziehen").status_code == 403
    assert act(client_of("member_city"), suggestion, "zurueckziehen").status_code == 303
    suggestion.refresh_from_db()
    assert suggestion.state == SuggestionState.WITHDRAWN
    assert act(client_of("organiser"), suggestion, "uebernehmen").status_code == 409


@pytest.mark.slow
def test_withdrawn_words_take_the_suggested_ones_along(client_of, circulating, section, suggestion):
    client = client_of("organiser")
    client.post(f"/protokolle/kommentare/{suggestion.comment_id}/zurueckziehen/", {"reason": "Ton."})
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.replacement) == (SuggestionState.WITHDRAWN, "")
    assert "ab Juni" not in client.get(circulating.url).content.decode()


# --- who, when --------------------------------------------------------------------------------------------

WRITERS = ("minute_taker", "organiser")
PEOPLE = ("anonymous", "member_city", "member_utility", *WRITERS, "admin", "former_member")


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("decided", SuggestionState.values)
@pytest.mark.parametrize("persona", PEOPLE)
def test_every_state_role_and_verb(cast, client_of, section, suggestion, state, decided, persona):
    """Allowed, or refused with a sentence: the page and the rule say the same."""
    Minutes.objects.update(state=state)
    Suggestion.objects.update(state=decided)
    open_now = decided == SuggestionState.OPEN and state in (State.CIRCULATING, State.FOR_APPROVAL)
    allowed = {
        "uebernehmen": open_now and persona in WRITERS,
        "ablehnen": open_now and persona in WRITERS,
        "zurueckziehen": open_now and persona == "member_city",
    }
    client = client_of(persona)
    sees = persona in WRITERS or (state != State.DRAFT and persona not in ("anonymous", "former_member"))
    for verb, may in allowed.items():
        response = client.get(f"/protokolle/vorschlaege/{suggestion.pk}/{verb}/")
        expected = 200 if may else 403 if sees else 302 if persona == "anonymous" else 404
        assert response.status_code == expected, verb
        if expected == 403:
            assert any(str(sentence) in response.content.decode() for sentence in SENTENCES), verb


SENTENCES = [
    *suggestion_access.DECIDED.values(), suggestion_access.ONLY_WRITERS_DECIDE,
    suggestion_access.DECIDE_IN_TEXT, writing.FINAL,
    suggestion_access.NOT_YOUR_SUGGESTION, suggestion_access.SUGGEST_LATER, suggestion_access.SUGGEST_CLOSED,
]  # fmt: skip


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("persona", ["member_utility", *WRITERS])
def test_the_buttons_tell_the_truth(client_of, circulating, section, suggestion, state, persona):
    Minutes.objects.update(state=state)
    response = client_of(persona).get(circulating.url)
    offered = f"/protokolle/vorschlaege/{suggestion.pk}/uebernehmen/" in response.content.decode()
    assert offered is (persona in WRITERS and state in (State.CIRCULATING, State.FOR_APPROVAL))


# --- properties -------------------------------------------------------------------------------------------

PARTS = ["Der Plan", "gilt **ab Mai**", "für alle", "*Häuser*", "und zwar", "sofort", "in Jena", "[hier](/x)"]


def refused(minutes, keys, by):
    try:
        suggestion_actions.accept(minutes=minutes, suggestions=keys, by=by)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.varies
@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_accepted_suggestions_change_their_passages_and_nothing_else(cast, circulating, section, data):
    """Any text, any few passages of it: either all are taken exactly, or nothing changes."""
    parts = data.draw(st.lists(st.sampled_from(PARTS), min_size=3, max_size=12))
    body = " ".join(f"{part} {at}" for at, part in enumerate(parts)) + "."
    html = render(body)
    words = words_of_text(html)
    MinutesSection.objects.filter(pk=section.pk).update(body=body, body_html=html)
    section.refresh_from_db()
    made, expected = [], []
    for number in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(words) - 2))
        end = data.draw(st.integers(start + 1, min(len(words), start + 25)))
        source = source_range(body, start, end)
        if source is None or not words[source.words_start : source.words_end].strip():
            continue
        quote = words[source.words_start : source.words_end]
        comment = anchored(section, quote, author=cast.member_city.person, body="")
        SectionComment.objects.filter(pk=comment.pk).update(
            place_start=source.words_start, place_end=source.words_end
        )
        made.append(
            SuggestionFactory(
                comment=comment, original=body[source.start : source.end], replacement=f"Neu{number}",
                source_start=source.start, source_end=source.end,
            ).pk
        )  # fmt: skip
        expected.append((source.words_start, source.words_end, f"Neu{number}"))
    if not made:
        return
    refusal = refused(circulating.minutes, made, cast.organiser)
    if refusal:
        assert body_of(section) == body
        assert "Stelle" in refusal or "anderen Text" in refusal
        return
    for start, end, new in sorted(expected, reverse=True):
        words = words[:start] + new + words[end:]
    section.refresh_from_db()
    assert words_of_text(section.body_html) == words
    assert render(section.body) == section.body_html
