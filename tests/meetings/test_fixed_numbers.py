"""From the invitation on a TOP keeps its number: what comes later is »4a«, what is dropped »entfällt«."""

import pytest
from django.db import transaction
from django.utils import timezone

from core.locking import lock
from meetings.actions import agenda, meetings
from meetings.actions.agenda_formalities import add_formality, remove_formality
from meetings.actions.agenda_tree import letters
from meetings.enums import ItemKind, State
from meetings.models import AgendaItem, Meeting
from members import audience
from minutes.actions.approval import place_all
from minutes.enums import State as MinutesState
from minutes.models import Minutes
from outcomes.models import TaskOnAgenda
from tests.factories.rows import ActionItemFactory, MinutesFactory, SectionFactory, TopicFactory
from tests.meetings.conftest import SECRET, fresh, numbers
from tests.meetings.running import html_of, steer
from tests.meetings.test_agenda import address, shift
from topics.enums import State as TopicState


@pytest.fixture
def told(meeting, build):
    """The invitation went out with four TOPs."""
    build(meeting, "Eins", "Zwei", "Drei", "Vier")
    return fixed(meeting)


def fixed(meeting):
    with transaction.atomic():
        row = lock(meeting)
        agenda.fix_numbers(row)
    Meeting.objects.filter(pk=meeting.pk).update(state=State.INVITED, invited_at=timezone.now())
    return fresh(meeting)


def add(client, meeting, title, **data):
    response = client.post(
        f"/treffen/{meeting.pk}/tagesordnung/neu/", {"title": title, "kind": "TALK", **data}
    )
    assert response.status_code == 303, response.content.decode()


def top(meeting, number):
    return meeting.agenda_items.get(number=number)


def take_off(client, item, verb="entfernen"):
    return client.post(address(item, verb), {"version": fresh(item.meeting).agenda_version})


def page_of(client, meeting):
    return client.get(f"/treffen/{meeting.pk}/").content.decode()


def test_what_comes_later_is_numbered_after_its_neighbour(client_of, told):
    client = client_of("organiser")
    add(client, told, "Am Ende")
    add(client, told, "Noch eins")
    add(client, told, "Dazwischen", after=top(told, "2").pk)
    add(client, told, "Gleich nach Zwei", after=top(told, "2").pk)
    assert [number for number, _title in numbers(told)] == ["1", "2", "2b", "2a", "3", "4", "4a", "4b"]


def test_what_comes_later_below_a_top_is_numbered_there(client_of, meeting, build):
    build(meeting, "Eins", "Zwei", "Drei")
    shift(client_of("organiser"), top(meeting, "2"), "einruecken")
    told = fixed(meeting)
    page = client_of("organiser").get(f"/treffen/{told.pk}/tagesordnung/").content.decode()
    assert "1.1 Zwei</option>" in page
    add(client_of("organiser"), told, "Noch dazu", after=top(told, "1.1").pk)
    assert numbers(told) == [("1", "Eins"), ("1.1", "Zwei"), ("1.1a", "Noch dazu"), ("2", "Drei")]
    assert top(told, "1.1a").parent == top(told, "1")
    take_off(client_of("organiser"), top(told, "1"))
    page = client_of("organiser").get(f"/treffen/{told.pk}/tagesordnung/").content.decode()
    assert "1.1 Zwei</option>" not in page, "nothing new stands below what is dropped"


def test_before_the_invitation_nothing_is_fixed(client_of, meeting, build):
    build(meeting, "Eins", "Zwei")
    client = client_of("organiser")
    add(client, meeting, "Drei")
    assert "Nummern stehen fest" not in client.get(f"/treffen/{meeting.pk}/tagesordnung/").content.decode()
    take_off(client, top(meeting, "1"))
    assert numbers(meeting) == [("1", "Zwei"), ("2", "Drei")]


def test_an_invitation_without_an_agenda_fixes_nothing(client_of, meeting):
    fixed(meeting)
    client = client_of("organiser")
    for title in ("Eins", "Zwei"):
        add(client, meeting, title)
    assert numbers(meeting) == [("1", "Eins"), ("2", "Zwei")]


def test_what_comes_later_stands_before_verschiedenes(client_of, meeting, build):
    build(meeting, "Eins", ("Verschiedenes", {"kind": ItemKind.ANY_OTHER}))
    add(client_of("organiser"), fixed(meeting), "Nachtrag")
    assert numbers(meeting) == [("1", "Eins"), ("1a", "Nachtrag"), ("2", "Verschiedenes")]


