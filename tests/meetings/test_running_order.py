"""The Regiebuch: what it tells the hosts, who writes into it, and that its notes stay in it."""

import re

import pytest
from django.test import Client

from activity.models import Event
from core.access import Forbidden
from invitations.enums import Reply
from invitations.models import MeetingInvitation
from meetings.actions import agenda, running_order
from meetings.enums import ItemKind, Presence, State
from meetings.models import AgendaItem, InternalNote, Meeting
from members import audience
from minutes.actions.writing import create as create_minutes
from tests.factories.rows import AgendaItemFactory, AttendanceFactory, MeetingFactory, PersonFactory
from tests.files import read_docx, read_pdf
from tests.meetings.conftest import at, dated, fresh

NOTE = "Beamer-bringt-Ada-mit"


def rows_of(page):
    """The cells of the running order as texts, without the forms."""
    table = re.search(r'<table class="running-order">.*?</table>', page.text, re.DOTALL)[0]
    table = re.sub(r"<details.*?</details>|<thead>.*?</thead>", "", table, flags=re.DOTALL)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)] for row in rows]


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def section(page, title):
    found = re.search(rf"<h2[^>]*>{title}</h2>.*?</section>", page.text, re.DOTALL)
    return words(found[0])


@pytest.fixture
def host(client_of):
    return client_of("organiser")


@pytest.fixture
def book(meeting, cast):
    """The address; two TOPs, the second with one below it, and a break."""
    meeting.minute_taker = cast.minute_taker.person
    meeting.save(update_fields=["minute_taker"])
    add = {"meeting": meeting, "by": cast.organiser}
    agenda.add_item(title="Begrüßung", kind=ItemKind.FORMAL, duration=10, **add)
    agenda.add_item(
        title="Datenplattform", kind=ItemKind.TALK, duration=45, presenter=cast.member_utility.person,
        audience=audience.UTILITY, **add,
    )  # fmt: skip
    agenda.add_item(title="Kaffee", kind=ItemKind.BREAK, duration=15, **add)
    agenda.add_item(title="Aussprache", duration=None, **add)
    return f"/treffen/{meeting.pk}/regiebuch/"


@pytest.fixture
def talk(book):
    return AgendaItem.objects.get(title="Datenplattform")


def write(client, address, text, version=0):
    return client.post(f"{address}notiz/", {"text": text, "version": version})


# --- what it tells ----------------------------------------------------------------------------------------


def test_the_hosts_see_times_presenters_durations_and_notes(client_of, host, book, talk):
    write(host, f"{book}{talk.pk}/", NOTE)
    speaker = "Mitglied Stadtwerke (Stadtwerke Jena)"
    for persona in ("organiser", "minute_taker"):
        page = client_of(persona).get(book)
        assert rows_of(page) == [
            ["14:00–14:10", "1", "Begrüßung Formalia", "10 Min.", ""],
            ["14:10–14:55", "2", f"Datenplattform Beitrag · {speaker}", "45 Min.", NOTE],
            ["14:55–15:10", "", "Kaffee", "15 Min.", ""],
            ["15:10", "3", "Aussprache Diskussion niemand trägt vor, ohne Dauer", "", ""],
        ]  # fmt: skip


def test_it_says_what_is_still_to_do_and_leads_there(client_of, cast, host, book, meeting):
    missing = AgendaItem.objects.get(title="Aussprache")
    page = host.get(book)
    points = section(page, "Noch vorzubereiten")
    assert points == "Noch vorzubereiten TOP 3 Aussprache: niemand trägt vor, ohne Dauer"
    edit = f"/treffen/{meeting.pk}/tagesordnung/{missing.pk}/bearbeiten/"
    assert f'href="{edit}"' in page.text
    assert f'href="{edit}"' not in client_of("minute_taker").get(book).text  # it is not theirs to do
    agenda.set_duration(item=missing, duration=10, version=missing.version, by=cast.organiser)
    missing = fresh(missing)
    missing.presenter_name = "Gast aus Weimar"
    missing.save(update_fields=["presenter_name"])
    assert "Alles ist vorbereitet." in section(host.get(book), "Noch vorzubereiten")


