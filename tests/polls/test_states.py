"""A Terminabstimmung on its way: every verb in every state, by organisers and by nobody else."""

import datetime as dt

import pytest

from activity.models import Event
from meetings.actions import meetings
from meetings.enums import State
from polls.actions import options as option_actions
from polls.actions import polls as poll_actions
from polls.enums import PollState, PollVerb
from polls.workflow import POLLS
from tests.meetings.conftest import dated, fresh
from tests.polls.polling import (
    MAYBE,
    NO,
    YES,
    address,
    again,
    draft,
    opened,
    prepared,
    say,
    september,
    somebody,
)

pytestmark = pytest.mark.django_db
FORM = {"until": "2025-07-14", "message": "", "version": 0}
ADDRESSES = {
    PollVerb.OPEN: "starten/",
    PollVerb.WITHDRAW: "zuruecknehmen/",
    PollVerb.CLOSE: "schliessen/",
    PollVerb.REOPEN: "aendern/",
    PollVerb.DECIDE: "vorschlaege/{option}/entscheiden/",
}
ALREADY = {(PollState.CLOSED, PollVerb.CLOSE), (PollState.DECIDED, PollVerb.DECIDE)}  # a second click
AMENDED = {(PollState.OPEN, PollVerb.REOPEN)}  # the same form, while it is open


def poll_in(cast, state):
    if state == PollState.DRAFT:
        return prepared(cast)
    poll = opened(cast)
    if state == PollState.CLOSED:
        poll_actions.close(poll=poll, by=cast.organiser)
    if state == PollState.DECIDED:
        poll_actions.decide(option=poll.options.in_order().first(), by=cast.organiser)
    return again(poll)


def act(client, poll, verb):
    ending = ADDRESSES[verb].format(option=poll.options.in_order().first().pk)
    return client.post(address(poll, ending), FORM | {"version": poll.version})


@pytest.mark.parametrize("verb", PollVerb)
@pytest.mark.parametrize("state", PollState)
def test_organisers_do_what_the_table_says(cast, client_of, state, verb):
    poll = poll_in(cast, state)
    answer = act(client_of("organiser"), poll, verb)
    expected = POLLS.get((state, verb))
    done = expected or (state, verb) in ALREADY | AMENDED
    assert answer.status_code == (303 if done else 409)
    assert again(poll).state == (expected or state)


@pytest.mark.parametrize("verb", PollVerb)
@pytest.mark.parametrize("persona", ["member_city", "minute_taker", "admin", "former_member"])
def test_nobody_else_does(cast, client_of, persona, verb):
    state = next(state for (state, known) in POLLS if known == verb)
    poll = poll_in(cast, state)
    answer = act(client_of(persona), poll, verb)
    is_hidden = persona == "former_member" or state == PollState.DRAFT
    assert answer.status_code == (404 if is_hidden else 403)
    assert is_hidden or "Terminabstimmungen führt nur die Organisation." in answer.text
    assert again(poll).state == state


# --- preparing --------------------------------------------------------------------------------------------


def test_in_preparation_it_tells_nobody(cast, client_of, mailbox, worker):
    poll = prepared(cast)
    worker.drain()
    assert mailbox == []
    assert client_of("member_city").get(address(poll)).status_code == 404
    assert client_of("organiser").get(address(poll)).status_code == 302


def test_opened_everybody_who_may_see_it_is_asked_once(cast, client_of, mailbox, worker):
    poll = prepared(cast)
    data = FORM | {"version": poll.version, "message": "Bitte\nalle Häuser."}
    for _click in range(2):
        client_of("organiser").post(address(poll, "starten/"), data)
    worker.drain()
    members = [user.email for name, user in cast.users.items() if name not in ("organiser", "former_member")]
    assert sorted(mail.to[0] for mail in mailbox) == sorted(members)
    mail = mailbox[0]
    assert mail.subject == "Terminabstimmung: Datenplattform – bitte antworten bis 14. Juli"
    for words in ("Mittwoch, 10. September 2025, 14:00–16:00 Uhr, JEDI", "alle Häuser", "3. Quartal 2025"):
        assert words in mail.body
    assert fresh(poll.meeting).state == State.POLLING


def test_a_restricted_meeting_asks_its_own(cast, mailbox, worker):
    opened(cast, audience=4)
    worker.drain()
    assert [mail.to for mail in mailbox] == [["member.utility@example.org"]]


