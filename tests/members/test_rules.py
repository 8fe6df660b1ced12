"""Regeln der Fachgruppe: members read them, organisers change them."""

import pytest

from activity.models import Event
from members.models import GroupRules

URL, EDIT = "/regeln/", "/regeln/aendern/"
NEW = {
    "circulation_days": 21, "reminder_days": 5, "approval": "frist", "rhythm": "HALF_YEARLY",
    "invite_days": 14,    "reminds_week_before": "on", "reminds_day_before": "on", "version": 1,
}  # fmt: skip


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize(
    "persona, reads, edits",
    [("anonymous", 302, 302), ("former_member", 403, 403), ("member_city", 200, 403),
     ("minute_taker", 200, 403), ("admin", 200, 403), ("organiser", 200, 200)],
)  # fmt: skip
def test_who_reads_and_who_changes(client_of, persona, reads, edits):
    client = client_of(persona)
    assert client.get(URL).status_code == reads
    assert client.get(EDIT).status_code == edits
    assert client.post(EDIT, NEW).status_code == (303 if edits == 200 else edits)
    assert GroupRules.objects.exists() == (edits == 200)


def test_they_are_said_in_sentences(client_of):
    html = text_of(client_of("member_city").get(URL))
    assert "14 Tage im Umlauf" in html
    assert "3 Tage vor dem Ende erinnert" in html
    assert "Das nächste Treffen genehmigt das Protokoll" in html
    assert "Die Fachgruppe trifft sich vierteljährlich." in html
    client_of("organiser").post(EDIT, NEW)
    html = text_of(client_of("member_city").get(URL))
    assert "21 Tage im Umlauf" in html
    assert "5 Tage vor dem Ende erinnert" in html
    assert "gilt das Protokoll als genehmigt" in html
    assert "Die Fachgruppe trifft sich halbjährlich." in html
    client_of("organiser").post(EDIT, NEW | {"rhythm": "NONE", "version": 2})
    assert "Einen festen Rhythmus" in text_of(client_of("member_city").get(URL))


def test_how_meetings_are_invited_to_is_a_rule_as_well(client_of):
    html = text_of(client_of("member_city").get(URL))
    assert "spätestens 14 Tage vor dem Treffen" in html
    assert "eine Woche vorher und am Arbeitstag davor" in html
    without = {key: value for key, value in NEW.items() if not key.startswith("reminds")}
    client_of("organiser").post(EDIT, without | {"invite_days": 0})
    html = text_of(client_of("member_city").get(URL))
    assert "gibt es keine Frist" in html
    assert "An Treffen erinnert das Portal nicht." in html


def test_the_log_says_what_changed(client_of):
    client_of("organiser").post(EDIT, NEW)
    client_of("organiser").post(EDIT, NEW)  # a second click
    (event,) = Event.objects.filter(verb="members.rules_changed")
    assert event.data["changes"]["circulation_days"] == ["14", "21"] or event.data["changes"][
        "circulation_days"
    ] == [14, 21]
    assert event.data["changes"]["approves_silently"] == ["nein", "ja"]
    assert event.data["changes"]["rhythm"] == ["vierteljährlich", "halbjährlich"]


@pytest.mark.parametrize(
    "wrong, sentence",
    [({"circulation_days": 0}, "Mindestens 1"), ({"circulation_days": 91}, "Höchstens 90"),
     ({"reminder_days": 31, "circulation_days": 60}, "Höchstens 30"),
     ({"reminder_days": 21}, "weniger Tage vor dem Ende"), ({"approval": "nie"}, "Auswahl"),
     ({"rhythm": "täglich"}, "Auswahl")],
)  # fmt: skip
def test_nonsense_is_refused_beside_the_field(client_of, wrong, sentence):
    response = client_of("organiser").post(EDIT, NEW | wrong)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not GroupRules.objects.filter(version__gt=1).exists()


def test_who_saves_second_sees_both(client_of):
    client_of("organiser").post(EDIT, NEW)
    response = client_of("organiser").post(EDIT, NEW | {"circulation_days": 7})
    html = text_of(response)
    assert response.status_code == 409
    assert "21" in html
    assert "7" in html
    assert GroupRules.objects.get().circulation_days == 21
    again = client_of("organiser").post(EDIT, NEW | {"circulation_days": 7, "version": 2})
    assert again.status_code == 303
    assert GroupRules.objects.get().circulation_days == 7