def test_moving_keeps_the_number(client_of, told):
    client = client_of("organiser")
    answer = shift(client, top(told, "3"), "hoch")
    assert numbers(told) == [("1", "Eins"), ("3", "Drei"), ("2", "Zwei"), ("4", "Vier")]
    said = client.get(answer.headers["Location"].partition("#")[0]).content.decode()
    assert "»Drei« steht jetzt an 2. Stelle." in said


def test_dragging_keeps_the_numbers(client_of, told):
    keys = [str(pk) for pk in told.agenda_items.in_order().values_list("pk", flat=True)]
    url = f"/treffen/{told.pk}/tagesordnung/reihenfolge/?version={told.agenda_version}"
    assert client_of("organiser").post(url, {"order": ",".join(reversed(keys))}).status_code == 204
    assert [number for number, _title in numbers(told)] == ["4", "3", "2", "1"]


def test_no_top_changes_its_level_any_more(client_of, told):
    client = client_of("organiser")
    answer = shift(client, top(told, "2"), "einruecken")
    assert answer.status_code == 422
    assert "Die Nummern stehen seit der Einladung fest." in answer.content.decode()
    assert "einruecken" not in client.get(f"/treffen/{told.pk}/tagesordnung/").content.decode()


def test_what_is_dropped_stays_with_its_number(client_of, told, mailbox):
    client = client_of("organiser")
    answer = take_off(client, top(told, "2"))
    said = client.get(answer.headers["Location"].partition("#")[0]).content.decode()
    assert "TOP 2 entfällt. Die Nummer bleibt." in said
    assert numbers(told) == [("1", "Eins"), ("2", "Zwei"), ("3", "Drei"), ("4", "Vier")]
    html = page_of(client_of("member_city"), told)
    assert "<s>Zwei</s>" in html
    assert "entfällt" in html
    add(client, told, "Danach", after=top(told, "2").pk)
    assert numbers(told)[2] == ("2a", "Danach")


def test_dropped_twice_or_edited_it_is_outdated(client_of, told):
    client = client_of("organiser")
    two = top(told, "2")
    take_off(client, two)
    assert take_off(client, two).status_code == 409
    assert shift(client, two, "hoch").status_code == 409
    assert client.get(address(two, "bearbeiten")).status_code == 404
    assert take_off(client, top(told, "3"), "aufnehmen").status_code == 409


def test_a_dropped_top_takes_no_time(client_of, meeting, build):
    build(meeting, ("Eins", {"duration": 30}), ("Zwei", {"duration": 60}), ("Drei", {"duration": 20}))
    client = client_of("organiser")
    take_off(client, top(fixed(meeting), "2"))
    html = page_of(client, meeting)
    assert "14:30–14:50" in html
    assert "15:30" not in html


def test_its_topic_goes_back_and_may_be_taken_again(client_of, cast, meeting, build):
    topic = TopicFactory(title="Offene Daten")
    agenda.add_topics(meeting=meeting, topics=[topic], by=cast.organiser)
    build(meeting, "Zwei")
    fixed(meeting)
    client = client_of("organiser")
    dropped = top(meeting, "1")
    take_off(client, dropped)
    topic.refresh_from_db()
    assert topic.state == TopicState.ACCEPTED
    page = client.get(f"/treffen/{meeting.pk}/tagesordnung/").content.decode()
    assert "Offene Daten" in page.partition('id="themen"')[2]
    client.post(f"/treffen/{meeting.pk}/tagesordnung/themen/", {"thema": topic.pk})
    assert top(meeting, "2a").topic == topic
    take_off(client, dropped, "aufnehmen")
    assert fresh(dropped).topic is None  # it stands on this agenda already
    assert not fresh(dropped).is_dropped


def test_taken_up_again_it_brings_its_topic_and_what_stood_below(client_of, cast, meeting, build):
    topic = TopicFactory(title="Offene Daten")
    agenda.add_topics(meeting=meeting, topics=[topic], by=cast.organiser)
    (_two,) = build(meeting, "Darunter")
    shift(client_of("organiser"), _two, "einruecken")
    fixed(meeting)
    client = client_of("organiser")
    parent = top(meeting, "1")
    take_off(client, parent)
    below = top(meeting, "1.1")
    assert below.is_dropped
    assert take_off(client, below, "aufnehmen").status_code == 422
    take_off(client, parent, "aufnehmen")
    topic.refresh_from_db()
    assert [item.is_dropped for item in meeting.agenda_items.all()] == [False, False]
    assert topic.state == TopicState.PLANNED
    assert fresh(parent).topic == topic


