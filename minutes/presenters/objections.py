"""Einwendungen in words: on the page of the minutes, and in the list of those who answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates
from core.safe_html import phrase
from meetings.access.people import writes_minutes
from members.viewers import viewer_for
from minutes.access import objections as access
from minutes.enums import ObjectionState
from minutes.models import Objection

TAGS = {
    ObjectionState.OPEN: "wait",
    ObjectionState.FOLLOWED: "ok",
    ObjectionState.PARTLY: "info",
    ObjectionState.NOT_FOLLOWED: "plain",
    ObjectionState.WITHDRAWN: "plain",
}


@dataclass
class Shown:
    """One objection as a reader sees it: words and links."""

    row: Objection
    about: str
    about_url: str
    tag: str
    when: str
    answered: str
    is_open: bool
    is_own: bool
    withdraw_url: str = ""
    answer_url: str = ""
    hint: str = ""


def shown_to(minutes, user, rows: Iterable[Objection]) -> list[Shown]:
    """No query, but one for each open objection of a writer's own: whether others could answer it."""
    return [_shown(row, minutes, viewer_for(user)) for row in rows]


def _shown(row, minutes, viewer) -> Shown:
    row.minutes = minutes
    is_open, answering = row.state == ObjectionState.OPEN, access.can_answer(viewer, row)
    answered = ""
    if row.answered_at:
        by = row.answered_by and row.answered_by.person
        values = {"day": dates.day(row.answered_at), "name": by.name if by else _("gelöschtes Konto")}
        answered = _("beantwortet am %(day)s von %(name)s") % values
    shown = Shown(
        row,
        about=_about(row.section),
        about_url=f"#abschnitt-{row.section_id}" if row.section_id else "",
        tag=TAGS[ObjectionState(row.state)],
        when=dates.day(row.created_at),
        answered=answered,
        is_open=is_open,
        is_own=row.author_id == viewer.person_id,
    )
    if access.can_withdraw(viewer, row):
        shown.withdraw_url = reverse("minutes:withdraw_objection", args=[row.pk])
    if answering:
        shown.answer_url = reverse("minutes:answer_objection", args=[row.pk])
    elif is_open and writes_minutes(viewer, minutes.meeting):
        shown.hint = str(access.NOT_ONES_OWN)
    return shown


def _about(section):
    if section is None:
        return _("zum ganzen Protokoll")
    item = section.agenda_item
    title = section.title or (item.title if item else "")
    if item is None or not item.number:
        return phrase(_("zu »%(title)s«"), title=title)
    return phrase(_("zu TOP %(number)s %(title)s"), number=item.number, title=title)


def links_by_section(rows: Iterable[Objection]) -> dict[int, list[tuple[str, str]]]:
    """Return {key of the section: [(address, words)]}"""
    links: dict[int, list] = {}
    for row in rows:
        if row.section_id:
            values = {"name": row.author.name, "state": row.get_state_display()}
            words = _("Einwendung von %(name)s: %(state)s") % values
            links.setdefault(row.section_id, []).append((f"#einwendung-{row.pk}", words))
    return links
