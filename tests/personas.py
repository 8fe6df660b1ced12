"""The people of every permission test. One of each kind who may look or act."""

import datetime as dt
from dataclasses import dataclass, field

from members.enums import Kind
from members.models import Membership, Organisation, Person, User
from tests.factories.rows import MembershipFactory, OrganisationFactory, PersonFactory, UserFactory

SINCE = dt.date(2025, 6, 1)

PERSONAS = {
    "member_city": ("Mitglied Stadtverwaltung", "city", {}),
    "member_enterprise": ("Mitglied Eigenbetrieb", "enterprise", {}),
    "member_utility": ("Mitglied Stadtwerke", "utility", {}),
    "minute_taker": ("Protokollführung", "enterprise", {}),
    "organiser": ("Organisation", "association", {"is_organiser": True}),
    "admin": ("Admin", "association", {"is_admin": True}),
    "former_member": ("Ehemaliges Mitglied", "city", {"ends_on": dt.date(2025, 6, 30)}),
}
ALL = ("anonymous", *PERSONAS)

ORGANISATIONS = {
    "city": ("Stadt Jena", Kind.CITY),
    "enterprise": ("Kommunalservice Jena", Kind.ENTERPRISE),
    "utility": ("Stadtwerke Jena", Kind.UTILITY),
    "association": ("Jena Digital e. V.", Kind.ASSOCIATION),
}


@dataclass
class Cast:
    """All personas with accounts: `cast.member_city` is a user, `cast.organisations["city"]` a house."""

    organisations: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)

    def __getattr__(self, name):
        try:
            return self.__dict__["users"][name]
        except KeyError:
            raise AttributeError(name) from None


def make_cast() -> Cast:
    """Made before most tests: four statements instead of one for each row."""
    houses = {
        key: OrganisationFactory.build(name=name, kind=kind) for key, (name, kind) in ORGANISATIONS.items()
    }
    people = {key: PersonFactory.build(name=name) for key, (name, _house, _rights) in PERSONAS.items()}
    Organisation.objects.bulk_create(houses.values())
    Person.objects.bulk_create(people.values())
    Membership.objects.bulk_create(
        MembershipFactory.build(person=people[key], organisation=houses[house], starts_on=SINCE, **rights)
        for key, (_name, house, rights) in PERSONAS.items()
    )
    users = {
        key: UserFactory.build(person=person, email=f"{key.replace('_', '.')}@example.org")
        for key, person in people.items()
    }
    User.objects.bulk_create(users.values())
    return Cast(houses, users)
