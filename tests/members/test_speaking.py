"""Whoever belongs to several organisations speaks for one of them, wherever something is said."""

import datetime as dt

import pytest

from core.dates import local
from meetings.actions import agenda, attendance
from meetings.models import Attendance
from members import audience
from members.enums import Kind
from members.models import Membership
from minutes.models import Minutes, Objection, SectionComment
from minutes.presenters.readings import standing_of
from polls.models import PollReply
from tests.factories.rows import (
    MeetingFactory,
    MembershipFactory,
    MinutesFactory,
    OrganisationFactory,
    SectionFactory,
    UserFactory,
)
from tests.polls.polling import opened, say
from topics.models import Topic


@pytest.fixture
def both(cast):
    """Of the Verein for longer, and of the Stadt."""
    person = UserFactory().person
    for key, since in (("association", dt.date(2025, 5, 1)), ("city", dt.date(2025, 6, 1))):
        MembershipFactory(person=person, organisation=cast.organisations[key], starts_on=since)
    cast.users["both"] = person.user
    return person.user


def test_all_that_somebody_says_names_the_same_organisation(client_of, cast, both, clock):
    client = client_of("both")
    running = MeetingFactory(starts_at=local(dt.date(2025, 7, 1), dt.time(10)), minute_taker=None)
    minutes = MinutesFactory(state="CIRCULATING", circulated_at=running.starts_at)
    section = SectionFactory(minutes=minutes, body="Die Gruppe stimmt zu.")
    said = {"body": "Das war anders.", "key": "3f0a7a5e-0f52-4a7a-9a34-0c1a6f1d2b01"}
    client.post(f"/protokolle/abschnitte/{section.pk}/kommentieren/", said)
    said = {"reason": "Es fehlt der Beschluss.", "key": "3f0a7a5e-0f52-4a7a-9a34-0c1a6f1d2b02"}
    client.post(f"/protokolle/{minutes.pk}/einwendungen/neu/", said)
    client.post("/themen/neu/", {"title": "Offene Daten", "audience": audience.MEMBERS})
    say(opened(cast, 9, 10), both, "YES", "NO")
    attendance.mark(meeting=running, person=both.person, presence="PRESENT", version=0, by=cast.organiser)
    item = agenda.add_item(meeting=running, title="Vortrag", presenter=both.person, by=cast.organiser)
    places = {
        "comment": SectionComment.objects.get().organisation,
        "objection": Objection.objects.get().organisation,
        "topic": Topic.objects.get().organisation,
        "poll": PollReply.objects.given().get().organisation,
        "presence": Attendance.objects.get().organisation,
        "presenter": item.presenter_organisation,
    }
    assert {name: str(found) for name, found in places.items()} == dict.fromkeys(places, "Stadt Jena")
    groups = standing_of(Minutes.objects.get()).organisations
    lists = [group for group in groups if group.name == "Stadt Jena"]
    assert both.person.name in [reader.name for group in lists for reader in group.readers]


def test_what_a_pillar_discusses_names_its_own_organisation(cast, both):
    MembershipFactory(person=both.person, organisation=cast.organisations["utility"])
    assert str(both.speaks_for) == "Stadt Jena"
    poll = opened(cast, 9, 10, audience=audience.UTILITY)
    assert str(say(poll, both, "YES", "NO").organisation) == "Stadtwerke Jena"


def test_another_membership_of_the_same_kind_changes_nothing(cast):
    user = UserFactory()
    for name, since in (("Werk Z", dt.date(2025, 5, 1)), ("Werk A", dt.date(2025, 6, 1))):
        house = OrganisationFactory(name=name, kind=Kind.ENTERPRISE)
        MembershipFactory(person=user.person, organisation=house, starts_on=since)
    assert str(user.speaks_for) == "Werk Z"


def test_people_see_which_one_it_is(client_of, cast, both):
    words, client = "Diese Organisation steht beim Namen", client_of("both")
    page = client.get("/profil/").text
    assert page.count(words) == 1
    assert page.index("Stadt Jena</b>") < page.index(words)
    assert words in client_of("member_utility").get(both.person.get_absolute_url()).text
    menu = page.partition('class="me-button"')[2].partition("</details>")[0]
    assert "Stadt Jena" in menu
    Membership.objects.filter(person=both.person, organisation__kind=Kind.ASSOCIATION).delete()
    assert words not in client.get("/profil/").text
