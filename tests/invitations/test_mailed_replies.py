"""Answers that calendars mail: read from a mailbox, recorded, or kept for somebody to look at."""

import datetime as dt

import pytest
from django.utils import timezone

from activity.models import Event
from invitations.actions import mailbox as mailbox_actions
from invitations.actions import replies as reply_actions
from invitations.enums import Reply, Unclear, Way
from invitations.models import MailedReply, MeetingInvitation
from meetings.actions import meetings
from tests.invitations.inviting import GUEST, invitation_of, invite
from tests.meetings.conftest import dated, fresh

OUTLOOK = """\
From: {name} <{sender}>
To: smartcity@jena.de
Subject: Zugesagt: 2. Treffen: Herbsttreffen
Message-ID: <{key}@outlook.example>
Date: Tue, 01 Jul 2025 10:30:00 +0200
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="_000_x"

--_000_x
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Ich freue mich auf den =DCberblick.

--_000_x
Content-Type: text/calendar; charset="utf-8"; method=REPLY
Content-Transfer-Encoding: base64

{content}
--_000_x--
"""
OUTLOOK_CALENDAR = """\
BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT={status};CN="{name}":mailto:{address}
COMMENT;LANGUAGE=de-DE:{note}
UID:{uid}
SUMMARY;LANGUAGE=de-DE:Zugesagt: 2. Treffen: Herbsttreffen
DTSTART;TZID=W. Europe Standard Time:20250910T140000
DTEND;TZID=W. Europe Standard Time:20250910T160000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:{stamp}
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:{sequence}
X-MICROSOFT-CDO-APPT-SEQUENCE:{sequence}
END:VEVENT
END:VCALENDAR
"""
GOOGLE = """\
MIME-Version: 1.0
From: {name} <{sender}>
To: smartcity@jena.de
Subject: Accepted: 2. Treffen
Message-ID: <calendar-{key}@google.example>
Content-Type: multipart/mixed; boundary="b1"

--b1
Content-Type: multipart/alternative; boundary="b2"

--b2
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes

Grete Gast has accepted this invitation.
--b2
Content-Type: text/calendar; charset="UTF-8"; method=REPLY
Content-Transfer-Encoding: 7bit

{content}
--b2--

--b1
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"

{content}
--b1--
"""
GOOGLE_CALENDAR = """\
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:20250910T120000Z
DTEND:20250910T140000Z
DTSTAMP:{stamp}
ORGANIZER;CN=Fachgruppe Smart City Jena:mailto:smartcity@jena.de
UID:{uid}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={status};CN={name};X
 -NUM-GUESTS=0;X-RESPONSE-COMMENT="{note}":mailto:{address}
CREATED:20250701T080000Z
LAST-MODIFIED:{stamp}
SEQUENCE:{sequence}
STATUS:CONFIRMED
SUMMARY:2. Treffen: Herbsttreffen
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""


def reply_mail(meeting, address, status="ACCEPTED", *, program="outlook", name="Mitglied Stadtverwaltung",
               sequence=0, note="", sender="", key="1", stamp="20250701T073000Z", uid=""):  # fmt: skip
    """As Outlook (base64, own zone) or Google (two copies, folded lines) mails it."""
    import base64

    words = {
        "address": address, "status": status, "name": name, "sequence": sequence, "note": note,
        "sender": sender or address, "key": key, "stamp": stamp, "uid": uid or f"{meeting.uid}@fachgruppe",
    }  # fmt: skip
    if program == "google":
        content = GOOGLE_CALENDAR.format(**words)
        return GOOGLE.format(content=content, **words).replace("\n", "\r\n").encode()
    content = OUTLOOK_CALENDAR.format(**words).replace("\n", "\r\n")
    packed = base64.encodebytes(content.encode()).decode()
    return OUTLOOK.format(content=packed, **words).replace("\n", "\r\n").encode()


@pytest.fixture
def invited(client_of, cast, meeting):
    invite(client_of, cast, meeting)
    return fresh(meeting)


@pytest.mark.parametrize("program", ["outlook", "google"])
@pytest.mark.parametrize(
    "status, reply",
    [("ACCEPTED", Reply.ACCEPTED), ("TENTATIVE", Reply.TENTATIVE), ("DECLINED", Reply.DECLINED)],
)
def test_answers_of_two_programs_are_recorded(cast, invited, program, status, reply):
    mail = reply_mail(invited, "Member.City@example.org", status, program=program)
    assert mailbox_actions.take_in(mail).unclear == ""
    row = invitation_of(invited, cast.member_city)
    assert (row.reply, row.way) == (reply, Way.MAIL)
    assert Event.objects.get(verb="invitations.replied").actor_name == cast.member_city.person.name


def test_the_remark_comes_along(cast, invited):
    mailbox_actions.take_in(reply_mail(invited, "member.city@example.org", note="Ich komme\\, aber später"))
    assert invitation_of(invited, cast.member_city).note == "Ich komme, aber später"


def test_read_twice_it_counts_once(client_of, cast, invited):
    mail = reply_mail(invited, "member.city@example.org")
    mailbox_actions.take_in(mail)
    client_of("member_city").post(f"/treffen/{invited.pk}/antwort/", {"answer": "DECLINED"})
    mailbox_actions.take_in(mail)
    assert invitation_of(invited, cast.member_city).reply == Reply.DECLINED
    assert MailedReply.objects.count() == 1


def test_mails_that_overtake_each_other_do_not_turn_the_answer_back(cast, invited):
    mailbox_actions.take_in(
        reply_mail(invited, "member.city@example.org", "DECLINED", key="2", stamp="20250701T074000Z")
    )
    mailbox_actions.take_in(reply_mail(invited, "member.city@example.org", "ACCEPTED", key="1"))
    assert invitation_of(invited, cast.member_city).reply == Reply.DECLINED


def now():
    return f"{timezone.now():%Y%m%dT%H%M%SZ}"


def test_an_answer_in_the_portal_is_not_turned_back_by_an_older_mail(client_of, cast, invited, clock):
    """The mailbox is read every two minutes: the answer that was given last counts."""
    older, arrived_at = reply_mail(invited, "member.city@example.org", stamp=now()), timezone.now()
    clock.shift(60)
    client_of("member_city").post(f"/treffen/{invited.pk}/antwort/", {"answer": "DECLINED"})
    mailbox_actions.take_in(older, arrived_at)
    assert invitation_of(invited, cast.member_city).reply == Reply.DECLINED
    assert fresh(MailedReply.objects.get()).is_overtaken
    clock.shift(60)
    newer = reply_mail(invited, "member.city@example.org", stamp=now(), key="2")
    mailbox_actions.take_in(newer)
    assert invitation_of(invited, cast.member_city).reply == Reply.ACCEPTED


def test_mails_without_a_key_of_their_own_are_told_apart(cast, invited):
    def nameless(**words):
        mail = reply_mail(invited, "member.city@example.org", **words)
        return mail.replace(b"Message-ID: <1@outlook.example>\r\n", b"")

    first, second = nameless(), nameless(status="DECLINED", stamp="20250701T075000Z")
    for mail in (first, second, first):
        mailbox_actions.take_in(mail)
    assert invitation_of(invited, cast.member_city).reply == Reply.DECLINED
    assert MailedReply.objects.count() == 2


OTHERS = b"ATTENDEE;PARTSTAT=DECLINED:mailto:member.utility@example.org\r\nCREATED:"


def test_an_answer_that_lists_others_speaks_for_its_sender_alone(cast, invited):
    mail = reply_mail(invited, "member.city@example.org", program="google").replace(b"CREATED:", OTHERS)
    assert mailbox_actions.take_in(mail).unclear == ""
    assert invitation_of(invited, cast.member_city).reply == Reply.ACCEPTED
    assert invitation_of(invited, cast.member_utility).reply == Reply.OPEN


def test_an_answer_about_others_only_is_shown(client_of, invited):
    mail = reply_mail(invited, "member.city@example.org", program="google", sender="chef@example.net")
    assert mailbox_actions.take_in(mail.replace(b"CREATED:", OTHERS)).unclear == Unclear.UNKNOWN
    assert not MeetingInvitation.objects.exclude(reply=Reply.OPEN).exists()
    assert (
        "chef@example.net" in client_of("organiser").get(f"/treffen/{invited.pk}/antworten/").content.decode()
    )


def test_a_guest_answers_from_a_calendar(client_of, invited):
    client_of("organiser").post(f"/treffen/{invited.pk}/antworten/gast/", GUEST)
    mailbox_actions.take_in(reply_mail(invited, "grete@firma.example", program="google", name="Grete Gast"))
    assert MeetingInvitation.objects.guests().get().reply == Reply.ACCEPTED


@pytest.mark.parametrize(
    "more, why",
    [
        ({"address": "fremd@example.net"}, Unclear.UNKNOWN),
        ({"address": "former.member@example.org"}, Unclear.UNKNOWN),
        ({"sender": "boss@example.org"}, Unclear.OTHER_SENDER),
        ({"status": "DELEGATED"}, Unclear.DELEGATED),
        ({"status": "X-WAS-AUCH-IMMER"}, Unclear.DELEGATED),
    ],
)
def test_what_is_not_clear_is_shown_and_not_guessed(client_of, cast, invited, more, why):
    mail = reply_mail(invited, more.pop("address", "member.city@example.org"), note="Bitte Bescheid", **more)
    assert mailbox_actions.take_in(mail).unclear == why
    assert not MeetingInvitation.objects.exclude(reply=Reply.OPEN).exists()
    html = client_of("organiser").get(f"/treffen/{invited.pk}/antworten/").content.decode()
    assert str(why.label) in html
    assert "Bitte Bescheid" in html
    assert "Unklare Antworten" not in client_of("member_city").get(f"/treffen/{invited.pk}/").content.decode()


def test_an_answer_to_the_old_date_does_not_count_for_the_new(client_of, cast, invited):
    data = dated(day="2025-09-11", reason="Raum", version=fresh(invited).version)
    client_of("organiser").post(f"/treffen/{invited.pk}/verschieben/", data)
    assert mailbox_actions.take_in(reply_mail(invited, "member.city@example.org")).unclear == Unclear.OLD_DATE
    assert invitation_of(invited, cast.member_city).reply == Reply.OPEN
    moved = fresh(invited).sequence
    assert (
        mailbox_actions.take_in(
            reply_mail(invited, "member.city@example.org", sequence=moved, key="2")
        ).unclear
        == ""
    )
    assert invitation_of(invited, cast.member_city).reply == Reply.ACCEPTED


def test_another_time_that_somebody_proposes_is_shown(cast, invited):
    mail = reply_mail(invited, "member.city@example.org", program="google", status="TENTATIVE")
    mail = mail.replace(b"METHOD:REPLY", b"METHOD:COUNTER").replace(b"method=REPLY", b"method=COUNTER")
    assert mailbox_actions.take_in(mail).unclear == Unclear.OTHER_TIME
    assert invitation_of(invited, cast.member_city).reply == Reply.OPEN


def test_after_it_was_cancelled_an_answer_is_too_late(cast, invited):
    meetings.cancel(meeting=invited, version=fresh(invited).version, reason="Sturm", by=cast.organiser)
    sequence = fresh(invited).sequence
    mail = reply_mail(invited, "member.city@example.org", sequence=sequence)
    assert mailbox_actions.take_in(mail).unclear == Unclear.TOO_LATE


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"From: a@example.org\r\n\r\nNur ein Text",
        b"Content-Type: text/calendar\r\n\r\nkein Kalender",
        b"Content-Type: text/calendar; charset=quatsch\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR",
        b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
        b"END:VEVENT\r\nEND:VCALENDAR",
        b"\xff\xfe\x00\x01" * 200,
    ],
)
def test_other_mail_is_none_of_our_business(invited, mail):
    assert mailbox_actions.take_in(mail) is None
    assert not MailedReply.objects.exists()


def test_an_entry_of_somebody_else_is_none_of_our_business(invited):
    for uid in ("040000008200E00074C5B7101A82E008", "00000000-0000-4000-8000-000000000000@fachgruppe"):
        assert mailbox_actions.take_in(reply_mail(invited, "member.city@example.org", uid=uid)) is None


def test_words_of_strangers_are_shown_as_words(client_of, invited):
    nasty = "<script>alert(1)</script>"
    mailbox_actions.take_in(reply_mail(invited, "fremd@example.net", name=nasty, note=nasty))
    html = client_of("organiser").get(f"/treffen/{invited.pk}/antworten/").content.decode()
    assert nasty not in html
    assert "&lt;script&gt;" in html


# --- somebody looks at it ---------------------------------------------------------------------------------


@pytest.fixture
def unclear(invited):
    return mailbox_actions.take_in(reply_mail(invited, "privat@example.net", name="M. Stadt"))


def settle(client, row, **data):
    return client.post(f"/treffen/{row.meeting_id}/antworten/mail/{row.pk}/", data)


@pytest.mark.parametrize(
    "persona, status",
    [("anonymous", 302), ("former_member", 404), ("member_city", 403), ("admin", 403), ("organiser", 303)],
)
def test_who_settles_it(client_of, unclear, persona, status):
    assert settle(client_of(persona), unclear, erledigt="1").status_code == status
    assert (fresh(unclear).settled_at is not None) == (status == 303)


def test_it_can_be_given_to_whom_it_belongs(client_of, cast, invited, unclear):
    row = invitation_of(invited, cast.member_city)
    assert settle(client_of("organiser"), unclear, invitation=row.pk).status_code == 303
    assert invitation_of(invited, cast.member_city).reply == Reply.ACCEPTED
    html = client_of("organiser").get(f"/treffen/{invited.pk}/antworten/").content.decode()
    assert "Unklare Antworten" not in html


def test_whoever_comes_by_a_mail_that_was_settled_needs_no_deputy(client_of, cast, invited, unclear):
    row = invitation_of(invited, cast.member_city)
    reply_actions.reply(
        invitation=row, answer=Reply.DECLINED, deputy=cast.member_utility.person, by=cast.member_city
    )
    settle(client_of("organiser"), unclear, invitation=row.pk)
    row = invitation_of(invited, cast.member_city)
    assert (row.reply, row.deputy) == (Reply.ACCEPTED, None)


def test_a_mail_without_an_answer_is_given_to_nobody_and_says_so(client_of, cast, invited):
    row = mailbox_actions.take_in(reply_mail(invited, "privat@example.net", status="DELEGATED"))
    chosen = invitation_of(invited, cast.member_city).pk
    response = settle(client_of("organiser"), row, invitation=chosen)
    assert response.status_code == 422
    html = response.content.decode()
    assert "Bitte wählen Sie eine Antwort." in html
    assert f'<option value="{chosen}" selected>' in html, "what was chosen is still there"
    assert fresh(row).settled_at is None


def test_or_be_put_aside_with_a_button_of_its_own(client_of, unclear):
    response = settle(client_of("organiser"), unclear)
    assert response.status_code == 422, "nothing chosen discards no acceptance"
    assert "Bitte wählen Sie eine Person." in response.content.decode()
    assert fresh(unclear).settled_at is None
    assert settle(client_of("organiser"), unclear, erledigt="1").status_code == 303
    assert not MeetingInvitation.objects.exclude(reply=Reply.OPEN).exists()


def test_only_to_somebody_who_is_asked_to_this_meeting(client_of, cast, invited, unclear):
    from tests.factories.rows import MeetingFactory

    other = MeetingInvitation.objects.create(meeting=MeetingFactory(), person=cast.member_city.person)
    assert settle(client_of("organiser"), unclear, invitation=other.pk).status_code == 422
    assert fresh(unclear).settled_at is None


def test_stamps_without_a_zone_are_utc(invited):
    row = mailbox_actions.take_in(reply_mail(invited, "member.city@example.org", stamp="20250701T073000"))
    assert row.sent_at == dt.datetime(2025, 7, 1, 7, 30, tzinfo=dt.UTC)
