"""The page of one set of minutes: made once for all with the same rights, then completed for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates
from core.page_cache import cached
from core.safe_html import SafeHtml, exchanged, phrase, strung
from meetings.access.people import writes_minutes
from meetings.presenters.attendance import people_at
from members.audience import effective
from members.audience import label as audience_label
from members.viewers import Viewer, viewer_for
from minutes.access import comments as comment_access
from minutes.access import objections as objection_access
from minutes.access.readings import can_mark_read
from minutes.enums import State
from minutes.models import Minutes
from minutes.presenters import objections as objection_words
from minutes.presenters.comments import NOTHING, Beside, beside_sections
from minutes.presenters.document import state_line
from minutes.presenters.outcomes import Outcome, outcomes_by_item
from minutes.presenters.readings import Bar, bar_of
from minutes.presenters.seals import SealLine, revision_words, seal_line, sealed_download
from minutes.selectors.objections import objections_to
from minutes.selectors.page import Seen, minutes_for_page, sections_for_page
from minutes.selectors.readings import counts_of


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
    comments_url: str = ""
    suggest_url: str = ""
    extract_url: str = ""
    object_url: str = ""
    revision: int = 0  # the one whose text this is
    outcomes: Sequence[Outcome] = ()
    beside: Beside = NOTHING
    objections: Sequence[tuple[str, str]] = ()  # (address, words)


@dataclass
class Page:
    """What all readers with the same rights see, in words; `objections` and `bar` become one reader's own."""

    minutes: Minutes
    sections: list[Section]
    passages: list[tuple[int, SafeHtml]]  # key and HTML of each section with its margin, 0 for a gap
    steps: list[str]
    step: int
    meta: list[str]
    takes_part: bool
    shows_comments: bool
    comment_count: int
    suggestion_count: int  # still open
    own: dict[int, dict[str, SafeHtml]]  # author of comments → what they find at their own
    downloads: list[tuple[str, str]]
    objections: list[Any]
    people: Sequence[Any] = ()
    seal: SealLine | None = None
    suggestions_url: str = ""
    revisions_url: str = ""
    changes_url: str = ""
    changes_label: str = ""
    print_foot: str = ""
    contents: str = ""
    bar: Bar | None = None


def page_for(user, pk, seen: Seen) -> Page:
    """Return the page as this reader finds it, of whom `seen_by` has said that they may.

    No query where somebody with the same rights has read it since the last change.
    """
    viewer = viewer_for(user)
    page = cached(
        "minutes", version=seen.version, audience=seen.audience, make=lambda eyes: _page_to_keep(pk, eyes)
    )
    own = page.own.get(viewer.person_id or 0, {})
    page.passages = [(key, exchanged(html, own)) for key, html in page.passages]
    page.objections = objection_words.shown_to(page.minutes, viewer, page.objections)
    if can_mark_read(viewer, page.minutes):
        has_objected = any(shown.is_open and shown.is_own for shown in page.objections)
        # »Gelesen« is no event, so it makes only the number anew and not the page.
        counts = cached(
            "readings", version=(seen.version, seen.newest_reading), audience=None,
            make=lambda _nobody: counts_of(page.minutes),
        )  # fmt: skip
        page.bar = bar_of(page.minutes, viewer, seen.said, has_objected, counts)
    return page


def _page_to_keep(pk, viewer: Viewer) -> Page:
    page = page_of(minutes_for_page(pk), viewer)
    page.contents = render_to_string("minutes/detail/contents.html", {"sections": page.sections})
    page.sections = []  # their words are in the HTML
    return page


def page_of(minutes, viewer: Viewer, *, before_publishing=False) -> Page:
    """Return what `viewer` sees of minutes that `minutes_for_page` has read. Up to nine queries.

    `before_publishing`: as if the minutes were published already, for the preview of the public page.
    """
    leads, is_draft = writes_minutes(viewer, minutes.meeting), minutes.state == State.DRAFT
    rows = {row.pk: row for row in sections_for_page(minutes, viewer, writes_them=leads)}
    items = [row.agenda_item_id for row in rows.values() if row.is_readable and row.agenda_item_id]
    sections = _sections(rows.values(), minutes, viewer)
    readable = {section.pk: rows[section.pk] for section in sections if not section.is_gap}
    outcomes = outcomes_by_item(items, viewer, writes_them=leads, before_publishing=before_publishing)
    beside = beside_sections(readable, minutes, viewer)
    objections = []
    if viewer.is_member and minutes.has_objections and not is_draft:
        objections = objections_to(minutes, viewer)
    links = objection_words.links_by_section(objections)
    for section in sections:
        if not section.is_gap:
            section.outcomes = outcomes.get(rows[section.pk].agenda_item_id or 0, ())
            section.beside = beside.get(section.pk, section.beside)
            section.objections = links.get(section.pk, ())
    own: dict[int, dict[str, SafeHtml]] = {}
    for each in beside.values():
        for author, parts in each.own.items():
            own.setdefault(author, {}).update(parts)
    steps, step = _steps(minutes)
    page = Page(
        minutes, sections, [], steps, step, _meta(minutes, viewer),
        takes_part=bool(comment_access.can_comment(viewer, minutes)),
        shows_comments=viewer.is_member and (not is_draft or bool(beside)),
        comment_count=sum(each.comments for each in beside.values()),
        suggestion_count=sum(each.open_suggestions for each in beside.values()),
        own=own,
        downloads=downloads_of(minutes.pk),
        objections=objections,
        seal=seal_line(minutes, viewer),
    )  # fmt: skip
    # At the foot of each printed page: title, state, and the revision where the reader may know of it.
    revision = page.meta[-1:] if minutes.revision_number and viewer.is_member else []
    page.print_foot = strung([str(minutes), state_line(minutes), *revision])
    if viewer.is_member:
        _add_ways(page, leads)
        page.people = people_at(minutes.meeting, viewer) if minutes.has_attendance else ()
    for section in sections:
        page.passages.append((section.pk, _passage(section, page.shows_comments, page.takes_part)))
    return page


