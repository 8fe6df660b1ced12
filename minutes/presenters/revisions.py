"""The list of revisions, and what a single one is offered as."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates
from minutes.selectors.record import is_shown_whole_to
from minutes.selectors.seals import sealed_link


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
