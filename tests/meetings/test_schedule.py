"""Create, edit, schedule, move: dates as the clock in Jena shows them."""

import datetime as dt
import re
import uuid

import pytest

from core.dates import local
from meetings.actions import meetings
from meetings.enums import Kind, State
from meetings.models import Meeting
from members import audience
from tests.factories.rows import AgendaItemFactory, MeetingFactory
from tests.meetings.conftest import at, dated, fresh
from tests.polls.polling import address, opened


def new(**fields):
    return {
        "title": "Drittes Treffen", "kind": "GROUP", "audience": audience.MEMBERS, "target": "2025-3",
        "submission_key": str(uuid.uuid4()), **fields,
    }  # fmt: skip


def test_an_organiser_creates_a_draft(client_of):
    response = client_of("organiser").post(
        "/treffen/neu/", new(is_announced="on", description="Worum es *geht*.")
    )
    meeting = Meeting.objects.get()
    assert response.status_code == 303
    assert (meeting.state, meeting.target, meeting.number) == (State.DRAFT, "3. Quartal 2025", None)
    assert meeting.is_announced
    assert meeting.description_html == "<p>Worum es <em>geht</em>.</p>\n"


def test_a_second_click_creates_nothing(client_of):
    client, data = client_of("organiser"), new()
    answers = {client.post("/treffen/neu/", data).url for _click in range(3)}
    assert Meeting.objects.count() == 1
    assert answers == {f"/treffen/{Meeting.objects.get().pk}/"}


def test_announcing_needs_a_quarter(client_of):
    response = client_of("organiser").post("/treffen/neu/", new(target="", is_announced="on"))
    assert response.status_code == 422
    assert "Bitte wählen Sie den Zeitraum" in response.content.decode()
    assert not Meeting.objects.exists()


def test_scheduling_gives_date_place_and_number(client_of, cast, held, draft):
    response = client_of("organiser").post(
        f"/treffen/{draft.pk}/terminieren/",
        dated(place_address="Engelplatz 8, 07743 Jena", online_url="konferenz.example.org/raum",
              minute_taker=cast.minute_taker.person.pk),
        follow=True,
    )  # fmt: skip
    page = response.content.decode()
    draft = fresh(draft)
    assert draft.starts_at == at(2025, 9, 10)
    assert draft.ends_at == at(2025, 9, 10, 16)
    assert draft.online_url == "https://konferenz.example.org/raum"
    assert draft.minute_taker == cast.minute_taker.person
    assert "2. Treffen: Datenplattform" in page
    assert "Mittwoch, 10. September 2025, 14:00–16:00 Uhr" in page
    assert "JEDI" in page
    assert "Termin steht" in page


def test_only_fachgruppentreffen_are_numbered(client_of, held):
    for kind, number in [(Kind.STAMMTISCH, None), (Kind.GROUP, 2), (Kind.WORKSHOP, None), (Kind.GROUP, 3)]:
        meeting = MeetingFactory(state=State.DRAFT, kind=kind, starts_at=None)
        client_of("organiser").post(f"/treffen/{meeting.pk}/terminieren/", dated())
        assert fresh(meeting).number == number


def test_a_number_keeps_its_kind(client_of, meeting):
    page = client_of("organiser").get(f"/treffen/{meeting.pk}/bearbeiten/").content.decode()
    assert 'name="kind"' not in page


AUTUMN = [dt.date(2025, 10, day) for day in (25, 26, 27)]
SPRING = [dt.date(2026, 3, day) for day in (28, 29, 30)]


