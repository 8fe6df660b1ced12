"""The number of a Fachgruppentreffen is its place in the order of dates, until it was held."""

import datetime as dt

import pytest
from django.db import transaction
from icalendar import Calendar

from activity.models import Event
from invitations.actions import mailbox as mailbox_actions
from invitations.actions.notices import notify
from invitations.enums import Reply
from meetings.actions import meetings
from meetings.enums import Kind, State
from meetings.models import Meeting
from tests.factories.rows import MeetingFactory, MinutesFactory
from tests.invitations.inviting import flush, invite
from tests.invitations.mailed import mail, text
from tests.meetings.conftest import at, dated, fresh


def draft(title="Entwurf", **fields):
    return MeetingFactory(title=title, state=State.DRAFT, starts_at=None, **fields)


@pytest.fixture
def held(db):
    return MeetingFactory(title="Auftakt", number=1, state=State.HELD, starts_at=at(2025, 6, 4))


@pytest.fixture
def schedule(client_of, held):
    def on(day, title="Treffen", **fields):
        meeting = draft(title, **fields)
        client_of("organiser").post(f"/treffen/{meeting.pk}/terminieren/", dated(day=day))
        return meeting

    return on


def numbers():
    rows = Meeting.objects.filter(number__isnull=False).order_by("number")
    return {row.number: row.title for row in rows}


def cancel(client, meeting):
    data = {"reason": "Zu wenige.", "version": fresh(meeting).version}
    assert client.post(f"/treffen/{meeting.pk}/absagen/", data).status_code == 303


def test_numbers_follow_the_dates_and_not_the_order_of_scheduling(schedule):
    schedule("2025-12-10", "Winter")
    schedule("2025-09-10", "Herbst")
    schedule("2026-03-10", "Frühjahr")
    assert numbers() == {1: "Auftakt", 2: "Herbst", 3: "Winter", 4: "Frühjahr"}


def test_who_is_cancelled_gives_the_number_back(client_of, schedule):
    autumn, _winter = schedule("2025-09-10", "Herbst"), schedule("2025-12-10", "Winter")
    cancel(client_of("organiser"), autumn)
    assert numbers() == {1: "Auftakt", 2: "Winter"}
    assert fresh(autumn).name == "Herbst"


def test_moving_changes_the_order(client_of, schedule):
    autumn, winter = schedule("2025-09-10", "Herbst"), schedule("2025-12-10", "Winter")
    data = dated(day="2026-01-14", reason="Der Raum ist belegt.", version=fresh(autumn).version)
    client_of("organiser").post(f"/treffen/{autumn.pk}/verschieben/", data)
    assert numbers() == {1: "Auftakt", 2: "Winter", 3: "Herbst"}
    event = Event.objects.get(verb="meetings.renumbered", target_id=autumn.pk, data__numbers__0__0=winter.pk)
    assert event.data["numbers"] == [[winter.pk, 3, 2]]
    assert (
        "auch anderen Treffen neue Nummern gegeben" in client_of("admin").get("/verwaltung/vorgaenge/").text
    )


def test_what_was_held_keeps_its_number(client_of, cast, schedule, clock):
    autumn, winter = schedule("2025-09-10", "Herbst"), schedule("2025-12-10", "Winter")
    clock.move_to(at(2025, 12, 11))
    meetings.hold(meeting=winter, version=fresh(winter).version, by=cast.organiser)
    cancel(client_of("organiser"), autumn)
    schedule("2026-03-10", "Frühjahr")
    assert numbers() == {
        1: "Auftakt",
        3: "Winter",
        4: "Frühjahr",
    }  # and no second »2. Treffen« after the third
    late = schedule("2025-07-10", "Nachgetragen")
    assert numbers() == {1: "Auftakt", 2: "Nachgetragen", 3: "Winter", 4: "Frühjahr"}
    meetings.hold(meeting=late, version=fresh(late).version, by=cast.organiser)
    schedule("2025-08-10", "Noch eines")
    assert numbers()[4] == "Noch eines"
    assert numbers()[5] == "Frühjahr"


