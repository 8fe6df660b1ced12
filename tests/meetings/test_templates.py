"""What an agenda begins with: suggestions with one button each, the last meeting, Vorlagen."""

import pytest

from meetings.actions import agenda
from meetings.enums import ItemKind, State
from meetings.models import AgendaItem, AgendaTemplate, Meeting
from members import audience
from tests.factories.rows import (
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    SectionFactory,
    TopicFactory,
)
from tests.meetings.conftest import at, fresh, numbers
from tests.meetings.test_fixed_numbers import fixed
from topics.enums import State as TopicState


def builder(client, meeting):
    return client.get(f"/treffen/{meeting.pk}/tagesordnung/").content.decode()


def suggested(client, meeting):
    html = builder(client, meeting).partition('id="vorschlaege"')[2].partition("</section>")[0]
    return "" if html.startswith(" hidden") else html


def post(client, meeting, what, **data):
    return client.post(f"/treffen/{meeting.pk}/tagesordnung/{what}/", data)


# --- what is missing --------------------------------------------------------------------------------------


def test_missing_formalities_are_suggested_and_taken_once(client_of, meeting, build):
    build(meeting, ("Eins", {"duration": 60}), ("Zwei", {"duration": 60}))
    client = client_of("organiser")
    html = suggested(client, meeting)
    assert [word for word in ("Begrüßung", "Pause", "Verschiedenes") if word in html] == [
        "Begrüßung", "Pause", "Verschiedenes",
    ]  # fmt: skip
    for what in ("pause", "begruessung", "verschiedenes", "verschiedenes"):
        assert post(client, meeting, "vorschlag", was=what).status_code == 303
    assert numbers(meeting) == [
        ("1", "Begrüßung"), ("2", "Eins"), ("", "Pause"), ("3", "Zwei"), ("4", "Verschiedenes"),
    ]  # fmt: skip
    assert suggested(client, meeting) == ""


def test_verschiedenes_taken_first_stays_last(client_of, cast, meeting):
    client = client_of("organiser")
    post(client, meeting, "vorschlag", was="verschiedenes")
    topic = TopicFactory(title="Thema", state=TopicState.ACCEPTED)
    post(client, meeting, "themen", thema=topic.pk)
    agenda.add_item(meeting=meeting, title="Von Hand", by=cast.organiser)
    agenda.add_item(meeting=meeting, title="Anregungen", kind=ItemKind.ANY_OTHER, by=cast.organiser)
    titles = ["Thema", "Von Hand", "Verschiedenes", "Anregungen"]
    assert [title for _number, title in numbers(meeting)] == titles
    assert [title for _number, title in numbers(fixed(meeting))] == titles


def test_verschiedenes_moved_by_hand_stays_where_it_was_put(client_of, cast, meeting):
    one = agenda.add_item(meeting=meeting, title="Eins", by=cast.organiser)
    post(client_of("organiser"), meeting, "vorschlag", was="verschiedenes")
    agenda.shift(item=one, direction="runter", version=fresh(meeting).agenda_version, by=cast.organiser)
    agenda.add_item(meeting=meeting, title="Zwei", by=cast.organiser)
    assert numbers(meeting) == [("1", "Verschiedenes"), ("2", "Eins"), ("3", "Zwei")]


def test_a_short_agenda_needs_no_break(client_of, meeting, build):
    build(meeting, ("Eröffnung", {"kind": ItemKind.FORMAL}), ("Eins", {"duration": 60}))
    html = suggested(client_of("organiser"), meeting)
    assert "Pause" not in html
    assert "Begrüßung" not in html


def test_once_the_numbers_are_fixed_nothing_comes_before_the_first(client_of, meeting, build):
    build(meeting, "Eins")
    assert "Begrüßung" not in suggested(client_of("organiser"), fixed(meeting))


def test_of_a_held_meeting_nothing_is_missing(client_of, held, build):
    build(held, "Eins")
    assert suggested(client_of("organiser"), held) == ""


def test_nonsense_adds_nothing(client_of, meeting):
    assert post(client_of("organiser"), meeting, "vorschlag", was="x").status_code == 409
    assert not meeting.agenda_items.exists()


# --- from the last meeting --------------------------------------------------------------------------------