def _passage(section, shows_comments, takes_part) -> SafeHtml:
    """Made of these three values alone: while they say the same, a change elsewhere makes no HTML anew."""
    context = {"section": section, "shows_comments": shows_comments, "takes_part": takes_part}
    return cached(
        "passage", version=(repr(section), shows_comments, takes_part), audience=None,
        make=lambda _nobody: render_to_string("minutes/detail/passage.html", context),
    )  # fmt: skip


def _add_ways(page, leads):
    """What only members are offered: the talk, the way that the text has gone, and the sealed file."""
    key, number = page.minutes.pk, page.minutes.revision_number
    if page.suggestion_count:
        page.suggestions_url = reverse("minutes:suggestions", args=[key])
    if number:
        page.revisions_url = reverse("minutes:revisions", args=[key])
    before = page.minutes.previous_number
    if before:
        page.changes_url = reverse("minutes:changes", args=[key, number, before])
        page.changes_label = _("Änderungen seit Fassung %(number)s") % {"number": before}
    page.downloads += sealed_download(page.minutes, page.sections, leads=leads)


def downloads_of(key) -> list[tuple[str, str]]:
    labels = {"pdf": _("PDF"), "docx": _("Word"), "md": _("Textdatei (Markdown)")}
    return [(label, reverse("minutes:export", args=[key, form])) for form, label in labels.items()]


# --- sections ---------------------------------------------------------------------------------------------


def _sections(rows, minutes, viewer) -> list[Section]:
    """In order. Rows that the reader may not see lose everything here but the number of their TOP."""
    sections, gaps = [], set()
    for row in rows:
        item, parent = row.agenda_item, row.agenda_item and row.agenda_item.parent
        is_nested = parent is not None
        if row.is_readable:
            sections.append(_section(row, minutes, viewer))
        elif parent is None or parent.pk not in gaps:
            # As on the agenda: a gap keeps its number, and what stands below it is gone.
            gaps.add(row.agenda_item_id)
            number = item.number if item else ""
            sections.append(Section(number=number, is_gap=True, is_nested=is_nested))
    return sections


def _section(row, minutes, viewer) -> Section:
    section, item = section_with_links(row, minutes, viewer), row.agenda_item
    mask, whole = row.audience, minutes.meeting.audience
    if item:
        mask = effective(whole, item.parent.audience if item.parent else None, item.audience, row.audience)
        section.number, section.is_nested = item.number, item.parent is not None
        section.presenter = item.presenter_organisation.name if item.presenter_organisation else ""
    else:
        mask = effective(whole, row.audience)
    if row.shown_topic:
        section.topic, section.topic_url = item.topic.title, item.topic.get_absolute_url()
    section.only_for = audience_label(mask) if viewer.is_member and mask != whole else ""
    return section


def section_with_links(row, minutes, viewer) -> Section:
    """Return a section with what its margin needs: where it is commented on, and how it is called there."""
    item = row.agenda_item
    title = row.title or (item.title if item else "")
    if item and item.number:
        place = _("TOP %(number)s") % {"number": item.number}
    else:
        place = phrase(_("Abschnitt »%(title)s«"), title=title)
    object_url = ""
    if objection_access.can_object(viewer, minutes):
        object_url = f"{reverse('minutes:object', args=[minutes.pk])}?abschnitt={row.pk}"
    return Section(
        pk=row.pk,
        title=title,
        place=place,
        html=row.body_html,
        comment_url=reverse("minutes:comment", args=[row.pk]),
        comments_url=reverse("minutes:comments", args=[row.pk]),
        suggest_url=reverse("minutes:suggest", args=[row.pk]),
        extract_url=reverse("minutes:extract", args=[row.pk, "pdf"]),
        object_url=object_url,
        revision=minutes.revision_number,
    )


def whole_talk(row, user) -> tuple[Section, bool]:
    """Return one section with all of its comments, as this reader finds them, and whether they take part."""
    viewer, minutes = viewer_for(user), row.minutes
    section = section_with_links(row, minutes, viewer)
    beside = beside_sections({row.pk: row}, minutes, viewer, whole=True).get(row.pk, section.beside)
    own = beside.own.get(viewer.person_id or 0, {})
    section.beside = beside._replace(threads=[exchanged(html, own) for html in beside.threads])
    return section, bool(comment_access.can_comment(viewer, minutes))


# --- head of the page -------------------------------------------------------------------------------------


def _steps(minutes) -> tuple[list[str], int]:
    """(how minutes go from draft to public, the number of the step at which they are)"""
    going = _("Im Umlauf")
    if minutes.state == State.CIRCULATING:
        going = _("Im Umlauf bis %(day)s") % {"day": dates.day_near(minutes.objections_until)}
    approving = _("Zur Genehmigung") if minutes.state == State.FOR_APPROVAL else _("Genehmigt")
    labels = [_("Entwurf"), going, approving, _("Veröffentlicht")]
    if minutes.state == State.APPROVED:
        return labels, 4 if minutes.published_at else 2
    return labels, [State.DRAFT, State.CIRCULATING, State.FOR_APPROVAL].index(minutes.state)


def _meta(minutes, viewer) -> list[str]:
    """Day, times and place of the meeting; who wrote, and the revision as the last, for members."""
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