def test_approved_minutes_hold_it_as_well(schedule):
    autumn = schedule("2025-09-10", "Herbst")
    MinutesFactory(meeting=autumn, state="APPROVED", approved_at=at(2025, 9, 20))
    schedule("2025-08-10", "Sommer")
    assert numbers() == {1: "Auftakt", 2: "Herbst", 3: "Sommer"}


def test_other_kinds_count_from_the_day_they_become_one(client_of, schedule):
    workshop, winter = schedule("2025-09-10", "Herbst", kind=Kind.WORKSHOP), schedule("2025-12-10", "Winter")
    assert numbers() == {1: "Auftakt", 2: "Winter"}
    data = {"title": "Herbst", "kind": Kind.GROUP, "audience": 15, "version": fresh(workshop).version}
    client_of("organiser").post(f"/treffen/{workshop.pk}/bearbeiten/", data)
    assert (fresh(workshop).number, fresh(winter).number) == (2, 3)


def test_a_draft_has_a_quarter_and_no_number(client_of, schedule):
    client, title = client_of("organiser"), "Treffen im 3. Quartal 2025"
    meeting = draft(title, target_year=2025, target_quarter=3)
    assert f"<h1>{title}</h1>" in client.get(meeting.get_absolute_url()).text
    client.post(f"/treffen/{meeting.pk}/terminieren/", dated())
    assert f"<h1>2. {title}</h1>" in client.get(meeting.get_absolute_url()).text
    assert f">2. {title}<" in client.get("/treffen/").text


@pytest.mark.slow
def test_calendars_follow_and_nobody_gets_a_mail_of_it(client_of, cast, schedule, mailbox, worker, clock):
    winter = schedule("2025-12-10", "Winter")
    assert invite(client_of, cast, winter).status_code == 303
    flush(clock, worker, mailbox)
    feed = f"/treffen/{winter.pk}/termin.ics"
    before = Calendar.from_ical(client_of("member_city").get(feed).content).walk("VEVENT")[0]
    clock.shift(60)
    schedule("2025-09-10", "Herbst")
    after = Calendar.from_ical(client_of("member_city").get(feed).content).walk("VEVENT")[0]
    assert (before["SUMMARY"], after["SUMMARY"]) == ("2. Treffen: Winter", "3. Treffen: Winter")
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], before["SEQUENCE"])
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    with transaction.atomic():
        notify(fresh(winter))
    assert {each.subject for each in flush(clock, worker, mailbox)} == {
        "Termin: 2. Treffen: Herbst am 10. September 2025"
    }


@pytest.mark.slow
def test_an_answer_is_to_the_meeting_that_had_the_number_in_its_mail(
    client_of, cast, schedule, clock, worker, mailbox
):
    winter = schedule("2025-12-10", "Fachgruppentreffen")
    invite(client_of, cast, winter)
    flush(clock, worker, mailbox)
    autumn = schedule("2025-09-10", "Fachgruppentreffen")
    invite(client_of, cast, autumn)
    answer = mailbox_actions.take_in(mail(text("Ja."), subject="Zugesagt: 2. Treffen: Fachgruppentreffen"))
    assert (answer.meeting, answer.reply) == (winter, Reply.ACCEPTED)


@pytest.mark.parametrize("count", [2, 30])
def test_the_questions_do_not_grow(cast, held, count, django_assert_max_num_queries):
    MeetingFactory.create_batch(count, starts_at=at(2025, 12, 10))
    last = draft()
    meetings.schedule(meeting=last, version=1, day=dt.date(2026, 6, 10), by=cast.organiser)
    first = draft()
    with django_assert_max_num_queries(31):
        meetings.schedule(meeting=first, version=1, day=dt.date(2025, 8, 10), by=cast.organiser)
    assert (fresh(first).number, fresh(last).number) == (2, count + 3)
