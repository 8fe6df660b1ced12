"""The people of every permission test. One of each kind who may look or act."""

import datetime as dt
from copy import copy
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client

from core.sessions import SessionStore
from members.enums import Kind
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
    """Made before most tests: four statements, and nothing worked out that is the same for every test."""
    houses, people, memberships, users = (
        {key: copy(row) for key, row in rows.items()} for rows in everybody()
    )
    insert(houses.values())
    insert(people.values())
    for key, row in memberships.items():
        row.person, row.organisation = people[key], houses[PERSONAS[key][1]]
    for key, row in users.items():
        row.person = people[key]
    insert(memberships.values())
    insert(users.values())
    return Cast(houses, users)


@cache
def everybody():
    """Their rows, which are in no database yet."""
    return (
        {key: OrganisationFactory.build(name=name, kind=kind) for key, (name, kind) in ORGANISATIONS.items()},
        {key: PersonFactory.build(name=name) for key, (name, _house, _rights) in PERSONAS.items()},
        {
            key: MembershipFactory.build(person=None, organisation=None, starts_on=SINCE, **rights)
            for key, (_name, _house, rights) in PERSONAS.items()
        },
        {
            key: UserFactory.build(person=None, email=f"{key.replace('_', '.')}@example.org")
            for key in PERSONAS
        },
    )


def insert(rows):
    """What bulk_create does, whose composing of the same statement took longer than the database."""
    rows = list(rows)
    columns = columns_of(type(rows[0]))
    values = [each.get_db_prep_save(each.pre_save(row, True), connection) for row in rows for each in columns]
    with connection.cursor() as cursor:
        cursor.execute(inserting(type(rows[0]), len(rows)), values)
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk, row._state.adding, row._state.db = key, False, connection.alias


@cache
def columns_of(model):
    return [each for each in model._meta.concrete_fields if not each.primary_key]


@cache
def inserting(model, count):
    names = ", ".join(f'"{each.column}"' for each in columns_of(model))
    one = f"({', '.join(['%s'] * len(columns_of(model)))})"
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {", ".join([one] * count)} RETURNING "id"'


def signed_in(user) -> Client:
    """A browser of theirs, with a session as signing in leaves it; the way there is the test of members/."""
    browser, session = Client(), SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "members.backends.AccountBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return browser
