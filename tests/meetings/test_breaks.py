"""Breaks have a place and a length, but no number; what has no length is named where the end is not known."""

import pytest

from meetings.actions import agenda
from meetings.enums import ItemKind
from meetings.models import AgendaItem
from members import audience
from tests.factories.rows import AgendaItemFactory, SectionFactory
from tests.meetings.conftest import fresh, numbers
from tests.meetings.running import html_of, steer
from tests.meetings.test_agenda import address, shift

PAUSE = ("Kaffeepause", {"kind": ItemKind.BREAK, "duration": 15})


def page_of(client, meeting):
    return client.get(f"/treffen/{meeting.pk}/").content.decode()


def test_a_break_takes_no_number_and_moves_the_times(client_of, meeting):
    client = client_of("organiser")
    for title, kind, length in (("Eins", "TALK", 30), ("Kaffeepause", "BREAK", 15), ("Zwei", "TALK", 20)):
        data = {"title": title, "kind": kind, "duration": length}
        assert client.post(f"/treffen/{meeting.pk}/tagesordnung/neu/", data).status_code == 303
    assert numbers(meeting) == [("1", "Eins"), ("", "Kaffeepause"), ("2", "Zwei")]
    html = page_of(client_of("member_city"), meeting)
    assert "14:30–14:45" in html
    assert "14:45–15:05" in html
    assert "TOP  Kaffeepause" not in html


def test_moved_a_break_leaves_the_numbers_in_order(client_of, meeting, build):
    _one, pause, _two = build(meeting, "Eins", PAUSE, "Zwei")
    client = client_of("organiser")
    said = client.get(shift(client, pause, "runter").headers["Location"].partition("#")[0]).content.decode()
    assert numbers(meeting) == [("1", "Eins"), ("2", "Zwei"), ("", "Kaffeepause")]
    assert "»Kaffeepause« steht jetzt an 3. Stelle." in said


@pytest.mark.parametrize("index", [1, 2])
def test_nothing_stands_below_a_break_nor_a_break_below_a_top(client_of, meeting, build, index):
    items = build(meeting, "Eins", PAUSE, "Zwei")
    shift(client_of("organiser"), items[index], "einruecken")
    assert AgendaItem.objects.filter(parent__isnull=False).count() == 0


def test_a_top_becomes_a_break_only_while_nothing_hangs_on_it(client_of, meeting, build):
    one, two, three = build(meeting, "Eins", "Zwei", "Drei")
    SectionFactory(minutes__meeting=meeting, agenda_item=one)
    client = client_of("organiser")
    shift(client, three, "einruecken")

    def change(item):
        data = {"title": item.title, "kind": "BREAK", "version": fresh(item).version, "place": 1}
        return client.post(address(item, "bearbeiten"), data)

    assert change(one).status_code == 409
    wrong = change(two)
    assert wrong.status_code == 422
    assert "Eine Pause steht für sich" in wrong.content.decode()
    four = build(meeting, "Vier")[0]
    assert change(four).status_code == 303
    assert [number for number, _title in numbers(meeting)] == ["", "1", "2", "2.1"]


def test_a_break_is_for_all_and_by_nobody(client_of, cast, meeting):
    data = {"title": "Pause", "kind": "BREAK", "audience": audience.UTILITY, "presenter_name": "Frau Gast"}
    client_of("organiser").post(f"/treffen/{meeting.pk}/tagesordnung/neu/", data)
    item = meeting.agenda_items.get()
    assert (item.audience, item.presenter_name) == (None, "")


def test_in_the_room_a_break_is_told_but_never_called(client_of, cast, ready):
    pause = AgendaItemFactory(
        meeting=ready, position=0, number="", title="Frühstück", kind=ItemKind.BREAK, duration=20
    )
    AgendaItemFactory(meeting=ready, position=2, number="", title="Mittag", kind=ItemKind.BREAK)
    client = client_of("minute_taker")
    steer(client, ready, "beginnen")
    assert ready.spans.get().agenda_item.number == "1"
    html = html_of(client, ready)
    assert "danach Mittag" in html
    assert "Frühstück" not in html
    steer(client, ready, "top", item=pause.pk, seen=ready.spans.get().pk)
    assert ready.spans.count() == 1
    assert list(ready.minutes.sections.values_list("agenda_item__title", flat=True).order_by("pk")) == [
        "Punkt 1", "Punkt 2", "Punkt 3",
    ]  # fmt: skip


@pytest.mark.parametrize("sort", ["beschluss", "aufgabe"])
def test_nothing_is_decided_in_a_break(client_of, held, sort):
    pause = AgendaItemFactory(meeting=held, number="", title="Pause", kind=ItemKind.BREAK)
    top = AgendaItemFactory(meeting=held, number="1", title="Eins")
    client = client_of("organiser")
    assert client.get(f"/tops/{top.pk}/{sort}/").status_code == 200
    assert client.get(f"/tops/{pause.pk}/{sort}/").status_code == 404


def test_what_has_no_length_is_named_and_what_is_too_long_already_is_told(client_of, cast, meeting, build):
    items = build(meeting, ("Eins", {"duration": 100}), "Zwei", PAUSE, "Drei")
    client = client_of("organiser")
    html = client.get(f"/treffen/{meeting.pk}/tagesordnung/").content.decode()
    assert "ohne Dauer: TOP 2, TOP 3" in html
    assert "noch" not in html.partition('id="agenda-summe"')[2].partition("</header>")[0]
    agenda.set_duration(item=items[0], duration=120, version=1, by=cast.organiser)
    html = client.get(f"/treffen/{meeting.pk}/tagesordnung/").content.decode()
    assert "mindestens 15 Minuten über dem Ende" in html
    assert "mindestens 15 Minuten über dem Ende" in page_of(client_of("member_city"), meeting)


def test_where_a_top_is_hidden_nothing_tells_of_lengths(client_of, meeting, build):
    build(
        meeting,
        ("Eins", {"duration": 200}),
        "Zwei",
        ("Geheim", {"audience": audience.UTILITY, "duration": 30}),
    )
    html = page_of(client_of("member_city"), meeting)
    assert "nichtöffentlich" in html
    assert "über dem Ende" not in html