def test_a_dropped_topic_is_told_to_nobody_new(client_of, cast, meeting, build):
    """Its item was as narrow as the topic only because the meeting was."""
    Meeting.objects.filter(pk=meeting.pk).update(audience=audience.UTILITY)
    topic = TopicFactory(title=SECRET, audience=audience.UTILITY)
    agenda.add_topics(meeting=fresh(meeting), topics=[topic], by=cast.organiser)
    take_off(client_of("organiser"), top(fixed(meeting), "1"))
    row = fresh(meeting)
    meetings.edit(meeting=row, version=row.version, audience=audience.PUBLIC, by=cast.organiser)
    for persona in ("anonymous", "member_city"):
        html = page_of(client_of(persona), meeting)
        assert SECRET not in html
        assert "nichtöffentlich" in html
    assert SECRET in page_of(client_of("member_utility"), meeting)


def test_what_minutes_speak_of_is_not_dropped(client_of, told):
    SectionFactory(minutes__meeting=told, agenda_item=top(told, "2"))
    answer = take_off(client_of("organiser"), top(told, "2"))
    assert answer.status_code == 409
    assert not top(told, "2").is_dropped


def test_a_break_has_no_number_to_keep(client_of, told):
    client = client_of("organiser")
    add(client, told, "Pause", kind="BREAK", after=top(told, "2").pk)
    pause = told.agenda_items.get(kind=ItemKind.BREAK)
    assert pause.number == ""
    take_off(client, pause)
    assert not AgendaItem.objects.filter(pk=pause.pk).exists()


def test_minutes_say_that_it_was_dropped(client_of, cast, told):
    client = client_of("organiser")
    take_off(client, top(told, "2"))
    Meeting.objects.filter(pk=told.pk).update(
        starts_at=told.created_at, minute_taker=cast.minute_taker.person
    )
    taker = client_of("minute_taker")
    steer(taker, told, "beginnen")
    sections = Minutes.objects.get(meeting=told).sections.in_order()
    assert [(row.agenda_item.number, row.body) for row in sections] == [
        ("1", ""), ("2", "Entfällt."), ("3", ""), ("4", ""),
    ]  # fmt: skip
    html = html_of(taker, told)
    assert "Zwei" not in html.partition('class="panel room-agenda"')[2].partition("</nav>")[0]
    steer(taker, told, "top", item=top(told, "2").pk, seen=told.spans.get().pk)
    assert told.spans.count() == 1
    assert client.get(f"/tops/{top(told, '2').pk}/beschluss/").status_code == 404
    # Nothing was recorded by anybody: the begin can still be taken back.
    assert steer(taker, told, "zuruecknehmen").status_code == 303
    assert fresh(told).state == State.INVITED
    assert fresh(told).agenda_fixed_at is not None


def test_the_begin_fixes_the_numbers_too_and_taken_back_frees_them(client_of, cast, ready):
    client = client_of("organiser")
    steer(client, ready, "beginnen")
    add(client, ready, "Nachtrag")
    assert numbers(ready)[-1] == ("3a", "Nachtrag")
    assert steer(client, ready, "zuruecknehmen").status_code == 303
    assert fresh(ready).agenda_fixed_at is None
    shift(client, ready.agenda_items.in_order().last(), "hoch")
    assert [number for number, _title in numbers(ready)] == ["1", "2", "3", "4"]


def test_the_approval_of_minutes_goes_to_the_next_meeting_when_it_is_dropped(client_of, cast, held, told):
    minutes = MinutesFactory(meeting=held, state=MinutesState.FOR_APPROVAL)
    place_all()
    minutes.refresh_from_db()
    item = minutes.approval_item
    assert (item.meeting, item.number) == (told, "4a")
    take_off(client_of("organiser"), item)
    place_all()
    minutes.refresh_from_db()
    assert minutes.approval_item is None
    assert fresh(item).is_dropped


def test_a_formality_that_is_withdrawn_is_dropped(told):
    with transaction.atomic():
        item = add_formality(meeting=told, title="Genehmigung", audience=audience.MEMBERS)
    assert remove_formality(item=item)
    assert fresh(item).is_dropped
    assert not remove_formality(item=item)


def test_tasks_on_a_dropped_top_wait_for_the_next_agenda(client_of, cast, held, told, build):
    (first,) = build(held, "Auftakt")
    task = ActionItemFactory(meeting=held, agenda_item=first, released_at=held.starts_at)
    TaskOnAgenda.objects.create(agenda_item=top(told, "2"), task=task)
    take_off(client_of("organiser"), top(told, "2"))
    assert not TaskOnAgenda.objects.exists()


def test_letters_go_on_after_z():
    assert [letters(at) for at in (0, 1, 25, 26, 27, 51, 52)] == ["a", "b", "z", "aa", "ab", "az", "ba"]
