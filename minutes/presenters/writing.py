"""The page on which minutes are written: every section with its text, decisions and tasks."""

import datetime as dt
import re
from typing import NamedTuple
from urllib.parse import urlencode
from zlib import crc32

from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates
from core.dialects.marks import INFORMATION
from meetings.models import AgendaItem
from members.audience import label as audience_label
from members.viewers import viewer_for
from minutes.models import MinutesSection
from minutes.presenters.outcomes import outcomes_by_item
from minutes.selectors.people import mask_of
from minutes.text.marks import MarkedLine, marked_lines
from outcomes.enums import Result


class Line(NamedTuple):
    """A marked line that waits to become a decision or a task."""

    key: str
    kind: str
    wording: str


class Draft(NamedTuple):
    section: MinutesSection
    number: str
    title: str
    audience: str
    save_url: str
    audience_url: str
    below_url: str
    line_url: str
    saved: str
    record_decision_url: str
    record_task_url: str
    outcomes: list


def drafts_of(minutes, user):
    # All sections: whoever writes the minutes reads all of them.
    sections = list(with_agenda().filter(minutes=minutes).in_order())
    items = [section.agenda_item_id for section in sections if section.agenda_item_id]
    outcomes = outcomes_by_item(items, viewer_for(user), writes_them=True)
    return [_draft(section, outcomes.get(section.agenda_item_id, [])) for section in sections]


def draft_of(section, user, back=""):
    """One section for its editor; `section` comes from `with_agenda()`.

    `back` is the page to which the forms of decisions and tasks lead back, by default that of all sections.
    """
    items = [section.agenda_item_id] if section.agenda_item_id else []
    outcomes = outcomes_by_item(items, viewer_for(user), writes_them=True)
    return _draft(section, outcomes.get(section.agenda_item_id, []), back)


def open_lines(section) -> list[MarkedLine]:
    """Lines »Beschluss: …« and »Aufgabe: …« that are still text and not yet a decision or a task."""
    return open_lines_in(section.body)


def open_lines_in(text) -> list[MarkedLine]:
    return [line for line in marked_lines(text) if line.kind != INFORMATION]


def lines_to_record(section) -> list[Line]:
    """The open lines of a section, each once: a key tells it from the others on the page."""
    if not section.agenda_item_id:
        return []
    lines = {f"{line.kind}-{crc32(line.wording.encode()):x}": line for line in open_lines(section)}
    return [Line(key, line.kind, line.wording) for key, line in lines.items()]


def day_of(section) -> dt.date:
    """The day of the meeting, which »bis Ende März« is said from."""
    meeting = section.minutes.meeting
    moment = meeting.began_at or meeting.starts_at
    return dates.berlin(moment).date() if moment else dates.today()


_RESULTS = {
    "einstimmig": Result.UNANIMOUS, "einvernehmlich": Result.CONSENSUS, "mehrheitlich": Result.MAJORITY,
    "vertagt": Result.POSTPONED, "zur Kenntnis": Result.NOTED,
}  # fmt: skip
_VOTES = {
    "votes_yes": r"(\d{1,3})\s*(?:×\s*)?(?:Ja\b|dafür)",
    "votes_no": r"(\d{1,3})\s*(?:×\s*)?(?:Nein\b|dagegen)",
    "votes_abstained": r"(\d{1,3})\s*(?:×\s*)?(?:enth\.|enthalten|Enthaltung)",
}


def result_in(wording) -> dict:
    """Result and votes that a decision names itself, for its form."""
    votes = {field: re.search(pattern, wording, re.IGNORECASE) for field, pattern in _VOTES.items()}
    counted = {field: int(found[1]) for field, found in votes.items() if found}
    results = {result for words, result in _RESULTS.items() if re.search(rf"\b{words}\b", wording)}
    if counted.get("votes_yes") and counted.get("votes_no"):
        results.add(Result.MAJORITY)
    return counted | ({"result": results.pop()} if len(results) == 1 else {})


def _draft(section, outcomes, back=""):
    back = back or reverse("minutes:write", args=[section.minutes_id])
    item = section.agenda_item
    return Draft(
        section=section,
        number=item.number if item else "",
        title=section.title or (item.title if item else ""),
        audience=audience_label(mask_of(section)) or _("nur Organisation und Protokollführung"),
        save_url=reverse("minutes:save_section", args=[section.pk]),
        audience_url=reverse("minutes:section_audience", args=[section.pk]),
        below_url=reverse("minutes:below", args=[section.pk]),
        line_url=reverse("minutes:record_line", args=[section.pk]),
        saved=_last_saved(section),
        record_decision_url=_record_url("outcomes:record_decision", section, back),
        record_task_url=_record_url("outcomes:record_task", section, back),
        outcomes=outcomes,
    )


def _record_url(name, section, back):
    """The form of a decision or task, which then leads back to this section."""
    if not section.agenda_item_id:
        return ""
    here = f"{back}#abschnitt-{section.pk}"
    return f"{reverse(name, args=[section.agenda_item_id])}?{urlencode({'weiter': here})}"


def _last_saved(section):
    if not section.updated_by:
        return _("gespeichert")
    values = {"stamp": dates.stamp(section.updated_at), "name": section.updated_by}
    return _("gespeichert am %(stamp)s von %(name)s") % values


def sections_of(minutes):
    return (
        MinutesSection.objects.filter(minutes=minutes)
        .select_related(
            "minutes__meeting", "agenda_item__meeting", "agenda_item__parent", "updated_by__person"
        )
        .in_order()
    )


def with_agenda():
    return MinutesSection.objects.select_related(
        "minutes__meeting", "agenda_item__meeting", "agenda_item__parent", "updated_by__person"
    )


def missing_items(minutes):
    """TOPs that came onto the agenda after the sections were made."""
    return AgendaItem.objects.filter(meeting=minutes.meeting_id, section__isnull=True).tops().in_order()
