"""Answering an invitation: in the portal, by link, by telephone; and who comes."""

import pytest

from activity.models import Event
from invitations.actions import invitations as invitation_actions
from invitations.enums import Reply, Way
from invitations.models import MeetingInvitation
from meetings.actions import meetings, running
from meetings.enums import State
from members import audience
from polls.enums import Choice
from tests.factories.rows import AgendaItemFactory, MeetingFactory
from tests.invitations.inviting import GUEST, change, flush, invitation_of, invite, links_in
from tests.meetings.conftest import at, dated, fresh


@pytest.fixture
def invited(client_of, cast, meeting):
    invite(client_of, cast, meeting)
    return fresh(meeting)


def answer(client, meeting, **data):
    return client.post(f"/treffen/{meeting.pk}/antwort/", {"answer": "ACCEPTED", **data})


# --- in the portal ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "persona, status", [("anonymous", 302), ("former_member", 404), ("member_city", 303),
                        ("minute_taker", 303), ("admin", 303), ("organiser", 303)],
)  # fmt: skip
def test_whoever_is_asked_may_answer(client_of, invited, persona, status):
    assert answer(client_of(persona), invited).status_code == status
    answered = MeetingInvitation.objects.exclude(reply=Reply.OPEN)
    assert answered.count() == (1 if status == 303 else 0)


def test_who_is_not_asked_has_nothing_to_answer(client_of, cast, meeting):
    invite(client_of, cast, meeting, ["member_city"])
    assert answer(client_of("member_utility"), meeting).status_code == 404


def test_an_answer_is_saved_confirmed_and_can_change(client_of, cast, invited):
    client = client_of("member_city")
    page = client.get(f"/treffen/{invited.pk}/").content.decode()
    assert "Kommen Sie?" in page
    response = client.post(f"/treffen/{invited.pk}/antwort/", {"answer": "ACCEPTED"}, follow=True)
    assert "Ihre Antwort ist gespeichert." in response.content.decode()
    assert "1 Zusage" in response.content.decode()
    answer(client, invited, answer="DECLINED", note="Urlaub")
    assert client.get(invited.get_absolute_url()).text.count('?antwort=absage" aria-current="true"') == 1
    row = invitation_of(invited, cast.member_city)
    assert (row.reply, row.note, row.way) == (Reply.DECLINED, "Urlaub", Way.PORTAL)


def test_the_same_answer_twice_is_one(client_of, invited):
    for _click in range(2):
        answer(client_of("member_city"), invited)
    assert Event.objects.filter(verb="invitations.replied").count() == 1


def test_the_buttons_of_the_page_keep_the_remark(client_of, cast, invited):
    client = client_of("member_city")
    answer(client, invited, note="Komme später")
    html = client.get(f"/treffen/{invited.pk}/").content.decode()
    assert '<input type="hidden" name="note" value="Komme später">' in html


def test_no_answer_is_said_beside_the_field_and_the_words_stay(client_of, invited):
    response = client_of("member_city").post(f"/treffen/{invited.pk}/antwort/", {"note": "Bin im Haus."})
    assert response.status_code == 422
    assert "Bitte wählen Sie eine Antwort." in response.content.decode()
    assert "Bin im Haus." in response.content.decode()


def test_a_deputy_is_named_and_told(client_of, cast, invited, clock, worker, mailbox):
    flush(clock, worker, mailbox)
    mailbox.clear()
    deputy = cast.member_enterprise.person
    data = {"answer": "DECLINED", "deputy": deputy.pk}
    assert answer(client_of("member_city"), invited, **data).status_code == 303
    worker.drain()
    (mail,) = mailbox
    assert mail.to == [cast.member_enterprise.email]
    assert f"{cast.member_city.person.name} kann nicht kommen" in mail.body
    html = client_of("minute_taker").get(f"/treffen/{invited.pk}/").content.decode()
    assert f"{deputy.name} für {cast.member_city.person.name}" in html


def test_whoever_comes_after_all_needs_no_deputy_any_more(client_of, cast, invited):
    client, deputy = client_of("member_city"), cast.member_enterprise.person
    answer(client, invited, answer="DECLINED", deputy=deputy.pk)
    assert answer(client, invited, answer="ACCEPTED", deputy=deputy.pk).status_code == 303
    row = invitation_of(invited, cast.member_city)
    assert (row.reply, row.deputy) == (Reply.ACCEPTED, None)
    other = answer(client, invited, answer="ACCEPTED", deputy=cast.member_utility.person_id)
    assert other.status_code == 422, "one who is named anew is a contradiction, and said so"


