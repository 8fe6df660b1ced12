"""Who is missing, who is reminded when, longer periods, and the end that comes by itself."""

import datetime as dt

import pytest

from activity.models import Event
from core.dates import end_of_day, local
from members.models import GroupRules, Membership
from minutes import jobs
from minutes.actions import circulation
from minutes.enums import State
from minutes.models import Minutes, Objection, Reading

FORBIDDEN_TO = ["member_city", "member_enterprise", "member_utility", "admin"]
ASKED = ["member_city", "member_enterprise", "member_utility", "organiser", "admin"]  # all but the author


def text_of(response):
    return response.content.decode()


def standing(client, made):
    return text_of(client.get(f"{made.url}umlauf/stand/"))


def remind(client, made, *people):
    data = {"person": [person.pk for person in people]}
    return client.post(f"{made.url}umlauf/erinnern/", data, follow=True)


def told(mailbox):
    return sorted(mail.to[0].partition("@")[0].replace(".", "_") for mail in mailbox)


def say(client_of, made, persona, path="gelesen/"):
    assert client_of(persona).post(f"{made.url}{path}").status_code == 303


# --- who sees it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "persona, status",
    [("anonymous", 302), ("former_member", 404), ("minute_taker", 200), ("organiser", 200),
     *((persona, 403) for persona in FORBIDDEN_TO)],
)  # fmt: skip
def test_names_are_for_those_who_write(client_of, circulating, persona, status):
    response = client_of(persona).get(f"{circulating.url}umlauf/stand/")
    assert response.status_code == status
    assert status != 403 or "Wer gelesen hat, sehen nur" in text_of(response)


def test_the_picture_by_house(client_of, circulating, cast):
    say(client_of, circulating, "member_city")
    say(client_of, circulating, "member_utility", "keine-einwaende/")
    client_of("member_enterprise").post(f"{circulating.url}einwendungen/neu/", {"reason": "Nein."})
    html = standing(client_of("organiser"), circulating)
    assert "3 von 5 haben sich gemeldet" in html
    for words in ("gelesen: 1", "keine Einwendungen: 1", "Einwendung: 1", "fehlen noch: 2"):
        assert words in html
    assert html.index("Stadt Jena") < html.index("Kommunalservice Jena") < html.index("Stadtwerke Jena")
    assert "1 von 1" in html
    assert "Stadtverwaltung 1 von 1" in html
    assert "Eigenbetriebe 1 von 1" in html
    assert "Weitere 0 von 2" in html
    assert "Ehemaliges Mitglied" not in html
    assert "Protokollführung" not in html.partition("Die Fehlenden erinnern")[2]  # wrote it


def test_somebody_in_two_houses_counts_once(client_of, circulating, cast):
    Membership.objects.create(
        person=cast.member_city.person, organisation=cast.organisations["association"], starts_on="2025-06-01"
    )
    html = standing(client_of("organiser"), circulating)
    assert "0 von 5 haben sich gemeldet" in html
    assert html.partition("stand-titel")[2].count("Mitglied Stadtverwaltung") == 1


def test_minutes_for_one_pillar_ask_only_that_pillar(client_of, circulating, cast):
    from members import audience

    circulating.meeting.audience = audience.UTILITY
    circulating.meeting.save(update_fields=["audience"])
    html = standing(client_of("organiser"), circulating)
    assert "0 von 2 haben sich gemeldet" in html
    assert "Mitglied Stadtverwaltung" not in html.partition("stand-titel")[2]


@pytest.mark.parametrize("people", [1, 40])
def test_the_picture_costs_the_same(client_of, circulating, people, django_assert_num_queries):
    from tests.factories.rows import MembershipFactory, UserFactory

    for _n in range(people):
        MembershipFactory(person=UserFactory().person)
    client = client_of("organiser")
    client.get(f"{circulating.url}umlauf/stand/")
    with django_assert_num_queries(7):
        assert client.get(f"{circulating.url}umlauf/stand/").status_code == 200


# --- reminding by hand ------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", FORBIDDEN_TO)
def test_members_do_not_remind(client_of, circulating, persona):
    response = remind(client_of(persona), circulating)
    assert response.status_code == 403
    assert "können den Umlauf steuern" in text_of(response)
    assert not Reading.objects.exists()


