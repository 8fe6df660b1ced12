"""Whatever stands in the fields of meetings, tasks and minutes, two readers that know nothing of each other
find the same entries in our calendars, and nobody's text becomes a line, an entry or a header of its own."""

import datetime as dt

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream

from core.dates import local
from meetings.enums import State
from members import audience
from members.actions.calendar import renew_calendar_address
from minutes.enums import State as MinutesState
from tests.factories.rows import ActionItemFactory, AgendaItemFactory, MeetingFactory, MinutesFactory
from tests.older import stored_before

pytestmark = pytest.mark.django_db

HOSTILE = {
    "an entry": "Ende\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTART:20250101T000000Z\r\nSUMMARY:Falle",
    "a line": "Titel\nATTENDEE;CN=x:mailto:fremd@example.org",
    "a bare return": "Titel\rORGANIZER:mailto:fremd@example.org",
    "a folded line": "Titel\r\n X-FREMD:1\r\n\tX-FREMD:2",
    "lines of other kinds": "a\u2028ATTACH:file\u2029b\u0085X-FREMD:1\x0bc\x0cd\x00e\x1bf\x7f",
    "a header": "Titel\r\nSet-Cookie: fremd=1\r\n\r\n<script>",
    "a parameter": 'Titel;VALUE=DATE:20250101",;:\\,\\n\\;^n',
    "an escape at the end": "Titel\\",
    "long German words": "Straßenverkehrsüberwachungsgerätewartungsdienst " * 60,
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 " * 40 + "e\u0301\u202e",
    "only spaces": "   ",
}
TEXTS = [text.replace("\x00", "") for text in HOSTILE.values()]  # no database of ours keeps that letter
KNOWN = {
    "UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION",
    "URL", "STATUS", "TRANSP",
}  # fmt: skip
AT = local(dt.date(2025, 9, 10), dt.time(14))


def both(response):
    """The events as both read them, by their UID; the file itself is as strict as it has to be."""
    content = response.content
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    strict = IcsCalendarStream.calendar_from_ics(content.decode()).events
    tolerant = icalendar.Calendar.from_ical(content).events
    assert all(set(event) <= KNOWN for event in tolerant)
    assert len(strict) == len(tolerant) == lines.count(b"BEGIN:VEVENT")
    return {event.uid: event for event in strict}, {str(event["UID"]): event for event in tolerant}