def test_who_stood_in_on_the_old_date_does_not_count_for_the_new(client_of, cast, invited):
    deputy = cast.member_enterprise.person
    answer(client_of("member_city"), invited, answer="DECLINED", deputy=deputy.pk)
    change(client_of, invited, day="2025-09-11", reason="Raum belegt")
    page = client_of("minute_taker").get(f"/treffen/{invited.pk}/").content.decode()
    assert f"{deputy.name} für {cast.member_city.person.name}" not in page
    row = invitation_of(invited, cast.member_city)
    assert (row.reply_before, row.deputy) == (Reply.DECLINED, None)


@pytest.mark.parametrize(
    "wrong, sentence",
    [({"answer": "ACCEPTED", "deputy_name": "Ada"}, "wenn Sie selbst absagen"),
     ({"answer": "DECLINED", "deputy": "own"}, "muss jemand anderes sein"),
     ({"answer": "OPEN"}, "Auswahl")],
)  # fmt: skip
def test_nonsense_is_refused_beside_the_field(client_of, cast, invited, wrong, sentence):
    if wrong.get("deputy") == "own":
        wrong = wrong | {"deputy": cast.member_city.person_id}
    response = answer(client_of("member_city"), invited, **wrong)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert invitation_of(invited, cast.member_city).reply == Reply.OPEN


@pytest.mark.parametrize("state", [State.SCHEDULED, State.RUNNING, State.HELD, State.CANCELLED])
def test_answers_count_only_while_it_is_invited_to(client_of, cast, invited, state):
    invited.state = state
    invited.save()
    response = answer(client_of("member_city"), invited)
    assert response.status_code == 409
    assert invitation_of(invited, cast.member_city).reply == Reply.OPEN


def test_what_waits_for_an_answer_stands_on_the_overview(client_of, invited):
    client = client_of("member_city")
    assert "Auf die Einladung antworten: 10. September" in client.get("/uebersicht/").content.decode()
    answer(client, invited)
    assert "Auf die Einladung antworten" not in client.get("/uebersicht/").content.decode()


