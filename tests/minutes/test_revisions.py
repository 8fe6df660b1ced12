"""Revisions: what of a draft is kept, who reads it, what changed between two, and the way back to one."""

import datetime as dt
import html
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from activity.models import Event
from minutes.actions import circulation, writing
from minutes.actions.circulation import freeze
from minutes.enums import State
from minutes.models import Minutes, MinutesSection, Revision
from tests.factories.rows import DecisionFactory

pytestmark = pytest.mark.django_db
READERS = ("member_city", "member_utility", "admin")
WRITERS = ("minute_taker", "organiser")
UNTIL = dt.datetime(2025, 7, 31, 22, tzinfo=dt.UTC)


def write(section, body, by):
    section = MinutesSection.objects.select_related("minutes__meeting").get(pk=section.pk)
    return writing.save_section(section=section, body=body, version=section.version, by=by)


def kept(made):
    rows = Revision.objects.filter(minutes=made.minutes).order_by("number")
    return [(row.number, row.author_name, row.reason, row.is_internal) for row in rows]


def texts(revision):
    return [section["text"] for section in revision.content["sections"]]


def fresh(made):
    return Minutes.objects.get(pk=made.pk)


def words_of(response):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


# --- what is kept of a draft ------------------------------------------------------------------------------


def test_somebody_who_writes_alone_makes_no_revisions(draft, cast, clock):
    for number in range(20):
        write(draft.open, f"Satz {number}.", cast.minute_taker)
        clock.shift(dt.timedelta(seconds=20))
    assert kept(draft) == []


def test_after_a_pause_the_text_before_it_is_kept(draft, cast, clock):
    write(draft.open, "Vor der Pause.", cast.minute_taker)
    clock.shift(dt.timedelta(minutes=11))
    write(draft.open, "Nach der Pause.", cast.minute_taker)
    write(draft.open, "Und weiter.", cast.minute_taker)
    assert kept(draft) == [(1, "Protokollführung", "Zwischenstand", True)]
    assert texts(Revision.objects.get())[0] == "Vor der Pause."


def test_the_text_of_somebody_else_is_kept_before_it_changes(draft, cast, clock):
    write(draft.open, "Von der Protokollführung.", cast.minute_taker)
    clock.shift(dt.timedelta(seconds=5))
    write(draft.open, "Von der Organisation.", cast.organiser)
    clock.shift(dt.timedelta(seconds=5))
    write(draft.open, "Wieder von der Protokollführung.", cast.minute_taker)
    assert [name for _number, name, _reason, _internal in kept(draft)] == ["Protokollführung", "Organisation"]
    assert [texts(row)[0] for row in Revision.objects.order_by("number")] == [
        "Von der Protokollführung.", "Von der Organisation.",
    ]  # fmt: skip


@pytest.mark.slow
def test_two_who_write_at_once_are_a_state_now_and_then(draft, cast, clock):
    for number in range(30):
        write(draft.open, f"Offen {number}", cast.minute_taker)
        clock.shift(dt.timedelta(seconds=5))
        write(draft.last, f"Ausblick {number}", cast.organiser)
        clock.shift(dt.timedelta(seconds=5))
    assert 2 <= len(kept(draft)) <= 4


def test_a_save_that_changes_nothing_keeps_nothing(draft, cast, clock):
    write(draft.open, "Gleich.", cast.minute_taker)
    clock.shift(dt.timedelta(minutes=11))
    write(draft.open, "Gleich.", cast.organiser)
    assert kept(draft) == []


def test_what_a_revision_holds_already_is_not_kept_twice(draft, cast, clock):
    write(draft.open, "Eins.", cast.minute_taker)
    clock.shift(dt.timedelta(seconds=1))
    with transaction.atomic():
        freeze(Minutes.objects.select_for_update().get(pk=draft.pk), by=cast.organiser, reason="Umlauf")
    clock.shift(dt.timedelta(minutes=30))
    write(draft.open, "Zwei.", cast.organiser)
    assert len(kept(draft)) == 1


def test_a_keystroke_costs_one_question_more(draft, cast, clock):
    write(draft.open, "Anfang.", cast.minute_taker)
    clock.shift(dt.timedelta(seconds=5))
    with CaptureQueriesContext(connection) as asked:
        write(draft.open, "Anfang, weiter.", cast.minute_taker)
    written = [
        query["sql"] for query in asked if "updated_by_id" in query["sql"] and "LIMIT 1" in query["sql"]
    ]
    assert len(written) == 1
    assert len(asked) <= 12


