"""»Einladen«: who is asked, what they get, and how calendars follow."""

import datetime as dt

import pytest
from django.conf import settings

from activity.models import Event, OutboxMail
from invitations.actions import replies as reply_actions
from invitations.enums import Reply
from invitations.models import MeetingInvitation
from meetings.actions import running
from meetings.enums import State
from meetings.models import Attachment
from members import audience
from tests.factories.rows import AgendaItemFactory, MeetingFactory
from tests.invitations.inviting import (
    MEMBERS,
    WAIT,
    as_received,
    calendar_part,
    change,
    flush,
    invitation_of,
    invite,
    links_in,
)
from tests.meetings.conftest import SECRET, at, fresh

# --- the page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "persona, status",
    [("anonymous", 302), ("former_member", 404), ("member_city", 403), ("minute_taker", 403),
     ("admin", 403), ("organiser", 200)],
)  # fmt: skip
def test_who_reaches_the_page(client_of, meeting, persona, status):
    assert client_of(persona).get(f"/treffen/{meeting.pk}/einladen/").status_code == status


@pytest.mark.parametrize("state", [State.DRAFT, State.POLLING, State.HELD, State.CANCELLED, State.RUNNING])
def test_only_a_meeting_with_a_date_ahead_is_invited_to(client_of, cast, state):
    dateless = state in (State.DRAFT, State.POLLING)
    meeting = MeetingFactory(state=state, starts_at=None if dateless else at(2025, 9, 10), ends_at=None)
    assert client_of("organiser").get(f"/treffen/{meeting.pk}/einladen/").status_code == 403
    assert invite(client_of, cast, meeting).status_code == 409
    assert not MeetingInvitation.objects.exists()


def test_a_past_date_is_not_invited_to(client_of, cast):
    meeting = MeetingFactory(starts_at=at(2025, 6, 20))
    response = client_of("organiser").get(f"/treffen/{meeting.pk}/einladen/")
    assert response.status_code == 403
    assert "Das Treffen ist vorbei." in response.content.decode()


def test_it_shows_who_is_asked_and_how_the_mail_reads(client_of, cast, meeting):
    AgendaItemFactory(meeting=meeting, position=1, number="1", title="Begrüßung")
    html = client_of("organiser").get(f"/treffen/{meeting.pk}/einladen/").content.decode()
    for name in MEMBERS:
        assert getattr(cast, name).person.name in html
    assert "Ehemaliges Mitglied" not in html
    assert "Einladung: 2. Treffen: Herbsttreffen am 10. September 2025" in html
    assert "Begrüßung" in html
    assert "JEDI, Engelplatz 8, 07743 Jena" in html


def test_only_who_may_see_the_meeting_can_be_asked(client_of, cast):
    meeting = MeetingFactory(audience=audience.CITY, minute_taker=cast.minute_taker.person)
    html = client_of("organiser").get(f"/treffen/{meeting.pk}/einladen/").content.decode()
    assert cast.member_city.person.name in html
    assert cast.minute_taker.person.name in html
    assert cast.member_utility.person.name not in html
    response = invite(client_of, cast, meeting, ["member_city", "member_utility"])
    assert response.status_code == 422
    assert "Bitte prüfen Sie die Auswahl" in response.content.decode()
    assert not MeetingInvitation.objects.exists()


def test_nobody_chosen_is_said_beside_the_boxes_and_the_words_stay(client_of, cast, meeting):
    response = invite(client_of, cast, meeting, [], message="Bitte Zahlen mitbringen.")
    assert response.status_code == 422
    assert "mindestens eine Person" in response.content.decode()
    assert "Bitte Zahlen mitbringen." in response.content.decode()
    assert fresh(meeting).state == State.SCHEDULED


