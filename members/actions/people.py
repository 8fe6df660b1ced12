from allauth.account.models import EmailAddress
from django.db import transaction

from activity.events import record
from core.access import require
from core.locking import lock, require_version
from core.slugs import sort_key
from core.validity import require_valid
from members.access import can_change_profile
from members.actions.saving import changes_of, create_with_free_slug, save_changes
from members.models import Person, User

TYPED = ("name", "position", "phone", "about")


def register_person(*, name, **fields) -> Person:
    """A new person with a free short name such as »anna.beispiel«."""
    require_valid(Person(name=name, **fields), "name", *fields)
    return create_with_free_slug(Person, name, separator=".", sort_key=sort_key(name), **fields)


@transaction.atomic
def open_account(*, person, email, password=None, language="de") -> User:
    """The sign-in of a person whose address is known to be theirs. Without a password codes are mailed."""
    require_valid(User(email=email, language=language), "email", "language")
    user = User.objects.create_user(email, password, person=person, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def change_profile(*, person, version, wanted, language=None, by) -> Person:
    """Give it what is typed in `wanted`, a row that is never saved; the language is that of the account.

    Raises Stale when it was changed elsewhere since `version`.
    """
    person = lock(person)
    require(can_change_profile(by, person))
    fields = {name: getattr(wanted, name) for name in TYPED}
    require_valid(wanted, *TYPED)
    if language and language != by.language:  # of the account, not of the person: it counts no version
        by.language = language
        require_valid(by, "language")
        by.save(update_fields=["language"])
    changed = changes_of(person, fields)
    if not changed:
        return person
    require_version(person, version, fields)
    save_changes(person, {**fields, "sort_key": sort_key(wanted.name)})
    record("members.profile_changed", actor=by, target=person, data={"fields": sorted(changed)})
    return person


@transaction.atomic
def set_operator(*, user, operator, by=None) -> User:
    # Open or close /betrieb/ for an account. Asked from the command line only, so `by` may be nobody.
    user = lock(user)
    if (user.is_staff, user.is_superuser) != (operator, operator):
        user.is_staff = user.is_superuser = operator
        user.save(update_fields=["is_staff", "is_superuser"])
        record("members.account_changed", actor=by, target=user, data={"operator": operator})
    return user
