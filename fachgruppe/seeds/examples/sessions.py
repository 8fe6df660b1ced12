"""What both meetings that were held have in common: planned, opened, run TOP by TOP, written down."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from fachgruppe.seeds.examples.story import Chapter, Story, at, example, example_title
from invitations.actions import invitations as invitation_actions
from invitations.actions import replies as reply_actions
from meetings.actions import agenda as agenda_actions
from meetings.actions import attendance, running
from meetings.actions import meetings as meeting_actions
from meetings.enums import ItemKind, Presence
from meetings.models import AgendaItem, Meeting
from members.models import Organisation
from minutes.actions import writing
from minutes.models import Minutes, MinutesSection
from outcomes.actions import tasks
from outcomes.models import ActionItem
from topics.models import Topic

TEXTS = Path(__file__).parent.parent / "texts" / "beispiele"
PLACE = {
    "place_name": "JEDI, Jena Digital Innovation Hub",
    "place_address": "Engelplatz 8, 07743 Jena",
    "place_room": "Beispielraum",
    "place_access": "Aufzug vorhanden",
    "capacity": 20,
}


class Planned(NamedTuple):
    """A TOP; `text` names the file with what the minutes say of it."""

    title: str
    kind: ItemKind
    duration: int
    text: str = ""
    topic: str = ""
    presenter: str = ""
    audience: int | None = None
    description: str = ""


class Given(NamedTuple):
    """A task, of an example account or of an organisation (its slug)."""

    item: AgendaItem
    wording: str
    name: str = ""
    slug: str = ""
    due_on: dt.date | None = None
    due_next_meeting: bool = False


def plan(story: Story, meeting: Meeting, agenda: Sequence[Planned]) -> None:
    by = story["Organisation"]
    for top in agenda:
        words = {
            "title": top.title,
            "kind": top.kind,
            "duration": top.duration,
            "description": top.description,
        }
        presenter = story[top.presenter].person if top.presenter else None
        if not top.topic:
            agenda_actions.add_item(
                meeting=meeting, audience=top.audience, presenter=presenter, by=by, **words
            )
            continue
        # As it is now: other chapters have moved the topic on since it was proposed.
        topic = Topic.objects.get(pk=getattr(story.topics, top.topic).pk)
        [item] = agenda_actions.add_topics(meeting=meeting, topics=[topic], by=by)
        agenda_actions.edit_item(
            item=item, version=item.version, audience=item.audience if top.audience is None else top.audience,
            presenter=presenter, by=by, **words,
        )  # fmt: skip


def items_of(meeting: Meeting) -> list[AgendaItem]:
    return list(AgendaItem.objects.filter(meeting=meeting).select_related("meeting", "parent").in_order())


def item_titled(meeting: Meeting, title: str) -> AgendaItem:
    return next(item for item in items_of(meeting) if item.title == title)


def session(
    story: Story, meeting: Meeting, day: dt.date, present: dict[str, Presence], spent: Sequence[int]
) -> Chapter:
    """Begun at two o'clock and run by the Protokollführung; `spent` are the minutes that each TOP took."""
    by = story["Protokollführung"]
    yield at(day, 14, 2)
    running.begin(meeting=meeting, by=by)
    for name, presence in present.items():
        attendance.mark(meeting=meeting, person=story[name].person, presence=presence, version=0, by=by)
    moment = at(day, 14, 2)
    for item, took in zip(items_of(meeting)[1:], spent, strict=False):
        moment += dt.timedelta(minutes=took)
        yield moment
        span = meeting.spans.running().first()
        running.go_to(meeting=meeting, item=item, seen=span.pk if span else 0, by=by)
    yield moment + dt.timedelta(minutes=spent[-1])


def write(story: Story, meeting: Meeting, agenda: Sequence[Planned]) -> Minutes:
    """The minutes with the text of each TOP."""
    by = story["Protokollführung"]
    record = writing.create(meeting=meeting, by=by)
    texts = {top.title: text(top.text) for top in agenda if top.text}
    for section in sections_of(record):
        body = texts.get(title_of(section))
        if body:
            writing.save_section(section=section, body=body, version=section.version, by=by)
    return record


def sections_of(record: Minutes) -> list[MinutesSection]:
    rows = MinutesSection.objects.filter(minutes=record).select_related(
        "minutes__meeting", "agenda_item__parent"
    )
    return list(rows.in_order())


def section_titled(record: Minutes, title: str) -> MinutesSection:
    return next(row for row in sections_of(record) if title_of(row) == title)


def title_of(section: MinutesSection) -> str:
    return section.agenda_item.title if section.agenda_item else ""


def record_tasks(story: Story, given: Sequence[Given]) -> list[ActionItem]:
    return [
        tasks.record_task(
            agenda_item=task.item, wording=example(task.wording),
            assignee=story[task.name].person if task.name else None,
            assignee_organisation=Organisation.objects.get(slug=task.slug) if task.slug else None,
            due_on=task.due_on, due_next_meeting=task.due_next_meeting, by=story["Protokollführung"],
        )
        for task in given
    ]  # fmt: skip


def text(name: str) -> str:
    return (TEXTS / f"{name}.md").read_text(encoding="utf-8").strip()


def meeting_of_the_group(story: Story, title: str, **fields) -> Meeting:
    return meeting_actions.create(title=example_title(title), by=story["Organisation"], **fields)


def invite_everybody(story: Story, meeting: Meeting, message: str) -> Meeting:
    meeting = Meeting.objects.get(pk=meeting.pk)
    people = [user.person_id for user in story.users.values()]
    return invitation_actions.invite(
        meeting=meeting,
        version=meeting.version,
        people=people,
        message=example(message),
        by=story["Organisation"],
    )


def reply(story: Story, meeting: Meeting, name: str, answer: str, **words) -> None:
    user = story[name]
    invitation = meeting.invitations.get(person=user.person)
    reply_actions.reply(invitation=invitation, answer=answer, by=user, **words)
