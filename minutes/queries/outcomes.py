"""Decisions and tasks beside the text: read together in one query, worded once."""

from typing import NamedTuple

from django.db.models import CharField, DateField, IntegerField, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates
from core.remembered import remembered
from outcomes.enums import Result, TaskState
from outcomes.models import ActionItem, Decision


class Outcome(NamedTuple):
    kind: str  # "decision" or "action", as the callout is called
    url: str
    heading: str
    wording: str


def outcomes_by_item(items, viewer, *, writes_them, before_publishing=False) -> dict[int, list[Outcome]]:
    """{key of the TOP: its decisions, then its tasks}, for TOPs whose sections this reader sees."""
    word = _Words(viewer)
    found: dict[int, list[Outcome]] = {}
    for kind, item, *values in sorted(
        _rows(viewer, writes_them, before_publishing, items=items),
        key=lambda row: (row[0] != "decision", row[2:4]),
    ):
        found.setdefault(item, []).append(
            word.decision(*values) if kind == "decision" else word.task(*values)
        )
    return found


def pattern(name, keys=1):
    """An address with places for its keys: reversing once per page is enough."""
    return reverse(name, args=[0] * keys).replace("/0/", "/%d/", 1).replace("/0/", "/%d/")


@remembered
def _rows(viewer, writes_them, before_publishing, *, items):
    """Both kinds in the same columns; what a kind does not have is null."""
    number, text, date = (Value(None, field) for field in (IntegerField(), CharField(), DateField()))
    decisions = Decision.objects.visible_at(viewer, items, writes_them=writes_them)
    if before_publishing:
        decisions = Decision.objects.public_once_published(viewer).filter(agenda_item__in=items)
    tasks = ActionItem.objects.visible_at(viewer, items, writes_them=writes_them)
    return decisions.values_list(
        Value("decision"), "agenda_item_id", "year", "number", "wording", "result",
        "votes_yes", "votes_no", "votes_abstained", text, text, date,
    ).union(
        tasks.values_list(
            Value("action"), "agenda_item_id", "pk", number, "wording", "state",
            number, number, number, "assignee__name", "assignee_organisation__name", "due_on",
        ),
        all=True,
    )  # fmt: skip


class _Words:
    """Headings for one reader: links and names of people are for members."""

    def __init__(self, viewer):
        self.is_member = viewer.is_member
        self.decision_url = pattern("outcomes:decision", 2)
        self.task_url = pattern("outcomes:task")

    def decision(self, year, number, wording, result, yes, no, abstained, *_rest):
        heading = _("Beschluss %(number)s · %(result)s") % {
            "number": f"{year}/{number}",
            "result": result_label(result, (yes, no, abstained)),
        }
        return Outcome("decision", self._link(self.decision_url, year, number), heading, wording)

    def task(self, pk, _number, wording, state, _yes, _no, _abstained, person, house, due):
        who = ", ".join(filter(None, [person if self.is_member else "", house]))
        until = _("bis %(day)s") % {"day": dates.day(due)} if due else ""
        done = TaskState(state).label if state != TaskState.OPEN else ""
        heading = " · ".join(str(part) for part in (_("Aufgabe"), who, until, done) if part)
        return Outcome("action", self._link(self.task_url, pk), heading, wording)

    def _link(self, address, *keys):
        return address % keys if self.is_member else ""


def result_label(result, votes):
    """»mehrheitlich (9 Ja, 2 Nein, 1 enthalten)«"""
    label = Result(result).label
    if result != Result.MAJORITY or votes[0] is None:
        return label
    counted = {"yes": votes[0], "no": votes[1] or 0, "abstained": votes[2] or 0}
    return f"{label} ({_('%(yes)s Ja, %(no)s Nein, %(abstained)s enthalten') % counted})"
