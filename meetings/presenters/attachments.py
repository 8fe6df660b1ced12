"""Attachments as one viewer may see them: below their TOP, and those of the whole meeting."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.models import Attachment
from members import audience as audiences
from members.viewers import viewer_for


@dataclass
class ShownAttachment:
    """One line: what it is called, where it leads, what it is."""

    pk: int
    title: str
    url: str
    about: str  # »PDF, 1,2 MB«, or the host of a link
    is_link: bool
    audience: str = ""
    is_missing: bool = False  # asked for organisers only, who can do something about it

    @property
    def full_url(self):
        """For mails."""
        return self.url if self.is_link else f"{settings.BASE_URL}{self.url}"


@dataclass
class MeetingAttachments:
    of_meeting: list[ShownAttachment] = field(default_factory=list)
    below: dict[int, list[ShownAttachment]] = field(default_factory=dict)

    @property
    def all(self):
        return [*self.of_meeting, *(each for below in self.below.values() for each in below)]


def attachments_of(meeting, user) -> MeetingAttachments:
    """One query, however many there are."""
    found, viewer = MeetingAttachments(), viewer_for(user)
    rows = Attachment.objects.visible_to(viewer).kept().filter(meeting=meeting)
    for row in rows.select_related("current").order_by("pk"):
        place = (
            found.of_meeting if row.agenda_item_id is None else found.below.setdefault(row.agenda_item_id, [])
        )
        place.append(shown(row, looks=viewer.is_organiser))
    return found


def shown(attachment, looks=False) -> ShownAttachment:
    """`looks`: whether the file still lies on the disk."""
    is_link = bool(attachment.url)
    is_missing = looks and attachment.current is not None and attachment.current.is_missing
    return ShownAttachment(
        pk=attachment.pk,
        title=attachment.title,
        url=attachment.url or reverse("meetings:download", args=[attachment.pk]),
        about=urlsplit(attachment.url).hostname or "" if is_link else about(attachment.current, is_missing),
        is_link=is_link,
        audience=audiences.label(attachment.audience) if attachment.audience is not None else "",
        is_missing=is_missing,
    )


def about(version, is_missing=False) -> str:
    """»PDF, 1,2 MB«"""
    if is_missing:
        return _("Die Datei fehlt auf dem Server.")
    return f"{version.kind.label}, {filesizeformat(version.size)}" if version else ""


def add_attachments(agenda, attachments):
    """Below each TOP what hangs on it; answers with the agenda."""
    for row in agenda:
        row.attachments = tuple(attachments.below.get(row.item.pk, ())) if row.item else ()
    return agenda


@dataclass
class Place:
    """A TOP, or the whole meeting, with its attachments, for those who look after them."""

    name: str
    rows: list = field(default_factory=list)


def places_of(meeting, user) -> tuple[list[Place], list[Any]]:
    """(places with what is there, what was removed). For organisers, who see all of it."""
    found = Attachment.objects.visible_to(user).filter(meeting=meeting)
    rows = list(
        found.select_related("current", "agenda_item", "removed_by__person").order_by(
            "agenda_item__position", "pk"
        )
    )
    places: dict = {}
    for row in rows:
        row.meeting = meeting
        row.shown = shown(row, looks=True)
        if not row.is_removed:
            name = str(row.agenda_item) if row.agenda_item else ""
            places.setdefault(row.agenda_item_id, Place(name)).rows.append(row)
    ordered = sorted(places.items(), key=lambda entry: entry[0] is not None)
    return [place for _key, place in ordered], [row for row in rows if row.is_removed]