def test_of_a_frame_only_what_stands_below_it_is_asked(host, meeting):
    frame = AgendaItemFactory(meeting=meeting, position=1, number="1", title="Rahmen", duration=None)
    AgendaItemFactory(meeting=meeting, position=2, number="1.1", parent=frame, title="Teil", duration=None)
    points = section(host.get(f"/treffen/{meeting.pk}/regiebuch/"), "Noch vorzubereiten")
    assert "Rahmen" not in points
    assert "TOP 1.1 Teil: niemand trägt vor, ohne Dauer" in points


def test_an_empty_draft_says_everything_that_is_missing(host, draft):
    draft.place_name = ""
    draft.save(update_fields=["place_name"])
    points = section(host.get(f"/treffen/{draft.pk}/regiebuch/"), "Noch vorzubereiten")
    for sentence in (
        "Der Termin steht",
        "Weder Ort noch Link",
        "keine Protokollführung",
        "keine Tagesordnung",
    ):
        assert sentence in points


def test_an_agenda_that_is_too_long_is_a_point(host, book):
    AgendaItem.objects.filter(title="Aussprache").update(duration=90)
    assert "Die Tagesordnung dauert zu lange: 40 Minuten über dem Ende." in section(
        host.get(book), "Noch vorzubereiten"
    )


def test_it_says_where_and_how_many_come(host, book, meeting, cast):
    AttendanceFactory(
        meeting=meeting, person=cast.member_city.person, presence=Presence.EXCUSED, reason="Urlaub"
    )
    AttendanceFactory(meeting=meeting, person=None, guest_name="Ada Beispiel", presence="")
    facts = section(host.get(book), "Auf einen Blick")
    assert "JEDI, Engelplatz 8, 07743 Jena" in facts
    assert (
        "6 Mitglieder werden erwartet; 1 abgemeldet: Mitglied Stadtverwaltung (entschuldigt, Urlaub)" in facts
    )
    assert "1 Gast: Ada Beispiel" in facts


def test_it_says_how_to_get_in_and_of_which_pillar_nobody_comes(host, book, meeting, cast):
    meeting.place_room, meeting.place_way, meeting.place_access = "Saal", "Bei Müller klingeln", "Ohne Stufen"
    meeting.capacity, meeting.invited_at = 24, at(2025, 7, 1)
    meeting.save()
    for user, reply, house in (
        (cast.member_city, Reply.ACCEPTED, "city"), (cast.member_utility, Reply.TENTATIVE, "utility"),
        (cast.member_enterprise, Reply.ACCEPTED, "enterprise"),
    ):  # fmt: skip
        MeetingInvitation.objects.create(
            meeting=meeting, person=user.person, organisation=cast.organisations[house], reply=reply
        )
    page = host.get(book)
    facts = section(page, "Auf einen Blick")
    for words in ("JEDI, Saal, Engelplatz 8", "Bei Müller klingeln", "Ohne Stufen", "24", "2 Zusagen"):
        assert words in facts
    assert "Noch niemand hat zugesagt von: Stadtwerke." in section(page, "Noch vorzubereiten")


def test_it_says_whom_to_call(host, book, cast):
    speaker = cast.member_utility.person
    speaker.phone = "03641 49-1234"
    speaker.save(update_fields=["phone"])
    cast.minute_taker.is_active = False
    cast.minute_taker.save(update_fields=["is_active"])
    contacts = section(host.get(book), "Wen man erreicht")
    assert (
        "Mitglied Stadtwerke Stadtwerke Jena · TOP 2 03641 49-1234 · member.utility@example.org" in contacts
    )
    assert "Organisation Jena Digital e. V. · Organisation organiser@example.org" in contacts
    assert "Protokollführung" in contacts
    assert "minute.taker@example.org" not in contacts