def test_the_look_at_the_mail_sends_nothing(client_of, cast, meeting, worker, mailbox):
    keys = [cast.member_city.person_id]
    data = {"people": keys, "message": "Bringen Sie Zahlen mit.", "version": 1, "vorschau": "1"}
    response = client_of("organiser").post(f"/treffen/{meeting.pk}/einladen/", data)
    assert response.status_code == 200
    assert "<blockquote>Bringen Sie Zahlen mit.</blockquote>" in response.content.decode()
    assert fresh(meeting).state == State.SCHEDULED
    assert not MeetingInvitation.objects.exists()
    assert not OutboxMail.objects.exists()


def test_the_look_at_the_mail_shows_what_is_attached(client_of, meeting, build):
    item = build(meeting, "Satzung")[0]
    Attachment.objects.create(meeting=meeting, agenda_item=item, title="Entwurf", url="https://example.org/e")
    Attachment.objects.create(meeting=meeting, title="Lageplan", url="https://example.org/l")
    html = client_of("organiser").get(f"/treffen/{meeting.pk}/einladen/").content.decode()
    assert ">Entwurf</a>" in html
    assert ">Lageplan</a>" in html


@pytest.mark.parametrize("places, is_said", [(None, False), (6, False), (5, True)])
def test_more_people_than_seats_are_counted(client_of, meeting, places, is_said):
    meeting.capacity = places
    meeting.save()
    html = client_of("organiser").get(f"/treffen/{meeting.pk}/einladen/").content.decode()
    assert ("Der Raum hat 5 Plätze, gewählt sind 6 Personen." in html) == is_said


def test_late_invitations_are_pointed_out(client_of, cast, clock, meeting):
    page = f"/treffen/{meeting.pk}/einladen/"
    clock.move_to(at(2025, 8, 27, 10))
    assert "Die Einladung ist spät" not in client_of("organiser").get(page).content.decode()
    clock.move_to(at(2025, 8, 28, 10))
    html = client_of("organiser").get(page).content.decode()
    assert "14 Tage vorher einzuladen. Das wäre bis zum 27. August 2025 gewesen." in html


# --- inviting ---------------------------------------------------------------------------------------------


def test_everybody_chosen_is_asked_and_nobody_else(client_of, cast, meeting, clock, worker, mailbox):
    invite(client_of, cast, meeting, ["member_city", "member_utility"])
    assert fresh(meeting).state == State.INVITED
    clock.shift(WAIT)
    worker.drain()
    assert sorted(mail.to[0] for mail in mailbox) == ["member.city@example.org", "member.utility@example.org"]
    assert {row.organisation_name for row in MeetingInvitation.objects.select_related("organisation")} == {
        "Stadt Jena", "Stadtwerke Jena",
    }  # fmt: skip


def test_each_mail_has_one_reader_and_names_no_other(sent, cast):
    assert len(sent) == len(MEMBERS)
    addresses = {getattr(cast, name).email for name in MEMBERS}
    for mail in sent:
        received = as_received(mail)
        (to,) = [each.addr_spec for each in received["To"].addresses]
        assert received["Cc"] is None
        assert received["Bcc"] is None
        assert received["Auto-Submitted"] == "auto-generated"
        assert received["Message-ID"]
        whole = mail.message().as_string() + "".join(
            part.get_content()
            for part in received.walk()
            if part.get_content_type() in ("text/plain", "text/html", "text/calendar")
        )
        for other in addresses - {to}:
            assert other not in whole
    assert len({as_received(mail)["References"] for mail in sent}) == 1, "one thread for one meeting"
    assert len({as_received(mail)["Message-ID"] for mail in sent}) == len(sent)


def test_the_entry_is_an_invitation_for_the_addressee_alone(sent, meeting):
    for mail in sent:
        method, event = calendar_part(mail)
        assert method == "REQUEST"
        assert str(event["UID"]) == f"{meeting.uid}@fachgruppe"
        assert int(event["SEQUENCE"]) == 0
        assert str(event["ORGANIZER"]) == f"mailto:{settings.REPLY_EMAIL}"
        assert str(event["ATTENDEE"]) == f"mailto:{mail.to[0]}"
        assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
        assert event["ATTENDEE"].params["RSVP"] == "TRUE"
        assert event["DTSTART"].dt == at(2025, 9, 10, 14)
        assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
        assert str(event["STATUS"]) == "CONFIRMED"
        assert f"/treffen/{meeting.pk}/" in str(event["DESCRIPTION"])
        (alarm,) = event.walk("VALARM")
        assert alarm["TRIGGER"].dt == dt.timedelta(hours=-1)