def test_an_unchanged_page_hears_of_a_new_answer(client_of, invited):
    client = client_of("member_city")
    client.get(f"/treffen/{invited.pk}/")  # brings the cookie of its form
    first = client.get(f"/treffen/{invited.pk}/")
    again = client.get(f"/treffen/{invited.pk}/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    answer(client_of("member_utility"), invited)
    again = client.get(f"/treffen/{invited.pk}/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200


# --- by the link ------------------------------------------------------------------------------------------


@pytest.fixture
def links(invited, clock, worker, mailbox):
    flush(clock, worker, mailbox)
    return links_in(next(mail for mail in mailbox if mail.to == ["member.city@example.org"]))


@pytest.mark.slow
def test_opening_a_link_writes_nothing(client_of, cast, invited, links):
    events = Event.objects.count()
    for address in links.values():
        assert client_of("anonymous").get(address).status_code == 200
        assert client_of("anonymous").head(address).status_code == 200
    assert invitation_of(invited, cast.member_city).reply == Reply.OPEN
    assert Event.objects.count() == events


@pytest.mark.slow
def test_the_link_of_an_answer_has_it_chosen(client_of, links):
    assert list(links) == ["Zusagen", "Vielleicht", "Absagen"]
    for word, value in (("Zusagen", "ACCEPTED"), ("Vielleicht", "TENTATIVE"), ("Absagen", "DECLINED")):
        html = client_of("anonymous").get(links[word]).content.decode()
        (chosen,) = [line for line in html.split("<input") if " checked" in line]
        assert f'value="{value}"' in chosen


def test_answering_by_link_needs_no_sign_in(client_of, cast, invited, links):
    response = client_of("anonymous").post(links["Absagen"], {"answer": "DECLINED", "deputy_name": "Ada B."})
    assert response.status_code == 200
    assert "Ihre Antwort ist gespeichert" in response.content.decode()
    row = invitation_of(invited, cast.member_city)
    assert (row.reply, row.way, row.deputy_name) == (Reply.DECLINED, Way.LINK, "Ada B.")
    event = Event.objects.get(verb="invitations.replied")
    assert event.actor_name == cast.member_city.person.name


@pytest.mark.slow
def test_a_link_keeps_the_deputy_who_was_named_in_the_portal(client_of, cast, invited, links):
    deputy = cast.member_enterprise.person
    answer(client_of("member_city"), invited, answer="DECLINED", deputy=deputy.pk)
    page = client_of("anonymous").get(links["Absagen"]).content.decode()
    assert f'name="deputy_name" value="{deputy.name}"' in page
    client_of("anonymous").post(links["Absagen"], {"answer": "DECLINED", "deputy_name": deputy.name})
    assert invitation_of(invited, cast.member_city).deputy_in_words == deputy.name


def test_a_members_link_tells_when_and_where_and_no_more(client_of, cast, invited, links):
    AgendaItemFactory(meeting=invited, position=1, number="1", title="Für alle Mitglieder")
    invited.description_html = "<p>Für die Mitglieder beschrieben</p>"
    invited.save()
    html = client_of("anonymous").get(links["Zusagen"]).content.decode()
    assert "Herbsttreffen" in html
    assert "JEDI" in html
    assert "Für alle Mitglieder" not in html
    assert "Für die Mitglieder beschrieben" not in html


def test_a_link_shows_nobody_else(client_of, cast, links):
    html = client_of("anonymous").get(links["Zusagen"]).content.decode()
    for name in ("member_enterprise", "member_utility"):
        assert getattr(cast, name).person.name not in html
    assert 'name="robots" content="noindex"' in html


@pytest.mark.slow
def test_somebody_elses_sign_in_changes_nothing_about_whose_link_it_is(client_of, cast, invited, links):
    client_of("member_utility").post(links["Zusagen"], {"answer": "ACCEPTED"})
    assert invitation_of(invited, cast.member_city).reply == Reply.ACCEPTED
    assert invitation_of(invited, cast.member_utility).reply == Reply.OPEN


def test_when_it_is_too_late_the_answer_is_refused_and_stays_to_be_read(client_of, cast, invited, links):
    meetings.cancel(meeting=invited, version=fresh(invited).version, reason="Sturm", by=cast.organiser)
    response = client_of("anonymous").post(links["Zusagen"], {"answer": "ACCEPTED", "note": "Ich freue mich"})
    assert response.status_code == 410
    assert "nicht gespeichert" in response.content.decode()
    assert "Das Treffen ist abgesagt." in response.content.decode()
    assert "Ihre Bemerkung war: »Ich freue mich«" in response.content.decode()


@pytest.mark.slow
def test_a_guest_answers_by_link(client_of, invited, clock, worker, mailbox):
    flush(clock, worker, mailbox)
    client_of("organiser").post(f"/treffen/{invited.pk}/antworten/gast/", GUEST)
    (mail,) = flush(clock, worker, mailbox)
    client_of("anonymous").post(links_in(mail)["Zusagen"], {"answer": "ACCEPTED"})
    assert MeetingInvitation.objects.guests().get().reply == Reply.ACCEPTED
    html = client_of("organiser").get(f"/treffen/{invited.pk}/antworten/").content.decode()
    assert "Grete Gast" in html
    assert "1 Zusage" in html


# --- who comes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "persona, status", [("anonymous", 302), ("former_member", 404), ("member_city", 403),
                        ("minute_taker", 403), ("admin", 403), ("organiser", 200)],
)  # fmt: skip
def test_who_reads_the_answers_one_by_one(client_of, invited, persona, status):
    assert client_of(persona).get(f"/treffen/{invited.pk}/antworten/").status_code == status


def test_the_minute_taker_of_the_meeting_reads_and_notes_them(client_of, cast, meeting):
    meeting.minute_taker = cast.minute_taker.person
    meeting.save()
    invite(client_of, cast, meeting)
    client = client_of("minute_taker")
    html = client.get(f"/treffen/{meeting.pk}/antworten/").content.decode()
    assert "Einladung zurücknehmen" not in html
    row = invitation_of(meeting, cast.member_city)
    address = f"/treffen/{meeting.pk}/antworten/{row.pk}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"answer": "TENTATIVE", "note": "am Telefon"}).status_code == 303
    row = invitation_of(meeting, cast.member_city)
    assert (row.reply, row.way) == (Reply.TENTATIVE, Way.ORGANISER)
    assert client.post(f"{address}zuruecknehmen/").status_code == 403


