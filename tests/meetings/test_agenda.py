"""Building the agenda: numbers, order, audience of children, durations; nothing lost, nothing doubled."""

import datetime as dt
import uuid

import pytest

from meetings.actions import agenda
from meetings.models import AgendaItem
from members import audience
from tests.factories.rows import MeetingFactory, MinutesFactory, SectionFactory, TopicFactory
from tests.meetings.conftest import SECRET, dated, fresh, numbers
from topics.models import Support


def address(item, verb):
    return f"/treffen/{item.meeting_id}/tagesordnung/{item.pk}/{verb}/"


def shift(client, item, direction, version=None, **headers):
    version = fresh(item.meeting).agenda_version if version is None else version
    return client.post(
        address(item, "schieben"), {"richtung": direction, "version": version}, headers=headers
    )


def test_items_are_added_and_numbered(client_of, meeting):
    client = client_of("organiser")
    for title in ("Begrüßung", "Datenstrategie"):
        data = {"title": title, "kind": "TALK", "duration": "15", "submission_key": str(uuid.uuid4())}
        assert client.post(f"/treffen/{meeting.pk}/tagesordnung/neu/", data).status_code == 303
    assert numbers(meeting) == [("1", "Begrüßung"), ("2", "Datenstrategie")]


def test_a_second_click_adds_nothing(client_of, meeting):
    data = {"title": "Einmal", "kind": "TALK", "submission_key": str(uuid.uuid4())}
    for _click in range(2):
        client_of("organiser").post(f"/treffen/{meeting.pk}/tagesordnung/neu/", data)
    assert numbers(meeting) == [("1", "Einmal")]


def test_a_wrong_item_comes_back_with_its_words(client_of, meeting):
    data = {"title": "", "kind": "TALK", "description": "Meine Worte"}
    for headers in ({}, {"HX-Request": "true"}):
        response = client_of("organiser").post(
            f"/treffen/{meeting.pk}/tagesordnung/neu/", data, headers=headers
        )
        assert response.status_code == 422
        assert "Meine Worte" in response.content.decode()
    assert response.headers["HX-Retarget"] == "#neuer-top"


@pytest.mark.parametrize(
    "index, direction, expected",
    [
        (1, "hoch", "Zwei Eins Drei"),
        (0, "runter", "Zwei Eins Drei"),
        (0, "hoch", "Eins Zwei Drei"),
        (2, "runter", "Eins Zwei Drei"),
        (0, "einruecken", "Eins Zwei Drei"),
        (0, "ausruecken", "Eins Zwei Drei"),
    ],
)
def test_buttons_move_items(client_of, meeting, build, index, direction, expected):
    items = build(meeting, "Eins", "Zwei", "Drei")
    response = shift(client_of("organiser"), items[index], direction)
    assert response.status_code == 303
    assert [title for _number, title in numbers(meeting)] == expected.split()
    assert [number for number, _title in numbers(meeting)] == ["1", "2", "3"]


def test_indenting_numbers_below(client_of, meeting, build):
    one, two, three = build(meeting, "Eins", "Zwei", "Drei")
    client = client_of("organiser")
    shift(client, two, "einruecken")
    shift(client, three, "einruecken")
    assert numbers(meeting) == [("1", "Eins"), ("1.1", "Zwei"), ("1.2", "Drei")]
    shift(client, three, "hoch")
    assert numbers(meeting) == [("1", "Eins"), ("1.1", "Drei"), ("1.2", "Zwei")]
    shift(client, three, "ausruecken")
    assert numbers(meeting) == [("1", "Eins"), ("1.1", "Zwei"), ("2", "Drei")]
    shift(client, one, "runter")
    assert numbers(meeting) == [("1", "Drei"), ("2", "Eins"), ("2.1", "Zwei")]