def test_answers_that_follow_reply_to_reach_the_organiser_of_the_entry(
    client_of, cast, meeting, clock, worker, mailbox, settings
):
    settings.REPLY_EMAIL = "antworten@example.org"
    invite(client_of, cast, meeting, ["member_city"])
    (mail,) = flush(clock, worker, mailbox)
    _method, event = calendar_part(mail)
    assert as_received(mail)["Reply-To"] == "antworten@example.org"
    assert str(event["ORGANIZER"]) == "mailto:antworten@example.org"


def test_parts_stand_in_the_order_that_mail_programs_expect(sent):
    (alternative,) = [part for part in as_received(sent[0]).walk() if part.is_multipart()]
    assert alternative.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in alternative.iter_parts()] == [
        "text/plain", "text/html", "text/calendar",
    ]  # fmt: skip


def test_restricted_items_stand_only_in_the_mails_of_those_who_may_see_them(
    client_of, cast, meeting, clock, worker, mailbox
):
    AgendaItemFactory(meeting=meeting, position=1, number="1", title=SECRET, audience=audience.UTILITY)
    invite(client_of, cast, meeting)
    clock.shift(WAIT)
    worker.drain()
    for mail in mailbox:
        may = mail.to[0] in ("member.utility@example.org", "organiser@example.org")
        assert (SECRET in mail.message().as_string() or SECRET in mail.body) == may


def test_attachments_are_links_in_the_mails_of_those_who_may_see_them(
    client_of, cast, meeting, clock, worker, mailbox
):
    for title, mask in (("Lageplan", None), ("Zählerliste", audience.UTILITY)):
        Attachment.objects.create(
            meeting=meeting, title=title, audience=mask, url=f"https://example.org/{title}"
        )
    invite(client_of, cast, meeting)
    clock.shift(WAIT)
    worker.drain()
    for mail in mailbox:
        may = mail.to[0] in ("member.utility@example.org", "organiser@example.org")
        assert "Lageplan: https://example.org/Lageplan" in mail.body
        assert ("Zählerliste" in mail.body + mail.alternatives[0][0]) == may


@pytest.mark.slow
def test_the_organisers_words_stand_in_the_first_mail_only(client_of, cast, meeting, clock, worker, mailbox):
    invite(client_of, cast, meeting, message="Bitte bringen Sie Zahlen mit.")
    clock.shift(WAIT)
    worker.drain()
    assert all("Bitte bringen Sie Zahlen mit." in mail.body for mail in mailbox)
    change(client_of, meeting, day="2025-09-11", reason="Raum belegt")
    assert all("Zahlen" not in mail.body for mail in flush(clock, worker, mailbox))


def test_a_second_click_invites_once(client_of, cast, meeting, clock, worker, mailbox):
    version = fresh(meeting).version
    data = {"people": [cast.member_city.person_id], "message": "", "version": version}
    for _click in range(2):
        response = client_of("organiser").post(f"/treffen/{meeting.pk}/einladen/", data)
        assert response.status_code == 303
    clock.shift(WAIT)
    worker.drain()
    assert len(mailbox) == 1
    assert Event.objects.filter(verb="invitations.invited").count() == 1


def test_who_invites_second_with_others_hears_of_it(client_of, cast, meeting):
    invite(client_of, cast, meeting, ["member_city"])
    response = invite(client_of, cast, meeting, ["member_city", "member_utility"])
    assert response.status_code == 422
    assert "inzwischen eingeladen" in response.content.decode()


