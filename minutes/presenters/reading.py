"""The page of one set of minutes: plain values, formatted once, that the template only has to place."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activity.changes import QUERY as CHANGE_TOKEN
from activity.changes import text_of
from comments.presenters import Reader
from core import dates
from core.addresses import pattern
from core.numbers import LARGEST_KEY
from core.remembered import remembered
from core.safe_html import SafeHtml, phrase, strung
from meetings.access.people import writes_minutes
from meetings.models import Attendance
from meetings.presenters.attendance import people_at
from members.audience import effective
from members.audience import label as audience_label
from members.viewers import viewer_for
from minutes.access import comments
from minutes.access import objections as objection_access
from minutes.enums import State
from minutes.models import Minutes, MinutesSection, Objection, Reading
from minutes.presenters.document import state_line
from minutes.presenters.margin import Threads, threads_beside
from minutes.selectors import objections as objecting
from minutes.selectors.outcomes import outcomes_by_item
from minutes.selectors.readings import Bar, Said, bar_of, with_counts
from minutes.selectors.seals import SealLine, revision_words, seal_line, sealed_download, with_seal
from topics.models import Topic

# A key that no row has; its place in the remembered SQL is where the key of the page goes.
_ANY_KEY = -404
_NOBODY = -1


class Seen(NamedTuple):
    """What the page depends on; it looks the same while this is the same."""

    version: int
    read_at: str | None  # what this reader said, as the database writes it
    read_revision: int | None
    consented_at: str | None
    consented_revision: int | None
    has_objections: bool
    newest_reading: str | None  # of anybody: the page says how many have read
    change_token: str

    @property
    def said(self) -> Said:
        return Said(
            _moment(self.read_at), self.read_revision, _moment(self.consented_at), self.consented_revision
        )


def state_seen_by(user, pk) -> Seen | None:
    """What the page depends on, or None when this reader may not see it.

    »Gelesen« of one reader is no event: sixty of them would make every page of the portal old for nothing.

    The rule about seeing is that of the queryset. Only its SQL is remembered: writing it takes longer than
    running it, and an unchanged page does nothing else.
    """
    if pk > LARGEST_KEY:
        return None
    sql, params = _remembered_sql(viewer_for(user))
    with connection.cursor() as cursor:
        cursor.execute(sql, [pk if param == _ANY_KEY else param for param in params])
        row = cursor.fetchone()
    if row is None:
        return None
    version, read_at, read_revision, consented_at, consented_revision, has_objections, *rest = row
    newest_reading, *change_token = rest
    return Seen(
        version, read_at, read_revision, consented_at, consented_revision, bool(has_objections),
        newest_reading, text_of(*change_token),
    )  # fmt: skip


def _moment(value):
    """SQLite keeps moments as text in UTC."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    return value.replace(tzinfo=dt.UTC) if value and value.tzinfo is None else value


@lru_cache(maxsize=256)
def _remembered_sql(viewer):
    mine = FilteredRelation("readings", condition=Q(readings__person=viewer.person_id or _NOBODY))
    objections = Objection.objects.filter(minutes=OuterRef("pk"))
    readings = Reading.objects.filter(minutes=OuterRef("pk"), read_at__isnull=False).order_by("-read_at")
    seen = (
        Minutes.objects.visible_to(viewer)
        .filter(pk=_ANY_KEY)
        .annotate(mine=mine, has_objections=Exists(objections))
        .annotate(newest_reading=Subquery(readings.values("read_at")[:1]))
        .values_list(
            "version", *(f"mine__{name}" for name in Said._fields), "has_objections", "newest_reading"
        )
    )
    sql, params = seen.query.sql_with_params()
    return f"SELECT * FROM ({sql}) seen, ({CHANGE_TOKEN}) changes", params  # noqa: S608


def minutes_to_read(pk):
    """For a reader of whom `state_seen_by` has said that they may."""
    for minutes in _minutes_with_meeting(dates.today(), key=pk):
        return minutes
    raise Http404


