"""The people of every permission test. One of each kind who may look or act."""

import datetime as dt
from dataclasses import dataclass, field

from members.enums import Kind
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory, UserFactory

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
    cast = Cast()
    for key, (name, kind) in ORGANISATIONS.items():
        cast.organisations[key] = OrganisationFactory(name=name, kind=kind)
    for key, (name, house, rights) in PERSONAS.items():
        person = PersonFactory(name=name)
        MembershipFactory(person=person, organisation=cast.organisations[house], starts_on=SINCE, **rights)
        cast.users[key] = UserFactory(person=person, email=f"{key.replace('_', '.')}@example.org")
    return cast
