"""The month: who finds what on which day, and that it is a table for everybody."""

import datetime as dt
import re

import html5lib
import pytest
from django.utils import timezone

from core.dates import local
from meetings.actions import meetings as meeting_actions
from meetings.enums import Kind, State
from meetings.models import Meeting
from members import audience
from minutes.enums import State as MinutesState
from tests.factories.rows import ActionItemFactory, AgendaItemFactory, MeetingFactory, MinutesFactory

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = "/treffen/monat/2025-09/", "/treffen/monat/2025-10/"


def at(month, day, hour=14, minute=0):
    return local(dt.date(2025, month, day), dt.time(hour, minute))


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def table_of(page):
    document = html5lib.parse(page.text, namespaceHTMLElements=False)
    (table,) = document.iter("table")
    return table


def days_of(page):
    """»2025-09-10« → what stands in its cell beside the names of the day."""
    found = {}
    for cell in table_of(page).iter("td"):
        for moment in cell.iter("time"):
            found[moment.get("datetime")] = text_of(cell).removeprefix(text_of(moment)).strip()
    return found


def busy(page):
    return {day: words for day, words in days_of(page).items() if words}


@pytest.fixture
def meetings(cast):
    usual = {"starts_at": at(9, 10), "audience": audience.PUBLIC}
    return {
        "public": MeetingFactory(title="Offenes", **usual),
        "members": MeetingFactory(title="Inneres", starts_at=at(9, 11, 9)),
        "utility": MeetingFactory(title="Geheimes", starts_at=at(9, 12), audience=audience.UTILITY),
        "cancelled": MeetingFactory(
            title="Ausfall", state=State.CANCELLED, audience=audience.PUBLIC, starts_at=at(9, 16)
        ),
        "draft": MeetingFactory(title="Entwurf", state=State.DRAFT, is_announced=True, **usual),
        "day": MeetingFactory(
            title="Ganztags", has_times=False, ends_at=None, audience=audience.PUBLIC,
            starts_at=at(9, 30, 0),
        ),
    }  # fmt: skip


def test_a_meeting_stands_on_its_day_with_time_place_and_state(client_of, meetings):
    page = client_of("anonymous").get(SEPTEMBER)
    assert busy(page) == {
        "2025-09-10": "14:00–16:00 Uhr Offenes Termin steht JEDI",
        "2025-09-16": "14:00–16:00 Uhr Ausfall abgesagt",
        "2025-09-20": "Weltkindertag",
        "2025-09-30": "Ganztags Termin steht JEDI",
    }
    assert "<s>Ausfall</s>" in page.text
    assert f'<a href="{meetings["public"].get_absolute_url()}">Offenes</a>' in page.text


@pytest.mark.parametrize(
    "persona, more",
    [("anonymous", set()), ("former_member", set()), ("member_city", {"Inneres"}), ("admin", {"Inneres"}),
     ("member_utility", {"Inneres", "Geheimes"}), ("organiser", {"Inneres", "Geheimes"})],
)  # fmt: skip
def test_everybody_finds_what_they_may_see(client_of, meetings, persona, more):
    words = " ".join(busy(client_of(persona).get(SEPTEMBER)).values())
    titles = {"Offenes", "Inneres", "Geheimes", "Ausfall", "Ganztags", "Entwurf"}
    assert {title for title in titles if title in words} == {"Offenes", "Ausfall", "Ganztags"} | more


def test_a_meeting_late_in_the_evening_stays_in_its_month(client_of, cast):
    MeetingFactory(title="Silvester", starts_at=at(9, 30, 23, 30), audience=audience.PUBLIC)
    client = client_of("anonymous")
    assert "Silvester" in days_of(client.get(SEPTEMBER))["2025-09-30"]
    assert "Silvester" not in client.get(OCTOBER).text