@remembered
def _minutes_with_meeting(_day, *, key):
    """With the number of those who shall read them; who is a member changes with the day."""
    attended = Attendance.objects.filter(meeting=OuterRef("meeting"))
    rows = Minutes.objects.select_related("meeting", "author").annotate(has_attendance=Exists(attended))
    return with_counts(with_seal(rows.filter(pk=key)))


@dataclass(slots=True)
class Section:
    """One TOP on the page; a gap tells nothing but that there is one."""

    pk: int = 0
    number: str = ""
    title: str = ""
    place: str = ""  # »TOP 2«, as the links at its side call it
    html: str = ""
    topic: str = ""
    topic_url: str = ""
    presenter: str = ""
    only_for: str = ""
    is_gap: bool = False
    is_nested: bool = False
    comment_url: str = ""
    extract_url: str = ""
    object_url: str = ""
    objections: Sequence = ()
    suggest_url: str = ""
    revision: int = 0  # the one whose text this is
    outcomes: Sequence = ()
    threads: Sequence = ()
    passage: str = ""


@dataclass(slots=True)
class Page:
    minutes: Minutes
    sections: list
    comment_count: int
    reader: Reader
    steps: list
    step: int
    meta: list
    shows_comments: bool = False
    suggestion_count: int = 0  # still open
    suggestions_url: str = ""
    revisions_url: str = ""
    downloads: Sequence = ()
    print_foot: str = ""
    changes_url: str = ""
    changes_label: str = ""
    people: Sequence = ()
    seal: SealLine | None = None
    objections: Sequence = ()
    bar: Bar | None = None


def page_of(minutes, user, seen=None, *, before_publishing=False) -> Page:
    """Everything the page shows to this reader, in three queries, and one more where there are objections.

    `seen`: what was found out about the reader before, for all but the preview.
    `before_publishing`: as if the minutes were published already, for the preview of the public page.
    """
    viewer = viewer_for(user)
    reader = reader_of(minutes, viewer)
    sections = _sections(minutes, viewer, reader)
    items = [item for item, _section in sections if item]
    outcomes = outcomes_by_item(items, viewer, writes_them=reader.leads, before_publishing=before_publishing)
    for item, section in sections:
        section.outcomes = outcomes.get(item, ()) if item else ()
    count, suggested = _add_threads(sections, minutes, viewer, reader)
    steps, step = _steps(minutes)
    page = Page(
        minutes, [section for _item, section in sections], count, reader, steps, step, _meta(minutes, viewer)
    )
    page.seal = seal_line(minutes, viewer)
    page.downloads = downloads_of(minutes.pk)
    page.print_foot = _print_foot(page, viewer)
    page.suggestion_count = suggested
    if viewer.is_member:
        _add_links(page)
        page.downloads += sealed_download(minutes, page.sections, leads=reader.leads)
        if minutes.has_attendance:
            page.people = people_at(minutes.meeting, viewer)
        if seen:
            _add_objections(page, viewer, seen)
    for section in page.sections:
        section.passage = passage_html(section, page)
    return page


_SHOWN = [part.name for part in fields(Section) if part.name != "passage"]
_values_of = attrgetter(*_SHOWN)


def passage_html(section, page) -> SafeHtml:
    """One section with its margin. It looks the same as before while everything on it is the same."""
    section.outcomes, section.threads = tuple(section.outcomes), tuple(section.threads)
    section.objections = tuple(section.objections)
    values = _values_of(section)
    return _remembered_passage(values, page.shows_comments, page.reader.takes_part, get_language())


@lru_cache(maxsize=256)
def _remembered_passage(values, shows_comments, takes_part, _language):
    context = {
        "section": dict(zip(_SHOWN, values, strict=True)),
        "shows_comments": shows_comments,
        "takes_part": takes_part,
    }
    return render_to_string("minutes/detail/passage.html", context)


