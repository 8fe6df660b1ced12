"""Revisions: what is frozen, and what of it a reader may see."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from typing import NamedTuple

from core.dialects.versions import FIRST
from core.language import for_the_record
from meetings.access.people import writes_minutes
from meetings.models import Attendance
from members.viewers import viewer_for
from minutes.models import MinutesSection
from minutes.selectors.people import mask_of
from outcomes.models import ActionItem, Decision


def content_of(minutes) -> dict:
    """The whole of the minutes as plain data: what a revision keeps, the same whoever looks."""
    with for_the_record():
        return _content(minutes)


def _content(minutes):
    meeting = minutes.meeting
    decisions = _by_item(Decision.objects.filter(meeting=meeting).order_by("year", "number"))
    tasks = _by_item(
        ActionItem.objects.filter(meeting=meeting)
        .select_related("assignee", "assignee_organisation")
        .order_by("pk")
    )
    sections = minutes.sections.select_related(
        "minutes__meeting", "agenda_item__meeting", "agenda_item__parent"
    ).in_order()
    return {
        "minutes": minutes.pk,
        "title": str(minutes),
        "meeting": {
            "name": meeting.name,
            "begins": moment_text(meeting.starts_at),
            "ends": moment_text(meeting.ends_at),
            "place": meeting.place_name,
            "has_times": meeting.has_times,
            "began": moment_text(meeting.began_at),
            "ended": moment_text(meeting.ended_at),
            "audience": meeting.audience,
        },
        "author": str(minutes.author or ""),
        "keys": [minutes.author_id],
        "source": minutes.source_url,
        "attendance": _attendance(meeting),
        "sections": [
            _section(
                section, decisions.get(section.agenda_item_id, ()), tasks.get(section.agenda_item_id, ())
            )
            for section in sections
        ],
    }


def digest_of(content: dict) -> str:
    """SHA-256 of the canonical text: sorted keys, no spare spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def moment_text(moment):
    """The same text for the same moment, in whatever zone a row was read."""
    return moment.astimezone(dt.UTC).isoformat() if moment else None


def _attendance(meeting):
    """Who was there, in the order of names. Keys say who is meant, should the name change later."""
    rows = Attendance.objects.filter(meeting=meeting).exclude(presence="").by_name()
    return [
        {
            "name": row.name,
            "house": row.organisation_name,
            "presence": row.presence,
            "reason": row.reason,
            "deputy": row.deputy.name if row.deputy else row.deputy_name,
            "arrived": moment_text(row.arrived_at),
            "left": moment_text(row.left_at),
            "guest": row.person_id is None,
            "attendance": row.pk,
            "keys": [row.person_id, row.organisation_id, row.deputy_id],
        }
        for row in rows.select_related("person", "organisation", "deputy")
    ]


def _section(section, decisions, tasks):
    item = section.agenda_item
    return {
        "section": section.pk,
        "keys": [item.pk, item.meeting_id, item.parent_id] if item else [],
        "number": item.number if item else "",
        "title": section.title or (item.title if item else ""),
        "text": section.body,
        "html": section.body_html,
        "dialect": section.dialect,
        "audience": mask_of(section),
        "audiences": [section.audience, item.audience if item else None],
        "decisions": [_decision(decision) for decision in decisions],
        "tasks": [_task(task) for task in tasks],
    }


def _decision(decision):
    votes = (decision.votes_yes, decision.votes_no, decision.votes_abstained)
    return {
        "decision": decision.pk,
        "label": decision.label,
        "wording": decision.wording,
        "result": decision.result,
        "votes": list(votes),
        "audience": decision.audience,
    }


def _task(task):
    return {
        "task": task.pk,
        "wording": task.wording,
        "who": ", ".join(str(name) for name in (task.assignee, task.assignee_organisation) if name),
        "due": task.due_on.isoformat() if task.due_on else None,
        "next_meeting": task.due_next_meeting,
        "audience": task.audience,
        "keys": [task.assignee_id, task.assignee_organisation_id],
    }


def _by_item(outcomes):
    found: dict = {}
    for outcome in outcomes:
        found.setdefault(outcome.agenda_item_id, []).append(outcome)
    return found


# --- reading a frozen state -------------------------------------------------------------------------------


class FrozenSection(NamedTuple):
    number: str
    title: str = ""
    text: str = ""
    html: str = ""
    dialect: int = FIRST
    decisions: Sequence[dict] = ()
    tasks: Sequence[dict] = ()
    is_gap: bool = False


def dialect_of(row) -> int:
    """The version of the dialect that a frozen section is in; the first ones did not name it."""
    return row.get("dialect", FIRST)


def sections_for(user, revision) -> list[FrozenSection]:
    """The sections of a revision in order, with gaps: seen by whoever sees them today and saw them then.

    Narrowing a section afterwards hides its older texts too.
    """
    return [section for _key, section in _frozen(user, revision)]


def with_keys(user, frozen) -> list[tuple[int, FrozenSection]]:
    """The same with the keys of the sections; `frozen` has `minutes` and `content`, as a revision does."""
    return list(_frozen(user, frozen))


def whole_of(revision) -> list[tuple[int, FrozenSection]]:
    """Everything, for the seal. Never for a reader."""
    return [
        (row["section"], FrozenSection(row["number"], row["title"], row["text"], row["html"],
                                       dialect_of(row), row["decisions"], row["tasks"]))
        for row in revision.content["sections"]
    ]  # fmt: skip


def is_shown_whole_to(user, revision) -> bool:
    """Whether nothing of this revision is kept from this reader: its stored PDF holds all of it.

    The public never reads all: names of people are for members.
    """
    viewer = viewer_for(user)
    if not viewer.is_member or writes_minutes(user, revision.minutes.meeting):
        return viewer.is_member
    return with_keys(user, revision) == whole_of(revision)


def _frozen(user, revision):
    minutes, viewer = revision.minutes, viewer_for(user)
    sees_all = writes_minutes(user, minutes.meeting)
    visible = set(
        MinutesSection.objects.visible_to(viewer).filter(minutes=minutes).values_list("pk", flat=True)
    )
    outcomes = {
        "decisions": _visible_keys(Decision, viewer, minutes),
        "tasks": _visible_keys(ActionItem, viewer, minutes),
    }
    for frozen in revision.content["sections"]:
        key = frozen["section"]
        readable = key in visible and (sees_all or viewer.sees_mask(frozen["audience"]))
        if readable:
            yield key, _readable(frozen, viewer, outcomes, sees_all)
        else:
            yield key, FrozenSection(frozen["number"], is_gap=True)


def _visible_keys(model, viewer, minutes):
    rows = model.objects.visible_to(viewer).filter(meeting=minutes.meeting_id)
    return set(rows.values_list("pk", flat=True))


def _readable(frozen, viewer, outcomes, sees_all):
    def shown(kind, key):
        return [
            row
            for row in frozen[kind]
            if row[key] in outcomes[kind] and (sees_all or viewer.sees_mask(row["audience"]))
        ]

    return FrozenSection(
        frozen["number"], frozen["title"], frozen["text"], frozen["html"], dialect_of(frozen),
        shown("decisions", "decision"), shown("tasks", "task"),
    )  # fmt: skip