@pytest.mark.parametrize("day", AUTUMN + SPRING)
def test_the_clock_on_the_wall_survives_the_change_of_summer_time(client_of, draft, day):
    draft.audience = audience.PUBLIC
    draft.save()
    client = client_of("organiser")
    client.post(f"/treffen/{draft.pk}/terminieren/", dated(day=day.isoformat()))
    offset = fresh(draft).starts_at.hour
    assert offset == (12 if dt.date(2025, 10, 26) > day or day >= dt.date(2026, 3, 29) else 13)
    assert "14:00–16:00 Uhr" in client_of("anonymous").get(f"/treffen/{draft.pk}/").content.decode()
    form = client.get(f"/treffen/{draft.pk}/verschieben/").content.decode()
    assert 'value="14:00"' in form
    assert f'value="{day.isoformat()}"' in form


def test_moving_across_the_change_keeps_the_wall_clock(client_of, draft):
    client = client_of("organiser")
    client.post(f"/treffen/{draft.pk}/terminieren/", dated(day="2025-10-24"))
    version = fresh(draft).version
    client.post(
        f"/treffen/{draft.pk}/verschieben/", dated(day="2025-10-27", reason="Raum belegt", version=version)
    )
    page = client.get(f"/treffen/{draft.pk}/").content.decode()
    assert "Montag, 27. Oktober 2025, 14:00–16:00 Uhr" in page
    assert "Verschoben vom 24. Oktober 2025, 14:00–16:00 Uhr: Raum belegt" in page


NIGHTS = [
    ("2026-03-29", "Am 29. März 2026 gibt es 02:30 Uhr nicht: Die Uhren werden von 2 auf 3 Uhr vorgestellt."),
    ("2025-10-26", "Am 26. Oktober 2025 gibt es 02:30 Uhr zweimal: Die Uhren werden von 3 auf 2 Uhr zurück"),
]
EVENING = {"2026-03-29": "2026-03-28", "2025-10-26": "2025-10-25"}


@pytest.mark.parametrize("day, sentence", NIGHTS)
def test_a_time_that_is_not_there_or_there_twice_is_refused(client_of, cast, draft, clock, day, sentence):
    client, evening = client_of("organiser"), EVENING[day]
    late = {"begins": "20:00", "ends": "02:30"}
    poll = opened(cast, 9, 10, allows_proposals=True)
    where = {"mode": "ON_SITE", "place": "andere", "place_name": "JEDI"}
    asked = [
        (f"/treffen/{draft.pk}/terminieren/", dated(day=day, begins="02:30")),
        (f"/treffen/{draft.pk}/terminieren/", dated(day=evening, **late)),
        (address(poll, "vorschlaege/"), {"days": [day], "begins_1": "02:30", "ends_1": "05:00", **where}),
        (address(poll, "vorschlagen/"), {"day": evening, **late, **where}),
    ]
    for url, typed in asked:
        answer = client.post(url, typed)
        assert answer.status_code == 422, url
        assert sentence in answer.text, url
        assert "02:30" in answer.text.replace(sentence, ""), "what was typed stays"
    assert fresh(draft).state == State.DRAFT
    assert poll.options.count() == 2
    client.post(f"/treffen/{draft.pk}/terminieren/", dated(day=evening, begins="20:00", ends="23:00"))
    moved = dated(day=day, begins="02:30", reason="Später", version=fresh(draft).version)
    assert sentence in client.post(f"/treffen/{draft.pk}/verschieben/", moved).text
    clock.move_to(local(dt.date.fromisoformat(day), dt.time(12)))
    meetings.hold(meeting=fresh(draft), version=fresh(draft).version, by=cast.organiser)
    client = client_of("organiser")
    times = {"day": evening, "began": "20:00", "ended": "02:30", "version": fresh(draft).version}
    assert sentence in client.post(f"/treffen/{draft.pk}/zeiten/", times).text
    ended = {**times, "ended": "05:00"}
    assert client.post(f"/treffen/{draft.pk}/zeiten/", ended).status_code == 303
    left = {"presence": "PRESENT", "left": "02:30", "version": 0}
    person = f"/treffen/{draft.pk}/teilnahme/{cast.member_city.person_id}/"
    assert sentence in client.post(person, left).text


