"""What organisers see of mails that wait for them, and what they do with them."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from activity.enums import MailState
from activity.models import OutboxMail
from invitations.actions import mailbox as mailbox_actions
from invitations.actions import mails as mail_actions
from invitations.enums import Reply, Unclear, Way
from invitations.models import MailedReply, MeetingInvitation
from meetings.enums import State
from meetings.models import Meeting
from polls.actions import answers as poll_answers
from polls.actions import options as option_actions
from polls.actions import polls as poll_actions
from polls.enums import PollState
from tests.invitations.inviting import flush, invitation_of, invite
from tests.invitations.mailed import ADDRESS, OTHER_TIME, attendee, bounced, calendar, ics, mail, simple
from tests.meetings.conftest import dated, fresh

DAY_LATER = dt.timedelta(days=1)


@pytest.fixture
def invited(client_of, cast, meeting):
    invite(client_of, cast, meeting)
    return fresh(meeting)


def take(meeting, status="ACCEPTED", at=None, **more):
    """The row of one answer; keys are those of `simple`."""
    return mailbox_actions.take_in(simple(f"{meeting.uid}@fachgruppe", status, **more), at)


def answers(client_of, meeting):
    return client_of("organiser").get(f"/treffen/{meeting.pk}/antworten/").content.decode()


def settle(client, row, **data):
    return client.post(f"/treffen/{row.meeting_id}/antworten/mail/{row.pk}/", data)


def minutes_ago(count):
    return timezone.now() - dt.timedelta(minutes=count)


def stamp(moment):
    return f"{moment:%Y%m%dT%H%M%SZ}"


# --- in which order answers count -------------------------------------------------------------------------


def test_after_a_clock_that_is_ahead_the_next_answer_counts(cast, invited):
    take(invited, "ACCEPTED", minutes_ago(10), stamp="20260101T000000Z")
    take(invited, "DECLINED", minutes_ago(5), stamp=stamp(minutes_ago(6)))
    assert invitation_of(invited, cast.member_city).reply == Reply.DECLINED


def test_a_stamp_copied_from_the_invitation_is_none(cast, invited):
    sent_at = minutes_ago(60)
    OutboxMail.objects.create(
        kind="invitations.invitation", target_type="meetings.meeting", target_id=invited.pk,
        settled_at=sent_at, recipient=cast.member_city, state=MailState.SENT,
    )  # fmt: skip
    take(invited, "ACCEPTED", minutes_ago(10), stamp=stamp(minutes_ago(11)))
    take(invited, "DECLINED", minutes_ago(5), stamp=stamp(sent_at))
    assert invitation_of(invited, cast.member_city).reply == Reply.DECLINED


def test_what_is_overtaken_is_shown_with_its_words(client_of, cast, invited):
    take(invited, "DECLINED", minutes_ago(10), stamp=stamp(minutes_ago(12)))
    late = take(invited, "ACCEPTED", minutes_ago(5), stamp=stamp(minutes_ago(30)), words="Ich bin dabei")
    assert invitation_of(invited, cast.member_city).reply == Reply.DECLINED
    html = answers(client_of, invited)
    assert late.is_overtaken
    assert "überholt" in html
    assert "Ich bin dabei" in html


def test_a_key_used_twice_hides_no_answer(cast, invited):
    take(invited, "ACCEPTED", minutes_ago(10), key="gleich@programm.example")
    take(invited, "DECLINED", minutes_ago(5), key="gleich@programm.example")
    take(invited, "DECLINED", minutes_ago(5), key="gleich@programm.example")
    assert invitation_of(invited, cast.member_city).reply == Reply.DECLINED
    assert MailedReply.objects.count() == 2


def test_a_yes_from_before_the_place_changed_counts(client_of, cast, invited):
    data = dated(place_name="Rathaus", version=fresh(invited).version)
    client_of("organiser").post(f"/treffen/{invited.pk}/verschieben/", data)
    assert fresh(invited).sequence > invited.sequence
    assert take(invited, sequence=invited.sequence, when="").unclear == "", "it names no date"
    assert invitation_of(invited, cast.member_city).reply == Reply.ACCEPTED


def test_after_a_move_an_answer_counts_that_names_the_new_date(client_of, cast, invited):
    data = dated(day="2025-09-11", reason="Raum", version=fresh(invited).version)
    client_of("organiser").post(f"/treffen/{invited.pk}/verschieben/", data)
    new = "DTSTART:20250911T120000Z\nDTEND:20250911T140000Z"
    assert take(invited, sequence=None, key="a@x.example").unclear == Unclear.OLD_DATE
    assert take(invited, sequence=None, when=new, key="b@x.example").unclear == ""


def test_long_words_are_shown_in_full(client_of, cast, invited):
    said = "Wort " * 200 + "Ende"
    take(invited, words=said)
    assert len(invitation_of(invited, cast.member_city).note) == 300
    assert said in answers(client_of, invited)


def test_a_file_that_comes_along_is_named(client_of, cast, invited):
    from tests.invitations.mailed import attached, multi

    content = ics(f"{invited.uid}@fachgruppe", attendee())
    mailbox_actions.take_in(
        mail(multi("mixed", calendar(content), attached("application/pdf", b"%PDF", "Anfahrt.pdf", "")))
    )
    assert "Anlage: Anfahrt.pdf" in answers(client_of, invited)


def test_words_cannot_turn_round_what_stands_beside_them(cast, invited):
    take(invited, words="Komme \u202enehcam\u202c später")
    assert invitation_of(invited, cast.member_city).note == "Komme nehcam später"


# --- whose it is ------------------------------------------------------------------------------------------


def chosen_in(html):
    return re.findall(r'<option value="(\d*)" selected', html)


def test_the_known_person_is_chosen_and_a_stranger_is_asked_for(client_of, cast, invited):
    uid = f"{invited.uid}@fachgruppe"
    content = ics(uid, attendee(address="privat@example.net", name="Stadtverwaltung, Mitglied"))
    mailbox_actions.take_in(mail(calendar(content), sender="privat@example.net"))
    assert chosen_in(answers(client_of, invited)) == [str(invitation_of(invited, cast.member_city).pk)]
    MailedReply.objects.update(name="Ganz Fremd")
    assert chosen_in(answers(client_of, invited)) == [""]


def test_words_alone_get_the_answer_that_somebody_reads_in_them(client_of, cast, invited):
    from tests.invitations.mailed import text

    said = mail(
        text("Bin leider verhindert"),
        In_Reply_To=f"<meetings.meeting.{invited.pk}@testserver>",
        subject="Re: x",
    )
    row = mailbox_actions.take_in(said)
    person = invitation_of(invited, cast.member_city)
    organiser = client_of("organiser")
    assert settle(organiser, row, invitation=person.pk).status_code == 422
    assert settle(organiser, row, invitation=person.pk, answer="DECLINED").status_code == 303
    person = fresh(person)
    assert (person.reply, person.note, person.way) == (Reply.DECLINED, "Bin leider verhindert", Way.ORGANISER)


# --- somebody else comes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address, is_member", [("vera@example.org", False), ("member.utility@example.org", True)]
)
def test_a_delegate_becomes_the_deputy(client_of, cast, invited, address, is_member):
    to = f';DELEGATED-TO="mailto:{address}"'
    row = take(invited, "DELEGATED", params=to, words="Vera kommt für mich", more=(
        f'ATTENDEE;DELEGATED-FROM="mailto:{ADDRESS}";CN=Vera Vertretung:mailto:{address}'
    ))  # fmt: skip
    assert f"Vera Vertretung ({address})" in answers(client_of, invited)
    person = invitation_of(invited, cast.member_city)
    response = settle(client_of("organiser"), row, invitation=person.pk, vertretung="1")
    assert response.status_code == 303
    person = fresh(person)
    assert (person.reply, person.note) == (Reply.DECLINED, "Vera kommt für mich")
    deputy = cast.member_utility.person.name if is_member else "Vera Vertretung"
    assert person.deputy_in_words == deputy


# --- another time -----------------------------------------------------------------------------------------


def proposed(meeting):
    return take(meeting, "TENTATIVE", method="COUNTER", when=OTHER_TIME)


@pytest.mark.slow
def test_a_proposed_time_goes_into_a_poll_and_may_become_the_date(
    client_of, cast, invited, clock, worker, mailbox
):
    """No poll is there yet: the date that holds is offered beside the other, until one is decided."""
    take(invited, "ACCEPTED")
    row = proposed(invited)
    organiser = client_of("organiser")
    assert "Als Vorschlag in eine Terminabstimmung" in answers(client_of, invited)
    assert settle(organiser, row, vorschlag="1").status_code == 303
    settle(organiser, row, vorschlag="1")
    poll = fresh(invited).poll
    assert [option.when for option in poll.options.in_order()] == [
        "Mittwoch, 10. September 2025, 14:00–16:00 Uhr", "Donnerstag, 11. September 2025, 09:00–11:00 Uhr",
    ]  # fmt: skip
    url = f"/treffen/{invited.pk}/terminabstimmung"
    assert client_of("member_city").get(f"{url}/").status_code == 404, (
        "nobody hears of it before it is opened"
    )
    data = {"until": "2025-07-20", "version": poll.version}
    assert organiser.post(f"{url}/starten/", data).status_code == 303
    assert fresh(invited).state == State.INVITED
    flush(clock, worker, mailbox)
    words = next(sent.body for sent in mailbox if "Terminabstimmung" in sent.subject)
    assert "bleibt es beim Termin am 10. September 2025" in words
    first, other = poll.options.in_order()
    answer = {f"option_{first.pk}": "NO", f"option_{other.pk}": "YES", "version": 0}
    assert client_of("member_utility").post(f"{url}/antworten/", answer).status_code == 303
    assert organiser.post(f"{url}/vorschlaege/{other.pk}/entscheiden/").status_code == 303
    moved = fresh(invited)
    assert (moved.starts_at, moved.state) == (other.starts_at, State.INVITED)
    assert fresh(poll).state == PollState.DECIDED
    assert invitation_of(invited, cast.member_utility).reply == Reply.ACCEPTED
    assert invitation_of(invited, cast.member_city).reply == Reply.OPEN, "a yes to the old date"
    assert MeetingInvitation.objects.filter(meeting=invited).count() == 6, "nobody is asked by it who was not"


def test_the_date_that_holds_may_win(client_of, cast, invited):
    take(invited, "ACCEPTED")
    row = proposed(invited)
    poll = mail_actions.propose_other(mailed=row, by=cast.organiser)
    poll_actions.open(poll=poll, version=fresh(poll).version, until=dt.date(2025, 7, 20), by=cast.organiser)
    first = poll.options.in_order().first()
    before = fresh(invited)
    poll_actions.decide(option=first, by=cast.organiser)
    assert fresh(invited).sequence == before.sequence
    assert invitation_of(invited, cast.member_city).reply == Reply.ACCEPTED


def test_a_poll_that_led_to_the_date_is_asked_anew(client_of, cast, draft):
    """The proposal comes after the poll was decided: its options stay, everybody is asked again."""
    slots = [(dt.date(2025, 9, day), dt.time(14), dt.time(16)) for day in (10, 12)]
    poll = option_actions.add(meeting=draft, slots=slots, by=cast.organiser)
    until = dt.date(2025, 7, 20)
    poll = poll_actions.open(poll=poll, version=poll.version, until=until, by=cast.organiser)
    first, second = poll.options.in_order()
    poll_answers.answer(
        poll=poll, choices={first.pk: "YES", second.pk: "YES"}, version=0, by=cast.member_city
    )
    meeting = poll_actions.decide(option=first, by=cast.organiser)
    invite(client_of, cast, meeting, ["member_city"])
    poll = mail_actions.propose_other(mailed=proposed(fresh(meeting)), by=cast.organiser)
    assert [option.day.day for option in poll.options.in_order()] == [10, 11, 12]
    assert (fresh(poll).state, fresh(poll).decided) == (PollState.DRAFT, None)
    poll = poll_actions.open(poll=poll, version=fresh(poll).version, until=until, by=cast.organiser)
    assert not poll.replies.given().exists()


def test_a_move_by_hand_ends_the_question(client_of, cast, invited):
    poll = mail_actions.propose_other(mailed=proposed(invited), by=cast.organiser)
    poll_actions.open(poll=poll, version=fresh(poll).version, until=dt.date(2025, 7, 20), by=cast.organiser)
    data = dated(day="2025-09-15", reason="Raum", version=fresh(invited).version)
    assert client_of("organiser").post(f"/treffen/{invited.pk}/verschieben/", data).status_code == 303
    assert fresh(poll).state == PollState.CLOSED
    refused = client_of("organiser").post(
        f"/treffen/{invited.pk}/terminabstimmung/vorschlaege/{poll.options.last().pk}/entscheiden/"
    )
    assert refused.status_code == 409


@pytest.mark.parametrize(
    "persona, status", [("minute_taker", 403), ("member_city", 403), ("former_member", 404)]
)
def test_only_organisers_ask_for_another_date(client_of, cast, invited, persona, status):
    Meeting.objects.filter(pk=invited.pk).update(minute_taker=cast.minute_taker.person)
    row = proposed(invited)
    assert settle(client_of(persona), row, vorschlag="1").status_code == status
    assert fresh(row).settled_at is None


# --- who hears of it --------------------------------------------------------------------------------------


def test_counts_stand_on_overview_meeting_and_answers(client_of, cast, invited):
    proposed(invited)
    words = "6 ohne Antwort, davon 1 unklar"
    for path in ("/uebersicht/", f"/treffen/{invited.pk}/", f"/treffen/{invited.pk}/antworten/"):
        assert words in client_of("organiser").get(path).content.decode(), path
    for path in ("/uebersicht/", f"/treffen/{invited.pk}/"):
        assert "unklar" not in client_of("member_city").get(path).content.decode().lower(), path


def test_an_unclear_answer_of_somebody_who_has_answered_counts_beside(client_of, cast, invited):
    take(invited, "ACCEPTED")
    proposed(invited)
    html = client_of("organiser").get(f"/treffen/{invited.pk}/").content.decode()
    assert "5 ohne Antwort" in html
    assert "1 unklar" in html


@pytest.mark.slow
def test_organisers_hear_of_unclear_answers_once_a_day(client_of, cast, invited, clock, worker, mailbox):
    flush(clock, worker, mailbox)

    def told():
        clock.shift(dt.timedelta(minutes=16))
        mailbox.clear()
        worker.tick()
        return [sent for sent in mailbox if sent.subject.startswith("Unklare Antworten")]

    assert told() == []
    first = proposed(invited)
    (only,) = told()
    assert only.to == ["organiser@example.org"]
    assert "6 ohne Antwort, davon 1 unklar" in only.body
    take(invited, "TENTATIVE", method="COUNTER", when=OTHER_TIME, key="zweite@x.example")
    assert told() == [], "one a day"
    clock.shift(DAY_LATER)
    (only,) = told()
    assert "davon 2 unklar" in only.body
    clock.shift(DAY_LATER)
    assert told() == [], "nothing new"
    take(invited, "TENTATIVE", method="COUNTER", when=OTHER_TIME, key="dritte@x.example")
    for row in MailedReply.objects.to_settle():
        mail_actions.settle(mailed=row, by=cast.organiser)
    assert told() == [], "settled by then"
    assert fresh(first).settled_at


# --- mails that came back ---------------------------------------------------------------------------------


@pytest.fixture
def came_back(client_of, cast, invited, clock, worker, mailbox):
    """The mail to the member left, and comes back."""
    flush(clock, worker, mailbox)
    ours = next(sent for sent in mailbox if sent.to == [ADDRESS])
    assert "NDR" not in ours.extra_headers["X-Auto-Response-Suppress"].split(", "), "Exchange says so as well"
    return mailbox_actions.take_in(
        bounced(ours.extra_headers["Message-ID"].strip("<>"), address="alias@example.org")
    )


@pytest.mark.slow
def test_a_mail_that_came_back_stands_at_the_invitation_until_somebody_saw_to_it(
    client_of, cast, invited, came_back
):
    person = invitation_of(invited, cast.member_city)
    html = answers(client_of, invited)
    row = html[html.index(f'id="einladung-{person.pk}"') :]
    assert "Mail kam nicht an" in row
    assert "Diese Adresse gibt es nicht." in row
    assert "550 5.1.1 User unknown" in row
    assert "unklar" not in client_of("organiser").get(f"/treffen/{invited.pk}/").content.decode()
    assert settle(client_of("organiser"), came_back, erledigt="1").status_code == 303
    assert "Diese Adresse gibt es nicht." not in answers(client_of, invited)


def test_without_its_key_the_last_mail_to_that_address_is_meant(
    client_of, cast, invited, clock, worker, mailbox
):
    flush(clock, worker, mailbox)
    row = mailbox_actions.take_in(bounced("fremd@anderswo.example"))
    assert row.invitation == invitation_of(invited, cast.member_city)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_other_reports_are_left_to_people(cast, invited, action):
    key = f"meetings.meeting.{invited.pk}@testserver"
    assert mailbox_actions.take_in(bounced(key, action=action, In_Reply_To=f"<{key}>")) is None


def test_a_report_about_another_mail_is_left_to_people(cast, invited):
    other = OutboxMail.objects.create(
        kind="topics.changed", target_type="topics.topic", target_id=1, recipient=cast.member_city
    )
    assert mailbox_actions.take_in(bounced(f"{other.pk}@testserver")) is None
