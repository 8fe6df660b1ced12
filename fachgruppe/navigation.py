"""The main navigation: which entries a reader has, and which of them is here."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.viewers import Viewer


@dataclass(frozen=True)
class Entry:
    label: str | Promise
    url: str
    current: str  # the value of aria-current: "page" on the page itself, "true" anywhere below it


PUBLIC = [
    (_("Start"), "home"),
    (_("Treffen"), "meetings:list"),
    (_("Themen"), "topics:list"),
    (_("Protokolle"), "minutes:list"),
    (_("Über uns"), "about"),
]
MEMBER = [
    (_("Übersicht"), "overview"),
    (_("Treffen"), "meetings:list"),
    (_("Themen"), "topics:list"),
    (_("Protokolle"), "minutes:list"),
    (_("Aufgaben"), "outcomes:tasks"),
    (_("Mitglieder"), "members:directory"),
]
ADMIN = [(_("Verwaltung"), "members:manage")]
ADMINISTRATION = [
    (_("Übersicht"), "members:manage"),
    (_("Mitgliedschaften"), "members:memberships"),
    (_("Einladungen"), "members:invitations"),
    (_("Organisationen"), "members:organisations"),
    (_("Vorgänge"), "activity:events"),
]


NAMES = {
    "profile": "members:profile",
    "preferences": "activity:preferences",
    "sessions": "usersessions_list",
    "login": "account_login",
    "logout": "account_logout",
    "theme": "theme",
    "language": "set_language",
    "overview": "overview",
    "about": "about",
    "decisions": "outcomes:decisions",
    "rules": "members:rules",
    "imprint": "imprint",
    "privacy": "privacy",
    "accessibility": "accessibility",
    "outbox": "activity:outbox",
}


@cache
def addresses() -> dict[str, str]:
    """The addresses that every page shows, worked out once per process."""
    return {short: reverse(name) for short, name in NAMES.items()}


@cache
def _address(name: str) -> str:
    return reverse(name)


def entries(request: HttpRequest, viewer: Viewer) -> list[Entry]:
    names: list[tuple[Any, str]] = MEMBER if viewer.is_member else PUBLIC
    names = names + (ADMIN if viewer.is_admin else [])
    found = []
    for label, name in names:
        url = _address(name)
        # Every address begins like that of the front page, and is not below it for that.
        is_below = url != "/" and request.path.startswith(url)
        found.append(Entry(label, url, "page" if request.path == url else "true" if is_below else ""))
    return found


def administration(request: HttpRequest) -> list[tuple[Any, str, bool]]:
    """The tabs of the administration (label, address, is_current), each a page of its own."""
    pages = [(label, _address(name)) for label, name in ADMINISTRATION]
    return [(label, url, url == request.path) for label, url in pages]
