"""Guests of one meeting, and the personal links."""

import re
from urllib.parse import urlsplit

import pytest

from invitations.models import MeetingInvitation
from meetings.enums import State
from meetings.models import Meeting
from members import audience
from tests.factories.rows import AgendaItemFactory, MeetingFactory, TopicFactory
from tests.invitations.inviting import GUEST, MEMBERS, WAIT, calendar_part, flush, invitation_of, links_in
from tests.meetings.conftest import SECRET, at
from tests.meetings.test_attachments import attached, upload
from tests.uploads import PDF, PNG

# --- guests -----------------------------------------------------------------------------------------------


TO_MEMBERS = "Liebe Mitglieder"


def say(meeting, **words):
    Meeting.objects.filter(pk=meeting.pk).update(**words)


@pytest.fixture
def guest(client_of, cast, meeting, sent, clock, worker):
    sent.clear()
    response = client_of("organiser").post(f"/treffen/{meeting.pk}/antworten/gast/", GUEST)
    assert response.status_code == 303
    clock.shift(WAIT)
    worker.drain()
    return MeetingInvitation.objects.guests().get()


@pytest.mark.slow
def test_a_guest_gets_an_invitation_of_their_own(guest, sent, client_of, meeting):
    (mail,) = sent
    assert mail.to == ["grete@firma.example"]
    _method, event = calendar_part(mail)
    assert str(event["ATTENDEE"]) == "mailto:grete@firma.example"
    assert f"/treffen/{meeting.pk}/" not in mail.body, "a page that would be 404 for the guest"
    response = client_of("anonymous").get(links_in(mail)["Zusagen"])
    assert response.status_code == 200
    assert "2. Treffen: Herbsttreffen" in response.content.decode()


def test_the_calendar_entry_of_a_guest_carries_no_link_of_theirs(guest, sent):
    """An entry is passed on and seen by whoever shares the calendar; whoever holds the link could answer."""
    (mail,) = sent
    content = next(part.content for part in mail.alternatives if part.mimetype.startswith("text/calendar"))
    unfolded = content.replace("\r\n ", "")
    assert links_in(mail)["Zusagen"].split("?")[0] in mail.body
    assert links_in(mail)["Zusagen"].split("?")[0] not in unfolded


def test_words_to_the_members_are_not_for_every_guest(client_of, meeting, sent, clock, worker):
    say(meeting, invitation_message=TO_MEMBERS)
    client_of("organiser").post(f"/treffen/{meeting.pk}/antworten/gast/", GUEST)
    (mail,) = flush(clock, worker, sent)
    assert TO_MEMBERS not in mail.body


def test_a_guest_sees_what_is_public_and_no_more(guest, sent, client_of, cast, meeting):
    for at_place, (title, mask) in enumerate(
        [("Für alle Mitglieder", None), (SECRET, audience.UTILITY)], start=1
    ):
        AgendaItemFactory(
            meeting=meeting, position=at_place, number=str(at_place), title=title, audience=mask
        )
    say(meeting, description_html="<p>Für die Mitglieder beschrieben</p>")
    html = client_of("anonymous").get(links_in(sent[0])["Zusagen"]).content.decode()
    assert "Für die Mitglieder beschrieben" not in html
    assert "Für alle Mitglieder" not in html
    assert SECRET not in html
    assert html.count("nichtöffentlich") == 2
    assert all(getattr(cast, name).person.name not in html for name in MEMBERS[:3]), "no names of members"


def test_shared_with_a_guest_is_what_all_who_are_asked_read(client_of, cast, meeting, sent, clock, worker):
    AgendaItemFactory(meeting=meeting, position=1, number="1", title="Für alle Mitglieder")
    AgendaItemFactory(meeting=meeting, position=2, number="2", title=SECRET, audience=audience.UTILITY)
    say(meeting, description_html="<p>Für die Mitglieder beschrieben</p>", invitation_message=TO_MEMBERS)
    data = GUEST | {"sees_agenda": "on"}
    client_of("organiser").post(f"/treffen/{meeting.pk}/antworten/gast/", data)
    (mail,) = flush(clock, worker, sent)
    html = client_of("anonymous").get(links_in(mail)["Zusagen"]).content.decode()
    assert "Für die Mitglieder beschrieben" in html
    assert TO_MEMBERS in mail.body
    for text in (html, mail.body):
        assert "Für alle Mitglieder" in text
        assert SECRET not in text


def test_a_meeting_of_two_pillars_is_shared_as_far_as_both_read_it(client_of, cast, sent, clock, worker):
    both = audience.CITY | audience.UTILITY
    meeting = MeetingFactory(title="Zu zweit", audience=both, state=State.INVITED, invited_at=at(2025, 6, 30))
    AgendaItemFactory(meeting=meeting, position=1, number="1", title="Für beide")
    AgendaItemFactory(meeting=meeting, position=2, number="2", title=SECRET, audience=audience.UTILITY)
    client_of("organiser").post(f"/treffen/{meeting.pk}/antworten/gast/", GUEST | {"sees_agenda": "on"})
    (mail,) = flush(clock, worker, sent)
    for text in (client_of("anonymous").get(links_in(mail)["Zusagen"]).content.decode(), mail.body):
        assert "Für beide" in text
        assert SECRET not in text


