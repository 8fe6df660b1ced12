"""Choosing days from the months, and the result with what is to be known of each day."""

import datetime as dt
import re

import pytest

from meetings.actions import meetings
from members import audience
from polls.actions import options as option_actions
from polls.actions import polls as poll_actions
from polls.enums import Mode
from polls.models import DatePoll, PollOption
from tests.factories.rows import MeetingFactory
from tests.meetings.conftest import at
from tests.polls.polling import MAYBE, NO, YES, address, draft, opened, prepared, say, september, somebody

pytestmark = pytest.mark.django_db
ON_SITE = {"mode": "ON_SITE", "place": "JEDI, Jena Digital Innovation Hub|Engelplatz 8, 07743 Jena"}
CHOSEN = {"days": ["2025-09-09", "2025-09-10"], "begins_1": "10:00", "ends_1": "12:00", **ON_SITE}


def choose(client, meeting, **data):
    return client.post(f"/treffen/{meeting.pk}/terminabstimmung/vorschlaege/", data, follow=True)


def offered(meeting):
    return [str(option) for option in PollOption.objects.filter(poll__meeting=meeting).in_order()]


# --- choosing days ----------------------------------------------------------------------------------------


def test_days_times_times(cast, client_of):
    meeting = draft()
    times = {"begins_2": "14:00", "ends_2": "16:00"}
    answer = choose(client_of("organiser"), meeting, **CHOSEN, **times)
    assert "4 Vorschläge sind aufgenommen." in answer.text
    assert offered(meeting) == [
        "Dienstag, 9. September 2025, 10:00–12:00 Uhr",
        "Dienstag, 9. September 2025, 14:00–16:00 Uhr",
        "Mittwoch, 10. September 2025, 10:00–12:00 Uhr",
        "Mittwoch, 10. September 2025, 14:00–16:00 Uhr",
    ]
    option = PollOption.objects.first()
    assert (option.place_name, option.place_address) == (
        "JEDI, Jena Digital Innovation Hub", "Engelplatz 8, 07743 Jena",
    )  # fmt: skip


def test_the_same_again_adds_nothing(cast, client_of):
    meeting = draft()
    for sentence in ("2 Vorschläge sind aufgenommen.", "Diese Vorschläge gab es schon."):
        assert sentence in choose(client_of("organiser"), meeting, **CHOSEN).text
    assert len(offered(meeting)) == 2
    assert DatePoll.objects.count() == 1


def times_on(page):
    return re.findall(r'name="usual" value="([^"]+)"', page)


def test_usual_times_are_offered(cast, client_of):
    """Those of earlier meetings and working hours, in the order of the clock; a whole day has none."""
    MeetingFactory(starts_at=at(2025, 3, 5, 17, 30), ends_at=at(2025, 3, 5, 19), state="HELD")
    MeetingFactory(starts_at=at(2025, 4, 5), ends_at=None, has_times=False)
    meeting = draft()
    page = client_of("organiser").get(f"/treffen/{meeting.pk}/terminabstimmung/vorschlaege/").text
    assert times_on(page) == [
        "09:00–11:00", "10:00–12:00", "13:00–15:00", "14:00–16:00", "15:00–17:00", "17:30–19:00",
    ]  # fmt: skip
    chosen = {"days": ["2025-09-10"], "usual": ["17:30–19:00"], "begins_1": "17:30", "ends_1": "19:00"}
    choose(client_of("organiser"), meeting, **chosen, **ON_SITE)
    assert offered(meeting) == ["Mittwoch, 10. September 2025, 17:30–19:00 Uhr"]
    wrong = choose(client_of("organiser"), meeting, **{**chosen, "usual": ["03:00"]}, **ON_SITE)
    assert wrong.status_code == 422


def test_times_are_carried_to_other_days(cast, client_of):
    meeting = draft()
    choose(client_of("organiser"), meeting, **CHOSEN | {"begins_2": "14:30"})
    page = client_of("organiser").get(f"/treffen/{meeting.pk}/terminabstimmung/vorschlaege/").text
    assert {"10:00–12:00", "14:30"} <= set(times_on(page))
    times = ["10:00–12:00", "14:30"]
    choose(client_of("organiser"), meeting, days=["2025-09-18"], usual=times, **ON_SITE)
    assert offered(meeting)[-2:] == [
        "Donnerstag, 18. September 2025, 10:00–12:00 Uhr",
        "Donnerstag, 18. September 2025, 14:30 Uhr",
    ]


