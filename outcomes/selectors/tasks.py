"""Tasks as one reader sees them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from core.dates import berlin, today
from meetings import ports
from members.models import Membership, Organisation
from members.viewers import viewer_for
from outcomes.access import organisation_ids_of
from outcomes.enums import OPEN_STATES, TaskState
from outcomes.models import ActionItem, TaskOnAgenda, TaskRemark

RELATED = ("meeting", "agenda_item", "assignee", "assignee_organisation")
LATE = "ueberfaellig"


def tasks(user, whose="", state=""):
    """The most urgent first. `whose`: mine and my organisation's, »haus« for the latter alone, »alle«."""
    rows = ActionItem.objects.visible_to(user)
    if whose == "":
        rows = rows.filter(mine(user) | of_organisations(organisation_ids_of(user)))
    if whose == "haus":
        rows = rows.filter(of_organisations(organisation_ids_of(user)))
    return in_state(rows, state).most_urgent_first()


def in_state(rows, state):
    """What is not done, unless another choice was made: a state, »ueberfaellig«, »alle«."""
    if state == LATE:
        return rows.overdue()
    if state in TaskState.values:
        return rows.filter(state=state)
    return rows if state == "alle" else rows.open()


def for_list(keys, user):
    """What a list shows of these tasks, in the order of their keys."""
    # Between reading the keys and the rows somebody may have narrowed one.
    found = ActionItem.objects.visible_to(user).with_due().select_related(*RELATED).in_bulk(keys)
    return [found[key] for key in keys if key in found]


class OpenTask(NamedTuple):
    """What is said of an open task to those who have it: a plain row, for there are many for each page."""

    pk: int
    assignee: int | None
    assignee_organisation: int | None
    wording: str
    state: str
    due_day: dt.date | None
    item_number: str
    meeting_number: int | None
    meeting_title: str

    @property
    def task(self) -> ActionItem:
        """It says of itself what it is called, where it stands and how it is doing; nothing else is read."""
        task = ActionItem(pk=self.pk, wording=self.wording, state=self.state)
        task.due_day = self.due_day
        return task


def open_tasks(user) -> list[OpenTask]:
    """Everybody's, as far as this reader sees them, with those who have them; the most urgent first."""
    rows = tasks(user, whose="alle").values_list(
        "pk", "assignee", "assignee_organisation", "wording", "state", "due_day",
        "agenda_item__number", "meeting__number", "meeting__title",
    )  # fmt: skip
    return [OpenTask(*row) for row in rows]


def mine(user):
    return Q(assignee_id=viewer_for(user).person_id) & Q(assignee_id__isnull=False)


def of_organisations(keys):
    """Tasks of the organisation itself; those of its people are their own."""
    return Q(assignee_id__isnull=True, assignee_organisation_id__in=keys)


def with_due_day(viewer):
    """Open tasks that are due on a known day, whoever has them."""
    return ActionItem.objects.visible_to(viewer).open().with_due().filter(due_day__isnull=False)


def detail(user):
    """The rows of a task's own page and of its forms."""
    rows = ActionItem.objects.select_related(*RELATED, "agenda_item__parent")
    return ports.with_record(rows, "meeting__").with_due()


def remarks_of(task, user):
    return TaskRemark.objects.visible_to(user).filter(task=task).select_related("author").newest_first()


def meetings_of(task, user):
    """On whose agenda it was taken up again, as far as the reader sees the TOP."""
    rows = TaskOnAgenda.objects.visible_to(user).filter(task=task).select_related("agenda_item__meeting")
    return rows.order_by("agenda_item__meeting__starts_at", "pk")


# --- by organisation --------------------------------------------------------------------------------------


@dataclass
class OrganisationTasks:
    """One organisation and what it has to do, as far as the reader sees it: all in numbers, some as rows."""

    organisation: Organisation | None  # None: the person belongs to none today
    number: int
    late: int
    tasks: list[ActionItem] = field(default_factory=list)  # overdue ones first

    @property
    def key(self) -> str:
        """What the address calls it."""
        return str(self.organisation.pk) if self.organisation else "ohne"


def by_organisation(user, state="", most=None) -> list[OrganisationTasks]:
    """Every organisation with tasks, and of each the `most` urgent (all without it). Three queries."""
    rows = with_organisation(in_state(ActionItem.objects.visible_to(user), state)).with_due()
    # The rule of `is_late`, for many at once.
    is_late = Q(state__in=OPEN_STATES, due_day__lt=today())
    counted = (
        rows.order_by().values("organisation").annotate(number=Count("pk"), late=Count("pk", filter=is_late))
    )
    counts = list(counted.values_list("organisation", "number", "late", named=True))
    known = Organisation.objects.in_bulk([row.organisation for row in counts])
    groups = {
        row.organisation: OrganisationTasks(known.get(row.organisation), row.number, row.late)
        for row in counts
    }
    shown = rows.select_related(*RELATED).most_urgent_first()
    if most is not None:
        urgency = (F("due_day").asc(nulls_last=True), "pk")
        place = Window(RowNumber(), partition_by=F("organisation"), order_by=urgency)
        shown = shown.annotate(place=place).filter(place__lte=most)
    for task in shown:
        if group := groups.get(task.organisation):  # none: somebody added its first task since the count
            group.tasks.append(task)
    # Those without an organisation come last.
    order = {pk: (organisation.sort_key, pk) for pk, organisation in known.items()}
    return [groups[key] for key in sorted(groups, key=lambda key: order.get(key, ("\uffff", 0)))]


def of_organisation(user, state, key):
    """The tasks below one organisation (None: below none), the most urgent first."""
    rows = with_organisation(in_state(ActionItem.objects.visible_to(user), state))
    return rows.filter(organisation=key).select_related(*RELATED).most_urgent_first()


def with_organisation(rows):
    """The organisation of the task, else the first of those whose member the person is today."""
    active = Membership.objects.active().filter(person=OuterRef("assignee"))
    # The same one for everybody: whoever belongs to two organisations stands once.
    first = active.order_by("organisation__sort_key__folded", "organisation").values("organisation")[:1]
    own = Coalesce("assignee_organisation", Subquery(first), output_field=BigIntegerField())
    return rows.annotate(organisation=own)


# --- for the next meeting ---------------------------------------------------------------------------------


def tasks_to_take_up(meeting, user):
    """Open ones of earlier meetings: `is_proposed` where due by then, `is_taken` where on this agenda.

    Those taken up already come along, so that a second click on an older page does no harm.
    """
    taken = TaskOnAgenda.objects.filter(agenda_item__meeting=meeting, task=OuterRef("pk"))
    rows = ActionItem.objects.visible_to(user).open().filter(released_at__isnull=False)
    rows = rows.exclude(meeting=meeting).annotate(is_taken=Exists(taken))
    if meeting.starts_at:
        rows = rows.filter(meeting__starts_at__lt=meeting.starts_at)
    # A meeting of the past proposes what is due today.
    day = max(today(), berlin(meeting.starts_at).date()) if meeting.starts_at else today()
    found = list(rows.select_related(*RELATED).most_urgent_first())
    for task in found:
        task.is_proposed = task.due_day is not None and task.due_day <= day
    return found


def taken_up(meeting, user):
    """The tasks that stand on this agenda, as far as the reader sees them."""
    return TaskOnAgenda.objects.visible_to(user).filter(agenda_item__meeting=meeting).with_tasks()