# --- what becomes of it -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_move_reaches_every_calendar_and_asks_again(client_of, cast, held, meeting, sent, clock, worker):
    reply_actions.reply(
        invitation=invitation_of(meeting, cast.member_city), answer=Reply.ACCEPTED, by=cast.member_city
    )
    change(client_of, meeting, day="2025-09-11", reason="Der Raum ist belegt.")
    mails = flush(clock, worker, sent)
    assert len(mails) == len(MEMBERS), "also whoever moved it: their calendar must follow"
    for mail in mails:
        assert mail.subject == "Verschoben: 2. Treffen: Herbsttreffen auf den 11. September 2025"
        assert "10. September 2025, 14:00–16:00 Uhr" in mail.body
        assert "Der Raum ist belegt." in mail.body
        method, event = calendar_part(mail)
        assert method == "REQUEST"
        assert str(event["UID"]) == f"{meeting.uid}@fachgruppe"
        assert int(event["SEQUENCE"]) == 1
        assert event["DTSTART"].dt == at(2025, 9, 11, 14)
        assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    row = invitation_of(meeting, cast.member_city)
    assert (row.reply, row.reply_before) == (Reply.OPEN, Reply.ACCEPTED)
    html = client_of("organiser").get(f"/treffen/{meeting.pk}/antworten/").content.decode()
    assert "zum alten Termin: zugesagt" in html


@pytest.mark.slow
def test_several_changes_within_minutes_make_one_mail(client_of, meeting, sent, clock, worker):
    change(client_of, meeting, day="2025-09-11", reason="Raum belegt")
    clock.shift(dt.timedelta(minutes=1))
    change(client_of, meeting, day="2025-09-12", reason="Feuerübung")
    mails = flush(clock, worker, sent)
    assert len(mails) == len(MEMBERS)
    assert all("auf den 12. September 2025" in mail.subject for mail in mails)
    assert all("10. September 2025, 14:00–16:00 Uhr" in mail.body for mail in mails), "what they knew last"
    assert all("Raum belegt; Feuerübung" in mail.body for mail in mails)
    assert int(calendar_part(mails[0])[1]["SEQUENCE"]) == 2


def test_a_change_before_the_first_mail_left_is_in_it(client_of, cast, meeting, clock, worker, mailbox):
    invite(client_of, cast, meeting)
    change(client_of, meeting, day="2025-09-11", reason="Raum belegt")
    clock.shift(WAIT)
    worker.drain()
    assert len(mailbox) == len(MEMBERS)
    assert all(mail.subject.startswith("Einladung:") for mail in mailbox)
    assert all("11. September 2025" in mail.body for mail in mailbox)
    assert all("10. September" not in mail.body for mail in mailbox)


@pytest.mark.slow
def test_a_new_room_is_told_and_the_answers_stand(client_of, cast, meeting, sent, clock, worker):
    reply_actions.reply(
        invitation=invitation_of(meeting, cast.member_city), answer=Reply.ACCEPTED, by=cast.member_city
    )
    change(client_of, meeting, place_room="Großer Saal")
    mails = flush(clock, worker, sent)
    assert all(mail.subject.startswith("Geändert:") for mail in mails)
    own = next(mail for mail in mails if mail.to == ["member.city@example.org"])
    _method, event = calendar_part(own)
    assert "Großer Saal" in str(event["LOCATION"])
    assert int(event["SEQUENCE"]) == 1
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


@pytest.mark.slow
def test_a_new_link_is_no_new_state_of_the_entry(client_of, meeting, sent, clock, worker):
    change(client_of, meeting, online_url="https://neu.example.org/raum")
    mails = flush(clock, worker, sent)
    assert len(mails) == len(MEMBERS)
    _method, event = calendar_part(mails[0])
    assert int(event["SEQUENCE"]) == 0
    assert "https://neu.example.org/raum" in str(event["DESCRIPTION"])