def test_the_old_day_says_where_a_moved_meeting_is(client_of, cast, meetings):
    meeting = meetings["members"]
    Meeting.objects.filter(pk=meeting.pk).update(kind=Kind.WORKSHOP)  # a number would be one more word

    def move(day, **times):
        fresh = Meeting.objects.get(pk=meeting.pk)
        meeting_actions.move(
            meeting=fresh, version=fresh.version, day=day, begins=dt.time(9), ends=times.get("ends"),
            place_name="JEDI", reason="Raum belegt", by=cast.organiser,
        )  # fmt: skip

    move(dt.date(2025, 9, 11), ends=dt.time(12))  # another end is no other day
    move(dt.date(2025, 10, 8))
    found = busy(client_of("member_city").get(SEPTEMBER))
    assert found["2025-09-11"] == "Inneres verschoben auf den 8. Oktober"
    assert "09:00 Uhr Inneres" in busy(client_of("member_city").get(OCTOBER))["2025-10-08"]
    assert "2025-09-11" not in busy(client_of("anonymous").get(SEPTEMBER))
    move(dt.date(2025, 9, 11))  # and back again: nothing is left at the day in between but where it is
    assert "verschoben" not in busy(client_of("member_city").get(SEPTEMBER))["2025-09-11"]
    assert busy(client_of("member_city").get(OCTOBER))["2025-10-08"] == (
        "Herbstferien Inneres verschoben auf den 11. September"
    )


def test_holidays_are_named(client_of, cast):
    page = client_of("anonymous").get(OCTOBER)
    found = busy(page)
    assert found["2025-10-03"] == "Tag der Deutschen Einheit"
    assert found["2025-10-31"] == "Reformationstag"
    assert {day for day, words in found.items() if words == "Herbstferien"} == {
        f"2025-10-{number:02}" for number in range(6, 19)
    }
    assert "Herbstferien, 6. Oktober bis 18. Oktober" in page.text
    assert "In diesem Monat steht nichts an." in page.text


def test_school_holidays_are_told_with_their_ends_in_other_months(client_of, cast):
    page = client_of("anonymous").get("/treffen/monat/2025-07/").text
    assert "Sommerferien, 28. Juni bis 8. August" in page
    assert "In diesem Monat steht nichts an." in page


def test_ones_own_deadlines_are_there_and_nobody_elses(client_of, cast):
    held = MeetingFactory(title="Vorbei", state=State.HELD, starts_at=at(6, 18))
    item = AgendaItemFactory(meeting=held, position=1)
    task = {"agenda_item": item, "released_at": timezone.now(), "due_on": dt.date(2025, 9, 9)}
    mine = ActionItemFactory(wording="Quellen auflisten", assignee=cast.member_city.person, **task)
    ActionItemFactory(wording="Etwas anderes", assignee=cast.member_utility.person, **task)
    MinutesFactory(meeting=held, state=MinutesState.CIRCULATING, objections_until=at(9, 15, 23, 59))
    page = client_of("member_city").get(SEPTEMBER)
    assert busy(page)["2025-09-09"] == "Aufgabe fällig: Quellen auflisten"
    assert busy(page)["2025-09-15"] == "Einwendungsfrist endet: Protokoll Vorbei"
    assert f'<a href="/aufgaben/{mine.pk}/">' in page.text
    assert "Einwendungsfrist" not in client_of("member_city").get(OCTOBER).text
    for persona in ("anonymous", "former_member"):
        assert "Einwendungsfrist" not in client_of(persona).get(SEPTEMBER).text
        assert "Aufgabe fällig" not in client_of(persona).get(SEPTEMBER).text


def test_it_is_a_table_of_weeks_from_monday(client_of, cast):
    page = client_of("anonymous").get(SEPTEMBER)
    table = table_of(page)
    heads = [text_of(head) for head in table.iter("th")]
    assert heads[0] == "MoMontag"  # the short one for eyes, the long one for ears
    assert heads[-1] == "SoSonntag"
    assert {head.get("scope") for head in table.iter("th")} == {"col"}
    assert {len(list(row)) for row in table.iter("tr")} == {7}
    assert list(days_of(page)) == [f"2025-09-{number:02}" for number in range(1, 31)]


def test_today_is_said_in_a_word(client_of, cast):
    assert busy(client_of("anonymous").get("/treffen/monat/2025-07/"))["2025-07-01"].startswith("heute")
    assert ">heute<" not in client_of("anonymous").get(SEPTEMBER).text


