"""The page in the meeting and its checklist: what it shows, what it costs, what nobody outside learns."""

import datetime as dt
import re

import pytest
from django.utils import translation

from core.dates import local
from meetings.actions import attendance
from meetings.actions import running as running_actions
from meetings.enums import Presence, State
from members import audience
from minutes.actions import writing
from minutes.presenters.checklist import checklist_of, missing_of
from outcomes.enums import Result
from tests.factories.rows import (
    ActionItemFactory,
    AgendaItemFactory,
    AttendanceFactory,
    DecisionFactory,
    MeetingFactory,
    MembershipFactory,
)

DAY = dt.date(2025, 7, 1)
SECRET = "Geheime Vergabe"


@pytest.fixture
def meeting(cast):
    """Today at ten, with three TOPs of which the second is for the Stadtverwaltung."""
    made = MeetingFactory(
        title="Sommertreffen",
        number=2,
        starts_at=local(DAY, dt.time(10)),
        minute_taker=cast.minute_taker.person,
    )
    AgendaItemFactory(meeting=made, position=1, number="1", title="Begrüßung")
    AgendaItemFactory(meeting=made, position=2, number="2", title=SECRET, audience=audience.CITY)
    AgendaItemFactory(meeting=made, position=3, number="3", title="Ausblick")
    return made


@pytest.fixture
def running(client_of, meeting):
    client_of("minute_taker").post(f"/treffen/{meeting.pk}/sitzung/beginnen/")
    return type(meeting).objects.select_related("minutes").get(pk=meeting.pk)


def call(client, meeting, number):
    data = {"item": meeting.agenda_items.get(number=number).pk, "seen": meeting.spans.running().get().pk}
    return client.post(f"/treffen/{meeting.pk}/sitzung/top/", data)


def page_of(client, meeting, what=""):
    response = client.get(f"/treffen/{meeting.pk}/sitzung/{what}")
    assert response.status_code == 200
    return response.content.decode()


def section_of(meeting, number):
    return meeting.minutes.sections.get(agenda_item__number=number)


def mark_all(meeting, cast, presence=Presence.PRESENT, **fields):
    from meetings.presenters.attendance import attendance_list

    for attendee in attendance_list(meeting, cast.organiser).attendees:
        AttendanceFactory(meeting=meeting, person_id=attendee.pk, presence=presence, **fields)


# --- the text in hand -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_text_in_hand_is_that_of_the_top_that_runs(client_of, running):
    client = client_of("minute_taker")
    assert f'data-section="{section_of(running, "1").pk}"' in page_of(client, running)
    call(client, running, "3")
    page = page_of(client, running)
    assert f'data-section="{section_of(running, "3").pk}"' in page
    assert page.count("data-autosave=") == 1


def save_here(client, meeting, section, body, version=None):
    data = {
        "section": section.pk, f"s{section.pk}-body": body,
        f"s{section.pk}-version": section.version if version is None else version,
    }  # fmt: skip
    return client.post(f"/treffen/{meeting.pk}/sitzung/", data)


def test_without_an_agenda_the_pages_say_where_the_text_will_stand(client_of, cast, clock):
    bare = MeetingFactory(
        title="Spontan", starts_at=local(DAY, dt.time(10)), minute_taker=cast.minute_taker.person
    )
    running_actions.begin(meeting=bare, by=cast.minute_taker)
    minutes = writing.create(meeting=bare, by=cast.minute_taker)
    for address in (f"/treffen/{bare.pk}/sitzung/", f"/protokolle/{minutes.pk}/schreiben/"):
        page = client_of("minute_taker").get(address).content.decode()
        assert "Das Treffen hat noch keine Tagesordnung." in page
        assert "Alles speichern" not in page


def test_without_scripts_the_text_is_saved_here_and_the_others_stay(client_of, cast, running):
    section, other = section_of(running, "1"), section_of(running, "3")
    writing.save_section(section=other, body="Bleibt.", version=1, by=cast.organiser)
    answer = save_here(client_of("minute_taker"), running, section, "Alle sind da.")
    assert answer.status_code == 303
    assert answer["Location"] == f"/treffen/{running.pk}/sitzung/"
    section.refresh_from_db()
    other.refresh_from_db()
    assert (section.body, other.body) == ("Alle sind da.", "Bleibt.")