def test_other_words_about_the_meeting_send_no_mail(client_of, meeting, sent, clock, worker):
    data = {
        "title": "Herbsttreffen", "audience": audience.MEMBERS, "description": "Neu",
        "version": fresh(meeting).version,
    }  # fmt: skip
    assert client_of("organiser").post(f"/treffen/{meeting.pk}/bearbeiten/", data).status_code == 303
    assert flush(clock, worker, sent) == []
    assert fresh(meeting).sequence == 0


@pytest.mark.slow
def test_a_new_title_reaches_the_calendars(client_of, meeting, sent, clock, worker):
    data = {"title": "Wintertreffen", "audience": audience.MEMBERS, "version": fresh(meeting).version}
    client_of("organiser").post(f"/treffen/{meeting.pk}/bearbeiten/", data)
    mails = flush(clock, worker, sent)
    assert len(mails) == len(MEMBERS)
    assert str(calendar_part(mails[0])[1]["SUMMARY"]) == "2. Treffen: Wintertreffen"


@pytest.mark.slow
def test_a_cancelled_meeting_leaves_the_calendars(client_of, meeting, sent, clock, worker):
    data = {"reason": "Zu wenige.", "version": fresh(meeting).version}
    client_of("organiser").post(f"/treffen/{meeting.pk}/absagen/", data)
    mails = flush(clock, worker, sent)
    assert len(mails) == len(MEMBERS)
    for mail in mails:
        assert mail.subject.startswith("Abgesagt: Herbsttreffen")
        assert "Zu wenige." in mail.body
        method, event = calendar_part(mail)
        assert method == "CANCEL"
        assert str(event["STATUS"]) == "CANCELLED"
        assert int(event["SEQUENCE"]) == 1
        assert not event.walk("VALARM")
        assert links_in(mail) == {}


@pytest.mark.slow
def test_moved_and_cancelled_within_minutes_is_one_cancellation(client_of, meeting, sent, clock, worker):
    change(client_of, meeting, day="2025-09-11", reason="Raum belegt")
    data = {"reason": "Doch nicht.", "version": fresh(meeting).version}
    client_of("organiser").post(f"/treffen/{meeting.pk}/absagen/", data)
    mails = flush(clock, worker, sent)
    assert len(mails) == len(MEMBERS)
    assert {calendar_part(mail)[0] for mail in mails} == {"CANCEL"}


def test_invited_and_cancelled_within_minutes_tells_nobody_of_an_invitation(
    client_of, cast, meeting, clock, worker, mailbox
):
    invite(client_of, cast, meeting)
    data = {"reason": "Irrtum", "version": fresh(meeting).version}
    client_of("organiser").post(f"/treffen/{meeting.pk}/absagen/", data)
    clock.shift(WAIT)
    worker.drain()
    assert mailbox == []


def test_new_members_can_be_asked_later(client_of, cast, meeting, clock, worker, mailbox):
    invite(client_of, cast, meeting, ["member_city"])
    flush(clock, worker, mailbox)
    html = client_of("organiser").get(f"/treffen/{meeting.pk}/antworten/").content.decode()
    assert "Noch nicht eingeladen" in html
    keys = [cast.member_utility.person_id, cast.member_city.person_id]
    response = client_of("organiser").post(f"/treffen/{meeting.pk}/antworten/nachladen/", {"people": keys})
    assert response.status_code == 422, "who is asked already is not among the boxes"
    response = client_of("organiser").post(
        f"/treffen/{meeting.pk}/antworten/nachladen/", {"people": [cast.member_utility.person_id]}
    )
    assert response.status_code == 303
    assert [mail.to for mail in flush(clock, worker, mailbox)] == [["member.utility@example.org"]]


def test_begun_by_mistake_it_is_invited_again(client_of, cast, meeting, clock):
    invite(client_of, cast, meeting)
    clock.move_to(at(2025, 9, 10, 14))
    running.begin(meeting=meeting, by=cast.organiser)
    running.take_back_begin(meeting=meeting, by=cast.organiser)
    assert fresh(meeting).state == State.INVITED