def test_the_bare_address_begins_with_the_next_meeting(client_of, clock, meetings):
    def heading(persona):
        return re.search(
            r'<h2 id="welcher-monat">([^<]+)</h2>', client_of(persona).get("/treffen/monat/").text
        )[1]

    assert heading("anonymous") == "September 2025"
    Meeting.objects.exclude(pk=meetings["utility"].pk).update(state=State.CANCELLED)
    assert heading("anonymous") == "Juli 2025"  # that of today
    assert heading("member_city") == "Juli 2025"
    assert heading("member_utility") == "September 2025"


def test_one_walks_from_month_to_month(client_of, cast):
    page = client_of("anonymous").get("/treffen/monat/2025-12/").text
    assert 'rel="prev" href="/treffen/monat/2025-11/#monat"' in page
    assert 'rel="next" href="/treffen/monat/2026-01/#monat"' in page
    assert 'href="/treffen/monat/2025-07/#monat">Dieser Monat' in page
    assert "Dieser Monat" not in client_of("anonymous").get("/treffen/monat/2025-07/").text
    assert 'rel="prev"' not in client_of("anonymous").get("/treffen/monat/2000-01/").text
    assert 'rel="next"' not in client_of("anonymous").get("/treffen/monat/2100-12/").text


@pytest.mark.parametrize(
    "name", ["2025-13", "2025-00", "2025-9", "25-09", "1999-12", "2101-01", "²025-09", "x"]
)
def test_what_is_no_month_is_not_there(client_of, cast, name):
    assert client_of("anonymous").get(f"/treffen/monat/{name}/").status_code == 404


def test_list_and_month_lead_to_each_other_and_to_the_subscription(client_of, cast):
    for persona, subscription in (("anonymous", "/kalender.ics"), ("member_city", "/profil/kalender/")):
        for here, there in (("/treffen/", "/treffen/monat/"), ("/treffen/monat/", "/treffen/")):
            page = client_of(persona).get(here).text
            assert f'<a href="{here}" aria-current="page">' in page
            assert f'<a href="{there}">' in page
            assert f'href="{subscription}"' in page


def test_titles_are_escaped(client_of, cast):
    MeetingFactory(title="<b>fett</b>", place_name="<i>Ort</i>", audience=audience.PUBLIC)
    page = client_of("anonymous").get(SEPTEMBER).text
    assert "<b>fett" not in page
    assert "<i>Ort" not in page


def test_it_speaks_english(client_of, meetings):
    client = client_of("anonymous")
    client.cookies["django_language"] = "en"
    page = client.get(OCTOBER).text
    assert "October 2025" in page
    assert "German Unity Day" in page


@pytest.mark.parametrize("persona", ["anonymous", "member_city", "organiser", "admin", "former_member"])
@pytest.mark.parametrize("number", [2, 200])
def test_the_questions_do_not_grow_with_the_meetings(
    client_of, cast, persona, number, django_assert_max_num_queries
):
    MeetingFactory.create_batch(number, audience=audience.PUBLIC)
    client = client_of(persona)
    client.get(SEPTEMBER)
    for address in (SEPTEMBER, "/treffen/monat/"):
        with django_assert_max_num_queries(8):
            assert len(busy(client.get(address))["2025-09-10"]) > number * 10


@pytest.mark.parametrize("address", [SEPTEMBER, "/treffen/monat/"])
def test_an_unchanged_month_is_not_made_again(
    client_of, cast, meetings, address, django_assert_max_num_queries
):
    client = client_of("member_city")
    client.get(address)
    etag = client.get(address).headers["ETag"]
    with django_assert_max_num_queries(5):
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    meeting = meetings["members"]
    meeting_actions.cancel(meeting=meeting, version=meeting.version, reason="Krank", by=cast.organiser)
    page = client.get(address, headers={"If-None-Match": etag})
    assert "abgesagt" in busy(page)["2025-09-11"]


def test_the_month_of_the_next_meeting_passes_by_itself(client_of, clock, meetings):
    client = client_of("anonymous")
    client.get("/treffen/monat/")
    clock.move_to(at(9, 30, 9))
    etag = client.get("/treffen/monat/").headers["ETag"]
    later = MeetingFactory(title="Später", starts_at=at(11, 5), audience=audience.PUBLIC)
    Meeting.objects.exclude(pk=later.pk).update(ends_at=at(9, 30, 10))
    clock.move_to(at(9, 30, 11))
    page = client.get("/treffen/monat/", headers={"If-None-Match": etag})
    assert "Später" in page.text