def test_there_are_two_levels_and_no_third(client_of, meeting, build):
    _one, _two, three, four = build(meeting, "Eins", "Zwei", "Drei", "Vier")
    client = client_of("organiser")
    shift(client, four, "einruecken")
    shift(client, three, "einruecken")
    assert numbers(meeting) == [("1", "Eins"), ("2", "Zwei"), ("2.1", "Drei"), ("2.2", "Vier")]
    shift(client, three, "einruecken")
    assert numbers(meeting)[2] == ("2.1", "Drei")


def test_without_scripts_the_focus_comes_back_to_the_button(client_of, meeting, build):
    items = build(meeting, "Eins", "Zwei")
    response = shift(client_of("organiser"), items[1], "hoch")
    used = f"top-{items[1].pk}-hoch"
    assert response.url.endswith(f"?fokus={used}#top-{items[1].pk}")
    page = client_of("organiser").get(response.url).content.decode()
    button = page.partition(f'id="{used}"')[2].partition(">")[0]
    assert "autofocus" in button
    assert 'aria-disabled="true"' in button


def test_with_scripts_the_new_agenda_and_the_announcement_come_back(client_of, meeting, build):
    items = build(meeting, "Eins", "Zwei")
    response = shift(client_of("organiser"), items[1], "hoch", **{"HX-Request": "true"})
    part = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in part
    assert "»Zwei« ist jetzt TOP 1." in part
    assert "data-focus" in part.partition(f'id="top-{items[1].pk}-hoch"')[2].partition(">")[0]


def test_dragging_posts_the_whole_order_of_a_level(client_of, meeting, build):
    one, two, three = build(meeting, "Eins", "Zwei", "Drei")
    url = f"/treffen/{meeting.pk}/tagesordnung/reihenfolge/?version={fresh(meeting).agenda_version}"
    response = client_of("organiser").post(url, {"order": f"{three.pk},{one.pk},{two.pk}"})
    assert response.status_code == 204
    assert [title for _number, title in numbers(meeting)] == ["Drei", "Eins", "Zwei"]


@pytest.mark.parametrize("order", ["", "x", "1;2", "{one}", "{one},{one}", "{one},{two},999999"])
def test_an_order_that_does_not_fit_changes_nothing(client_of, meeting, build, order):
    one, two = build(meeting, "Eins", "Zwei")
    url = f"/treffen/{meeting.pk}/tagesordnung/reihenfolge/?version={fresh(meeting).agenda_version}"
    response = client_of("organiser").post(url, {"order": order.format(one=two.pk, two=one.pk)})
    assert response.status_code == 409
    assert numbers(meeting) == [("1", "Eins"), ("2", "Zwei")]


def test_two_organisers_moving_the_same_item_move_it_once(client_of, meeting, build, clock):
    _one, _two, three = build(meeting, "Eins", "Zwei", "Drei")
    seen = fresh(meeting).agenda_version
    client = client_of("organiser")
    assert shift(client, three, "hoch", seen).status_code == 303
    clock.shift(dt.timedelta(minutes=3))  # no second click of the first
    second = shift(client, three, "hoch", seen)
    page = second.content.decode().partition('id="tagesordnung"')[2]
    assert second.status_code == 409
    assert "Jemand anderes hat die Tagesordnung inzwischen geändert." in page
    assert [title for _number, title in numbers(meeting)] == ["Eins", "Drei", "Zwei"]
    assert page.index("Eins") < page.index("Drei") < page.index("Zwei")


@pytest.mark.parametrize("verb", ["schieben", "entfernen", "dauer"])
def test_what_somebody_else_removed_is_told(client_of, cast, meeting, build, verb):
    one, two = build(meeting, "Eins", "Zwei")
    agenda.remove_item(item=one, version=fresh(meeting).agenda_version, by=cast.organiser)
    data = {"richtung": "hoch", "version": 1, "duration": "5"}
    url = f"/treffen/{meeting.pk}/tagesordnung/{two.pk - 1}/{verb}/"
    response = client_of("organiser").post(url, data)
    assert response.status_code == 409
    assert "Sie sehen jetzt den neuen Stand" in response.content.decode()
    assert numbers(meeting) == [("1", "Zwei")]