def _add_links(page):
    """What only members are offered: the talk, and the way the text has gone."""
    key, number = page.minutes.pk, page.minutes.revision_number
    page.shows_comments = page.minutes.state != State.DRAFT or page.comment_count > 0
    if page.suggestion_count:
        page.suggestions_url = reverse("minutes:suggestions", args=[key])
    if number:
        page.revisions_url = reverse("minutes:revisions", args=[key])
    before = page.minutes.previous_number
    if before:
        page.changes_url = reverse("minutes:changes", args=[key, number, before])
        page.changes_label = _("Änderungen seit Fassung %(number)s") % {"number": before}


def downloads_of(key) -> list[tuple[str, str]]:
    labels = {"pdf": _("PDF"), "docx": _("Word"), "md": _("Textdatei (Markdown)")}
    return [(label, reverse("minutes:export", args=[key, form])) for form, label in labels.items()]


def _print_foot(page, viewer):
    """What stands at the foot of each printed page: title, state, revision."""
    revision = page.meta[-1:] if page.minutes.revision_number and viewer.is_member else []
    return strung([str(page.minutes), state_line(page.minutes), *revision])


def _add_objections(page, viewer, seen):
    """Those that stand against the minutes, each also at its section; and what this member can say."""
    minutes, is_draft = page.minutes, page.minutes.state == State.DRAFT
    rows = objecting.rows_of(minutes, viewer) if seen.has_objections and not is_draft else []
    page.objections = objecting.shown_to(minutes, viewer, rows)
    links = objecting.links_by_section(page.objections)
    may_object = bool(objection_access.can_object(viewer, minutes))
    for section in page.sections:
        if not section.is_gap:
            section.objections = links.get(section.pk, ())
            section.object_url = _object_url(minutes, section.pk) if may_object else ""
    has_own = any(shown.is_open and shown.row.author == viewer.person_id for shown in page.objections)
    page.bar = bar_of(minutes, viewer, seen.said, has_own, (minutes.asked, minutes.answered))


def _object_url(minutes, section):
    return f"{reverse('minutes:object', args=[minutes.pk])}?abschnitt={section}"


def reader_of(minutes, viewer) -> Reader:
    return Reader(
        person_id=viewer.person_id,
        takes_part=bool(comments.can_comment(viewer, minutes)),
        leads=writes_minutes(viewer, minutes.meeting),
        moderates=comments.moderates(viewer),
    )


# --- sections ---------------------------------------------------------------------------------------------

_COLUMNS = (
    "pk", "is_readable", "agenda_item_id", "agenda_item__number", "agenda_item__parent_id", "title",
    "agenda_item__title", "body_html", "audience", "agenda_item__audience", "agenda_item__parent__audience",
    "shown_topic", "agenda_item__topic__title", "agenda_item__presenter_organisation__name",
)  # fmt: skip


def _sections(minutes, viewer, reader):
    """[(key of the TOP, Section)]. Rows that the reader may not see lose everything here."""
    found = _rows_of_sections(viewer, reader.leads, minutes=minutes.pk)
    addresses = (
        pattern("minutes:comment"), pattern("minutes:suggest"), pattern("topics:detail"), _extract_pattern(),
    )  # fmt: skip
    sections, gaps = [], set()
    for row in found:
        _pk, is_readable, item, number, parent, *_rest = row
        if is_readable:
            sections.append((item, _section(row, minutes, viewer, *addresses)))
        elif parent not in gaps:
            # As on the agenda: a gap keeps its number, and what stands below it is gone.
            gaps.add(item)
            sections.append((None, Section(number=number or "", is_gap=True, is_nested=parent is not None)))
    return sections


@remembered
def _rows_of_sections(viewer, writes_them, *, minutes):
    topics = Topic.objects.visible_to(viewer).filter(pk=OuterRef("agenda_item__topic"))
    return (
        MinutesSection.objects.filter(minutes=minutes)
        .marked_readable(viewer, writes_them=writes_them)
        .annotate(shown_topic=Subquery(topics.values("pk")))
        .in_order()
        .values_list(*_COLUMNS)
    )


def _extract_pattern():
    return reverse("minutes:extract", args=[0, "pdf"]).replace("/0/", "/%d/")


