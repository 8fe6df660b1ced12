"""Who is told of a meeting, and who is not."""

import re

import icalendar
import pytest

from activity.models import Preference
from meetings.enums import State
from members import audience
from tests.factories.rows import AgendaItemFactory, MeetingFactory
from tests.invitations.inviting import WAIT, invite, make_known
from tests.meetings.conftest import SECRET, at, dated, fresh
from tests.older import stored_before

OTHERS = ["admin", "member.city", "member.enterprise", "member.utility", "minute.taker"]
MEMBERS = ["admin", "member.city", "member.enterprise", "member.utility", "minute.taker", "organiser"]


@pytest.fixture
def worker(worker, clock):
    """Looks when the news are ripe: what happens within some minutes is one mail."""

    class Patient:
        def drain(self):
            clock.shift(WAIT)
            worker.drain()

    return Patient()


@pytest.fixture
def known(meeting, clock, worker, mailbox):
    make_known(meeting, clock, worker, mailbox)
    return meeting


def told(mailbox):
    assert all(len(mail.to) == 1 for mail in mailbox)
    return sorted(mail.to[0].removesuffix("@example.org") for mail in mailbox)


@pytest.mark.parametrize(
    "mask, readers",
    [
        (audience.PUBLIC, MEMBERS),
        (audience.MEMBERS, MEMBERS),
        (audience.CITY, ["member.city", "organiser"]),
        (audience.UTILITY | audience.CITY, ["member.city", "member.utility", "organiser"]),
    ],
)
def test_a_new_date_reaches_those_who_may_see_it_but_not_who_set_it(
    client_of, cast, mailbox, worker, mask, readers
):
    meeting = MeetingFactory(title="Datenplattform", state=State.DRAFT, starts_at=None, audience=mask)
    client_of("organiser").post(f"/treffen/{meeting.pk}/terminieren/", dated())
    worker.drain()
    assert told(mailbox) == [name for name in readers if name != "organiser"]
    for mail in mailbox:
        assert mail.subject == "Termin: 1. Treffen: Datenplattform am 10. September 2025"
        assert "Mittwoch, 10. September 2025, 14:00–16:00 Uhr" in mail.body


def test_the_minute_taker_is_told_also_from_outside_the_audience(client_of, cast, mailbox, worker):
    meeting = MeetingFactory(state=State.DRAFT, starts_at=None, audience=audience.CITY)
    taker = {"minute_taker": cast.minute_taker.person.pk}
    client_of("organiser").post(f"/treffen/{meeting.pk}/terminieren/", dated(**taker))
    worker.drain()
    assert told(mailbox) == ["member.city", "minute.taker"]


def test_the_mail_shows_the_agenda_with_the_readers_own_gaps(client_of, cast, mailbox, worker):
    meeting = MeetingFactory(state=State.DRAFT, starts_at=None)
    AgendaItemFactory(meeting=meeting, position=1, number="1", title="Begrüßung")
    AgendaItemFactory(meeting=meeting, position=2, number="2", title=SECRET, audience=audience.UTILITY)
    AgendaItemFactory(meeting=meeting, position=3, number="3", title="Ausblick")
    client_of("organiser").post(f"/treffen/{meeting.pk}/terminieren/", dated())
    worker.drain()
    for mail in mailbox:
        inside = mail.to == ["member.utility@example.org"]
        texts = [mail.body, mail.alternatives[0][0]]
        assert all((SECRET in text) == inside for text in texts)
        assert all(("nichtöffentlich" in text) != inside for text in texts)
        assert all("Ausblick" in text for text in texts)
        assert ("14:40" in mail.body) == inside


def test_a_draft_tells_nobody_anything(client_of, draft, mailbox, worker):
    client = client_of("organiser")
    data = {"title": "Anders", "kind": "GROUP", "audience": audience.PUBLIC, "target": "2025-3", "version": 1}
    client.post(f"/treffen/{draft.pk}/bearbeiten/", data | {"is_announced": "on"})
    client.post(f"/treffen/{draft.pk}/absagen/", {"reason": "Keine Zeit", "version": fresh(draft).version})
    worker.drain()
    assert fresh(draft).state == State.CANCELLED
    assert mailbox == []


