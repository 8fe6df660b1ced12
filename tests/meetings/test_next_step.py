"""The next step: one for each state and role, and the same on each page of a meeting."""

import re

import pytest
from django.utils import timezone

from invitations.actions import invitations as invitation_actions
from invitations.actions import replies as reply_actions
from meetings.enums import State
from meetings.models import Meeting
from meetings.presenters.next_step import next_step
from members import audience
from members.viewers import ANONYMOUS
from minutes.enums import State as Record
from minutes.models import Objection
from polls.actions import polls as poll_actions
from tests.factories.rows import (
    AgendaItemFactory,
    MeetingFactory,
    MinutesFactory,
    ReportFactory,
    SectionFactory,
)
from tests.meetings.conftest import at
from tests.polls.polling import YES, draft, opened, say

pytestmark = pytest.mark.django_db
ROLES = ("organiser", "minute_taker", "member_city")


def scheduled(cast, **fields):
    return MeetingFactory(**{"title": "Herbsttreffen", "minute_taker": cast.minute_taker.person, **fields})


def with_agenda(cast, **fields):
    meeting = scheduled(cast, **fields)
    AgendaItemFactory(meeting=meeting)
    return meeting


def polling(cast, *answered, is_over=False):
    poll = opened(cast, minute_taker=cast.minute_taker.person)
    for persona in answered:
        say(poll, cast.users[persona], YES, YES, YES)
    if is_over:
        poll_actions.close(poll=poll, by=cast.organiser)
    return poll.meeting


def invited(cast, *answered):
    meeting = with_agenda(cast)
    people = [cast.users[persona].person_id for persona in ROLES]
    meeting = invitation_actions.invite(
        meeting=meeting, version=meeting.version, people=people, by=cast.organiser
    )
    for invitation in meeting.invitations.filter(person__in=[cast.users[p].person_id for p in answered]):
        reply_actions.reply(invitation=invitation, answer="ACCEPTED", by=invitation.person.user)
    return meeting


def held(cast, state=None, *, body="Text.", report=None, is_objected=False, **fields):
    past = {"starts_at": at(2025, 6, 4), "ends_at": at(2025, 6, 4, 16), "state": State.HELD}
    meeting = scheduled(cast, audience=audience.PUBLIC, **past, **fields)
    if state:
        now = timezone.now()
        minutes = MinutesFactory(
            meeting=meeting, state=state, author=cast.minute_taker.person,
            circulated_at=None if state == Record.DRAFT else now,
            approved_at=now if state == Record.APPROVED else None,
        )  # fmt: skip
        SectionFactory(minutes=minutes, body=body)
        if is_objected:
            Objection.objects.create(
                minutes=minutes, author=cast.member_city.person, reason="Es fehlt etwas."
            )
    if report:
        ReportFactory(meeting=meeting, published_at=timezone.now() if report == "out" else None)
    return meeting


SITUATIONS = {
    "a draft": (lambda cast: draft(minute_taker=cast.minute_taker.person), "Termin festlegen", None, None),
    "a poll nobody answered": (polling, *["Sagen, wann Sie können"] * 3),
    "a poll all three answered": (
        lambda cast: polling(cast, *ROLES), "Antworten zum Termin ansehen", None, None),
    "a poll that has ended": (lambda cast: polling(cast, is_over=True), "Termin wählen", None, None),
    "a date without minute-taker": (
        lambda cast: scheduled(cast, minute_taker=None), "Protokollführung festlegen", None, None),
    "a date without agenda": (scheduled, "Tagesordnung aufstellen", None, None),
    "a date and an agenda": (with_agenda, "Einladen", None, None),
    "an invitation nobody answered": (invited, *["Auf die Einladung antworten"] * 3),
    "an invitation all three answered": (
        lambda cast: invited(cast, *ROLES), "Antworten ansehen", None, None),
    "the day itself": (
        lambda cast: with_agenda(cast, starts_at=at(2025, 7, 1), ends_at=at(2025, 7, 1, 16)),
        "Sitzung öffnen", "Sitzung öffnen", None),
    "the day after": (
        lambda cast: with_agenda(cast, starts_at=at(2025, 6, 30), ends_at=at(2025, 6, 30, 16)),
        "Als durchgeführt vermerken", None, None),
    "a running meeting": (
        lambda cast: with_agenda(cast, starts_at=at(2025, 7, 1), state=State.RUNNING),
        "Sitzung öffnen", "Sitzung öffnen", None),
    "held, nothing written": (held, "Rückblick schreiben", "Protokoll schreiben", None),
    "held, nobody takes the minutes": (
        lambda cast: held(cast, minute_taker=None), "Protokoll schreiben", None, None),
    "a draft of minutes with gaps": (
        lambda cast: held(cast, Record.DRAFT, body=""), "Rückblick schreiben", "Protokoll schreiben", None),
    "a whole draft": (
        lambda cast: held(cast, Record.DRAFT, report="draft"),
        "Rückblick veröffentlichen", "In den Umlauf geben", None),
    "minutes that go round": (
        lambda cast: held(cast, Record.CIRCULATING), "Protokoll lesen", None, "Protokoll lesen"),
    "an objection": (
        lambda cast: held(cast, Record.FOR_APPROVAL, is_objected=True, report="out"),
        "Einwendungen beantworten", "Einwendungen beantworten", None),
    "approved, not public": (
        lambda cast: held(cast, Record.APPROVED, report="out"),
        "Protokoll veröffentlichen", "Protokoll veröffentlichen", None),
    "cancelled": (lambda cast: with_agenda(cast, state=State.CANCELLED), None, None, None),
}  # fmt: skip