def test_an_agenda_through_the_night_of_the_change(client_of, cast):
    """Real minutes: half past two comes twice in that night."""
    meeting = MeetingFactory(starts_at=at(2025, 10, 26, 1, 30), ends_at=at(2025, 10, 26, 5))
    for at_position, minutes in enumerate([60, 60, 30], start=1):
        AgendaItemFactory(meeting=meeting, position=at_position, number=str(at_position), duration=minutes)
    page = client_of("member_city").get(f"/treffen/{meeting.pk}/").content.decode()
    assert "01:30–02:30" in page
    assert "02:30–02:30" in page
    assert "02:30–03:00" in page


def test_a_past_date_is_noticed_and_recorded(client_of, draft, mailbox, worker):
    client = client_of("organiser")
    note = client.get("/treffen/terminhinweis/?day=2025-06-20").content.decode()
    assert "Dieser Tag liegt in der Vergangenheit." in note
    assert "Vergangenheit" not in client.get("/treffen/terminhinweis/?day=2025-07-02").content.decode()
    assert client.get("/treffen/terminhinweis/?day=Unsinn").status_code == 200
    page = client.post(
        f"/treffen/{draft.pk}/terminieren/", dated(day="2025-06-20"), follow=True
    ).content.decode()
    assert "Der Termin liegt in der Vergangenheit. Es wurde niemand benachrichtigt." in page
    assert fresh(draft).state == State.SCHEDULED
    worker.drain()
    assert mailbox == []


