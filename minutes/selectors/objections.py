"""Einwendungen: on the page of the minutes, and in the list of those who answer."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates
from core.remembered import remembered
from core.safe_html import phrase
from meetings.access.people import writes_minutes
from meetings.querysets import minutes_written_by
from members.viewers import viewer_for
from minutes.access import objections
from minutes.enums import ObjectionState, State
from minutes.models import Minutes, Objection

TAGS = {
    ObjectionState.OPEN: "wait",
    ObjectionState.FOLLOWED: "ok",
    ObjectionState.PARTLY: "info",
    ObjectionState.NOT_FOLLOWED: "plain",
    ObjectionState.WITHDRAWN: "plain",
}

_COLUMNS = (
    "pk", "section_id", "section__title", "section__agenda_item__number", "section__agenda_item__title",
    "author_id", "author__name", "author__slug", "organisation__name", "organisation__short_name",
    "organisation__kind", "reason", "wanted", "state", "answer", "created_at", "answered_at",
    "answered_by__person__name",
)  # fmt: skip


class Row(NamedTuple):
    """One objection in the order of _COLUMNS."""

    pk: int
    section: int | None
    section_title: str | None
    number: str | None
    item_title: str | None
    author: int
    name: str
    slug: str
    organisation_long: str | None
    organisation_short: str | None
    pillar: str | None
    reason: str
    wanted: str
    state: str
    answer: str
    raised_at: dates.dt.datetime
    answered_at: dates.dt.datetime | None
    answered_by: str | None

    @property
    def is_open(self):
        return self.state == ObjectionState.OPEN

    @property
    def organisation_name(self):
        return self.organisation_short or self.organisation_long or ""


@dataclass
class Shown:
    """One objection as a reader sees it: words and links."""

    row: Row
    about: str
    about_url: str
    label: str
    tag: str
    when: str
    answered: str
    is_open: bool
    withdraw_url: str = ""
    answer_url: str = ""
    hint: str = ""


def rows_of(minutes, user) -> list[Row]:
    """Those that this reader may see; withdrawn ones are for nobody but the log."""
    return [Row._make(values) for values in _visible(viewer_for(user), minutes=minutes.pk)]


@remembered
def _visible(viewer, *, minutes):
    rows = Objection.objects.visible_to(viewer).filter(minutes=minutes)
    return rows.exclude(state=ObjectionState.WITHDRAWN).oldest_first().values_list(*_COLUMNS)


def shown_to(minutes, user, rows, *, open_first=False) -> list[Shown]:
    viewer = viewer_for(user)
    leads = writes_minutes(viewer, minutes.meeting)
    if open_first:
        rows = sorted(rows, key=lambda row: row.state != ObjectionState.OPEN)
    waits_for_others = leads and any(row.is_open and row.author == viewer.person_id for row in rows)
    waits_for_others = waits_for_others and objections.others_answer(minutes, viewer.person_id)
    return [_shown(row, viewer, leads, waits_for_others) for row in rows]


def _shown(row, viewer, leads, waits_for_others) -> Shown:
    state, is_own = ObjectionState(row.state), row.author == viewer.person_id
    is_open, answers = row.is_open, leads and not (is_own and waits_for_others)
    return Shown(
        row,
        about=_about(row),
        about_url=f"#abschnitt-{row.section}" if row.section else "",
        label=str(state.label),
        tag=TAGS[state],
        when=dates.day(row.raised_at),
        answered=_answered(row),
        is_open=is_open,
        withdraw_url=reverse("minutes:withdraw_objection", args=[row.pk]) if is_open and is_own else "",
        answer_url=reverse("minutes:answer_objection", args=[row.pk]) if is_open and answers else "",
        hint=str(objections.NOT_ONES_OWN) if is_open and leads and not answers else "",
    )


def _about(row):
    if not row.section:
        return _("zum ganzen Protokoll")
    title = row.section_title or row.item_title or ""
    if not row.number:
        return phrase(_("zu »%(title)s«"), title=title)
    return phrase(_("zu TOP %(number)s %(title)s"), number=row.number, title=title)


def _answered(row):
    if not row.answered_at:
        return ""
    values = {"day": dates.day(row.answered_at), "name": row.answered_by or _("gelöschtes Konto")}
    return _("beantwortet am %(day)s von %(name)s") % values


def has_open_of(minutes, user) -> bool:
    """Whether this reader's own objection waits for an answer."""
    return minutes.objections.open().filter(author=viewer_for(user).person_id).exists()


def links_by_section(shown) -> dict[int, list]:
    """{key of the section: [(address, words)]}"""
    links: dict[int, list] = {}
    for each in shown:
        if each.row.section:
            values = {"name": each.row.name, "state": each.label}
            words = _("Einwendung von %(name)s: %(state)s") % values
            links.setdefault(each.row.section, []).append((f"#einwendung-{each.row.pk}", words))
    return links


def left_to_writers(user):
    """Minutes that wait for this writer: with unanswered objections, or for their approval alone."""
    viewer = viewer_for(user)
    unanswered = Count("objections", filter=Q(objections__state=ObjectionState.OPEN))
    waiting = Q(unanswered__gt=0) | Q(state=State.FOR_APPROVAL, approval_item__isnull=True)
    rows = (
        Minutes.objects.visible_to(viewer)
        .filter(minutes_written_by(viewer, "meeting__"))
        .exclude(state=State.APPROVED)
    )
    counted = rows.annotate(unanswered=unanswered).filter(waiting).select_related("meeting")
    return counted.order_by("-unanswered", "objections_until", "pk")