@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_state_and_role_has_one_step(cast, client_of, situation, django_assert_max_num_queries):
    make, *expected = SITUATIONS[situation]
    meeting = Meeting.objects.get(pk=make(cast).pk)
    for persona, label in zip(ROLES, expected, strict=True):
        with django_assert_max_num_queries(4):
            step = next_step(cast.users[persona], meeting)
        assert (step.label if step else None) == label, persona
        if step:
            assert client_of(persona).get(step.url).status_code in (200, 302)
    assert next_step(ANONYMOUS, meeting) is None


PAGES = ("", "tagesordnung/", "antworten/", "anlagen/", "teilnahme/", "regiebuch/", "was-wurde-aus/")


@pytest.mark.parametrize("ending", PAGES)
def test_each_page_of_a_meeting_says_it(cast, client_of, ending):
    meeting = invited(cast, *ROLES)
    Meeting.objects.filter(pk=meeting.pk).update(minute_taker=None)
    page = client_of("organiser").get(f"/treffen/{meeting.pk}/{ending}").text
    assert page.count("Nächster Schritt:") == 1
    assert f'href="/treffen/{meeting.pk}/protokollfuehrung/"' in page


def test_the_page_of_the_step_does_not_lead_to_itself(cast, client_of):
    meeting = scheduled(cast)
    client = client_of("organiser")
    assert "Nächster Schritt:" in client.get(f"/treffen/{meeting.pk}/anlagen/").text
    assert "Nächster Schritt:" not in client.get(f"/treffen/{meeting.pk}/tagesordnung/").text


def test_the_pages_of_minutes_say_it_too(cast, client_of):
    meeting = held(cast, Record.APPROVED)
    page = client_of("organiser").get(meeting.minutes.get_absolute_url()).text
    assert page.count("Nächster Schritt:") == 1
    assert page.count(f'href="/protokolle/{meeting.minutes.pk}/veroeffentlichen/"') == 1
    assert "Es ist genehmigt, öffentlich zu lesen ist es noch nicht." in page


# There is no step, or a place of the page asks for it.
ELSEWHERE = {"a poll nobody answered", "an invitation nobody answered", "cancelled"}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_page_with_buttons_names_the_step_once(cast, client_of, situation):
    """As the one button that stands out: on the page of the meeting and on that of its minutes."""
    make, *expected = SITUATIONS[situation]
    meeting = Meeting.objects.get(pk=make(cast).pk)
    minutes, looked_at = getattr(meeting, "minutes", None), 0
    for persona in (persona for persona, label in zip(ROLES, expected, strict=True) if label):
        url = next_step(cast.users[persona], meeting).url
        for address in (each.get_absolute_url() for each in (meeting, minutes) if each):
            main = client_of(persona).get(address).text.partition("<main")[2].partition("</main>")[0]
            if address == url or "Nächster Schritt:" not in main:
                continue
            looked_at += 1
            buttons = re.findall(r'<a class="kern-btn kern-btn--(\w+)" href="([^"]*)"', main)
            assert [kind for kind, leads_to in buttons if leads_to == url] == ["primary"], (persona, address)
            assert [leads_to for kind, leads_to in buttons if kind == "primary"] == [url], (persona, address)
    assert bool(looked_at) == (situation not in ELSEWHERE)


def test_what_was_read_is_no_step_any_more_also_in_a_kept_copy(cast, client_of, clock):
    meeting = held(cast, Record.CIRCULATING)
    client, address = client_of("member_city"), meeting.get_absolute_url()
    first = client.get(address)
    assert "Nächster Schritt:" in first.text
    client.post(f"/protokolle/{meeting.minutes.pk}/gelesen/")
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "Nächster Schritt:" not in again.text


# --- the minute-taker ---------------------------------------------------------------------------------------


def test_after_the_date_the_minute_taker_is_asked_for_and_named(cast, client_of):
    poll = opened(cast)
    client = client_of("organiser")
    option = poll.options.in_order().first()
    page = client.post(
        f"/treffen/{poll.meeting_id}/terminabstimmung/vorschlaege/{option.pk}/entscheiden/", follow=True
    ).text
    assert "Der Termin steht. Wer schreibt das Protokoll?" in page
    address = f"/treffen/{poll.meeting_id}/protokollfuehrung/"
    meeting = Meeting.objects.get(pk=poll.meeting_id)
    form = {"minute_taker": cast.minute_taker.person_id, "version": meeting.version}
    assert "Bitte" in client.post(address, form | {"minute_taker": ""}).text
    page = client.post(address, form, follow=True).text
    assert "Das Protokoll schreibt Protokollführung." in page
    assert "Tagesordnung aufstellen" in page
    assert Meeting.objects.get(pk=meeting.pk).minute_taker == cast.minute_taker.person
    late = client.post(address, form | {"minute_taker": cast.admin.person_id})
    assert late.status_code == 409


def test_a_former_member_cannot_be_named(cast, client_of):
    meeting = scheduled(cast, minute_taker=None)
    form = {"minute_taker": cast.former_member.person_id, "version": meeting.version}
    answer = client_of("organiser").post(f"/treffen/{meeting.pk}/protokollfuehrung/", form)
    assert answer.status_code == 422
    assert Meeting.objects.get(pk=meeting.pk).minute_taker is None
