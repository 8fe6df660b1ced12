"""Example accounts: named after their roles, with passwords made on this machine and kept beside its data."""

import datetime as dt
import json
import os
import secrets

from allauth.account.models import EmailAddress
from django.conf import settings

from core.dates import today
from core.slugs import slug, sort_key
from members.actions.memberships import add_membership
from members.actions.people import open_account, register_person
from members.models import Membership, Organisation, Person, User

DOMAIN = "beispiel.invalid"
SINCE = dt.date(2025, 6, 1)
AT_LEAST = dt.timedelta(days=400)  # before today: longer than the examples reach back
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"

ACCOUNTS = [
    # name, organisation (slug), rights of the membership
    ("Mitglied Stadtverwaltung", "stadt-jena", {}),
    ("Mitglied Eigenbetrieb", "kommunalservice-jena", {}),
    ("Mitglied Stadtwerke", "stadtwerke-jena", {}),
    ("Protokollführung", "kommunale-immobilien-jena", {}),
    ("Organisation", "jena-digital-e-v", {"is_organiser": True}),
    ("Admin", "stadt-jena", {"is_admin": True}),
    ("Ehemaliges Mitglied", "stadt-jena", {"ends_on": dt.date(2025, 6, 30)}),
]
# They fill the lists; nobody needs to sign in as them.
COLLEAGUES = [
    ("Zweites Mitglied Stadtverwaltung", "stadt-jena"),
    ("Mitglied JenaKultur", "jenakultur"),
    ("Mitglied jenarbeit", "jenarbeit"),
    ("Zweites Mitglied Stadtwerke", "stadtwerke-jena"),
]


def address(name):
    return f"{slug(name, '.')}@{DOMAIN}"


def example_users():
    return User.objects.filter(email__endswith=f"@{DOMAIN}")


def belongs_to_real_people() -> bool:
    """Whether this database was filled by people and not by the demonstration."""
    return User.objects.exists() and not example_users().exists()


def file_of_passwords():
    return settings.DATA_DIR / "beispielkonten.json"


def known_accounts() -> list[dict]:
    path = file_of_passwords()
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def make_accounts() -> dict[str, User]:
    """All example accounts by name. Existing ones keep their password as long as the file knows it."""
    passwords = {row["email"]: row["password"] for row in known_accounts()}
    users, rows = {}, []
    for name, key, rights in ACCOUNTS:
        organisation = Organisation.objects.filter(slug=key).first()
        if organisation is None:
            continue
        email = address(name)
        users[name] = account(name, email, organisation, rights, passwords)
        rows.append(
            {"name": name, "organisation": organisation.name, "email": email, "password": passwords[email]}
        )
    write_privately(file_of_passwords(), json.dumps(rows, ensure_ascii=False, indent=1))
    write_privately(settings.DATA_DIR / "example_accounts.txt", table())  # shown by `make run`
    return users


def make_colleagues(*, by: User) -> dict[str, User]:
    """Members whom nobody signs in as, by name, admitted by the admin `by`."""
    users = {}
    for name, key in COLLEAGUES:
        colleague = register_person(name=name)
        organisation = Organisation.objects.get(slug=key)
        row = Membership(person=colleague, organisation=organisation, starts_on=since())
        add_membership(membership=row, by=by)
        users[name] = open_account(person=colleague, email=address(name))
    return users


def since() -> dt.date:
    return min(SINCE, today() - AT_LEAST)


def account(name, email, organisation, rights, passwords):
    user = User.objects.filter(email=email).first()
    is_new = user is None
    if is_new:
        user = User(email=email, person=person(name, organisation, rights))
        user.is_staff = user.is_superuser = bool(rights.get("is_admin"))
    if is_new or email not in passwords:
        # Easy to type: four groups of four letters that cannot be mistaken for each other.
        groups = ["".join(secrets.choice(LETTERS) for _nr in range(4)) for _group in range(4)]
        passwords[email] = "-".join(groups)
        user.set_password(passwords[email])
        user.save()
    if is_new:
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def person(name, organisation, rights):
    row, is_new = Person.objects.get_or_create(
        slug=slug(f"Beispiel {name}"), defaults={"name": name, "sort_key": sort_key(name)}
    )
    if is_new:
        if "ends_on" in rights:
            # Ended in any case, also where the clock of this machine stands before that day.
            yesterday = today() - dt.timedelta(days=1)
            rights = rights | {"ends_on": max(SINCE, min(rights["ends_on"], yesterday))}
        Membership.objects.create(person=row, organisation=organisation, starts_on=since(), **rights)
    return row


def write_privately(path, text):
    """Readable by the owner alone from the first byte on."""
    fresh = path.with_suffix(".neu")
    fresh.unlink(missing_ok=True)
    # The mode is given while the file is made: a chmod afterwards leaves a moment in which anybody reads it.
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)


def table() -> str:
    rows = known_accounts()
    if not rows:
        return ""
    columns = ("name", "email", "password")
    width = {key: max(len(row[key]) for row in rows) for key in columns}
    lines = ["  ".join(row[key].ljust(width[key]) for key in columns).rstrip() for row in rows]
    return "\n".join(["Beispielkonten (nur in dieser Vorführung):", *(f"  {line}" for line in lines)])