def test_removing_renumbers_and_takes_the_children_along(client_of, meeting, build):
    one, two, _three = build(meeting, "Eins", "Zwei", "Drei")
    client = client_of("organiser")
    shift(client, two, "einruecken")
    client.post(address(one, "entfernen"), {"version": fresh(meeting).agenda_version})
    assert numbers(meeting) == [("1", "Drei")]


def test_what_is_in_the_minutes_stays_on_the_agenda(client_of, held, build):
    (item,) = build(held, "Eins")
    SectionFactory(minutes=MinutesFactory(meeting=held), agenda_item=item)
    response = client_of("organiser").post(
        address(item, "entfernen"), {"version": fresh(held).agenda_version}
    )
    assert response.status_code == 409
    assert "Zu diesem TOP gibt es schon einen Abschnitt im Protokoll" in response.content.decode()
    assert numbers(held) == [("1", "Eins")]


def test_the_agenda_of_approved_minutes_is_closed(client_of, held):
    MinutesFactory(meeting=held, approved_at=held.starts_at)
    response = client_of("organiser").get(f"/treffen/{held.pk}/tagesordnung/")
    assert response.status_code == 403
    assert "Das Protokoll ist genehmigt." in response.content.decode()


def test_times_run_from_the_begin_and_overrun_is_shown(client_of, meeting, build):
    build(meeting, ("Eins", {"duration": 20}), ("Zwei", {"duration": 90}), ("Drei", {"duration": 30}))
    page = client_of("member_city").get(f"/treffen/{meeting.pk}/").content.decode()
    for times in ("14:00–14:20", "14:20–15:50", "15:50–16:20", "20 Minuten über dem Ende"):
        assert times in page


def test_after_an_item_without_duration_nobody_knows_the_time(client_of, meeting, build):
    build(meeting, ("Eins", {"duration": 20}), "Zwei", ("Drei", {"duration": 30}))
    page = client_of("member_city").get(f"/treffen/{meeting.pk}/").content.decode()
    assert "14:00–14:20" in page
    assert "14:20</span>" in page
    assert "14:50" not in page


def test_a_frame_of_items_needs_no_duration(client_of, meeting, build):
    _frame, child, _after = build(meeting, "Rahmen", ("Kind", {"duration": 30}), ("Danach", {"duration": 10}))
    shift(client_of("organiser"), child, "einruecken")
    page = client_of("member_city").get(f"/treffen/{meeting.pk}/").content.decode()
    assert "14:30–14:40" in page


def test_the_duration_is_set_on_the_spot(client_of, meeting, build):
    (item,) = build(meeting, ("Eins", {"duration": 20}))
    client = client_of("organiser")
    response = client.post(
        address(item, "dauer"), {"duration": "135", "version": item.version}, headers={"HX-Request": "true"}
    )
    assert "15 Minuten über dem Ende" in response.content.decode()
    assert client.post(address(item, "dauer"), {"duration": "5", "version": 1}).status_code == 409
    assert client.post(address(item, "dauer"), {"duration": "-5", "version": 2}).status_code == 422
    assert fresh(item).duration == 135


# --- who sees what below ------------------------------------------------------------------------------------


def edit(client, item, **fields):
    data = {"title": item.title, "kind": item.kind, "version": fresh(item).version, "audience": ""}
    data |= {"place": fresh(item).number.split(".")[-1], **fields}
    return client.post(address(item, "bearbeiten"), data)


def test_an_item_is_never_wider_than_the_meeting(client_of, meeting, build):
    (item,) = build(meeting, "Eins")
    client = client_of("organiser")
    assert edit(client, item, audience=audience.PUBLIC).status_code == 422
    assert edit(client, item, audience=audience.CITY).status_code == 303
    assert fresh(item).audience == audience.CITY


def test_narrowing_an_item_narrows_what_stands_below(client_of, meeting, build):
    parent, child = build(meeting, "Oben", ("Unten", {"audience": audience.CITY | audience.UTILITY}))
    client = client_of("organiser")
    shift(client, child, "einruecken")
    edit(client, parent, audience=audience.UTILITY)
    assert fresh(child).audience == audience.UTILITY