@pytest.mark.parametrize("state", [State.DRAFT, State.FOR_APPROVAL, State.APPROVED])
def test_only_while_the_minutes_go_round(client_of, circulating, state):
    Minutes.objects.filter(pk=circulating.pk).update(state=state)
    response = remind(client_of("organiser"), circulating)
    assert response.status_code == 409
    assert "nicht im Umlauf" in text_of(response)


def test_all_who_are_missing_get_one_mail(client_of, circulating, mailbox, worker):
    say(client_of, circulating, "member_city")
    client_of("member_utility").post(f"{circulating.url}einwendungen/neu/", {"reason": "Nein."})
    worker.drain()
    mailbox.clear()
    response = remind(client_of("minute_taker"), circulating)
    worker.drain()
    assert "3 Mitglieder sind erinnert." in text_of(response)
    assert told(mailbox) == ["admin", "member_enterprise", "organiser"]
    assert "noch 14 Tage" in mailbox[0].subject
    assert "Dienstag, 15. Juli 2025" in mailbox[0].body


@pytest.mark.slow
def test_never_twice_on_one_day(client_of, circulating, cast, mailbox, worker, clock):
    organiser = client_of("organiser")
    remind(organiser, circulating, cast.member_city.person)
    response = remind(organiser, circulating)
    html = text_of(response)
    assert "4 Mitglieder sind erinnert." in html
    assert "Heute schon erinnert und darum ausgelassen: Mitglied Stadtverwaltung." in html
    assert "Alle Fehlenden sind heute schon erinnert worden." in html
    clock.move_to(local(dt.date(2025, 7, 1), dt.time(23, 59, 59)))
    remind(client_of("minute_taker"), circulating)
    worker.drain()
    assert told(mailbox) == sorted(ASKED)
    clock.shift(dt.timedelta(seconds=2))
    remind(client_of("organiser"), circulating)
    worker.drain()
    assert len(mailbox) == 2 * len(ASKED)


def test_chosen_ones_only_and_nobody_outside(client_of, circulating, cast, mailbox, worker):
    organiser = client_of("organiser")
    say(client_of, circulating, "member_city")
    remind(organiser, circulating, cast.member_city.person, cast.former_member.person, cast.admin.person)
    worker.drain()
    assert told(mailbox) == ["admin"]


def test_whoever_reads_before_the_mail_leaves_gets_none(client_of, circulating, mailbox, worker):
    remind(client_of("organiser"), circulating)
    say(client_of, circulating, "member_city")
    client_of("organiser").post(f"{circulating.url}gelesen/")
    worker.drain()
    assert told(mailbox) == ["admin", "member_enterprise", "member_utility"]


# --- the portal reminds -----------------------------------------------------------------------------------


def end_on(made, day, began=dt.date(2025, 6, 20)):
    Minutes.objects.filter(pk=made.pk).update(
        objections_until=end_of_day(day), circulated_at=local(began, dt.time(9))
    )


def at(clock, day, *time):
    clock.move_to(local(day, dt.time(*time)))


@pytest.fixture
def reminded(circulating, mailbox, worker):
    def looked():
        before = len(mailbox)
        jobs.remind_before_end()
        worker.drain()
        return told(mailbox[before:])

    return looked


def test_three_days_before_at_eight_on_a_working_day_once(circulating, reminded, clock):
    end_on(circulating, dt.date(2025, 7, 11))  # a Friday
    at(clock, dt.date(2025, 7, 7), 23, 59)
    assert reminded() == []
    at(clock, dt.date(2025, 7, 8), 7, 59, 59)
    assert reminded() == []
    at(clock, dt.date(2025, 7, 8), 8)
    assert reminded() == sorted(ASKED)
    assert reminded() == []
    at(clock, dt.date(2025, 7, 9), 9)
    assert reminded() == []
    event = Event.objects.get(verb="minutes.reminded")
    assert (event.actor_id, event.data["number"]) == (None, 5)