@pytest.mark.parametrize("until, sentence", [
    ("2025-06-30", "Die Frist muss heute oder später enden."),
    ("2025-09-18", "Die Frist muss vor dem letzten Vorschlag enden, also vor dem 18. September 2025."),
    ("", "Bitte füllen Sie dieses Feld aus."),
])  # fmt: skip
def test_a_deadline_that_makes_no_sense(cast, client_of, until, sentence):
    poll = prepared(cast)
    data = FORM | {"until": until, "message": "Meine Worte", "version": poll.version}
    answer = client_of("organiser").post(address(poll, "starten/"), data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Meine Worte" in answer.text
    assert again(poll).state == PollState.DRAFT


def test_one_option_is_no_poll(cast, client_of):
    poll = prepared(cast, 10)
    answer = client_of("organiser").post(address(poll, "starten/"), FORM | {"version": poll.version})
    assert answer.status_code == 422
    assert "mindestens zwei Vorschläge" in answer.text


def test_an_old_form_is_shown_both(cast, client_of):
    poll = opened(cast)
    poll_actions.change(
        poll=poll, version=poll.version, until=dt.date(2025, 7, 14), message="Neu", by=cast.organiser
    )
    data = FORM | {"until": "2025-07-15", "message": "Anders", "version": poll.version}
    answer = client_of("organiser").post(address(poll, "aendern/"), data)
    assert answer.status_code == 409
    assert "Neu" in answer.text
    assert "Anders" in answer.text


def test_taken_back_only_while_nobody_has_answered(cast, client_of):
    poll = opened(cast)
    say(poll, cast.member_city, YES, "", "")
    answer = client_of("organiser").post(address(poll, "zuruecknehmen/"))
    assert answer.status_code == 409
    assert "Es gibt schon Antworten" in answer.text
    assert again(poll).state == PollState.OPEN


def test_taken_back_at_once_nobody_is_asked(cast, mailbox, worker):
    """The mails that still wait are not sent, and the meeting is a draft again of which nobody knows."""
    poll = opened(cast)
    poll_actions.withdraw(poll=poll, by=cast.organiser)
    worker.drain()
    assert mailbox == []
    meeting = fresh(poll.meeting)
    assert (meeting.state, meeting.polled_at, meeting.is_not_notified) == (State.DRAFT, None, True)


# --- the end ----------------------------------------------------------------------------------------------


def test_the_portal_closes_it_at_the_deadline(cast, worker, clock, mailbox):
    poll = opened(cast)
    say(poll, cast.member_city, YES, "", "")
    worker.drain()
    mailbox.clear()
    clock.move_to("2025-07-11T23:59:30+02:00")
    worker.tick()
    assert again(poll).state == PollState.OPEN
    clock.move_to("2025-07-12T00:10:00+02:00")
    worker.tick()
    assert again(poll).state == PollState.CLOSED
    event = Event.objects.get(verb="polls.closed")
    assert event.actor_id is None
    assert [(mail.to, mail.subject) for mail in mailbox] == [
        (["organiser@example.org"], "Terminabstimmung beendet: Datenplattform")
    ]
    assert "1 Person hat geantwortet." in mailbox[0].body


def test_a_new_deadline_opens_it_again(cast, client_of, clock):
    poll = poll_in(cast, PollState.CLOSED)
    client = client_of("organiser")
    assert "wieder offen" in client.get(address(poll, "aendern/")).text
    client.post(address(poll, "aendern/"), FORM | {"version": poll.version})
    assert again(poll).is_running
    assert again(poll).last_day == dt.date(2025, 7, 14)


def test_ended_the_organisers_are_to_decide(cast, client_of):
    poll = poll_in(cast, PollState.CLOSED)
    assert "Termin wählen: Datenplattform" in client_of("organiser").get("/uebersicht/").text
    assert "Termin wählen" not in client_of("member_city").get("/uebersicht/").text
    poll_actions.decide(option=poll.options.in_order().first(), by=cast.organiser)
    assert "Termin wählen" not in client_of("organiser").get("/uebersicht/").text


@pytest.mark.slow
def test_a_cancelled_meeting_ends_it_and_says_so(cast, client_of, mailbox, worker):
    poll = opened(cast)
    worker.drain()
    mailbox.clear()
    data = {"reason": "Zu wenige.", "version": fresh(poll.meeting).version}
    client_of("organiser").post(f"/treffen/{poll.meeting_id}/absagen/", data)
    worker.drain()
    assert again(poll).state == PollState.CLOSED
    assert {mail.subject for mail in mailbox} == {"Abgesagt: Datenplattform"}
    assert len(mailbox) == 5
    assert "Zu wenige." in client_of("member_city").get(poll.meeting.get_absolute_url()).text
    assert "Datenplattform" in client_of("member_city").get("/treffen/?stand=CANCELLED").text
    assert client_of("organiser").get(address(poll, "aendern/")).status_code == 403


def test_a_draft_that_is_cancelled_stays_unknown(cast, client_of, mailbox, worker):
    poll = prepared(cast)
    meetings.cancel(meeting=poll.meeting, version=1, reason="Doch nicht.", by=cast.organiser)
    worker.drain()
    assert mailbox == []
    assert client_of("member_city").get(poll.meeting.get_absolute_url()).status_code == 404


def test_a_date_set_in_another_way_ends_it(cast, client_of):
    poll = opened(cast)
    data = dated(version=fresh(poll.meeting).version)
    client_of("organiser").post(f"/treffen/{poll.meeting_id}/terminieren/", data)
    assert again(poll).state == PollState.CLOSED
    option = poll.options.in_order().first()
    answer = client_of("organiser").post(address(poll, f"vorschlaege/{option.pk}/entscheiden/"))
    assert answer.status_code == 409
    assert "Der Termin wurde ohne die Abstimmung festgelegt." in answer.text


# --- deciding ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_decided_it_is_the_date(cast, client_of, mailbox, worker, clock):
    poll = opened(cast, minute_taker=cast.minute_taker.person)
    say(poll, cast.member_city, NO, YES, MAYBE)
    worker.drain()
    mailbox.clear()
    option = poll.options.in_order()[1]
    for _click in range(2):
        answer = client_of("organiser").post(address(poll, f"vorschlaege/{option.pk}/entscheiden/"))
        assert answer.status_code == 303
    clock.shift(181)
    worker.drain()
    meeting = fresh(poll.meeting)
    assert (meeting.state, meeting.starts_at, meeting.ends_at) == (
        State.SCHEDULED, option.starts_at, option.ends_at,
    )  # fmt: skip
    assert (meeting.place_name, meeting.place_address) == ("JEDI", "Engelplatz 8, 07743 Jena")
    assert meeting.minute_taker == cast.minute_taker.person
    assert {mail.subject for mail in mailbox} == {f"Termin: {meeting.name} am 10. September 2025"}
    assert len(mailbox) == 5
    assert Event.objects.filter(verb="polls.decided").count() == 1


def test_decided_the_answers_are_replies_to_the_invitation(cast, client_of):
    """Yes is accepted, if need be tentative; no is asked again, for it was said to one date among others."""
    poll = opened(cast)
    leaver = somebody(cast.organisations["city"])
    said = {"member_city": YES, "member_enterprise": MAYBE, "member_utility": NO}
    for name, choice in said.items():
        say(poll, cast.users[name], choice, "", "")
    say(poll, leaver, YES, "", "")
    leaver.person.memberships.update(ends_on="2025-06-30")
    meeting = poll_actions.decide(option=poll.options.in_order().first(), by=cast.organiser)
    seeded = {row.person: (row.reply, row.way) for row in meeting.invitations.all()}
    assert seeded == {
        cast.member_city.person: ("ACCEPTED", "POLL"),
        cast.member_enterprise.person: ("TENTATIVE", "POLL"),
    }


def test_decided_it_stays_as_an_annex(cast, client_of, clock):
    poll = opened(cast)
    leaver = cast.member_city
    say(poll, leaver, NO, YES, MAYBE, remark="Gern am 10.")
    poll_actions.decide(option=poll.options.in_order()[1], by=cast.organiser)
    leaver.person.memberships.update(ends_on="2025-07-01")
    clock.shift(dt.timedelta(days=30))
    page = client_of("member_utility").get(poll.meeting.get_absolute_url()).text
    assert address(poll) in page
    result = client_of("member_utility").get(address(poll))
    assert "Gern am 10." in result.text
    assert [option.is_decided for option in result.context["result"].options] == [True, False, False]
    assert "Der Termin ist entschieden" in result.text


def end_of(poll, cast, how):
    if how == "decided":
        return poll_actions.decide(option=poll.options.in_order()[1], by=cast.organiser)
    if how == "cancelled":
        version = fresh(poll.meeting).version
        return meetings.cancel(meeting=poll.meeting, version=version, reason="Doch nicht.", by=cast.organiser)
    day = {"version": fresh(poll.meeting).version, "day": dt.date(2025, 9, 24)}
    return meetings.schedule(meeting=poll.meeting, by=cast.organiser, **day)


@pytest.mark.parametrize("how", ["decided", "cancelled", "dated otherwise"])
def test_the_annex_counts_whom_the_end_found(cast, client_of, clock, how):
    """Who had said nothing had not said no, whoever comes and goes afterwards."""
    poll = opened(cast)
    gone = somebody(cast.organisations["city"])
    say(poll, gone, YES, YES, YES)
    gone.person.memberships.update(ends_on="2025-06-30")
    say(poll, cast.member_enterprise, NO, YES, NO)  # the Protokollführung of the same pillar stays silent

    def shown():
        found = client_of("member_city").get(address(poll)).context["result"]
        tallies = {option.pk: (option.tally, option.covers_all) for option in found.options}
        return tallies, found.answered, len(found.people), found.gone

    before = shown()
    end_of(poll, cast, how)
    assert shown() == before
    cast.minute_taker.person.memberships.update(ends_on="2025-07-01")
    clock.shift(dt.timedelta(days=30))
    somebody(cast.organisations["city"], starts_on=dt.date(2025, 7, 20))
    assert shown() == before
    first = client_of("member_city").get(address(poll)).context["options"]
    assert [option.warnings for option in first] == [[], [], []]


def test_the_room_of_one_place_is_not_announced_for_another(cast):
    """The draft of a series brings room and way of the meeting before."""
    inside = {"place_room": "Saal 2", "place_way": "Durch den Hof.", "place_access": "Aufzug", "capacity": 30}
    here = opened(cast, place_name="JEDI", online_url="https://example.org/raum", **inside)
    there = opened(cast, place_name="Rathaus", online_url="https://example.org/raum", **inside)
    for poll, kept in ((here, inside), (there, {**dict.fromkeys(inside, ""), "capacity": None})):
        meeting = fresh(poll_actions.decide(option=poll.options.in_order().first(), by=cast.organiser))
        assert {name: getattr(meeting, name) for name in inside} == kept
        assert (meeting.place_name, meeting.online_url) == ("JEDI", "")


@pytest.mark.parametrize(
    "url, expected", [("", "https://example.org/raum"), ("https://x.example/", "https://x.example/")]
)
def test_an_option_without_a_link_of_its_own_keeps_that_of_the_meeting(cast, url, expected):
    meeting = draft(online_url="https://example.org/raum")
    poll = option_actions.add(
        meeting=meeting, slots=september(9, 10), mode="ONLINE", online_url=url, by=cast.organiser
    )
    poll = poll_actions.open(poll=poll, version=poll.version, until=dt.date(2025, 7, 11), by=cast.organiser)
    meeting = poll_actions.decide(option=poll.options.in_order().first(), by=cast.organiser)
    assert (meeting.online_url, meeting.place_name) == (expected, "")


def test_another_decision_comes_too_late(cast, client_of):
    poll = opened(cast)
    first, second, _third = poll.options.in_order()
    poll_actions.decide(option=first, by=cast.organiser)
    answer = client_of("organiser").post(address(poll, f"vorschlaege/{second.pk}/entscheiden/"))
    assert answer.status_code == 409
    assert "Der Termin ist entschieden: Dienstag, 9. September 2025, 14:00–16:00 Uhr." in answer.text
    assert fresh(poll.meeting).starts_at == first.starts_at


def test_what_is_past_cannot_become_the_date(cast, client_of, clock):
    poll = opened(cast)
    clock.move_to("2025-09-10T09:00:00+02:00")
    first, second, _third = poll.options.in_order()
    where = address(poll, f"vorschlaege/{first.pk}/entscheiden/")
    answers = [client_of("organiser").get(where), client_of("organiser").post(where)]
    assert [answer.status_code for answer in answers] == [403, 409]
    for answer in answers:
        assert "Dieser Vorschlag liegt in der Vergangenheit." in answer.text
    answer = client_of("organiser").post(address(poll, f"vorschlaege/{second.pk}/entscheiden/"))
    assert answer.status_code == 303


def test_a_day_without_times_becomes_one(cast):
    poll = option_actions.add(
        meeting=draft(), slots=[(dt.date(2025, 9, 10), None, None), *september(11)], by=cast.organiser
    )
    poll = poll_actions.open(poll=poll, version=poll.version, until=dt.date(2025, 7, 11), by=cast.organiser)
    meeting = poll_actions.decide(option=poll.options.in_order().first(), by=cast.organiser)
    assert (meeting.has_times, meeting.ends_at) == (False, None)


def test_an_option_of_another_poll_is_not_there(cast, client_of):
    poll, other = opened(cast), opened(cast)
    option = other.options.in_order().first()
    answer = client_of("organiser").post(address(poll, f"vorschlaege/{option.pk}/entscheiden/"))
    assert answer.status_code == 404