def test_narrowing_a_meeting_narrows_its_items(client_of, meeting, build):
    wide, mixed, inherits = build(
        meeting, ("Weit", {"audience": audience.MEMBERS}),
        ("Zwei Säulen", {"audience": audience.CITY | audience.UTILITY}), "Wie das Ganze",
    )  # fmt: skip
    data = {"title": meeting.title, "audience": audience.CITY, "description": "", "version": 1}
    response = client_of("organiser").post(f"/treffen/{meeting.pk}/bearbeiten/", data)
    assert response.status_code == 303
    assert [fresh(item).audience for item in (wide, mixed, inherits)] == [audience.CITY, audience.CITY, None]


def test_narrowing_never_leaves_an_item_to_nobody_or_to_others(client_of, meeting, build):
    (item,) = build(meeting, (SECRET, {"audience": audience.UTILITY}))
    data = {"title": meeting.title, "audience": audience.CITY, "description": "", "version": 1}
    response = client_of("organiser").post(f"/treffen/{meeting.pk}/bearbeiten/", data)
    assert response.status_code == 422
    assert "Bitte ändern Sie zuerst dessen Sichtbarkeit." in response.content.decode()
    assert fresh(item).audience == audience.UTILITY
    assert fresh(meeting).audience == audience.MEMBERS


def test_taking_a_child_out_shows_it_to_nobody_new(client_of, meeting, build):
    _parent, child = build(meeting, ("Oben", {"audience": audience.UTILITY}), "Unten")
    client = client_of("organiser")
    shift(client, child, "einruecken")
    assert "Unten" not in client_of("member_city").get(f"/treffen/{meeting.pk}/").content.decode()
    shift(client, child, "ausruecken")
    assert fresh(child).audience == audience.UTILITY
    assert "Unten" not in client_of("member_city").get(f"/treffen/{meeting.pk}/").content.decode()


def test_two_pillars_cannot_be_put_below_each_other(client_of, meeting, build):
    build(meeting, ("Oben", {"audience": audience.CITY}), ("Unten", {"audience": audience.UTILITY}))
    child = AgendaItem.objects.get(title="Unten")
    response = shift(client_of("organiser"), child, "einruecken")
    assert response.status_code == 422
    assert numbers(meeting) == [("1", "Oben"), ("2", "Unten")]


def test_two_organisers_edit_one_item(client_of, cast, meeting, build):
    (item,) = build(meeting, "Alt")
    agenda.edit_item(item=item, version=1, title="Von der einen", audience=None, by=cast.organiser)
    data = {"title": "Von dem anderen", "kind": "TALK", "version": 1, "audience": "", "place": 1}
    response = client_of("organiser").post(address(item, "bearbeiten"), data)
    assert response.status_code == 409
    assert "Von dem anderen" in response.content.decode()
    assert "einen" in response.content.decode()
    assert fresh(item).title == "Von der einen"


def test_a_presenter_brings_the_house(client_of, cast, meeting):
    data = {"title": "Beitrag", "kind": "TALK", "presenter": cast.member_utility.person.pk}
    client_of("organiser").post(f"/treffen/{meeting.pk}/tagesordnung/neu/", data)
    assert AgendaItem.objects.get().presenter_organisation == cast.organisations["utility"]


# --- topics -------------------------------------------------------------------------------------------------


@pytest.fixture
def topic(cast):
    return TopicFactory(title="Offene Daten", state="ACCEPTED", proposed_by=cast.member_city.person)


def take(client, meeting, *topics):
    return client.post(
        f"/treffen/{meeting.pk}/tagesordnung/themen/", {"thema": [topic.pk for topic in topics]}
    )


def test_a_topic_is_taken_on_once_and_planned(client_of, meeting, topic, mailbox, worker):
    client = client_of("organiser")
    for _click in range(2):
        take(client, meeting, topic)
    assert numbers(meeting) == [("1", "Offene Daten")]
    assert fresh(topic).state == "PLANNED"
    worker.drain()
    assert [mail.to for mail in mailbox] == [["member.city@example.org"]]
    assert "Herbsttreffen" in mailbox[0].body


