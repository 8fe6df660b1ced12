"""Lists of tasks, and the page of one."""

from dataclasses import dataclass, field

from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import berlin, today
from core.models import NameField
from meetings.ports import with_record
from members.models import Membership
from members.viewers import viewer_for
from outcomes.access import organisation_ids_of
from outcomes.enums import TaskState
from outcomes.models import ActionItem, TaskOnAgenda, TaskRemark

TASK_RELATED = ("meeting", "agenda_item", "assignee", "assignee_organisation")
LATE = "ueberfaellig"


def tasks(user, whose="", state=""):
    """`whose`: mine, my organisation's, or everybody's; `state`: open ones unless another is asked for."""
    rows = ActionItem.objects.visible_to(user).select_related(*TASK_RELATED)
    if whose == "":
        rows = rows.filter(mine(user) | of_my_organisations(user))
    if whose == "haus":
        rows = rows.filter(of_my_organisations(user))
    return in_state(rows, state).most_urgent_first()


def in_state(rows, state):
    if state == LATE:
        return rows.overdue()
    if state in TaskState.values:
        return rows.filter(state=state)
    return rows if state == "alle" else rows.open()


def open_tasks(user):
    """Everybody's, as far as this reader sees them, with those who have them."""
    return tasks(user, whose="alle")


def mine(user):
    return Q(assignee_id=viewer_for(user).person_id) & Q(assignee_id__isnull=False)


def of_my_organisations(user):
    """Tasks of the organisation itself, and those of its people are their own."""
    return of_organisations(organisation_ids_of(user))


def of_organisations(organisations):
    return Q(assignee_id__isnull=True, assignee_organisation_id__in=organisations)


def with_due_day(viewer, organisations):
    """Open tasks of this person and of the organisations they speak for that are due on a known day."""
    rows = ActionItem.objects.visible_to(viewer).open().with_due()
    return rows.filter(mine(viewer) | of_organisations(organisations), due_day__isnull=False)


def task_page(user):
    return with_record(ActionItem.objects.select_related(*TASK_RELATED), "meeting__").with_due()


def remarks_of(task, user):
    return TaskRemark.objects.visible_to(user).filter(task=task).select_related("author").newest_first()


def meetings_of(task, user):
    """On whose agenda it was taken up again, as far as the reader sees the TOP."""
    rows = TaskOnAgenda.objects.visible_to(user).filter(task=task).select_related("agenda_item__meeting")
    return rows.order_by("agenda_item__meeting__starts_at", "pk")


# --- by organisation --------------------------------------------------------------------------------------


@dataclass
class OrganisationTasks:
    """One organisation and what it has to do, as far as the reader sees it."""

    key: int | None
    name: str
    tasks: list = field(default_factory=list)

    @property
    def late(self):
        return [task for task in self.tasks if task.is_overdue]

    @property
    def counts(self):
        """»5 Aufgaben, davon 2 überfällig«"""
        number, late = len(self.tasks), len(self.late)
        words = ngettext("%(n)s Aufgabe", "%(n)s Aufgaben", number) % {"n": number}
        return f"{words}, {_('davon %(n)s überfällig') % {'n': late}}" if late else words


def tasks_by_organisation(user, state="", rows=None) -> list[OrganisationTasks]:
    """Every visible task below the organisation that has it; a person's below theirs. Overdue ones first."""
    rows = ActionItem.objects.visible_to(user) if rows is None else rows
    found = in_state(with_organisation(rows), state).select_related(*TASK_RELATED).most_urgent_first()
    organisations: dict = {}
    for task in found:
        key = (task.organisation_sort or "\uffff", task.organisation)
        name = task.organisation_name or _("Ohne Organisation")
        organisations.setdefault(key, OrganisationTasks(task.organisation, name)).tasks.append(task)
    return [organisations[key] for key in sorted(organisations, key=lambda key: (key[0], key[1] or 0))]


def with_organisation(rows):
    """The organisation of the task, else the first of those whose member the person is today."""
    active = Membership.objects.active().filter(person=OuterRef("assignee"))
    active = active.order_by("organisation__sort_key__folded", "organisation")

    def column(of_task, of_member, field):
        return Coalesce(of_task, Subquery(active.values(of_member)[:1]), output_field=field)

    return rows.annotate(
        organisation=column("assignee_organisation", "organisation", BigIntegerField()),
        organisation_name=column("assignee_organisation__name", "organisation__name", NameField()),
        organisation_sort=column("assignee_organisation__sort_key", "organisation__sort_key", CharField()),
    )


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
    day = max(today(), berlin(meeting.starts_at).date()) if meeting.starts_at else today()
    found = list(rows.select_related(*TASK_RELATED).most_urgent_first())
    for task in found:
        task.is_proposed = task.due_day is not None and task.due_day <= day
    return found


def taken_up(meeting, user):
    """The tasks that stand on this agenda, as far as the reader sees them."""
    return TaskOnAgenda.objects.visible_to(user).filter(agenda_item__meeting=meeting).with_tasks()