@pytest.fixture
def last(cast):
    """Held in June; the clock ran. Called, postponed, dropped, and one that nobody came to."""
    meeting = MeetingFactory(
        title="Sommertreffen", number=5, state=State.HELD, starts_at=at(2025, 6, 20), ends_at=None
    )
    make = lambda n, title, **fields: AgendaItemFactory(  # noqa: E731
        meeting=meeting, position=n, number=str(n), title=title, **fields
    )
    called, postponed = make(1, "Aufgerufen"), make(2, "Beschluss vertagt")
    make(3, "Entfallen", dropped_at=at(2025, 6, 19))
    make(4, "Nicht geschafft", duration=25, presenter_name="Frau Gast", audience=audience.UTILITY)
    make(5, "Ohne Uhr besprochen")
    make(6, "Formales", kind=ItemKind.FORMAL)
    for item in (called, postponed):
        meeting.spans.create(agenda_item=item, started_at=at(2025, 6, 20), ended_at=at(2025, 6, 20, 15))
    DecisionFactory(meeting=meeting, agenda_item=postponed, result="POSTPONED")
    SectionFactory(
        minutes__meeting=meeting, agenda_item=meeting.agenda_items.get(number="5"), body="Wir sprachen."
    )
    return meeting


def test_what_was_not_dealt_with_is_offered(client_of, meeting, last):
    html = suggested(client_of("organiser"), meeting)
    assert "Offen aus »5. Treffen: Sommertreffen«" in html
    shown = [title for title in last.agenda_items.values_list("title", flat=True) if title in html]
    assert sorted(shown) == ["Beschluss vertagt", "Entfallen", "Nicht geschafft"]


def test_it_is_offered_beside_what_stands_on_the_agenda_already(client_of, meeting, last):
    AgendaItemFactory(meeting=meeting)
    assert "Nicht geschafft" in suggested(client_of("organiser"), meeting)
    source = last.agenda_items.get(number="4")
    assert post(client_of("organiser"), meeting, "uebernehmen", top=source.pk).status_code == 303


def test_taken_over_it_keeps_its_words_and_is_no_wider(client_of, cast, last):
    meeting = MeetingFactory(audience=audience.PUBLIC)
    client, source = client_of("organiser"), last.agenda_items.get(number="4")
    for _click in range(2):
        assert post(client, meeting, "uebernehmen", top=source.pk).status_code == 303
    item = meeting.agenda_items.get()
    assert (item.title, item.duration, item.presenter_name, item.audience) == (
        "Nicht geschafft", 25, "Frau Gast", audience.UTILITY,
    )  # fmt: skip
    assert item.carried_from == source
    assert "Nicht geschafft" not in suggested(client, meeting)
    assert "Nicht geschafft" not in client_of("member_city").get(f"/treffen/{meeting.pk}/").content.decode()


def test_what_only_members_saw_is_not_told_in_public(client_of, last):
    meeting = MeetingFactory(audience=audience.PUBLIC)
    post(client_of("organiser"), meeting, "uebernehmen", top=last.agenda_items.get(number="3").pk)
    assert meeting.agenda_items.get().audience == audience.MEMBERS


def test_where_nobody_would_see_it_the_organiser_decides(client_of, last):
    meeting = MeetingFactory(audience=audience.CITY)
    response = post(client_of("organiser"), meeting, "uebernehmen", top=last.agenda_items.get(number="4").pk)
    assert response.status_code == 422
    assert "die dieses Treffen nicht sehen" in response.content.decode()


def test_its_topic_is_planned_again(client_of, meeting, last):
    topic = TopicFactory(state=TopicState.DISCUSSED)
    last.agenda_items.filter(number="4").update(topic=topic, audience=None)
    post(client_of("organiser"), meeting, "uebernehmen", top=last.agenda_items.get(number="4").pk)
    topic.refresh_from_db()
    assert topic.state == TopicState.PLANNED
    assert meeting.agenda_items.get().topic == topic


def test_what_was_dealt_with_is_not_taken_over(client_of, meeting, last):
    response = post(client_of("organiser"), meeting, "uebernehmen", top=last.agenda_items.get(number="1").pk)
    assert response.status_code == 409
    assert post(client_of("organiser"), meeting, "uebernehmen", top="²").status_code == 404
    assert not meeting.agenda_items.exists()


# --- Vorlagen ---------------------------------------------------------------------------------------------