@pytest.mark.slow
def test_moving_and_cancelling_are_told_with_the_reason(client_of, held, known, mailbox, worker):
    client, meeting = client_of("organiser"), known
    client.post(f"/treffen/{meeting.pk}/verschieben/", dated(day="2025-09-17", reason="Der Raum ist belegt."))
    worker.drain()
    assert len(mailbox) == len(MEMBERS) - 1
    assert mailbox[0].subject == "Verschoben: 2. Treffen: Herbsttreffen auf den 17. September 2025"
    assert "Mittwoch, 10. September 2025" in mailbox[0].body
    assert "Der Raum ist belegt." in mailbox[0].body
    mailbox.clear()
    client.post(
        f"/treffen/{meeting.pk}/absagen/", {"reason": "Zu wenige.", "version": fresh(meeting).version}
    )
    worker.drain()
    assert len(mailbox) == len(MEMBERS) - 1
    assert mailbox[0].subject.startswith("Abgesagt: Herbsttreffen")
    assert "Zu wenige." in mailbox[0].body


@pytest.mark.slow
def test_a_new_link_is_told_to_members(client_of, known, mailbox, worker):
    meeting = known
    same = dated(place_address="Engelplatz 8, 07743 Jena", online_url="https://neu.example.org/raum")
    client_of("organiser").post(f"/treffen/{meeting.pk}/verschieben/", same)
    worker.drain()
    assert mailbox[0].subject.startswith("Ort geändert")
    assert "https://neu.example.org/raum" in mailbox[0].body


@pytest.mark.slow
def test_several_moves_before_the_mail_leaves_make_one_mail_with_the_last_date(
    client_of, known, mailbox, worker
):
    client, meeting = client_of("organiser"), known
    for day in ("2025-09-17", "2025-09-18", "2025-09-24"):
        version = fresh(meeting).version
        client.post(f"/treffen/{meeting.pk}/verschieben/", dated(day=day, reason="Raum", version=version))
    worker.drain()
    assert len(mailbox) == len(MEMBERS) - 1
    assert all("24. September 2025" in mail.subject for mail in mailbox)
    assert all("10. September 2025, 14:00" in mail.body for mail in mailbox), "what they knew last"


@pytest.mark.slow
def test_after_a_change_the_page_says_who_gets_mail(client_of, cast, known, mailbox, worker, clock):
    """As many as it says, and those it says."""
    client, meeting = client_of("organiser"), known
    Preference.objects.create(user=cast.admin, kind="meetings.moved", frequency="never")

    def after(verb, **data):
        data["version"] = fresh(meeting).version
        html = client.post(f"/treffen/{meeting.pk}/{verb}/", data, follow=True).content.decode()
        mailbox.clear()
        worker.drain()
        return html

    html = after("verschieben", **dated(day="2025-09-17", reason="Raum"))
    assert "In drei Minuten geht eine Mail an 4 Mitglieder." in html
    assert len(mailbox) == 4
    html = after("verschieben", **dated(day="2025-09-17", capacity="7"))
    assert "Niemand bekommt eine Mail." in html
    assert mailbox == []
    invite(client_of, cast, meeting, ["member_city", "organiser"])
    worker.drain()
    html = after("verschieben", **dated(day="2025-09-24", reason="Raum"))
    assert "In drei Minuten geht eine Mail an die 2 Eingeladenen und an 3 weitere Mitglieder." in html
    assert len(mailbox) == 5
    html = after("absagen", reason="Zu wenige.")
    assert "an die 2 Eingeladenen und an 4 weitere Mitglieder." in html
    assert len(mailbox) == 6


