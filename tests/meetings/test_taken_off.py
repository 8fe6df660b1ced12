"""Whoever is not asked any more: by the organisers, or because they may not see the meeting."""

import datetime as dt

import pytest

from invitations.actions import invitations as invitation_actions
from members import audience
from members.models import Membership
from tests.invitations.inviting import MEMBERS, WAIT, calendar_part, change, flush, invitation_of, links_in
from tests.meetings.conftest import SECRET, at, fresh

pytestmark = pytest.mark.slow


def test_one_person_taken_off_gets_a_cancellation_and_nobody_else(
    client_of, cast, meeting, sent, clock, worker
):
    row = invitation_of(meeting, cast.member_city)
    address = f"/treffen/{meeting.pk}/antworten/{row.pk}/zuruecknehmen/"
    link = links_in(next(mail for mail in sent if mail.to == ["member.city@example.org"]))["Zusagen"]
    assert client_of("organiser").get(address).status_code == 200
    assert client_of("organiser").post(address).status_code == 303
    (mail,) = flush(clock, worker, sent)
    assert mail.to == ["member.city@example.org"]
    assert mail.subject.startswith("Nicht mehr eingeladen")
    method, event = calendar_part(mail)
    assert method == "CANCEL"
    assert str(event["ATTENDEE"]) == "mailto:member.city@example.org"
    assert "STATUS" not in event, "it takes place, only not for this person (RFC 5546, section 3.2.5)"
    assert "weil Sie zu diesem Treffen eingeladen waren" in mail.body
    assert client_of("anonymous").get(link).status_code == 410
    change(client_of, meeting, day="2025-09-11", reason="Raum belegt")
    later = flush(clock, worker, sent)
    told = [mail for mail in later if mail.to == ["member.city@example.org"]]
    assert [mail.alternatives[1:] for mail in told] == [[]], "news for a reader, no invitation"


def test_taken_off_after_an_untold_move_one_hears_of_the_date_that_holds(
    client_of, cast, held, meeting, sent, clock, worker
):
    """They still see the meeting: the date that they know would be wrong for ever."""
    change(client_of, meeting, day="2025-09-11", reason="Raum belegt")
    invitation_actions.take_off(invitation=invitation_of(meeting, cast.member_city), by=cast.organiser)
    (mail,) = [mail for mail in flush(clock, worker, sent) if mail.to == ["member.city@example.org"]]
    assert mail.subject == "Nicht mehr eingeladen: 2. Treffen: Herbsttreffen am 11. September 2025"
    assert "Bisher: Mittwoch, 10. September 2025" in mail.body
    assert calendar_part(mail)[0] == "CANCEL"


def test_whoever_was_taken_off_can_be_asked_again(client_of, cast, meeting, sent, clock, worker):
    row = invitation_of(meeting, cast.member_city)
    invitation_actions.take_off(invitation=row, by=cast.organiser)
    flush(clock, worker, sent)
    data = {"people": [cast.member_city.person_id]}
    response = client_of("organiser").post(f"/treffen/{meeting.pk}/antworten/nachladen/", data)
    assert response.status_code == 303
    (mail,) = flush(clock, worker, sent)
    assert calendar_part(mail)[0] == "REQUEST"
    assert invitation_of(meeting, cast.member_city).removed_at is None


def test_whoever_lost_sight_of_it_is_taken_off_without_a_word_about_it(
    client_of, cast, meeting, sent, clock, worker
):
    data = {"title": SECRET, "audience": audience.UTILITY, "version": fresh(meeting).version}
    client_of("organiser").post(f"/treffen/{meeting.pk}/bearbeiten/", data)
    mails = flush(clock, worker, sent)
    inside = ("member.utility@example.org", "organiser@example.org")
    for mail in mails:
        method, event = calendar_part(mail)
        if mail.to[0] in inside:
            assert method == "REQUEST"
            continue
        assert method == "CANCEL"
        assert SECRET not in mail.message().as_string()
        assert SECRET not in mail.body + str(event["SUMMARY"])
        assert "Herbsttreffen" not in mail.body
    assert len(mails) == len(MEMBERS)


def test_whoever_lost_sight_of_it_does_not_hear_where_it_moved(client_of, cast, meeting, sent, clock, worker):
    change(client_of, meeting, day="2025-09-11", reason="Raum belegt")
    data = {"title": "Herbsttreffen", "audience": audience.UTILITY, "version": fresh(meeting).version}
    client_of("organiser").post(f"/treffen/{meeting.pk}/bearbeiten/", data)
    mail = next(mail for mail in flush(clock, worker, sent) if mail.to == ["member.city@example.org"])
    method, event = calendar_part(mail)
    assert method == "CANCEL"
    assert event["DTSTART"].dt == at(2025, 9, 10, 14), "what stands in their calendar"
    assert event["DTEND"].dt == at(2025, 9, 10, 16)


def test_whoever_leaves_the_group_is_taken_off_by_the_portal(cast, meeting, sent, clock, worker):
    Membership.objects.filter(person=cast.member_city.person).update(ends_on=dt.date(2025, 6, 30))
    sent.clear()
    clock.shift(dt.timedelta(minutes=11))
    worker.tick()
    clock.shift(WAIT)
    worker.drain()
    (mail,) = sent
    assert mail.to == ["member.city@example.org"]
    assert calendar_part(mail)[0] == "CANCEL"
    assert "Herbsttreffen" not in mail.body
    assert invitation_of(meeting, cast.member_city).removed_at is not None