@pytest.mark.slow
def test_the_number_before_is_that_which_readers_know(draft, cast, clock, client_of):
    """Members see gaps in the numbers, and are told what changed since the one that they saw."""
    circulation.circulate(minutes=draft.minutes, until=dt.date(2025, 7, 20), by=cast.organiser)
    circulation.recall(minutes=draft.minutes, by=cast.organiser)
    clock.shift(dt.timedelta(minutes=1))
    write(draft.open, "Eins.", cast.minute_taker)
    clock.shift(dt.timedelta(minutes=11))
    write(draft.open, "Zwei.", cast.minute_taker)
    clock.shift(dt.timedelta(minutes=11))
    write(draft.open, "Drei.", cast.minute_taker)
    circulation.circulate(minutes=fresh(draft), until=dt.date(2025, 7, 20), by=cast.organiser)
    assert [row[0] for row in kept(draft) if not row[3]] == [1, 4]
    assert fresh(draft).previous_number == 1
    page = client_of("member_city").get(draft.url).content.decode()
    assert f'href="{draft.url}fassungen/4/seit/1/"' in page
    assert "Änderungen seit Fassung 1" in page
    listed = words_of(client_of("member_city").get(f"{draft.url}fassungen/"))
    assert "Fassung 4" in listed
    assert "Fassung 2" not in listed
    assert "Zwischenstand" not in listed
    assert "nur für die Protokollführung" not in listed


# --- who reads it -----------------------------------------------------------------------------------------


@pytest.fixture
def three(circulating, cast):
    """Two from the draft and one that went round; the marker words are nowhere else."""
    for text, internal in (("Rohfassung eins", True), ("Rohfassung zwei", True), ("Reinschrift", False)):
        MinutesSection.objects.filter(pk=circulating.open.pk).update(body=text, body_html=f"<p>{text}</p>")
        with transaction.atomic():
            freeze(fresh(circulating), by=cast.organiser, reason="Fassung", is_internal=internal)
    return circulating


@pytest.mark.parametrize("persona", READERS)
@pytest.mark.slow
def test_readers_never_see_what_was_kept_of_a_draft(client_of, three, persona):
    client, base = client_of(persona), f"{three.url}fassungen/"
    page = client.get(base).content.decode()
    assert "Fassung 3" in page
    assert "/fassungen/1/" not in page
    assert "/fassungen/2/" not in page
    for path in (
        "1/",
        "2/",
        "1/als/pdf/",
        "2/als/md/",
        "3/seit/1/",
        "2/seit/1/",
        "1/seit/3/",
        "1/wiederherstellen/",
    ):
        response = client.get(base + path)
        assert response.status_code == 404, path
        assert "Rohfassung" not in response.content.decode()
    response = client.get(base, {"alt": "1", "neu": "3"})
    assert response.status_code == 422
    assert "Bitte wählen Sie zwei verschiedene Fassungen." in words_of(response)
    assert "Rohfassung" not in client.get(base + "3/").content.decode()


@pytest.mark.parametrize("persona", WRITERS)
def test_those_who_write_see_all_of_them(client_of, three, persona):
    client, base = client_of(persona), f"{three.url}fassungen/"
    page = words_of(client.get(base))
    for number in (1, 2, 3):
        assert f"Fassung {number}" in page
    assert page.count("nur für die Protokollführung") == 2
    assert "Rohfassung zwei" in words_of(client.get(base + "2/"))
    changes = words_of(client.get(base + "2/seit/1/"))
    assert "[gestrichen: eins ]" in changes
    assert "[neu: zwei ]" in changes


# --- two beside each other --------------------------------------------------------------------------------


@pytest.mark.parametrize("query, target", [
    ({"alt": "1", "neu": "3"}, "3/seit/1/"), ({"alt": "3", "neu": "1"}, "3/seit/1/"),
    ({"alt": "2", "neu": "3"}, "3/seit/2/"),
])  # fmt: skip
def test_any_two_can_be_chosen_whichever_way_round(client_of, three, query, target):
    response = client_of("organiser").get(f"{three.url}fassungen/", query)
    assert response.status_code == 302
    assert response["Location"] == f"{three.url}fassungen/{target}"


@pytest.mark.parametrize("query", [
    {"alt": "1", "neu": "1"}, {"alt": "1"}, {"alt": "x", "neu": "2"}, {"alt": "9" * 40, "neu": "1"},
    {"alt": "²", "neu": "1"},
    {"alt": "", "neu": ""},
])  # fmt: skip
def test_another_choice_is_a_sentence(client_of, three, query):
    response = client_of("organiser").get(f"{three.url}fassungen/", query)
    assert response.status_code == 422
    assert "Bitte wählen Sie zwei verschiedene Fassungen." in words_of(response)


@pytest.mark.slow
def test_what_changed_is_readable_without_colour_and_per_section(client_of, three, cast):
    DecisionFactory(
        agenda_item=three.items[2],
        number=77,
        released_at=three.meeting.starts_at,
        wording="Nächstes Mal im Rathaus.",
    )
    with transaction.atomic():
        freeze(fresh(three), by=cast.organiser, reason="Nachtrag")
    response = client_of("member_city").get(f"{three.url}fassungen/4/seit/3/")
    page = response.content.decode()
    assert "<h3>Beschlüsse und Aufgaben</h3>" in page
    assert "[neu: Beschluss 2025/77 · einvernehmlich: Nächstes Mal im Rathaus. ]" in words_of(response)
    assert "2 unveränderte Abschnitte" in page
    assert page.index("Ausblick") < page.index("unveränderte Abschnitte")
    other = client_of("member_utility").get(f"{three.url}fassungen/4/seit/3/").content.decode()
    assert "Ein unveränderter Abschnitt" in other
    assert "Geheime Vergabe" not in other