@pytest.mark.slow
def test_a_conflict_here_shows_both_texts(client_of, cast, running):
    section = section_of(running, "1")
    writing.save_section(section=section, body="Das steht schon da.", version=1, by=cast.organiser)
    answer = save_here(client_of("minute_taker"), running, section, "Das habe ich getippt.", version=1)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Jemand anderes hat diesen Abschnitt inzwischen gespeichert" in page
    assert "steht" in page
    assert "Das habe ich getippt." in page


@pytest.mark.parametrize("persona, status", [("member_city", 403), ("admin", 403), ("former_member", 404)])
def test_nobody_else_saves_here(client_of, running, persona, status):
    section = section_of(running, "1")
    assert save_here(client_of(persona), running, section, "Unbefugt").status_code == status
    section.refresh_from_db()
    assert section.body == ""


def test_the_section_of_another_meeting_is_not_saved_by_its_reader(client_of, cast, running):
    """The right is asked of the section's own minutes, whatever the address says."""
    other = MeetingFactory(number=5, state=State.HELD, starts_at=local(DAY, dt.time(8)))
    AgendaItemFactory(meeting=other, position=1, number="1")
    foreign = writing.create(meeting=other, by=cast.organiser).sections.get()
    assert save_here(client_of("minute_taker"), running, foreign, "Unbefugt").status_code == 404


# --- nobody outside learns of a restricted TOP ------------------------------------------------------------


@pytest.mark.parametrize("persona", ["member_utility", "admin", "anonymous"])
@pytest.mark.slow
def test_that_a_hidden_top_runs_reaches_nobody_outside(client_of, running, clock, persona):
    running.audience = audience.PUBLIC
    running.save(update_fields=["audience"])
    call(client_of("minute_taker"), running, "2")
    clock.shift(dt.timedelta(minutes=17))
    client = client_of(persona)
    for url in (f"/treffen/{running.pk}/", "/treffen/", "/uebersicht/", "/"):
        page = client.get(url).content.decode()
        assert SECRET not in page
        assert "10:17" not in page
        assert "TOP 2 läuft" not in page
    assert client.get(f"/treffen/{running.pk}/sitzung/").status_code in (302, 403)


# --- the checklist ----------------------------------------------------------------------------------------


def missing(meeting, cast):
    meeting = type(meeting).objects.select_related("minutes__author").get(pk=meeting.pk)
    return {
        check.label: check for check in missing_of(meeting, getattr(meeting, "minutes", None), cast.organiser)
    }


TOPS = "Jeder TOP mit Text, Beschluss, Aufgabe oder »entfällt«"
PRESENCE = "Wer da war und wer nicht"


def test_what_a_new_meeting_lacks(cast, running):
    assert set(missing(running, cast)) == {"Ende", PRESENCE, TOPS}
    assert len(missing(running, cast)[TOPS].missing) == 3


def test_what_is_missing_is_counted(client_of, cast, running):
    client = client_of("minute_taker")
    assert "3 fehlen noch" in page_of(client, running, "beenden/")
    for number in "12":
        writing.save_section(
            section=section_of(running, number), body="Gesagt.", version=1, by=cast.organiser
        )
    check = missing(running, cast)[TOPS]
    assert (check.note, check.gap) == ("3 TOPs", "1 fehlt noch")
    assert missing(running, cast)["Ende"].gap == "fehlt noch"


def test_each_way_to_deal_with_a_top_counts(client_of, cast, running):
    one, two, three = (running.agenda_items.get(number=number) for number in "123")
    writing.save_section(section=section_of(running, "1"), body="Gesagt.", version=1, by=cast.organiser)
    DecisionFactory(agenda_item=two)
    ActionItemFactory(agenda_item=three)
    assert TOPS not in missing(running, cast)
    assert one.section.body == "Gesagt."


@pytest.mark.slow
def test_a_top_is_left_out_in_one_click(client_of, cast, running):
    client, section = client_of("minute_taker"), section_of(running, "3")
    address = f"/protokolle/abschnitte/{section.pk}/entfaellt/"
    assert address in page_of(client, running, "beenden/")
    answer = client.post(address, {"weiter": f"/treffen/{running.pk}/sitzung/beenden/"})
    assert answer["Location"] == f"/treffen/{running.pk}/sitzung/beenden/"
    section.refresh_from_db()
    assert section.body == "Entfällt."
    assert client.post(address).status_code == 409  # never over a text that is there
    assert [words for words, _url, _section in missing(running, cast)[TOPS].missing] == [
        "TOP 1 Begrüßung", f"TOP 2 {SECRET}",
    ]  # fmt: skip