def test_of_a_draft_the_proposer_hears_nothing_until_it_has_a_date(
    client_of, draft, topic, mailbox, worker, clock
):  # fmt: skip
    client = client_of("organiser")
    take(client, draft, topic)
    worker.drain()
    assert mailbox == []
    client.post(f"/treffen/{draft.pk}/terminieren/", dated())
    clock.shift(181)
    worker.drain()
    mine = [mail.subject for mail in mailbox if mail.to == ["member.city@example.org"]]
    assert len(mine) == 2
    assert any("Offene Daten" in subject for subject in mine)


def test_the_proposer_outside_hears_no_name_of_the_meeting(client_of, cast, topic, mailbox, worker):
    meeting = MeetingFactory(title=SECRET, audience=audience.UTILITY)
    take(client_of("organiser"), meeting, topic)
    worker.drain()
    assert not any(SECRET in mail.body + mail.subject for mail in mailbox)


def test_an_item_is_not_seen_by_more_than_its_topic(client_of, public_meeting, cast):
    narrow = TopicFactory(title=SECRET, state="ACCEPTED", audience=audience.UTILITY)
    take(client_of("organiser"), public_meeting, narrow)
    assert AgendaItem.objects.get().audience == audience.UTILITY
    for persona in ("anonymous", "member_city"):
        assert SECRET not in client_of(persona).get(f"/treffen/{public_meeting.pk}/").content.decode()


def test_a_topic_that_no_reader_of_the_meeting_sees_is_refused(client_of, cast):
    meeting = MeetingFactory(audience=audience.CITY)
    other = TopicFactory(state="ACCEPTED", audience=audience.UTILITY)
    response = take(client_of("organiser"), meeting, other)
    assert response.status_code == 422
    assert not meeting.agenda_items.exists()
    assert fresh(other).state == "ACCEPTED"


def test_taking_it_off_and_cancelling_give_the_topic_back(client_of, meeting, public_meeting, topic):
    client = client_of("organiser")
    take(client, meeting, topic)
    take(client, public_meeting, topic)
    item = meeting.agenda_items.get()
    client.post(address(item, "entfernen"), {"version": fresh(meeting).agenda_version})
    assert fresh(topic).state == "PLANNED"
    client.post(f"/treffen/{public_meeting.pk}/absagen/", {"reason": "Urlaub", "version": 1})
    assert fresh(topic).state == "ACCEPTED"


def test_what_was_on_a_held_meeting_is_dealt_with(client_of, meeting, topic, clock):
    take(client_of("organiser"), meeting, topic)
    clock.move_to(meeting.ends_at)
    client_of("organiser").post(f"/treffen/{meeting.pk}/durchgefuehrt/", {"version": fresh(meeting).version})
    assert fresh(topic).state == "DISCUSSED"


def test_the_most_supported_topics_stand_first(client_of, cast, meeting, topic):
    popular = TopicFactory(title="Beliebt", state="IDEA")
    Support.objects.create(topic=popular, person=cast.member_city.person)
    TopicFactory(title="Erledigt", state="CLOSED")
    page = client_of("organiser").get(f"/treffen/{meeting.pk}/tagesordnung/").content.decode()
    assert page.index("Beliebt") < page.index("Offene Daten")
    assert "Erledigt" not in page


def test_an_item_goes_to_any_place_at_once(client_of, meeting, build):
    items = build(meeting, "Eins", "Zwei", "Drei", "Vier")
    client = client_of("organiser")
    shift(client, items[1], "einruecken")
    page = client.get(address(items[3], "bearbeiten")).content.decode()
    assert '<option value="3" selected>3</option>' in page
    edit(client, items[3], place=1)
    assert numbers(meeting) == [("1", "Vier"), ("2", "Eins"), ("2.1", "Zwei"), ("3", "Drei")]
    assert edit(client, items[3], place=9).status_code == 422