def test_a_past_meeting_may_have_no_times(client_of, draft):
    client = client_of("organiser")
    client.post(f"/treffen/{draft.pk}/terminieren/", dated(day="2025-06-20", begins="", ends=""))
    draft = fresh(draft)
    assert not draft.has_times
    page = client.get(f"/treffen/{draft.pk}/").content.decode()
    assert "Freitag, 20. Juni 2025" in page
    assert "00:00" not in page


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"begins": "", "ends": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"begins": "14:00", "ends": "13:00"}, "Das Ende muss nach dem Beginn liegen."),
        ({"begins": "14:00", "ends": "14:00"}, "Das Ende muss nach dem Beginn liegen."),
        ({"day": ""}, "Tag"),
        ({"day": "1850-01-01"}, "Bitte prüfen Sie das Jahr."),
        ({"online_url": "javascript:alert(1)"}, "Link zur Teilnahme"),
        ({"online_url": "ftp://example.org/x"}, "Link zur Teilnahme"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(client_of, draft, fields, sentence):
    response = client_of("organiser").post(f"/treffen/{draft.pk}/terminieren/", dated(**fields))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert fresh(draft).state == State.DRAFT


def test_an_end_after_midnight_is_on_the_next_day(client_of, draft):
    client = client_of("organiser")
    assert "Nach Mitternacht: am nächsten Tag." in client.get(f"/treffen/{draft.pk}/terminieren/").text
    answer = client.post(f"/treffen/{draft.pk}/terminieren/", dated(begins="18:00", ends="00:30"))
    assert answer.status_code == 303
    meeting = fresh(draft)
    assert (meeting.starts_at, meeting.ends_at) == (at(2025, 9, 10, 18), at(2025, 9, 11, 0, 30))
    page = client.get(f"/treffen/{draft.pk}/").text
    assert "Mittwoch, 10. September 2025" in page
    assert "18:00–00:30 Uhr" in page
    form = client.get(f"/treffen/{draft.pk}/verschieben/").text
    assert 'value="18:00' in form
    assert 'value="00:30' in form


def test_moving_needs_a_reason_only_when_the_date_moves(client_of, meeting):
    client = client_of("organiser")
    same = dated(place_address="Engelplatz 8, 07743 Jena", online_url="https://neu.example.org/")
    assert client.post(f"/treffen/{meeting.pk}/verschieben/", same).status_code == 303
    assert not meeting.moves.exists()
    later = same | {"begins": "15:00", "version": fresh(meeting).version}
    assert client.post(f"/treffen/{meeting.pk}/verschieben/", later).status_code == 422
    assert client.post(f"/treffen/{meeting.pk}/verschieben/", later | {"reason": "Zug"}).status_code == 303
    assert meeting.moves.count() == 1


def test_saving_a_date_form_without_a_change_does_nothing(client_of, meeting):
    same = dated(place_address="Engelplatz 8, 07743 Jena")
    client_of("organiser").post(f"/treffen/{meeting.pk}/verschieben/", same)
    assert fresh(meeting).version == 1
    assert not meeting.moves.exists()


def test_two_organisers_edit_and_neither_text_is_lost(client_of, cast, meeting):
    meetings.edit(meeting=meeting, version=1, title="Von der einen", by=cast.organiser)
    typed = {"title": "Von dem anderen", "audience": audience.MEMBERS, "description": "", "version": 1}
    response = client_of("organiser").post(f"/treffen/{meeting.pk}/bearbeiten/", typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Jemand anderes hat inzwischen gespeichert" in page
    assert 'value="Von dem anderen"' in page
    assert "<del>einen</del>" in page or "einen" in page
    assert fresh(meeting).title == "Von der einen"
    again = client_of("organiser").post(
        f"/treffen/{meeting.pk}/bearbeiten/", typed | {"version": fresh(meeting).version}
    )
    assert again.status_code == 303
    assert fresh(meeting).title == "Von dem anderen"


def test_a_former_minute_taker_stays_in_the_form(client_of, cast, meeting):
    meeting.minute_taker = cast.former_member.person
    meeting.save()
    page = client_of("organiser").get(f"/treffen/{meeting.pk}/bearbeiten/").content.decode()
    assert f'<option value="{cast.former_member.person.pk}" selected>' in page


def test_every_verb_leaves_its_line_in_the_log(client_of, cast, draft):
    from activity.models import Event

    client = client_of("organiser")
    client.post(f"/treffen/{draft.pk}/terminieren/", dated())
    version = fresh(draft).version
    client.post(f"/treffen/{draft.pk}/verschieben/", dated(day="2025-09-11", reason="Raum", version=version))
    client.post(f"/treffen/{draft.pk}/absagen/", {"reason": "Urlaub", "version": fresh(draft).version})
    verbs = list(
        Event.objects.filter(target_type="meetings.meeting").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["meetings.scheduled", "meetings.moved", "meetings.cancelled"]


def main_thing(page):
    """The words of the one button that stands out in the bar of the meeting."""
    bar = page.partition("Treffen bearbeiten")[2].partition("</main>")[0]
    return re.findall(r'<a class="kern-btn kern-btn--primary"[^>]*>.*?>([^<]+)</span></a>', bar)


@pytest.mark.slow
def test_the_next_step_stands_out(client_of, cast, draft, meeting, public_meeting, held, clock):
    def offered(row):
        return main_thing(client_of("organiser").get(f"/treffen/{row.pk}/").content.decode())

    assert offered(draft) == ["Termin festlegen"]
    assert offered(meeting) == ["Protokollführung festlegen"]
    Meeting.objects.filter(pk__in=[meeting.pk, public_meeting.pk]).update(
        minute_taker=cast.minute_taker.person
    )
    assert offered(meeting) == ["Tagesordnung aufstellen"]
    AgendaItemFactory(meeting=public_meeting, position=1, number="1", title="Begrüßung")
    assert offered(public_meeting) == ["Einladen"]
    assert offered(held) == ["Protokoll schreiben"]
    clock.move_to(meeting.starts_at)
    assert offered(meeting) == ["Sitzung"]
    clock.shift(dt.timedelta(days=1))
    assert offered(meeting) == ["Als durchgeführt vermerken"]
    page = client_of("organiser").get(f"/treffen/{meeting.pk}/").content.decode()
    assert page.count(f'href="/treffen/{meeting.pk}/tagesordnung/"') == 2  # in the bar and where it is empty
    assert "sobald die Organisation" not in page