def test_an_evening_may_end_after_midnight(cast, client_of):
    meeting = draft()
    evening = {"days": ["2025-09-10"], "begins_1": "19:00", "ends_1": "00:30"}
    choose(client_of("organiser"), meeting, **CHOSEN | evening)
    assert offered(meeting) == ["Mittwoch, 10. September 2025, 19:00–00:30 Uhr"]
    option = PollOption.objects.get(poll__meeting=meeting)
    assert option.ends_at - option.starts_at == dt.timedelta(hours=5.5)


def test_without_times_it_is_the_day(cast, client_of):
    meeting = draft()
    choose(client_of("organiser"), meeting, days=["2025-09-10"], **ON_SITE)
    assert offered(meeting) == ["Mittwoch, 10. September 2025"]


@pytest.mark.parametrize("fields, kept", [
    ({"mode": "ONLINE", "online_url": "https://konferenz.example.org/x"}, ("", "https://konferenz.example.org/x")),
    ({"mode": "BOTH", "online_url": "https://konferenz.example.org/x"},
     ("JEDI, Jena Digital Innovation Hub", "https://konferenz.example.org/x")),
    ({"online_url": "https://konferenz.example.org/x"}, ("JEDI, Jena Digital Innovation Hub", "")),
    ({"place": "andere", "place_name": "Rathaus"}, ("Rathaus", "")),
    ({"place": ""}, ("", "")),
])  # fmt: skip
def test_where(cast, client_of, fields, kept):
    meeting = draft()
    choose(client_of("organiser"), meeting, **CHOSEN | fields)
    option = PollOption.objects.filter(poll__meeting=meeting).first()
    assert (option.place_name, option.online_url) == kept


def test_places_of_earlier_meetings_are_offered(cast, client_of):
    MeetingFactory(place_name="Volkshaus", place_address="Carl-Zeiß-Platz 15")
    page = client_of("organiser").get(f"/treffen/{draft().pk}/terminabstimmung/vorschlaege/").text
    assert "Volkshaus, Carl-Zeiß-Platz 15" in page