def test_members_read_who_comes_but_no_remarks_and_the_public_nothing(client_of, cast):
    public = MeetingFactory(audience=audience.PUBLIC, number=9)
    invite(client_of, cast, public)
    answer(client_of("member_city"), public, note="Privater Grund")
    name = cast.member_city.person.name
    page = f"/treffen/{public.pk}/"
    member = client_of("member_utility").get(page).content.decode()
    assert name in member
    assert "Privater Grund" not in member
    for persona in ("anonymous", "former_member"):
        html = client_of(persona).get(page).content.decode()
        assert name not in html
        assert "Zusage" not in html


def test_a_room_that_is_too_small_is_pointed_out(client_of, cast, invited):
    answer(client_of("member_city"), invited)
    answer(client_of("member_utility"), invited, answer="TENTATIVE")
    data = dated(place_address="Engelplatz 8, 07743 Jena", capacity="1", version=fresh(invited).version)
    client_of("organiser").post(f"/treffen/{invited.pk}/verschieben/", data)
    html = client_of("organiser").get(f"/treffen/{invited.pk}/antworten/").content.decode()
    assert "Der Raum hat 1 Plätze" not in html
    assert "Der Raum hat einen Platz, mit 2 Personen ist zu rechnen." in html


def test_missing_pillars_are_named(client_of, invited):
    answer(client_of("member_city"), invited)
    html = client_of("organiser").get(f"/treffen/{invited.pk}/antworten/").content.decode()
    assert "Noch ohne Zusage: Eigenbetriebe, Stadtwerke" in html


@pytest.mark.slow
def test_answers_of_the_poll_wait_for_the_invitation(client_of, cast, meeting, clock, worker, mailbox):
    invitation_actions.take_over_answers(
        meeting, {cast.member_city.person_id: Choice.YES, cast.member_utility.person_id: Choice.IF_NEED_BE}
    )
    assert "Wer kommt" not in client_of("member_city").get(f"/treffen/{meeting.pk}/").content.decode()
    invite(client_of, cast, meeting, ["member_city", "member_enterprise"])
    mails = flush(clock, worker, mailbox)
    addresses = sorted(mail.to[0] for mail in mails)
    assert addresses == ["member.city@example.org", "member.enterprise@example.org"]
    own = next(mail for mail in mails if mail.to == ["member.city@example.org"])
    assert "Ihre Antwort bisher: zugesagt (aus der Terminabstimmung)." in own.body
    assert invitation_of(meeting, cast.member_city).reply == Reply.ACCEPTED
    taken_over = "zugesagt (aus der Terminabstimmung)"
    assert taken_over in client_of("member_city").get(f"/treffen/{meeting.pk}/").text
    assert taken_over in client_of("organiser").get(f"/treffen/{meeting.pk}/antworten/").text
    assert (
        f"hat geantwortet: {taken_over}"
        in client_of("organiser").get(f"/treffen/{meeting.pk}/teilnahme/").text
    )
    answer(client_of("member_city"), fresh(meeting))
    assert taken_over not in client_of("member_city").get(f"/treffen/{meeting.pk}/").text


@pytest.mark.parametrize("people", [2, 30])
def test_the_page_of_answers_asks_the_same_number_of_questions(
    client_of, cast, meeting, django_assert_max_num_queries, people
):
    from tests.factories.rows import MembershipFactory, UserFactory

    rows = [MembershipFactory(organisation=cast.organisations["city"]) for _each in range(people)]
    for row in rows:
        UserFactory(person=row.person)
    MeetingInvitation.objects.bulk_create(
        MeetingInvitation(meeting=meeting, person=row.person) for row in rows
    )
    meeting.state, meeting.invited_at = State.INVITED, at(2025, 7, 1)
    meeting.save()
    client = client_of("organiser")
    client.get(f"/treffen/{meeting.pk}/antworten/")
    with django_assert_max_num_queries(12):
        client.get(f"/treffen/{meeting.pk}/antworten/")


# --- reminders --------------------------------------------------------------------------------------------


def remind_at(clock, worker, mailbox, *moment):
    mailbox.clear()
    clock.move_to(at(*moment))
    worker.tick()
    return [mail for mail in mailbox if mail.subject.startswith("Erinnerung: 2. Treffen")]