def test_what_is_left_out_is_said_in_german_whoever_leaves_it_out(client_of, running):
    client, section = client_of("minute_taker"), section_of(running, "3")
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        client.post(f"/protokolle/abschnitte/{section.pk}/entfaellt/")
    section.refresh_from_db()
    assert section.body == "Entfällt."


def test_a_frame_needs_no_words_of_its_own(cast, running):
    frame = running.agenda_items.get(number="3")
    child = AgendaItemFactory(meeting=running, parent=frame, position=4, number="3.1", title="Unten")
    left = [words for words, _url, _section in missing(running, cast)[TOPS].missing]
    assert f"TOP 3.1 {child.title}" in left
    assert "TOP 3 Ausblick" not in left


def test_presence_reason_and_deputy(cast, running):
    mark_all(running, cast)
    assert PRESENCE not in missing(running, cast)
    row = running.attendances.first()
    row.presence = Presence.EXCUSED
    row.save()
    assert "Grund, wo jemand entschuldigt ist" in missing(running, cast)
    row.presence, row.reason = Presence.REPRESENTED, ""
    row.save()
    gap = missing(running, cast)["Wer wen vertreten hat"]
    assert gap.missing == [(row.person.name, f"/treffen/{running.pk}/teilnahme/{row.person_id}/", None)]
    row.deputy_name = "Vera Tretung"
    row.save()
    assert "Wer wen vertreten hat" not in missing(running, cast)


def test_a_majority_has_votes(cast, running):
    decision = DecisionFactory(agenda_item=running.agenda_items.first(), result=Result.MAJORITY)
    label = "Ergebnis jedes Beschlusses, mehrheitlich mit Stimmen"
    assert missing(running, cast)[label].missing[0][0] == decision.label
    decision.votes_yes, decision.votes_no, decision.votes_abstained = 3, 1, 0
    decision.save()
    assert label not in missing(running, cast)


@pytest.mark.slow
def test_all_is_there(client_of, cast, running):
    mark_all(running, cast)
    for section in running.minutes.sections.all():
        writing.save_section(section=section, body="Gesagt.", version=1, by=cast.organiser)
    running_actions.end(meeting=running, by=cast.minute_taker)
    assert missing(running, cast) == {}
    ended = type(running).objects.get(pk=running.pk)
    checks = checklist_of(ended, running.minutes, cast.minute_taker)
    assert all(check.is_done for check in checks)
    url = f"/protokolle/{running.minutes.pk}/"
    assert "Prüfliste" not in client_of("minute_taker").get(f"{url}schreiben/").content.decode()


def test_before_the_circulation_it_is_a_hint_and_no_barrier(client_of, cast, running):
    writing.save_section(section=section_of(running, "1"), body="Gesagt.", version=1, by=cast.organiser)
    running_actions.end(meeting=running, by=cast.organiser)
    client, url = client_of("minute_taker"), f"/protokolle/{running.minutes.pk}/"
    assert "Prüfliste:" in client.get(f"{url}schreiben/").content.decode()
    page = client.get(f"{url}umlauf/").content.decode()
    assert "Das fehlt dem Protokoll noch" in page
    assert PRESENCE in page
    assert client.post(f"{url}umlauf/", {"until": "2025-07-20"}).status_code == 303


def test_the_question_before_the_end_works_without_minutes(client_of, cast, meeting):
    running_actions.begin(meeting=meeting, by=cast.organiser)
    page = page_of(client_of("minute_taker"), meeting, "beenden/")
    assert "wird beim Beenden vermerkt" in page
    assert TOPS in page


# --- the record of it -------------------------------------------------------------------------------------


def test_the_minutes_tell_members_who_was_there_and_the_public_nobody(client_of, cast, published):
    meeting = published.meeting
    meeting.began_at, meeting.ended_at = (
        local(dt.date(2025, 6, 4), dt.time(14, minute)) for minute in (3, 50)
    )
    meeting.save()
    AttendanceFactory(
        meeting=meeting, person=cast.member_city.person, organisation=cast.organisations["city"]
    )
    AttendanceFactory(meeting=meeting, person=None, guest_name="Gerda Gast")
    member = client_of("member_utility").get(published.url).content.decode()
    assert "Mitglied Stadtverwaltung" in member
    assert "Gerda Gast" in member
    public = client_of("anonymous").get(published.url).content.decode()
    assert "14:03–14:50 Uhr" in public
    for words in ("Gerda", "Wer da war", "Teilnahme"):
        assert words not in public