@pytest.mark.slow
def test_moved_and_moved_back_is_no_news(client_of, known, mailbox, worker):
    client, meeting = client_of("organiser"), known
    for day in ("2025-09-17", "2025-09-10"):
        data = dated(day=day, reason="Raum", version=fresh(meeting).version)
        data["place_address"] = meeting.place_address
        client.post(f"/treffen/{meeting.pk}/verschieben/", data)
    worker.drain()
    assert mailbox == []


@pytest.mark.slow
def test_another_number_of_seats_is_no_news(client_of, known, mailbox, worker):
    data = dated(place_address=known.place_address, capacity="12", version=fresh(known).version)
    assert client_of("organiser").post(f"/treffen/{known.pk}/verschieben/", data).status_code == 303
    assert fresh(known).capacity == 12
    worker.drain()
    assert mailbox == []


def test_scheduled_and_invited_within_minutes_is_one_mail(client_of, cast, draft, mailbox, worker):
    client_of("organiser").post(f"/treffen/{draft.pk}/terminieren/", dated())
    invite(client_of, cast, draft, ["member_city", "organiser"])
    worker.drain()
    first = {mail.to[0]: mail.subject.partition(":")[0] for mail in mailbox}
    assert len(mailbox) == len(MEMBERS)
    assert first.pop("member.city@example.org") == first.pop("organiser@example.org") == "Einladung"
    assert set(first.values()) == {"Termin"}
    worker.drain()
    assert len(mailbox) == len(MEMBERS)


@pytest.mark.slow
def test_scheduled_invited_and_cancelled_all_hear_of_the_end(client_of, cast, draft, mailbox, worker):
    """The date was out already when the invitations still waited: nobody relies on a mail that is dropped."""
    client = client_of("organiser")
    client.post(f"/treffen/{draft.pk}/terminieren/", dated())
    worker.drain()
    assert told(mailbox) == OTHERS
    mailbox.clear()
    invite(client_of, cast, draft)
    data = {"reason": "Zu wenige.", "version": fresh(draft).version}
    client.post(f"/treffen/{draft.pk}/absagen/", data)
    worker.drain()
    assert told(mailbox) == OTHERS, "the organiser was never mailed, and did it"
    assert all(mail.subject.startswith("Abgesagt: Datenplattform") for mail in mailbox)
    assert all(str(entry_in(mail)["STATUS"]) == "CANCELLED" for mail in mailbox)


def test_news_that_is_no_longer_true_is_not_sent(client_of, draft, mailbox, worker):
    client = client_of("organiser")
    client.post(f"/treffen/{draft.pk}/terminieren/", dated())
    client.post(f"/treffen/{draft.pk}/absagen/", {"reason": "Irrtum", "version": fresh(draft).version})
    worker.drain()
    assert mailbox == [], "nobody knew of the date, so nobody hears that it is off"


def test_who_lost_sight_of_it_meanwhile_gets_no_mail(client_of, cast, draft, mailbox, worker):
    client = client_of("organiser")
    client.post(f"/treffen/{draft.pk}/terminieren/", dated())
    draft.refresh_from_db()
    data = {"title": draft.title, "audience": audience.CITY, "version": draft.version}
    assert client.post(f"/treffen/{draft.pk}/bearbeiten/", data).status_code == 303
    worker.drain()
    assert told(mailbox) == ["member.city"]


@pytest.mark.slow
def test_who_knew_the_date_and_loses_sight_hears_that_it_is_not_theirs_and_nothing_else(
    client_of, known, mailbox, worker
):
    data = {"title": SECRET, "audience": audience.CITY, "version": known.version}
    client_of("organiser").post(f"/treffen/{known.pk}/bearbeiten/", data)
    moved = dated(day="2025-09-17", reason="Der Raum ist belegt.", version=fresh(known).version)
    client_of("organiser").post(f"/treffen/{known.pk}/verschieben/", moved)
    worker.drain()
    lost = [mail for mail in mailbox if "gilt für Sie nicht mehr" in mail.subject]
    assert told(lost) == ["admin", "member.enterprise", "member.utility", "minute.taker"]
    for mail in lost:
        entry = entry_in(mail, named="Termin.ics")
        text = str(mail.message()) + mail.body + str(entry.to_ical())
        assert "10. September 2025" in mail.body
        assert entry.start == at(2025, 9, 10)
        assert not any(word in text for word in (SECRET, "Herbsttreffen", "17. September", "Raum", "JEDI"))
    (inside,) = [mail for mail in mailbox if mail not in lost]
    assert inside.subject.startswith("Verschoben")