def test_it_says_how_to_reach_a_guest(host, book, meeting, cast):
    Meeting.objects.filter(pk=meeting.pk).update(state=State.INVITED, invited_at=at(2025, 6, 30))
    asked = {
        "guest_name": "Grete Gast",
        "guest_email": "grete@firma.example",
        "guest_organisation": "Firma Beispiel",
    }
    MeetingInvitation.objects.create(meeting=meeting, **asked)
    gone = {"guest_name": "Doch nicht", "guest_email": "nicht@firma.example", "removed_at": at(2025, 6, 30)}
    MeetingInvitation.objects.create(meeting=meeting, **gone)
    contacts = section(host.get(book), "Wen man erreicht")
    assert "Grete Gast Firma Beispiel · Gast grete@firma.example" in contacts
    assert "nicht@firma.example" not in contacts


def test_a_dropped_top_is_struck_and_asks_for_nothing(host, book, meeting, cast):
    agenda.fix_numbers(meeting)
    item = AgendaItem.objects.get(title="Aussprache")
    agenda.remove_item(item=item, version=fresh(meeting).agenda_version, by=cast.organiser)
    page = host.get(book)
    assert rows_of(page)[-1][2] == "Aussprache entfällt"
    assert "Alles ist vorbereitet." in page.text


def test_it_is_reached_from_the_page_of_the_meeting(client_of, host, book, meeting):
    link = f'href="{book}"'
    assert link in host.get(meeting.get_absolute_url()).text
    assert link in client_of("minute_taker").get(meeting.get_absolute_url()).text
    assert link not in client_of("member_city").get(meeting.get_absolute_url()).text


# --- who writes into it -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "persona, status",
    [("anonymous", 302), ("member_city", 403), ("member_utility", 403), ("admin", 403),
     ("former_member", 404), ("minute_taker", 303), ("organiser", 303)],
)  # fmt: skip
def test_the_hosts_write_and_nobody_else(client_of, cast, book, meeting, talk, persona, status):
    client = client_of(persona)
    for address in (book, f"{book}{talk.pk}/"):
        assert write(client, address, NOTE).status_code == status
    assert client.get(book).status_code == (200 if status == 303 else status)
    assert InternalNote.objects.count() == (2 if status == 303 else 0)
    if status == 403:
        with pytest.raises(Forbidden):
            running_order.write_note(meeting=meeting, item=talk, text=NOTE, version=0, by=cast.users[persona])


def test_who_takes_the_minutes_of_another_meeting_is_no_host(client_of, cast, book):
    other = MeetingFactory(title="Anderes", minute_taker=cast.member_city.person)
    InternalNote.objects.create(meeting=other, text=NOTE)
    assert client_of("member_city").get(book).status_code == 403
    assert [note.meeting for note in InternalNote.objects.visible_to(cast.member_city)] == [other]
    assert not InternalNote.objects.visible_to(cast.minute_taker).exists()


@pytest.mark.parametrize("state", State.values)
def test_in_every_state_but_cancelled(host, cast, state):
    meeting = MeetingFactory(state=state)
    address = f"/treffen/{meeting.pk}/regiebuch/"
    assert host.get(address).status_code == 200
    response = write(host, address, NOTE)
    assert response.status_code == (409 if state == State.CANCELLED else 303)
    if state == State.CANCELLED:
        assert "Das Treffen ist abgesagt." in response.text
        assert "Notiz schreiben" not in host.get(address).text


def test_a_note_is_changed_and_emptied(host, book, talk):
    address = f"{book}{talk.pk}/"
    saved = write(host, address, f"  {NOTE}\nund das Kabel ")
    assert saved["Location"] == f"{book}#top-{talk.pk}"
    assert "Notiz ist gespeichert" in host.get(book).text
    assert InternalNote.objects.get().text == f"{NOTE}\nund das Kabel"
    write(host, address, "", version=1)
    assert NOTE not in host.get(book).text
    assert Event.objects.filter(verb="meetings.note_written").count() == 2
    assert NOTE not in str(list(Event.objects.values()))


def test_a_second_click_writes_once(host, book):
    for _click in range(2):
        assert write(host, book, NOTE).status_code == 303
    note = InternalNote.objects.get()
    assert (note.text, note.version) == (NOTE, 1)
    assert Event.objects.filter(verb="meetings.note_written").count() == 1