@pytest.mark.slow
def test_a_click_makes_the_minutes_page_new(client_of, cast, draft):
    reader = client_of("organiser")
    reader.get(draft.url)
    etag = reader.get(draft.url)["ETag"]
    assert reader.get(draft.url, headers={"If-None-Match": etag}).status_code == 304
    attendance.add_guest(meeting=draft.meeting, name="Gerda Gast", by=cast.organiser)
    assert "Gerda Gast" in reader.get(draft.url, headers={"If-None-Match": etag}).content.decode()


# --- however many -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("people", [5, 60])
@pytest.mark.parametrize("persona", ["member_city", "organiser"])
@pytest.mark.slow
def test_the_minutes_page_costs_the_same_with_few_and_many(
    client_of, circulating, persona, people, django_assert_max_num_queries
):
    for _n in range(people):
        AttendanceFactory(meeting=circulating.meeting)
    client = client_of(persona)
    client.get(circulating.url)
    with django_assert_max_num_queries(10):
        page = client.get(circulating.url).content.decode()
    assert page.count("<dd>") == people


@pytest.mark.parametrize("tops, people", [(3, 5), (40, 60)])
@pytest.mark.parametrize("persona", ["minute_taker", "organiser"])
@pytest.mark.parametrize("what, budget", [("", 13), ("beenden/", 12)])
@pytest.mark.slow
def test_it_costs_the_same_however_much_there_is(
    client_of, cast, persona, tops, people, what, budget, django_assert_max_num_queries
):
    meeting = MeetingFactory(
        number=3, starts_at=local(DAY, dt.time(10)), minute_taker=cast.minute_taker.person
    )
    for n in range(1, tops + 1):
        AgendaItemFactory(meeting=meeting, position=n, number=str(n))
    for n in range(people):
        member = MembershipFactory()
        if n % 2:
            AttendanceFactory(meeting=meeting, person=member.person, organisation=member.organisation)
    client = client_of(persona)
    client.post(f"/treffen/{meeting.pk}/sitzung/beginnen/")
    for number in ("2", "3", "1"):
        call(client, meeting, number)
    page_of(client, meeting, what)
    with django_assert_max_num_queries(budget):
        page_of(client, meeting, what)


@pytest.mark.parametrize("persona", ["minute_taker", "organiser"])
def test_another_screen_is_told_only_when_something_else_runs(client_of, meeting, cast, persona):
    running_actions.begin(meeting=meeting, by=cast.organiser)
    client, url = client_of(persona), f"/treffen/{meeting.pk}/sitzung/"
    asked = re.search(r'hx-get="([^"]+/stand/[^"]+)"', client.get(url).content.decode())[1]
    assert client.get(asked).status_code == 204
    span = meeting.spans.running().get()
    running_actions.go_to(
        meeting=meeting, item=meeting.agenda_items.get(number="2"), seen=span.pk, by=cast.organiser
    )
    answer = client.get(asked)
    assert answer.status_code == 200
    assert "TOP 2 läuft seit" in answer.content.decode()


@pytest.mark.parametrize("what", ["top", "pause"])
@pytest.mark.slow
def test_without_scripts_the_clock_takes_the_text_along(client_of, meeting, cast, what):
    running_actions.begin(meeting=meeting, by=cast.organiser)
    minutes = writing.create(meeting=meeting, by=cast.organiser)
    section, client = minutes.sections.in_order().first(), client_of("minute_taker")
    html = client.get(f"/treffen/{meeting.pk}/sitzung/").content.decode()
    button = re.search(rf'<button[^>]*formaction="/treffen/{meeting.pk}/sitzung/{what}/"[^>]*>', html)[0]
    assert 'form="schreiben"' in button
    here = {"section": section.pk, f"s{section.pk}-version": section.version, "seen": meeting.spans.get().pk}
    more = {"item": meeting.agenda_items.get(number="2").pk} if what == "top" else {}
    url = f"/treffen/{meeting.pk}/sitzung/{what}/"
    answer = client.post(url, {**here, **more, f"s{section.pk}-body": "Getippt."})
    assert answer.status_code == 303
    section.refresh_from_db()
    assert section.body == "Getippt."
    assert meeting.spans.count() == 2
    late = client.post(url, {**here, **more, f"s{section.pk}-body": "Auf einem alten Stand."})
    assert late.status_code == 409
    assert "Auf einem alten Stand." in late.content.decode()
    assert meeting.spans.count() == 2
