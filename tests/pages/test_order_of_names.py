"""Lists of names and titles are in the order of a German register, whichever database it is (DIN 5007-1)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from invitations.models import MeetingInvitation
from meetings.enums import State
from meetings.models import AgendaTemplate
from minutes.enums import State as MinutesState
from tests.factories.rows import (
    AgendaItemFactory,
    AttendanceFactory,
    DecisionFactory,
    MeetingFactory,
    MembershipFactory,
    MinutesFactory,
    OrganisationFactory,
    PersonFactory,
    TopicFactory,
)
from tests.language import words_of

pytestmark = pytest.mark.database

IN_ORDER = ["Anna", "Ärger", "Olga", "Österreich", "von der Au", "Vonnegut", "Zoe"]
MIXED = ["Zoe", "Österreich", "Vonnegut", "Anna", "von der Au", "Ärger", "Olga"]


def guests(_cast):
    meeting = MeetingFactory(state=State.HELD)
    for name in MIXED:
        AttendanceFactory(meeting=meeting, person=None, guest_name=name)
    return reverse("meetings:attendance", args=[meeting.pk])


def houses_of_guests(_cast):
    meeting = MeetingFactory(state=State.HELD)
    for name in MIXED:
        AttendanceFactory(meeting=meeting, person=None, guest_name=f"G. aus {name}", guest_organisation=name)
    minutes = MinutesFactory(meeting=meeting, state=MinutesState.CIRCULATING)
    return reverse("minutes:detail", args=[minutes.pk])


def invited_guests(_cast):
    meeting = MeetingFactory(state=State.INVITED, invited_at=timezone.now())
    for at, name in enumerate(MIXED):
        MeetingInvitation.objects.create(
            meeting=meeting, guest_name=name, guest_email=f"gast{at}@example.org"
        )
    return reverse("invitations:replies", args=[meeting.pk])


def templates(_cast):
    for name in MIXED:
        AgendaTemplate.objects.create(name=name)
    return reverse("meetings:agenda", args=[MeetingFactory().pk])


def waiting_topics(_cast):
    for name in MIXED:
        TopicFactory(title=name, state="ACCEPTED")
    return reverse("meetings:agenda", args=[MeetingFactory().pk])


def decided_topics(_cast):
    meeting = MeetingFactory(state=State.HELD)
    MinutesFactory(meeting=meeting, state=MinutesState.CIRCULATING)
    for name in MIXED:
        item = AgendaItemFactory(meeting=meeting, topic=TopicFactory(title=name), title="Punkt")
        DecisionFactory(agenda_item=item)
    return reverse("outcomes:decisions")


def people(cast):
    for name in MIXED:
        MembershipFactory(person=PersonFactory(name=name), organisation=cast.organisations["utility"])
    return reverse("members:directory")


def houses(_cast):
    for name in MIXED:
        MembershipFactory(organisation=OrganisationFactory(name=name))
    return reverse("members:directory")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "listed",
    [guests, houses_of_guests, invited_guests, templates, waiting_topics, decided_topics, people, houses],
)
def test_umlauts_stand_beside_their_letters(client_of, cast, listed):
    page = client_of("organiser").get(listed(cast))
    assert page.status_code == 200
    shown = words_of(page.content.decode())
    assert [name for name in dict.fromkeys(shown) if name in MIXED] == IN_ORDER