def test_who_sees_it_only_later_hears_of_the_date_then(client_of, meeting, mailbox, worker, clock):
    meeting.audience = audience.CITY
    meeting.save()
    make_known(meeting, clock, worker, mailbox)
    data = {"title": "Herbsttreffen", "audience": audience.MEMBERS, "version": meeting.version}
    client_of("organiser").post(f"/treffen/{meeting.pk}/bearbeiten/", data)
    worker.drain()
    assert told(mailbox) == ["admin", "member.enterprise", "member.utility", "minute.taker"]
    assert all(mail.subject.startswith("Termin:") for mail in mailbox)


def test_recording_the_past_tells_nobody(client_of, cast, mailbox, worker):
    meeting = MeetingFactory(starts_at=at(2025, 6, 20))
    client = client_of("organiser")
    client.post(f"/treffen/{meeting.pk}/verschieben/", dated(day="2025-06-18", reason="Tippfehler"))
    client.post(f"/treffen/{meeting.pk}/durchgefuehrt/", {"version": fresh(meeting).version})
    worker.drain()
    assert fresh(meeting).state == State.HELD
    assert mailbox == []


@pytest.mark.slow
def test_a_title_cannot_smuggle_a_header(client_of, cast, mailbox, worker):
    meeting = MeetingFactory(state=State.DRAFT, starts_at=None)
    stored_before(meeting, title="Treffen\r\nBcc: alle@example.org")
    client_of("organiser").post(f"/treffen/{meeting.pk}/terminieren/", dated())
    worker.drain()
    for mail in mailbox:
        assert "\n" not in mail.subject
        assert mail.message()["Bcc"] is None


def entry_in(mail, named=r"(?:\d-)?Treffen-\d{4}-\d\d-\d\d\.ics"):
    ((name, content, kind),) = mail.attachments
    assert re.fullmatch(named, name)
    assert kind == "text/calendar"
    (event,) = icalendar.Calendar.from_ical(content).events
    return event


@pytest.mark.slow
def test_the_mail_brings_the_entry_for_the_calendar_and_its_changes(client_of, cast, mailbox, worker):
    """The same entry each time, newer each time: calendars put it in the place of the old one."""
    draft = MeetingFactory(
        title="Datenplattform", state=State.DRAFT, starts_at=None, audience=audience.UTILITY
    )
    client = client_of("organiser")
    client.post(f"/treffen/{draft.pk}/terminieren/", dated())
    moved = dated(day="2025-09-11", reason="Der Raum ist belegt.", version=fresh(draft).version)
    worker.drain()
    client.post(f"/treffen/{draft.pk}/verschieben/", moved)
    worker.drain()
    client.post(f"/treffen/{draft.pk}/absagen/", {"reason": "Zu wenige.", "version": fresh(draft).version})
    worker.drain()
    assert told(mailbox[-1:]) == ["member.utility"]
    entries = [entry_in(mail) for mail in mailbox]
    assert {str(entry["UID"]) for entry in entries} == {f"{draft.uid}@fachgruppe"}
    assert [(int(entry["SEQUENCE"]), str(entry["STATUS"])) for entry in entries][-2:] == [
        (1, "CONFIRMED"), (2, "CANCELLED")
    ]  # fmt: skip
    assert entries[-2].start == at(2025, 9, 11)
    assert not any("ATTENDEE" in entry for entry in entries)
