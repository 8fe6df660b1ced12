"""Sessions of sixty members and of the administration, as their browsers send them."""

import datetime as dt

MEMBERS = 60
ADMIN = "Admin"
DJANGOS = "django.contrib.auth.backends.ModelBackend"  # T and L sign in as one does without a thought


def cookies(backend: str) -> dict[str, list[str]]:
    """One cookie header for each visitor, who has signed in by `backend`; »nobody« has none."""
    from members.models import User

    members = User.objects.filter(person__slug__startswith="testperson.").order_by("pk")[:MEMBERS]
    return {
        "members": [cookie_of(user, backend) for user in members],
        "admin": [cookie_of(User.objects.get(person__name=ADMIN), backend)],
        "nobody": [""],
    }


def cookie_of(user, backend: str) -> str:
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"sessionid={session.session_key}; csrftoken={'a' * 32}"


def headers_of(cookie: str) -> dict[str, str]:
    headers = {"Accept-Encoding": "gzip", "Accept-Language": "de"}
    return headers | {"Cookie": cookie} if cookie else headers


def address_of_calendar() -> str:
    from django.urls import reverse

    from members.actions.calendar import renew_calendar_address
    from members.models import User

    member = User.objects.filter(person__slug__startswith="testperson.").order_by("pk").last()
    return reverse("personal_calendar", args=[renew_calendar_address(by=member)])


def address_of_month() -> str:
    """Two months ago: nothing in it depends on the day of measuring."""
    from django.urls import reverse

    from core.dates import today

    return reverse("month", args=[f"{today().replace(day=1) - dt.timedelta(days=32):%Y-%m}"])


def change_something() -> None:
    """From now on nothing that any process has kept is right."""
    from django.db import connection, transaction

    from activity.events import record
    from meetings.models import Meeting

    with transaction.atomic():
        record("meetings.edited", actor=None, target=Meeting.objects.order_by("pk").first())
    connection.close()
