"""The page on which minutes are written: every section with its text, decisions and tasks."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates
from meetings.models import AgendaItem
from members.audience import label as audience_label
from minutes.models import MinutesSection
from minutes.queries.people import mask_of
from minutes.queries.reading import decisions_of, tasks_of


class Draft(NamedTuple):
    section: MinutesSection
    number: str
    title: str
    audience: str
    save_url: str
    audience_url: str
    saved: str
    outcomes: list


def drafts_of(minutes, viewer):
    """All sections: whoever writes the minutes reads all of them."""
    outcomes: dict = {}
    for item, outcome in (*decisions_of(minutes, viewer), *tasks_of(minutes, viewer)):
        outcomes.setdefault(item, []).append(outcome)
    return [
        _draft(section, outcomes.get(section.agenda_item_id, []))
        for section in with_agenda().filter(minutes=minutes).in_order()
    ]


def _draft(section, outcomes):
    item = section.agenda_item
    return Draft(
        section=section,
        number=item.number if item else "",
        title=section.title or (item.title if item else ""),
        audience=audience_label(mask_of(section)) or _("nur Organisation und Protokollführung"),
        save_url=reverse("minutes:save_section", args=[section.pk]),
        audience_url=reverse("minutes:section_audience", args=[section.pk]),
        saved=_last_saved(section),
        outcomes=outcomes,
    )


def _last_saved(section):
    if not section.updated_by:
        return ""
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
    return AgendaItem.objects.filter(meeting=minutes.meeting_id, section__isnull=True).in_order()
