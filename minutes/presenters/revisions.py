"""The list of revisions, and what a single one is offered as."""

import datetime as dt
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates
from meetings.enums import Presence
from members.viewers import viewer_for
from minutes.presenters.seals import sealed_link
from minutes.selectors.record import is_shown_whole_to


class Row(NamedTuple):
    number: int
    author: str
    when: str
    reason: str
    is_internal: bool
    seal: int | None


def listed(rows) -> list[Row]:
    """The newest first."""
    shown = rows.newest_first().values_list(
        "number", "author_name", "created_at", "reason", "is_internal", "seal__position"
    )
    return [
        Row(number, name, dates.stamp(at), reason, internal, seal)
        for number, name, at, reason, internal, seal in shown
    ]


def downloads_of(revision, user, *, is_sealed) -> list[tuple[str, str]]:
    """What this reader may see of it in each form; and whoever may see all of it, the stored file."""
    labels = {"pdf": _("PDF"), "docx": _("Word"), "md": _("Textdatei (Markdown)")}
    keys = revision.minutes_id, revision.number
    links = [
        (label, reverse("minutes:export_revision", args=[*keys, form])) for form, label in labels.items()
    ]
    return [*links, sealed_link(*keys)] if is_sealed and is_shown_whole_to(user, revision) else links


def attendance_for(user, revision) -> list[tuple[str, str, str]]:
    """(name, organisation, what is known of them): for members; older revisions know of nobody."""
    if not viewer_for(user).is_member:
        return []
    rows = revision.content.get("attendance", [])
    return [(row["name"], row["house"], _presence(row)) for row in rows]


def _presence(row):
    """»vertreten durch Ada Beispiel«, »anwesend, gekommen um 14:20«"""
    said = [str(Presence(row["presence"]).label)]
    if row["deputy"]:
        said = [_("vertreten durch %(name)s") % {"name": row["deputy"]}]
    if row["guest"]:
        said.append(_("Gast"))
    for key, words in (("arrived", _("gekommen um %(time)s")), ("left", _("gegangen um %(time)s"))):
        if row[key]:
            said.append(words % {"time": dates.clock(dt.datetime.fromisoformat(row[key]))})
    return ", ".join([*said, *filter(None, [row["reason"]])])


def real_times(revision) -> str:
    """»14:02–16:10 Uhr«, as the meeting really went, or nothing."""
    meeting = revision.content.get("meeting", {})
    began, ended = (
        dt.datetime.fromisoformat(meeting[key]) if meeting.get(key) else None for key in ("began", "ended")
    )
    return dates.span(began, ended) if began else ""