@pytest.mark.parametrize(
    "end, quiet, loud",
    [
        (dt.date(2025, 7, 15), dt.date(2025, 7, 10), dt.date(2025, 7, 11)),  # Saturday → the Friday before
        (dt.date(2025, 7, 16), dt.date(2025, 7, 10), dt.date(2025, 7, 11)),  # Sunday → the Friday before
        (dt.date(2025, 7, 17), dt.date(2025, 7, 13), dt.date(2025, 7, 14)),  # Monday
        (dt.date(2025, 10, 27), dt.date(2025, 10, 23), dt.date(2025, 10, 24)),  # over the end of summer time
        (dt.date(2026, 3, 31), dt.date(2026, 3, 26), dt.date(2026, 3, 27)),  # over its beginning
        (
            dt.date(2025, 10, 6),
            dt.date(2025, 10, 1),
            dt.date(2025, 10, 2),
        ),  # a public holiday → the day before
    ],
)
def test_weekends_and_the_change_of_time(circulating, reminded, clock, end, quiet, loud):
    end_on(circulating, end)
    at(clock, quiet, 12)
    assert reminded() == []
    at(clock, loud, 8)
    assert reminded() == sorted(ASKED)


def test_nobody_works_on_saturday(circulating, reminded, clock):
    end_on(circulating, dt.date(2025, 7, 15))
    at(clock, dt.date(2025, 7, 12), 10)
    assert reminded() == []
    at(clock, dt.date(2025, 7, 14), 8)
    assert reminded() == sorted(ASKED)


@pytest.mark.parametrize("time", [(7, 59), (18, 0), (22, 30)])
def test_nobody_is_reminded_outside_working_hours(circulating, reminded, clock, time):
    end_on(circulating, dt.date(2025, 7, 11))
    at(clock, dt.date(2025, 7, 8), *time)
    assert reminded() == []


def test_nobody_is_reminded_on_a_public_holiday(circulating, reminded, clock):
    end_on(
        circulating, dt.date(2025, 10, 5)
    )  # due on Thursday, the 2nd; the portal stood still until the 3rd
    at(clock, dt.date(2025, 10, 3), 10)
    assert reminded() == []


def test_not_on_the_day_it_went_round(circulating, reminded, clock):
    end_on(circulating, dt.date(2025, 7, 2), began=dt.date(2025, 7, 1))
    assert reminded() == []
    at(clock, dt.date(2025, 7, 2), 8)
    assert reminded() == sorted(ASKED)


def test_not_those_who_said_something(circulating, reminded, clock, client_of):
    end_on(circulating, dt.date(2025, 7, 3))
    say(client_of, circulating, "member_city")
    say(client_of, circulating, "member_utility", "keine-einwaende/")
    assert reminded() == ["admin", "member_enterprise", "organiser"]


@pytest.mark.slow
def test_not_again_on_the_day_of_a_reminder_by_hand(circulating, reminded, clock, client_of, worker, mailbox):
    end_on(circulating, dt.date(2025, 7, 3))
    remind(client_of("organiser"), circulating)
    worker.drain()
    assert reminded() == []
    at(clock, dt.date(2025, 7, 2), 8)
    assert reminded() == sorted(ASKED)


@pytest.mark.slow
def test_a_longer_period_is_a_period_of_its_own(circulating, reminded, clock, client_of, worker):
    end_on(circulating, dt.date(2025, 7, 3))
    assert reminded() == sorted(ASKED)
    client_of("organiser").post(
        f"{circulating.url}umlauf/verlaengern/", {"until": "2025-07-11", "known_end": "2025-07-03"}
    )
    worker.drain()
    at(clock, dt.date(2025, 7, 7), 9)
    assert reminded() == []
    at(clock, dt.date(2025, 7, 8), 9)
    assert reminded() == sorted(ASKED)


def test_the_rules_say_when(circulating, reminded, clock):
    rules = GroupRules.objects.create(reminder_days=0)
    end_on(circulating, dt.date(2025, 7, 2))
    assert reminded() == []
    rules.reminder_days = 10
    rules.save()
    assert reminded() == sorted(ASKED)


# --- longer -----------------------------------------------------------------------------------------------


def extend(client, made, until="2025-07-22", known="2025-07-15", **data):
    return client.post(f"{made.url}umlauf/verlaengern/", {"until": until, "known_end": known, **data})


@pytest.mark.parametrize(
    "persona, status",
    [("anonymous", 302), ("former_member", 404), ("minute_taker", 303), ("organiser", 303),
     *((persona, 403) for persona in FORBIDDEN_TO)],
)  # fmt: skip
def test_who_extends(client_of, circulating, persona, status):
    client = client_of(persona)
    form = client.get(f"{circulating.url}umlauf/verlaengern/")
    assert form.status_code == (200 if status == 303 else status)
    assert extend(client, circulating).status_code == status
    until = Minutes.objects.get(pk=circulating.pk).objections_until
    assert until == end_of_day(dt.date(2025, 7, 22 if status == 303 else 15))