def test_a_guest_reads_what_a_top_is_about_and_no_link_leads_to_a_sign_in(
    client_of, cast, meeting, sent, clock, worker
):
    topic = TopicFactory(title="Datenplattform")
    AgendaItemFactory(
        meeting=meeting, position=1, number="1", title="Datenplattform", topic=topic,
        description_html="<p>Was liefert wer?</p>", presenter=cast.member_utility.person,
        presenter_organisation=cast.member_utility.person.memberships.get().organisation,
    )  # fmt: skip
    client_of("organiser").post(f"/treffen/{meeting.pk}/antworten/gast/", GUEST | {"sees_agenda": "on"})
    (mail,) = flush(clock, worker, sent)
    html = client_of("anonymous").get(links_in(mail)["Zusagen"]).content.decode()
    assert "Was liefert wer?" in html
    assert "Stadtwerke Jena" in html
    assert cast.member_utility.person.name not in html, "names of people are for members"
    assert topic.get_absolute_url() not in html


@pytest.mark.slow
def test_files_come_down_by_the_link_of_a_guest(client_of, meeting, build, sent, clock, worker):
    organiser = client_of("organiser")
    shown, hidden = build(meeting, "Satzung", ("Nur Stadtwerke", {"audience": audience.UTILITY}))
    attached(organiser, meeting, shown, title="Entwurf")
    inside = attached(organiser, meeting, hidden, title="Vertraulich")
    gone = attached(organiser, meeting, shown, title="Überholt", file=upload(PNG, "a.png"))
    organiser.post(f"/anlagen/{gone.pk}/entfernen/", {"version": gone.version})
    organiser.post(f"/treffen/{meeting.pk}/antworten/gast/", GUEST | {"sees_agenda": "on"})
    (mail,) = flush(clock, worker, sent)
    page = links_in(mail)["Zusagen"].split("?")[0]
    html = client_of("anonymous").get(page).content.decode()
    (path,) = re.findall(r'href="(/einladungen/[^"]+/datei/)"', html)
    assert f"http://testserver{path}" in mail.body.replace(token_of(mail.body), token_of(path))
    response = client_of("anonymous").get(path)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content) == PDF
    for row in (inside, gone):
        assert row.title not in html + mail.body
        assert client_of("anonymous").get(f"{page}anlagen/{row.pk}/datei/").status_code == 404
    organiser.post(f"/treffen/{meeting.pk}/antworten/{MeetingInvitation.objects.guests().get().pk}/link/")
    assert client_of("anonymous").get(path).status_code == 410


def token_of(text):
    return re.search(r"/einladungen/([^/]+)/", text)[1]


def test_the_link_of_a_guest_opens_no_file_that_only_members_read(guest, client_of, meeting, build, sent):
    row = attached(client_of("organiser"), meeting, build(meeting, "Für Mitglieder")[0], title="Entwurf")
    page = links_in(sent[0])["Zusagen"].split("?")[0]
    assert "Entwurf" not in client_of("anonymous").get(page).content.decode()
    assert client_of("anonymous").get(f"{page}anlagen/{row.pk}/datei/").status_code == 404


def test_the_link_of_a_member_opens_no_file(client_of, cast, meeting, build, sent):
    row = attached(client_of("organiser"), meeting, build(meeting, "Satzung")[0])
    mail = next(mail for mail in sent if mail.to == ["member.city@example.org"])
    page = links_in(mail)["Zusagen"].split("?")[0]
    assert client_of("anonymous").get(f"{page}anlagen/{row.pk}/datei/").status_code == 404


def test_the_same_guest_twice_is_one(guest, client_of, meeting):
    page = f"/treffen/{meeting.pk}/antworten/gast/"
    assert client_of("organiser").post(page, GUEST).status_code == 303
    assert MeetingInvitation.objects.guests().count() == 1
    other = client_of("organiser").post(page, GUEST | {"name": "Jemand anderes"})
    assert other.status_code == 422
    assert "schon eingeladen" in other.content.decode()
    assert "Jemand anderes" in other.content.decode(), "what was typed is still there"


def test_a_member_is_no_guest(client_of, meeting, sent):
    data = {"name": "Wer auch immer", "email": "MEMBER.city@example.org"}
    response = client_of("organiser").post(f"/treffen/{meeting.pk}/antworten/gast/", data)
    assert response.status_code == 422
    assert "gehört einem Mitglied" in response.content.decode()


# --- links ------------------------------------------------------------------------------------------------


def test_a_renewed_link_makes_the_old_one_useless(client_of, cast, meeting, sent, clock, worker):
    mail = next(mail for mail in sent if mail.to == ["member.city@example.org"])
    old = links_in(mail)["Zusagen"]
    row = invitation_of(meeting, cast.member_city)
    client_of("organiser").post(f"/treffen/{meeting.pk}/antworten/{row.pk}/link/")
    assert client_of("anonymous").get(old).status_code == 410
    (mail,) = flush(clock, worker, sent)
    assert client_of("anonymous").get(links_in(mail)["Zusagen"]).status_code == 200


def test_a_link_with_another_number_is_not_ours(client_of, sent):
    token = links_in(sent[0])["Zusagen"].split("?")[0].strip("/").split("/")[-1]
    key, _dash, rest = token.partition("-")
    assert client_of("anonymous").get(f"/einladungen/{int(key) + 1}-{rest}/").status_code == 404
    assert client_of("anonymous").get("/einladungen/irgendwas/").status_code == 404


def test_after_the_meeting_the_link_leads_nowhere(client_of, sent, clock):
    link = urlsplit(links_in(sent[0])["Zusagen"]).path
    clock.move_to(at(2025, 9, 10, 17))
    response = client_of("anonymous").get(link)
    assert response.status_code == 410
    assert "Herbsttreffen" not in response.content.decode()
