"""The main navigation: which entries a reader has, and which of them is here."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
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


def entries(request: HttpRequest, viewer: Viewer) -> list[Entry]:
    names: list[tuple[Any, str]] = MEMBER if viewer.is_member else PUBLIC
    names = names + (ADMIN if viewer.is_admin else [])
    found = [_entry(label, name, request.path) for label, name in names]
    return [entry for entry in found if entry]


def _entry(label: Any, name: str, path: str) -> Entry | None:
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    below = url != "/" and path.startswith(url)
    return Entry(label, url, "page" if path == url else "true" if below else "")