def _section(row, minutes, viewer, comment_url, suggest_url, topic_url, extract_url):
    (pk, _readable, _item, number, parent, title, item_title, html,
     own, of_item, of_parent, topic_pk, topic, presenter) = row  # fmt: skip
    mask = effective(minutes.meeting.audience, of_parent, of_item, own)
    narrower = viewer.is_member and mask != minutes.meeting.audience
    return Section(
        pk=pk,
        number=number or "",
        title=title or item_title or "",
        place=_place(number, title or item_title or ""),
        html=html,
        topic=topic if topic_pk else "",
        topic_url=topic_url % topic_pk if topic_pk else "",
        presenter=presenter or "",
        only_for=audience_label(mask) if narrower else "",
        is_nested=parent is not None,
        comment_url=comment_url % pk,
        extract_url=extract_url % pk,
        suggest_url=suggest_url % pk,
        revision=minutes.revision_number,
    )


def _place(number, title):
    if number:
        return _("TOP %(number)s") % {"number": number}
    return phrase(_("Abschnitt »%(title)s«"), title=title)


# --- threads ----------------------------------------------------------------------------------------------


def _add_threads(sections, minutes, viewer, reader):
    """How many comments there are, and how many open suggestions among them."""
    if not viewer.is_member:
        return 0, 0
    shown = {section.pk: section for _item, section in sections if not section.is_gap}
    beside = threads_beside(shown, minutes, viewer, reader)
    for pk, threads in beside.items():
        shown[pk].threads = threads.html
    count = sum(threads.comments for threads in beside.values())
    return count, sum(threads.open_suggestions for threads in beside.values())


def threads_of_section(section, user):
    """The threads beside one section: what a change of a comment draws anew."""
    viewer = viewer_for(user)
    reader = reader_of(section.minutes, viewer)
    beside = threads_beside([section.pk], section.minutes, viewer, reader)
    item = section.agenda_item
    view = Section(pk=section.pk, place=_place(item and item.number, str(section)))
    view.comment_url = reverse("minutes:comment", args=[section.pk])
    view.suggest_url = reverse("minutes:suggest", args=[section.pk])
    view.extract_url = _extract_pattern() % section.pk
    if objection_access.can_object(viewer, section.minutes):
        view.object_url = _object_url(section.minutes, section.pk)
    view.revision = section.minutes.revision_number
    view.html = section.body_html
    view.threads = beside.get(section.pk, Threads()).html
    return view, reader


# --- head of the page -------------------------------------------------------------------------------------


def _steps(minutes):
    until = minutes.objections_until
    going = _("Im Umlauf")
    if minutes.state == State.CIRCULATING:
        short = dates.berlin(until).year == dates.today().year
        going = _("Im Umlauf bis %(day)s") % {"day": dates.day_short(until) if short else dates.day(until)}
    approving = _("Zur Genehmigung") if minutes.state == State.FOR_APPROVAL else _("Genehmigt")
    labels = [_("Entwurf"), going, approving, _("Veröffentlicht")]
    if minutes.state == State.APPROVED:
        return labels, 4 if minutes.published_at else 2
    order = [State.DRAFT, State.CIRCULATING, State.FOR_APPROVAL]
    return labels, order.index(minutes.state)


def _meta(minutes, viewer):
    meeting = minutes.meeting
    parts = []
    if meeting.starts_at:
        parts.append(dates.day_long(meeting.starts_at))
        if meeting.began_at:
            parts.append(dates.span(meeting.began_at, meeting.ended_at))
        elif meeting.has_times:
            parts.append(dates.span(meeting.starts_at, meeting.ends_at))
    if meeting.place_name:
        parts.append(meeting.place_name)
    if minutes.author and viewer.is_member:
        parts.append(_("Protokoll: %(name)s") % {"name": minutes.author.name})
    if minutes.revision_number and viewer.is_member:
        kind = minutes.seal_kind if minutes.state == State.APPROVED else ""
        parts.append(revision_words(minutes.revision_number, dates.day(minutes.revised_at), kind))
    return parts