@pytest.mark.parametrize("state", [State.DRAFT, State.FOR_APPROVAL, State.APPROVED])
def test_only_what_goes_round_is_extended(client_of, circulating, state):
    Minutes.objects.filter(pk=circulating.pk).update(state=state)
    response = extend(client_of("organiser"), circulating)
    assert response.status_code == 409
    assert "Verlängern lässt sich nur ein Umlauf, der noch läuft" in text_of(response)


@pytest.mark.parametrize("until", ["2025-07-15", "2025-07-10", "2025-06-30"])
def test_a_new_end_is_later(client_of, circulating, until):
    response = extend(client_of("organiser"), circulating, until=until, message="Bitte.")
    assert response.status_code == 422
    assert "nach dem jetzigen Ende" in text_of(response) or "späteren Tag" in text_of(response)
    assert "Bitte." in text_of(response)


@pytest.mark.slow
def test_all_readers_hear_once_and_nothing_is_reset(client_of, circulating, cast, mailbox, worker):
    say(client_of, circulating, "member_city", "keine-einwaende/")
    client_of("member_utility").post(f"{circulating.url}einwendungen/neu/", {"reason": "Nein."})
    worker.drain()
    mailbox.clear()
    for _click in range(2):
        assert extend(client_of("organiser"), circulating, message="Wegen der Ferien.").status_code == 303
    worker.drain()
    assert told(mailbox) == ["admin", "member_city", "member_enterprise", "member_utility", "minute_taker"]
    assert "Wegen der Ferien." in mailbox[0].body
    assert "Dienstag, 22. Juli 2025" in mailbox[0].body
    assert Reading.objects.get().consented_at
    assert Objection.objects.open().count() == 1
    assert Event.objects.filter(verb="minutes.extended").count() == 1


# --- the end ----------------------------------------------------------------------------------------------


@pytest.fixture
def over(circulating, mailbox, worker):
    """One look of the portal: the state afterwards."""

    def looked():
        jobs.end_circulation()
        worker.drain()
        return Minutes.objects.get(pk=circulating.pk).state

    return looked


@pytest.mark.parametrize(
    "end", [dt.date(2025, 7, 15), dt.date(2025, 10, 26), dt.date(2026, 3, 29), dt.date(2025, 12, 31)]
)
def test_it_ends_with_the_day_in_jena(circulating, over, clock, end):
    end_on(circulating, end)
    clock.move_to(end_of_day(end))
    assert over() == State.CIRCULATING
    at(clock, end + dt.timedelta(days=1), 0, 0, 0)
    assert over() == State.FOR_APPROVAL


def test_it_ends_once_and_tells_the_writers(circulating, over, clock, client_of, cast, mailbox):
    Objection.objects.create(minutes=circulating.minutes, author=cast.member_city.person, reason="Nein.")
    clock.move_to(circulating.minutes.objections_until + dt.timedelta(seconds=1))
    for _look in range(2):
        assert over() == State.FOR_APPROVAL
    assert told(mailbox) == ["minute_taker", "organiser"]
    assert "Eine Einwendung ist unbeantwortet" in mailbox[0].body
    assert f"/protokolle/{circulating.pk}/einwendungen/" in mailbox[0].body
    (event,) = Event.objects.filter(verb="minutes.closed")
    assert event.actor_id is None


def test_ending_by_hand_tells_the_other_writers(circulating, client_of, mailbox, worker):
    client_of("organiser").post(f"{circulating.url}umlauf-beenden/")
    worker.drain()
    assert told(mailbox) == ["minute_taker"]
    assert "Keine Einwendung ist offen." in mailbox[0].body


def test_what_goes_on_is_not_ended(circulating, clock):
    assert circulation.end_circulation(minutes=circulating.minutes) is None
    assert Minutes.objects.get(pk=circulating.pk).state == State.CIRCULATING


def test_the_default_period_is_that_of_the_rules(client_of, draft):
    GroupRules.objects.create(circulation_days=21)
    html = text_of(client_of("organiser").get(f"{draft.url}umlauf/"))
    assert f'value="{dt.date(2025, 7, 22)}"' in html