@pytest.fixture
def template(client_of, cast, build):
    source = MeetingFactory(title="Quelle", number=7)
    _frame, below, _pause, _talk = build(
        source, "Rahmen", ("Darunter", {"duration": 10}),
        ("Kaffee", {"kind": ItemKind.BREAK, "duration": 15}), ("Bericht", {"audience": audience.UTILITY}),
    )  # fmt: skip
    agenda.shift(item=below, direction="einruecken", version=fresh(source).agenda_version, by=cast.organiser)
    agenda.add_topics(meeting=source, topics=[TopicFactory(title="Nur dort")], by=cast.organiser)
    assert post(client_of("organiser"), source, "vorlagen", name="Quartal").status_code == 303
    return AgendaTemplate.objects.get()


def take(client, meeting, template):
    return post(client, meeting, f"vorlagen/{template.pk}/nehmen")


def test_a_template_is_saved_and_taken(client_of, meeting, template):
    client = client_of("organiser")
    assert "Quartal" in builder(client, meeting).partition('id="vorlagen"')[2]
    for _click in range(2):
        assert take(client, meeting, template).status_code == 303
    assert numbers(meeting) == [("1", "Rahmen"), ("1.1", "Darunter"), ("", "Kaffee"), ("2", "Bericht")]
    assert meeting.agenda_items.get(title="Bericht").audience == audience.UTILITY


def test_what_stands_there_already_is_not_doubled(client_of, meeting, build, template):
    build(meeting, "rahmen")
    client = client_of("organiser")
    said = client.get(take(client, meeting, template).headers["Location"].partition("#")[0]).content.decode()
    assert "3 Einträge sind hinzugefügt." in said
    again = client.get(take(client, meeting, template).headers["Location"].partition("#")[0]).content.decode()
    assert "Alles aus dieser Vorlage steht schon auf der Tagesordnung." in again


def test_a_template_tells_nobody_more_than_its_meeting_did(client_of, cast, build):
    source = MeetingFactory(title="Stadtwerke", number=8, audience=audience.UTILITY)
    build(source, "Zählerbericht")
    client = client_of("organiser")
    post(client, source, "vorlagen", name="Intern")
    template = AgendaTemplate.objects.get()
    open_meeting, other = MeetingFactory(audience=audience.PUBLIC), MeetingFactory(audience=audience.CITY)
    take(client, open_meeting, template)
    take(client, other, template)
    assert (
        "Zählerbericht" not in client_of("member_city").get(f"/treffen/{open_meeting.pk}/").content.decode()
    )
    assert not other.agenda_items.exists()


def test_wrong_templates_are_told_beside_the_field(client_of, meeting, template):
    client = client_of("organiser")
    empty = post(client, meeting, "vorlagen", name="Leer")
    assert empty.status_code == 422
    assert "nichts, was sich wiederverwenden lässt" in empty.content.decode()
    take(client, meeting, template)
    twice = post(client, meeting, "vorlagen", name="Quartal")
    assert "Eine Vorlage mit diesem Namen gibt es schon." in twice.content.decode()
    assert post(client, meeting, "vorlagen", name="").status_code == 422


def test_a_template_is_deleted_and_agendas_stay(client_of, meeting, template):
    client = client_of("organiser")
    take(client, meeting, template)
    assert post(client, meeting, f"vorlagen/{template.pk}/loeschen").status_code == 303
    assert not AgendaTemplate.objects.exists()
    assert meeting.agenda_items.count() == 4
    assert take(client, meeting, template).status_code == 404


# --- two at once ------------------------------------------------------------------------------------------


def test_who_drags_while_somebody_adds_loses_nothing(client_of, meeting, build):
    one, two = build(meeting, "Eins", "Zwei")
    seen = fresh(meeting).agenda_version
    build(meeting, "Dazwischen")
    url = f"/treffen/{meeting.pk}/tagesordnung/reihenfolge/?version={seen}"
    assert client_of("organiser").post(url, {"order": f"{two.pk},{one.pk}"}).status_code == 409
    assert [title for _number, title in numbers(meeting)] == ["Eins", "Zwei", "Dazwischen"]


def test_who_drops_what_somebody_moved_is_told(client_of, meeting, build):
    items = build(meeting, "Eins", "Zwei", "Drei")
    seen = fixed(meeting).agenda_version
    client = client_of("organiser")
    order = ",".join(str(item.pk) for item in reversed(items))
    client.post(f"/treffen/{meeting.pk}/tagesordnung/reihenfolge/?version={seen}", {"order": order})
    late = client.post(f"/treffen/{meeting.pk}/tagesordnung/{items[0].pk}/entfernen/", {"version": seen})
    assert late.status_code == 409
    assert not AgendaItem.objects.filter(dropped_at__isnull=False).exists()
    assert Meeting.objects.get(pk=meeting.pk).agenda_items.count() == 3