def test_who_saves_second_sees_both_texts(client_of, host, book, talk):
    address = f"{book}{talk.pk}/"
    write(host, address, "Von der Organisation")
    page = write(client_of("minute_taker"), address, "Vom Protokoll")
    assert page.status_code == 409
    assert "Von der Organisation" in page.text
    assert "Vom Protokoll" in page.text
    assert InternalNote.objects.get().text == "Von der Organisation"
    version = re.search(r'name="version" value="(\d+)"', page.text)[1]
    assert write(client_of("minute_taker"), address, "Vom Protokoll", version).status_code == 303


def test_what_is_too_long_comes_back(host, book):
    page = write(host, book, "x" * 4001)
    assert page.status_code == 422
    assert "x" * 4001 in page.text


def test_a_top_of_another_meeting_is_not_there(host, book):
    stranger = AgendaItemFactory()
    assert write(host, f"{book}{stranger.pk}/", NOTE).status_code == 404
    assert host.get(f"{book}987654321/notiz/").status_code == 404


def test_a_note_goes_with_its_top(host, book, meeting, talk, cast):
    write(host, f"{book}{talk.pk}/", NOTE)
    agenda.remove_item(item=talk, version=fresh(meeting).agenda_version, by=cast.organiser)
    assert not InternalNote.objects.exists()


def test_notes_are_escaped(host, book):
    write(host, book, "<script>alert(1)</script>")
    assert "<script>alert" not in host.get(book).text


@pytest.mark.parametrize("items", [2, 30])
def test_the_questions_do_not_grow(host, meeting, items, django_assert_max_num_queries):
    for number in range(1, items + 1):
        item = AgendaItemFactory(
            meeting=meeting, position=number, number=str(number), presenter=PersonFactory()
        )
        InternalNote.objects.create(meeting=meeting, agenda_item=item, text=NOTE)
    address = f"/treffen/{meeting.pk}/regiebuch/"
    host.get(address)
    with django_assert_max_num_queries(11):
        assert host.get(address).status_code == 200


def test_an_unchanged_page_is_not_made_again(host, book, django_assert_max_num_queries):
    host.get(book)
    etag = host.get(book)["ETag"]
    with django_assert_max_num_queries(5):
        assert host.get(book, headers={"If-None-Match": etag}).status_code == 304
    write(host, book, NOTE)
    assert NOTE in host.get(book, headers={"If-None-Match": etag}).text


# --- notes stay in it -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_no_mail_feed_or_file_carries_a_note(
    client_of, host, cast, book, meeting, talk, mailbox, worker, clock
):  # fmt: skip
    """tests/access/test_crawl.py asks the same of every page that a persona can reach."""
    for address in (book, f"{book}{talk.pk}/"):
        write(host, address, NOTE)
    edit = host.get(f"/treffen/{meeting.pk}/tagesordnung/{talk.pk}/bearbeiten/").text
    places = [edit, host.get(f"/treffen/{meeting.pk}/tagesordnung/").text, host.get("/kalender.ics").text]
    places += [host.get(f"/treffen/{meeting.pk}/termin.ics").text, Client().get("/sitemap.xml").text]
    host.post(
        f"/treffen/{meeting.pk}/verschieben/",
        dated("2025-09-11", reason="Raum belegt", version=fresh(meeting).version),
    )
    clock.shift(181)
    worker.drain()
    assert mailbox
    places += [
        str(part)
        for mail in mailbox
        for part in (mail.subject, mail.body, mail.alternatives, mail.attachments)
    ]
    meeting = fresh(meeting)
    meeting.starts_at, meeting.ends_at, meeting.state = at(2025, 6, 18), at(2025, 6, 18, 16), State.HELD
    meeting.save()
    minutes = create_minutes(meeting=meeting, by=cast.organiser)
    places += [host.get(minutes.get_absolute_url()).text, client_of("minute_taker").get(
        f"/protokolle/{minutes.pk}/schreiben/").text]  # fmt: skip
    for kind, read in (("pdf", read_pdf), ("docx", read_docx), ("md", bytes.decode)):
        response = host.get(f"/protokolle/{minutes.pk}/als/{kind}/")
        assert response.status_code == 200
        places.append(read(response.content))
    assert [place for place in places if NOTE in place] == []
