"""Decisions and tasks beside the text: read together in one query, worded once."""

from typing import NamedTuple

from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    IntegerField,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext as _

from core import dates
from core.addresses import pattern
from core.names import isolated
from core.remembered import remembered
from core.safe_html import German, phrase
from outcomes.enums import DecisionStatus, Result, TaskState
from outcomes.models import (
    STATUS_KINDS,
    ActionItem,
    Decision,
    TaskOnAgenda,
    TaskRemark,
    due_words,
    is_late,
    state_kind,
)
from outcomes.querysets import due_day
from outcomes.selectors.decisions import with_replacement


class Outcome(NamedTuple):
    """`heading` and `wording` are what was agreed; `live` and `note` say how it stands today."""

    kind: str  # "decision" or "action", as the callout is called
    url: str
    heading: str
    wording: str
    live: str = ""
    live_kind: str = "plain"
    note: str = ""
    is_earlier: bool = False  # agreed in an earlier meeting


ORDER = {"decision": 0, "action": 1, "taken": 2}


def outcomes_by_item(items, viewer, *, writes_them, before_publishing=False) -> dict[int, list[Outcome]]:
    """{key of the TOP: its decisions, its tasks, then those of earlier meetings that it takes up}.

    For TOPs whose sections this reader sees.
    """
    word = _Words(viewer)
    worded = {"decision": word.decision, "action": word.task, "taken": word.taken}
    found: dict[int, list[Outcome]] = {}
    rows = _rows(viewer, writes_them, before_publishing, items=items)
    for kind, item, *values in sorted(rows, key=lambda row: (ORDER[row[0]], row[2:4])):
        found.setdefault(item, []).append(worded[kind](*values))
    return found


@remembered
def _rows(viewer, writes_them, before_publishing, *, items):
    """All kinds in the same columns; what a kind does not have is null."""
    text, date, moment = (Value(None, field) for field in (CharField(), DateField(), DateTimeField()))
    decisions = Decision.objects.visible_at(viewer, items, writes_them=writes_them)
    if before_publishing:
        decisions = Decision.objects.public_once_published(viewer).filter(agenda_item__in=items)
    decisions = with_replacement(decisions, viewer)
    tasks = ActionItem.objects.visible_at(viewer, items, writes_them=writes_them)
    taken = TaskOnAgenda.objects.visible_at(viewer, items)
    return decisions.values_list(
        Value("decision"), "agenda_item_id", "year", "number", "wording", "result",
        "votes_yes", "votes_no", "votes_abstained", "status", text, date,
        "later_year", "later_number", moment, text,
    ).union(
        tasks.values_list(Value("action"), "agenda_item_id", "pk", *_columns_of_task("")),
        taken.values_list(Value("taken"), "agenda_item_id", "task_id", *_columns_of_task("task__")),
        all=True,
    )  # fmt: skip


def _columns_of_task(prefix):
    number = Value(None, IntegerField())
    moves = Case(When(**{f"{prefix}due_next_meeting": True}, then=1), default=0, output_field=IntegerField())
    remarks = TaskRemark.objects.filter(task=OuterRef(f"{prefix}pk")).newest_first()
    organisation = f"{prefix}assignee_organisation__name"
    return (
        number, f"{prefix}wording", f"{prefix}state", number, number, number,
        f"{prefix}assignee__name", organisation, due_day(prefix), moves, number,
        f"{prefix}finished_at", Subquery(remarks.values("body")[:1]),
    )  # fmt: skip


class _Words:
    """Headings for one reader: links and names of people are for members."""

    def __init__(self, viewer):
        self.is_member = viewer.is_member
        self.decision_url = pattern("outcomes:decision", 2)
        self.task_url = pattern("outcomes:task")

    def decision(
        self,
        year,
        number,
        wording,
        result,
        yes,
        no,
        abstained,
        status,
        _text,
        _due,
        later_year,
        later,
        *_rest,
    ):
        heading = _("Beschluss %(number)s · %(result)s") % {
            "number": f"{year}/{number}",
            "result": result_label(result, (yes, no, abstained)),
        }
        live = "" if status == DecisionStatus.IN_FORCE else str(DecisionStatus(status).label)
        if status == DecisionStatus.REPLACED and later:
            live = _("ersetzt durch %(number)s") % {"number": f"{later_year}/{later}"}
        kind = STATUS_KINDS[DecisionStatus(status)]
        return Outcome("decision", self._link(self.decision_url, year, number), heading, wording, live, kind)

    def task(self, *values):
        return self._task(_("Aufgabe"), *values)

    def taken(self, *values):
        task = self._task(_("Aufgabe aus einem früheren Treffen"), *values)
        return task._replace(is_earlier=True)

    def _task(
        self, what, pk, _number, wording, state, _yes, _no, _abstained, person, organisation, due, moves,
        _later, finished_at, remark,
    ):  # fmt: skip
        # Columns of a union are read as those of its first query, which have no names in these places.
        who = ", ".join(isolated(name) for name in (self.is_member and person, organisation) if name)
        heading = " · ".join(filter(None, [what, who, due_words(due, moves)]))
        live = str(TaskState(state).label)
        if is_late(state, due):
            live = _("überfällig")
        elif state == TaskState.DONE and finished_at:
            live = _("erledigt am %(day)s") % {"day": dates.day(finished_at)}
        note = phrase(_("Zuletzt: %(remark)s"), remark=German(remark)) if remark else ""
        link = self._link(self.task_url, pk)
        return Outcome("action", link, heading, wording, live, state_kind(state, due), note)

    def _link(self, address, *keys):
        return address % keys if self.is_member else ""


def result_label(result, votes):
    """»mehrheitlich (9 Ja, 2 Nein, 1 enthalten)«"""
    label = Result(result).label
    if result != Result.MAJORITY or votes[0] is None:
        return label
    counted = {"yes": votes[0], "no": votes[1] or 0, "abstained": votes[2] or 0}
    return f"{label} ({_('%(yes)s Ja, %(no)s Nein, %(abstained)s enthalten') % counted})"