def as_shown(text):
    """What a calendar can show of it: one kind of line end, and a space for what is no letter."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    unseen = {*map(chr, range(32)), "\x7f", "\u0085", "\u2028", "\u2029"} - {"\n"}
    return "".join(" " if letter in unseen else letter for letter in text)


@pytest.fixture
def feed(cast):
    path = f"/kalender/{renew_calendar_address(by=cast.member_city)}.ics"
    return lambda: Client().get(path)


@pytest.mark.parametrize("text", TEXTS, ids=HOSTILE)
@pytest.mark.parametrize("field", ["title", "place_name", "place_room", "place_address", "cancelled_because"])
def test_every_field_of_a_meeting(feed, client_of, field, text):
    text = text[: 200 if field != "cancelled_because" else 3000]
    state = State.CANCELLED if field == "cancelled_because" else State.SCHEDULED
    words = {"title": "Titel", "place_name": "", field: text[:100] if field == "place_room" else text}
    meeting = stored_before(MeetingFactory(state=state, starts_at=AT), **words)
    quiet = MeetingFactory(title="Ruhig", starts_at=AT)
    alone = client_of("member_city").get(f"/treffen/{meeting.pk}/termin.ics")
    uid = f"{meeting.uid}@fachgruppe"
    for response, uids in ((feed(), {uid, f"{quiet.uid}@fachgruppe"}), (alone, {uid})):
        strict, tolerant = both(response)
        assert set(strict) == set(tolerant) == uids
        shown = as_shown(words[field])
        event = tolerant[uid]
        if field == "title":
            assert str(event["SUMMARY"]) == strict[uid].summary == shown
        elif field == "cancelled_because":
            assert str(event["DESCRIPTION"]).startswith(shown)
        else:
            assert shown in str(event.get("LOCATION", ""))
        assert event.start == AT
    assert "Set-Cookie" not in alone.headers
    disposition = alone["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    assert not {"\r", "\n", "\0"} & set(disposition)


@pytest.mark.parametrize("text", TEXTS, ids=HOSTILE)
def test_the_words_of_tasks_and_of_minutes(cast, feed, text):
    held = MeetingFactory(state=State.HELD, starts_at=local(dt.date(2025, 6, 18), dt.time(14)))
    stored_before(held, title=text[:200])
    task = ActionItemFactory(
        agenda_item=AgendaItemFactory(meeting=held, position=1), released_at=timezone.now(),
        assignee=cast.member_city.person, due_on=dt.date(2025, 7, 11),
    )  # fmt: skip
    stored_before(task, wording=text)
    minutes = MinutesFactory(
        meeting=held,
        state=MinutesState.CIRCULATING,
        objections_until=local(dt.date(2025, 7, 15), dt.time(23, 59)),
    )
    strict, tolerant = both(feed())
    uids = {f"{held.uid}@fachgruppe", f"aufgabe-{task.pk}@fachgruppe", f"umlauf-{minutes.pk}@fachgruppe"}
    assert set(strict) == set(tolerant) == uids
    due = tolerant[f"aufgabe-{task.pk}@fachgruppe"]
    assert str(due["DESCRIPTION"]).startswith(as_shown(text))
    assert as_shown(held.title) in str(tolerant[f"umlauf-{minutes.pk}@fachgruppe"]["SUMMARY"])


@pytest.mark.parametrize(
    "begins, ends",
    [
        # by the clock in Jena: across the lost hour, in it, across the hour that comes twice, and in it
        ((dt.date(2025, 3, 30), dt.time(1, 30)), (dt.date(2025, 3, 30), dt.time(3, 30))),
        ((dt.date(2025, 3, 30), dt.time(2, 30)), (dt.date(2025, 3, 30), dt.time(4, 0))),
        ((dt.date(2025, 10, 25), dt.time(23, 0)), (dt.date(2025, 10, 26), dt.time(3, 0))),
        ((dt.date(2025, 10, 26), dt.time(2, 30)), (dt.date(2025, 10, 26), dt.time(2, 30, fold=1))),
        ((dt.date(2025, 3, 29), dt.time(14, 0)), (dt.date(2025, 3, 29), dt.time(16, 0))),
        ((dt.date(2025, 10, 27), dt.time(14, 0)), (dt.date(2025, 10, 27), dt.time(16, 0))),
        ((dt.date(2025, 12, 31), dt.time(23, 0)), (dt.date(2026, 1, 1), dt.time(1, 0))),
    ],
)
def test_meetings_around_the_changes_of_the_clock(feed, begins, ends):
    begins, ends = local(*begins), local(*ends)
    meeting = MeetingFactory(starts_at=begins, ends_at=ends)
    strict, tolerant = both(feed())
    uid = f"{meeting.uid}@fachgruppe"
    for found in ((strict[uid].dtstart, strict[uid].dtend), (tolerant[uid].start, tolerant[uid].end)):
        assert [moment.astimezone(dt.UTC) for moment in found] == [
            begins.astimezone(dt.UTC), ends.astimezone(dt.UTC)
        ]  # fmt: skip


def test_a_row_that_changed_without_an_action_is_written_anew(feed):
    """Lines are kept for as long as the row says the same, whoever wrote it."""
    meeting = MeetingFactory(title="Vorher", starts_at=AT)
    uid = f"{meeting.uid}@fachgruppe"
    assert str(both(feed())[1][uid]["SUMMARY"]) == "Vorher"
    type(meeting).objects.filter(pk=meeting.pk).update(title="Nachher")
    assert str(both(feed())[1][uid]["SUMMARY"]) == "Nachher"


def test_what_one_reader_sees_is_not_kept_for_another(cast, feed):
    """The way into the conference stands in the calendars of members, and never in the public one."""
    MeetingFactory(
        title="Offen",
        starts_at=AT,
        audience=audience.PUBLIC,
        online_url="https://konferenz.example.org/geheim",
    )
    for _again in range(2):
        assert b"geheim" in feed().content.replace(b"\r\n ", b"")
        assert b"geheim" not in Client().get("/kalender.ics").content.replace(b"\r\n ", b"")


def test_everybody_reads_it_in_their_own_language(cast, feed):
    MeetingFactory(title="Ausfall", starts_at=AT, state=State.CANCELLED)
    assert "Abgesagt: Ausfall" in feed().text
    cast.member_city.language = "en"
    cast.member_city.save(update_fields=["language"])
    assert "Cancelled: Ausfall" in feed().text
    assert "Abgesagt" not in feed().text