@pytest.mark.slow
def test_a_week_and_a_day_before_once_each(client_of, cast, invited, clock, worker, mailbox):
    flush(clock, worker, mailbox)
    answer(client_of("member_city"), invited, answer="DECLINED")
    answer(client_of("member_utility"), invited)
    assert remind_at(clock, worker, mailbox, 2025, 9, 2, 10) == []
    week = remind_at(clock, worker, mailbox, 2025, 9, 3, 10)
    assert len(week) == 5, "not whoever has declined"
    assert remind_at(clock, worker, mailbox, 2025, 9, 4, 10) == []
    day = remind_at(clock, worker, mailbox, 2025, 9, 9, 10)
    assert len(day) == 5
    assert remind_at(clock, worker, mailbox, 2025, 9, 9, 12) == []
    open_one = next(mail for mail in day if mail.to == ["member.enterprise@example.org"])
    assert "Ihre Antwort fehlt noch." in open_one.body
    assert links_in(open_one)
    told = next(mail for mail in day if mail.to == ["member.utility@example.org"])
    assert "Ihre Antwort fehlt noch." not in told.body


def test_at_night_nobody_is_reminded(invited, clock, worker, mailbox):
    assert remind_at(clock, worker, mailbox, 2025, 9, 9, 3) == []


@pytest.mark.slow
def test_a_new_date_is_reminded_of_again(client_of, held, invited, clock, worker, mailbox):
    flush(clock, worker, mailbox)
    assert remind_at(clock, worker, mailbox, 2025, 9, 3, 10)
    data = dated(day="2025-09-24", reason="Raum", version=fresh(invited).version)
    client_of("organiser").post(f"/treffen/{invited.pk}/verschieben/", data)
    flush(clock, worker, mailbox)
    assert remind_at(clock, worker, mailbox, 2025, 9, 9, 10) == []
    assert len(remind_at(clock, worker, mailbox, 2025, 9, 17, 10)) == 6


@pytest.mark.slow
def test_the_group_decides_about_reminders(client_of, invited, clock, worker, mailbox):
    from tests.members.test_rules import EDIT, NEW

    rules = {key: value for key, value in NEW.items() if not key.startswith("reminds")}
    client_of("organiser").post(EDIT, rules)
    flush(clock, worker, mailbox)
    assert remind_at(clock, worker, mailbox, 2025, 9, 3, 10) == []
    assert remind_at(clock, worker, mailbox, 2025, 9, 9, 10) == []


# --- in the room ------------------------------------------------------------------------------------------


@pytest.fixture
def begun(client_of, cast, invited, clock):
    answer(client_of("member_city"), invited, answer="DECLINED", deputy_name="Ada Vertretung")
    answer(client_of("member_utility"), invited)
    client_of("organiser").post(f"/treffen/{invited.pk}/antworten/gast/", GUEST)
    clock.move_to(at(2025, 9, 10, 14))
    return running.begin(meeting=invited, by=cast.organiser)


def test_what_was_answered_stands_beside_the_names(client_of, begun):
    html = client_of("organiser").get(f"/treffen/{begun.pk}/teilnahme/").content.decode()
    assert "hat geantwortet: abgesagt, Vertretung: Ada Vertretung" in html
    assert "hat geantwortet: zugesagt" in html


def test_one_click_takes_the_deputy_of_the_answer(client_of, cast, begun):
    person = cast.member_city.person
    page = f"/treffen/{begun.pk}/teilnahme/{person.pk}/"
    assert 'value="Ada Vertretung"' in client_of("organiser").get(page).content.decode()
    client_of("organiser").post(f"{page}vermerken/", {"presence": "REPRESENTED", "version": 0})
    assert begun.attendances.get(person=person).deputy_name == "Ada Vertretung"


def test_an_invited_guest_is_recorded_with_one_click(client_of, begun):
    client, page = client_of("organiser"), f"/treffen/{begun.pk}/teilnahme/"
    html = client.get(page).content.decode()
    assert "Eingeladen und noch nicht vermerkt" in html
    guest = MeetingInvitation.objects.guests().get()
    data = {
        "name": guest.guest_name, "organisation": guest.guest_organisation,
        "submission_key": guest.attendance_key,
    }  # fmt: skip
    for _click in range(2):
        client.post(f"/treffen/{begun.pk}/gaeste/", data)
    assert begun.attendances.filter(guest_name="Grete Gast").count() == 1
    assert "Eingeladen und noch nicht vermerkt" not in client.get(page).content.decode()


def test_the_running_order_says_how_many_come(client_of, begun):
    html = client_of("organiser").get(f"/treffen/{begun.pk}/regiebuch/").content.decode()
    for words in ("1 Zusage", "1 Absage", "Vertretungen: Ada Vertretung", "1 Gast: Grete Gast"):
        assert words in html