@pytest.mark.parametrize("wrong, sentence", [
    ({"days": []}, "Bitte wählen Sie mindestens einen Tag."),
    ({"days": ["2025-02-30"]}, "Bitte wählen Sie die Tage in den Monaten aus."),
    ({"days": ["2025-06-30"]}, "30. Juni 2025, 10:00–12:00 Uhr liegt in der Vergangenheit."),
    ({"begins_1": "", "ends_1": "12:00"}, "Bitte geben Sie auch den Beginn an."),
    ({"ends_1": "09:00"}, "Das Ende muss nach dem Beginn liegen."),
    ({"place": "andere", "place_name": ""}, "Bitte nennen Sie den Ort."),
    ({"online_url": "javascript:alert(1)", "mode": "ONLINE"}, "Link zur Teilnahme"),
    ({"days": [f"2025-09-{day:02}" for day in range(1, 31)] + [f"2025-08-{day:02}" for day in range(1, 12)]},
     "Mehr als 40 Vorschläge überblickt niemand."),
])  # fmt: skip
def test_a_wrong_choice_comes_back_with_its_boxes(cast, client_of, wrong, sentence):
    meeting = draft()
    data = CHOSEN | wrong
    answer = choose(client_of("organiser"), meeting, **data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert offered(meeting) == []
    if data["days"] == CHOSEN["days"]:
        assert answer.text.count(" checked") == 3  # two days and the form of the meeting


def test_the_months_are_those_of_the_quarter(cast, client_of):
    """1 July 2025 is today; the 3rd quarter goes on until September."""
    client, meeting = client_of("organiser"), draft()
    page = client.get(f"/treffen/{meeting.pk}/terminabstimmung/vorschlaege/").text
    assert re.findall(r"<caption>(.*?)</caption>", page) == ["Juli 2025", "August 2025", "September 2025"]
    later = client.get(f"/treffen/{meeting.pk}/terminabstimmung/vorschlaege/?ab=2025-10").text
    assert re.findall(r"<caption>(.*?)</caption>", later) == [
        "Oktober 2025", "November 2025", "Dezember 2025",
    ]  # fmt: skip
    assert "Tag der Deutschen Einheit" in later
    for odd in ("2025-13", "٢٠٢٥-٠٩", "1999-01", "x"):
        page = client.get(f"/treffen/{meeting.pk}/terminabstimmung/vorschlaege/?ab={odd}")
        assert "<caption>Juli 2025</caption>" in page.text


def ticked(page):
    return sorted(re.findall(r'name="days" value="([^"]+)" ?checked', page.text))


def test_turning_the_months_keeps_ticks_and_times(cast, client_of):
    """Without scripts; nothing is saved, and nothing is wrong yet."""
    client, meeting = client_of("organiser"), draft()
    typed = {**CHOSEN, "begins_2": "09:15", "place": "andere", "place_name": "Rathaus", "monat": "2025-07"}
    later = choose(client, meeting, **typed, ab="2025-10")
    assert later.status_code == 200
    assert re.findall(r"<caption>(.*?)</caption>", later.text)[0] == "Oktober 2025"
    assert "In anderen Monaten angekreuzt:" in later.text
    assert ticked(later) == ["2025-09-09", "2025-09-10"]
    assert "Bitte prüfen Sie Ihre Eingaben" not in later.text
    for words in ('value="10:00"', 'value="09:15"', 'value="Rathaus"'):
        assert words in later.text
    assert offered(meeting) == []
    days = [*CHOSEN["days"], "2025-10-08"]
    choose(client, meeting, **CHOSEN | {"days": days}, monat="2025-10")
    assert len(offered(meeting)) == 3


def test_an_error_stays_in_the_months_on_the_screen(cast, client_of):
    wrong = CHOSEN | {"ends_1": "09:00", "monat": "2025-10"}
    answer = choose(client_of("organiser"), draft(), **wrong)
    assert answer.status_code == 422
    assert "<caption>Oktober 2025</caption>" in answer.text
    assert ticked(answer) == ["2025-09-09", "2025-09-10"]


def test_what_is_no_day_is_not_shown_as_one(cast, client_of):
    odd = {"days": ["2025-02-30", "<b>x</b>", "2026-01-07"], "mode": "ON_SITE", "ab": "2025-13"}
    page = choose(client_of("organiser"), draft(), **odd)
    assert ticked(page) == ["2026-01-07"]
    assert "<caption>Juli 2025</caption>" in page.text


def test_past_days_have_no_box(cast, client_of, clock):
    clock.move_to("2025-07-15T10:00:00+02:00")
    page = client_of("organiser").get(f"/treffen/{draft().pk}/terminabstimmung/vorschlaege/").text
    assert 'value="2025-07-14"' not in page
    assert 'value="2025-07-15"' in page


def test_what_is_on_a_day_stands_there_in_words(cast, client_of):
    MeetingFactory(title="Stammtisch Offene Daten", starts_at=at(2025, 9, 10))
    page = client_of("organiser").get(f"/treffen/{draft().pk}/terminabstimmung/vorschlaege/").text
    for day, words in (("2025-07-04", "Sommerferien"), ("2025-09-20", "Weltkindertag"),
                       ("2025-09-10", "Stammtisch Offene Daten")):  # fmt: skip
        cell = page[page.index(f'value="{day}"') :]
        assert words in cell[: cell.index("</label>")], day


def test_removed_while_nobody_has_answered(cast, client_of):
    poll = opened(cast)
    first, second, _third = poll.options.in_order()
    say(poll, cast.member_city, YES, "", "")
    client = client_of("organiser")
    for _click in range(2):
        client.post(address(poll, f"vorschlaege/{second.pk}/entfernen/"))
    assert poll.options.count() == 2
    answer = client.post(address(poll, f"vorschlaege/{first.pk}/entfernen/"))
    assert answer.status_code == 409
    assert "Zu diesem Vorschlag gibt es schon Antworten." in answer.text
    assert f"{first.pk}/entfernen/" not in client.get(address(poll, "vorschlaege/")).text


def test_the_last_one_stays_while_it_runs(cast, client_of):
    poll = opened(cast)
    for option in poll.options.in_order():
        answer = client_of("organiser").post(address(poll, f"vorschlaege/{option.pk}/entfernen/"))
    assert answer.status_code == 409
    assert "Eine laufende Abstimmung braucht mindestens einen Vorschlag." in answer.text


def test_closed_nothing_is_added(cast, client_of):
    poll = opened(cast)
    poll_actions.close(poll=poll, by=cast.organiser)
    answer = choose(client_of("organiser"), poll.meeting, **CHOSEN)
    assert answer.status_code == 409
    assert "Verlängern Sie zuerst die Frist" in answer.text


def test_a_meeting_with_a_date_has_none(cast, client_of):
    answer = choose(client_of("organiser"), MeetingFactory(), **CHOSEN)
    assert answer.status_code == 409
    assert "Eine Terminabstimmung gibt es nur für ein Treffen im Entwurf." in answer.text


# --- the result -------------------------------------------------------------------------------------------


def result(client, poll):
    answer = client.get(address(poll))
    assert answer.status_code == 200
    return answer


def test_the_best_option_comes_first(cast, client_of):
    poll = opened(cast)
    for name, choices in {
        "member_city": (YES, YES, NO),
        "member_enterprise": (YES, MAYBE, NO),
        "member_utility": (NO, MAYBE, NO),
    }.items():
        say(poll, cast.users[name], *choices)
    answer = result(client_of("member_city"), poll)
    options = answer.context["result"].options
    assert [option.option.day.day for option in options] == [10, 9, 18]
    assert [option.is_best for option in options] == [True, False, False]
    assert options[0].covers_all
    assert "am besten: alle Säulen" in answer.text
    assert "3 von 6 können, davon 2 wenn nötig" in answer.text


def rows_of_table(page):
    """»Stadt Jena« → what stands in the cells beside it."""
    table = page.text[page.text.index('<table class="poll">') :]
    rows = re.findall(r"<tr[^>]*><th scope=.row.>(.*?)</tr>", table[: table.index("</table>")], re.S)
    cells = [
        re.sub(r"<[^>]+>", " ", row.replace("</th>", "|").replace("</td>", "|")).split("|") for row in rows
    ]
    return {" ".join(head.split()): [" ".join(cell.split()) for cell in rest[:-1]] for head, *rest in cells}


def test_the_table_counts_each_organisation(cast, client_of):
    """The Kommunalservice has two people here, one of whom has not answered."""
    poll = opened(cast)
    say(poll, cast.member_enterprise, YES, MAYBE, NO)
    page = result(client_of("member_city"), poll)
    rows = rows_of_table(page)
    assert rows["Kommunalservice Jena"] == [
        "1/2 1 von 2 kann", "1/2 1 von 2 kann", "0/2 0 von 2 können",
    ]  # fmt: skip
    assert set(rows["Stadt Jena"]) == {"· noch keine Antwort"}
    assert rows["Mitglied Eigenbetrieb"] == ["✓ Ja", "(✓) Wenn nötig", "– Nein"]
    assert list(rows).index("Kommunalservice Jena") < list(rows).index("Mitglied Eigenbetrieb")
    assert "aus 1 von 4 Organisationen" in page.text


def test_a_pillar_that_declined_is_named(cast, client_of):
    """The Eigenbetriebe have two people here; one of them has not said anything yet."""
    poll = opened(cast)
    say(poll, cast.member_utility, NO, YES, "")
    say(poll, cast.member_enterprise, NO, YES, "")
    first = next(
        o for o in result(client_of("member_city"), poll).context["options"] if o.option.day.day == 9
    )
    assert first.warnings == ["Von den Stadtwerken kann niemand."]
    say(poll, cast.minute_taker, NO, YES, "")
    first = next(
        o for o in result(client_of("member_city"), poll).context["options"] if o.option.day.day == 9
    )
    assert len(first.warnings) == 2


def test_marks_of_days(cast, client_of):
    MeetingFactory(title="Stammtisch Offene Daten", starts_at=at(2025, 9, 18, 18), audience=audience.PUBLIC)
    MeetingFactory(title="Runde der Stadtwerke", starts_at=at(2025, 9, 18, 9), audience=audience.UTILITY)
    slots = [(dt.date(2025, 10, 3), None, None), (dt.date(2025, 10, 9), None, None), *september(18)]
    poll = option_actions.add(meeting=draft(), slots=slots, by=cast.organiser)
    poll = poll_actions.open(poll=poll, version=poll.version, until=dt.date(2025, 7, 11), by=cast.organiser)
    outside = result(client_of("member_city"), poll).text
    inside = result(client_of("member_utility"), poll).text
    for words in ("Tag der Deutschen Einheit", "Herbstferien", "Stammtisch Offene Daten (18:00–20:00 Uhr)"):
        assert words in outside
    assert "Runde der Stadtwerke" in inside
    assert "Runde der Stadtwerke" not in outside


def test_cancelled_meetings_leave_no_mark(cast, client_of):
    other = MeetingFactory(title="Abgesagte Runde", starts_at=at(2025, 9, 10))
    meetings.cancel(meeting=other, version=1, reason="Krank", by=cast.organiser)
    assert "Abgesagte Runde" not in result(client_of("member_city"), opened(cast)).text


def test_names_are_there_for_members(cast, client_of):
    poll = opened(cast)
    say(poll, cast.member_utility, YES, NO, MAYBE, remark="Am 18. erst <b>ab 15</b> Uhr.")
    page = result(client_of("member_city"), poll).text
    assert "Mitglied Stadtwerke (Stadtwerke Jena)" in page
    assert "Am 18. erst &lt;b&gt;ab 15&lt;/b&gt; Uhr." in page


def test_english_words(cast, client_of):
    cast.member_city.language = "en"
    cast.member_city.save()
    client = client_of("member_city")
    client.post("/sprache/", {"language": "en"})
    poll = opened(cast)
    assert "<h1>Date poll</h1>" in result(client, poll).text


def test_when_the_reminder_goes_is_told_to_organisers(cast, client_of):
    poll = opened(cast)
    say(poll, cast.member_city, YES, "", "")
    page = result(client_of("organiser"), poll).text
    assert "Am 9. Juli 2025, 09:00 Uhr erinnert das Portal alle, die noch nicht" in page
    assert "zurzeit 5 Personen." in page
    assert "erinnert das Portal" not in result(client_of("member_city"), poll).text


def test_unchanged_it_is_not_sent_again(cast, client_of, django_assert_max_num_queries):
    poll, client = opened(cast), client_of("member_city")
    client.get("/uebersicht/")
    etag = result(client, poll).headers["ETag"]
    with django_assert_max_num_queries(5):
        assert client.get(address(poll), headers={"If-None-Match": etag}).status_code == 304
    say(poll, cast.member_utility, YES, "", "")
    assert client.get(address(poll), headers={"If-None-Match": etag}).status_code == 200


RESULT, ANSWER, OPTIONS = 12, 7, 9


@pytest.mark.parametrize("days, people", [(2, 5), (20, 60)])
def test_queries(cast, client_of, days, people, django_assert_num_queries):
    """The same number, however many options and people."""
    houses = list(cast.organisations.values())
    poll = opened(cast, *range(3, 3 + days))
    for number in range(people):
        say(poll, somebody(houses[number % 4]), *([YES, NO] * (days // 2)), remark="x")
    client = client_of("organiser")
    client.get("/uebersicht/")
    # To the result belongs how the mails fare.
    for ending, most in (("", RESULT + 1), ("antworten/", ANSWER), ("vorschlaege/", OPTIONS)):
        with django_assert_num_queries(most):
            client.get(address(poll, ending))


def test_a_mode_in_words(cast):
    poll = prepared(cast)
    ways = [
        (Mode.ON_SITE, "JEDI"),
        (Mode.BOTH, "JEDI"),
        (Mode.BOTH, ""),
        (Mode.ONLINE, ""),
        (Mode.ON_SITE, ""),
    ]
    options = [PollOption(poll=poll, mode=mode, place_name=name) for mode, name in ways]
    assert [option.where for option in options] == [
        "JEDI", "JEDI, auch online", "vor Ort und online", "online", "vor Ort",
    ]  # fmt: skip
