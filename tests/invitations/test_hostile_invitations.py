"""Whatever somebody types stays a word: in headers, in the entry, on the page."""

import pytest

from invitations.models import MeetingInvitation
from tests.factories.rows import MeetingFactory
from tests.invitations.inviting import as_received, calendar_part, flush, invite, links_in
from tests.meetings.conftest import dated, fresh
from tests.older import stored_before

NASTY = (
    "Treffen\r\nBcc: alle@example.org\r\n\r\nATTENDEE:mailto:alle@example.org",
    'Raum"; X=1:mailto:alle@example.org',
    "a;b,c\\n\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Zweites",
    "📅 Überprüfungskommissionssitzung " * 6,
    "\u2028\u2029\u0085\x00\x1b[31mrot",
    "<script>alert(1)</script> & <b>fett</b>",
)
LONGEST = {"title": 200, "place_name": 200, "place_room": 100, "place_address": 200, "place_way": 500,
           "place_access": 300, "invitation_message": 2000, "cancelled_because": 1000}  # fmt: skip


@pytest.mark.parametrize("nasty", NASTY)
def test_no_field_of_a_meeting_leaves_its_place(client_of, cast, clock, worker, mailbox, nasty):
    words = {name: nasty[:length] for name, length in LONGEST.items() if name != "cancelled_because"}
    words = {name: text.replace("\x00", " ") for name, text in words.items()}
    meeting = stored_before(MeetingFactory(), **words)
    stored_before(cast.member_city.person, name=nasty.replace("\x00", " ")[:150])
    invite(client_of, cast, meeting, ["member_city"], message=words["invitation_message"])
    (mail,) = flush(clock, worker, mailbox)
    assert_sound(mail, "REQUEST")
    (path,) = {url.split("?")[0] for url in links_in(mail).values()}
    html = client_of("anonymous").get(path).content.decode()
    assert "<script>alert" not in html
    data = {"reason": nasty.replace("\x00", " "), "version": fresh(meeting).version}
    client_of("organiser").post(f"/treffen/{meeting.pk}/absagen/", data)
    (mail,) = [mail for mail in flush(clock, worker, mailbox) if mail.to == ["member.city@example.org"]]
    assert_sound(mail, "CANCEL")


def assert_sound(mail, method):
    received = as_received(mail)
    assert [each.addr_spec for each in received["To"].addresses] == mail.to
    assert received["Bcc"] is None
    assert received["Cc"] is None
    assert "\n" not in str(received["Subject"])
    told, event = calendar_part(mail)
    assert told == method
    people = event["ATTENDEE"]
    assert not isinstance(people, list)
    assert str(people) == f"mailto:{mail.to[0]}"
    (content,) = [part for part in received.walk() if part.get_content_type() == "text/calendar"]
    octets = content.get_payload(decode=True)
    lines = octets.replace(b"\r\n", b"\n").split(b"\n")  # on the wire each ends with both
    assert lines.count(b"BEGIN:VEVENT") == lines.count(b"END:VEVENT") == 1
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() for line in lines if line), "no letter is cut in two"
    assert b"\r" not in b"".join(lines)
    assert "<script>alert" not in mail.alternatives[0][0]


@pytest.mark.parametrize("nasty", [text for text in NASTY if "\x00" not in text])
def test_nor_does_the_name_of_a_guest(client_of, meeting, sent, clock, worker, nasty):
    sent.clear()
    data = {"name": nasty[:150], "email": "grete@firma.example", "house": nasty[:150]}
    response = client_of("organiser").post(f"/treffen/{meeting.pk}/antworten/gast/", data)
    if "\n" in nasty:  # no name is written in lines
        assert response.status_code == 422
        assert not sent
        return
    assert response.status_code == 303
    (mail,) = flush(clock, worker, sent)
    assert_sound(mail, "REQUEST")
    html = client_of("organiser").get(f"/treffen/{meeting.pk}/antworten/").content.decode()
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    "address",
    ["kein-at", "a@b", "a b@example.org", "a@example.org\r\nBcc: b@example.org", "x" * 250 + "@a.de"],
)
def test_only_addresses_are_invited(client_of, meeting, sent, address):
    data = {"name": "Grete", "email": address}
    response = client_of("organiser").post(f"/treffen/{meeting.pk}/antworten/gast/", data)
    assert response.status_code == 422
    assert not MeetingInvitation.objects.guests().exists()


@pytest.mark.parametrize(
    "day, begins", [("2025-10-26", "02:30"), ("2025-10-26", "01:30"), ("2026-03-29", "03:30")]
)
def test_the_nights_in_which_clocks_change(client_of, cast, meeting, clock, worker, mailbox, day, begins):
    data = dated(day=day, begins=begins, ends="05:00", reason="Nacht", version=fresh(meeting).version)
    client_of("organiser").post(f"/treffen/{meeting.pk}/verschieben/", data)
    invite(client_of, cast, meeting, ["member_city"])
    (mail,) = [mail for mail in flush(clock, worker, mailbox) if mail.subject.startswith("Einladung")]
    _method, event = calendar_part(mail)
    assert event["DTSTART"].dt.timestamp() == fresh(meeting).starts_at.timestamp()
    assert event["DTEND"].dt.timestamp() == fresh(meeting).ends_at.timestamp()