@pytest.mark.slow
def test_no_difference_is_said(client_of, three, cast):
    three.secret.body = "Nur hier anders."
    three.secret.save(update_fields=["body"])
    with transaction.atomic():
        freeze(fresh(three), by=cast.organiser, reason="Nachtrag")
    said = words_of(client_of("member_utility").get(f"{three.url}fassungen/4/seit/3/"))
    assert "Kein Unterschied" in said
    assert "Nur hier anders" not in said
    assert "Nur hier anders" in words_of(client_of("member_city").get(f"{three.url}fassungen/4/seit/3/"))


# --- the way back -----------------------------------------------------------------------------------------


@pytest.fixture
def written(draft, cast, clock):
    """A draft with one kept state (»Früher.«) and a newer text."""
    write(draft.open, "Früher.", cast.minute_taker)
    clock.shift(dt.timedelta(minutes=11))
    write(draft.open, "Später.", cast.organiser)
    clock.shift(dt.timedelta(minutes=1))
    draft.restore_url = f"{draft.url}fassungen/1/wiederherstellen/"
    return draft


@pytest.mark.parametrize("persona", WRITERS)
def test_restoring_brings_the_text_back_and_keeps_both(client_of, written, persona):
    client = client_of(persona)
    page = client.get(written.restore_url)
    assert "[gestrichen: Später ]" in words_of(page)
    response = client.post(written.restore_url, {"version": fresh(written).version})
    assert response.status_code == 303
    assert MinutesSection.objects.get(pk=written.open.pk).body == "Früher."
    assert MinutesSection.objects.get(pk=written.open.pk).body_html == "<p>Früher.</p>\n"
    assert [reason for _number, _name, reason, _internal in kept(written)] == [
        "Zwischenstand", "Zwischenstand", "Fassung 1 wiederhergestellt",
    ]  # fmt: skip
    assert all(internal for *_rest, internal in kept(written))
    assert Event.objects.filter(verb="minutes.restored").count() == 1
    assert texts(Revision.objects.get(number=2))[0] == "Später."


@pytest.mark.slow
def test_a_second_click_restores_once(client_of, written):
    client, data = client_of("organiser"), {"version": fresh(written).version}
    assert client.post(written.restore_url, data).status_code == 303
    assert client.post(written.restore_url, data).status_code == 303
    assert len(kept(written)) == 3


@pytest.mark.slow
def test_who_wrote_meanwhile_is_not_overwritten(client_of, written, cast):
    client, before = client_of("organiser"), fresh(written).version
    write(written.last, "Eben geschrieben.", cast.minute_taker)
    response = client.post(written.restore_url, {"version": before})
    assert response.status_code == 409
    assert "Inzwischen hat jemand geschrieben" in words_of(response)
    assert MinutesSection.objects.get(pk=written.open.pk).body == "Später."
    assert f'value="{fresh(written).version}"' in response.content.decode()
    assert client.post(written.restore_url, {"version": fresh(written).version}).status_code == 303
    assert client.post(written.restore_url, {}).status_code in (303, 409)


@pytest.mark.slow
def test_a_section_that_came_later_keeps_its_text(client_of, written):
    MinutesSection.objects.create(minutes=written.minutes, position=9, title="Neu", body="Bleibt.")
    client_of("organiser").post(written.restore_url, {"version": fresh(written).version})
    assert MinutesSection.objects.get(title="Neu").body == "Bleibt."


@pytest.mark.parametrize("persona, status", [
    ("anonymous", 302), ("former_member", 404), ("member_city", 404), ("admin", 404), ("minute_taker", 200),
    ("organiser", 200),
])  # fmt: skip
def test_who_reaches_the_page(client_of, written, persona, status):
    assert client_of(persona).get(written.restore_url).status_code == status


@pytest.mark.parametrize("state, sentence", [
    (State.CIRCULATING, "Der Text lässt sich nur im Entwurf ändern."),
    (State.FOR_APPROVAL, "Der Text lässt sich nur im Entwurf ändern."),
    (State.APPROVED, "Das Protokoll ist genehmigt und lässt sich nicht mehr ändern."),
])  # fmt: skip
@pytest.mark.parametrize("persona", WRITERS)
def test_only_in_the_draft(client_of, written, state, sentence, persona):
    Minutes.objects.filter(pk=written.pk).update(state=state, objections_until=UNTIL)
    for ask, status in ((client_of(persona).get, 403), (client_of(persona).post, 409)):
        response = ask(written.restore_url)
        assert response.status_code == status
        assert sentence in words_of(response)
    assert "Wiederherstellen lässt sich eine Fassung nur im Entwurf." in words_of(
        client_of(persona).get(f"{written.url}fassungen/1/")
    )


@pytest.mark.slow
def test_members_cannot_restore_what_they_read(client_of, three):
    response = client_of("member_city").get(f"{three.url}fassungen/3/wiederherstellen/")
    assert response.status_code == 403
    assert "Das Protokoll schreiben nur" in words_of(response)
    assert "iederherstellen" not in words_of(client_of("member_city").get(f"{three.url}fassungen/3/"))
