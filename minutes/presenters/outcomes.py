"""Decisions and tasks beside the text, in words."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from core import dates
from core.names import isolated
from core.safe_html import German, phrase
from minutes.selectors.outcomes import outcomes_of
from outcomes.enums import DecisionStatus, Result, TaskState


class Outcome(NamedTuple):
    """`heading` and `wording` are what was agreed; `live` and `note` say how it stands today."""

    kind: str  # "decision" or "action", as the callout is called
    url: str  # empty for the public
    heading: str
    wording: str
    live: str = ""
    live_kind: str = "plain"
    note: str = ""
    is_earlier: bool = False  # agreed in an earlier meeting


def outcomes_by_item(items, viewer, *, writes_them, before_publishing=False) -> dict[int, list[Outcome]]:
    """Return {key of the TOP: its decisions, its tasks, then those of earlier meetings that it takes up}.

    For TOPs whose sections this reader sees. Links and names of people are for members.
    """
    outcomes = outcomes_of(items, viewer, writes_them=writes_them, before_publishing=before_publishing)
    worded = [(row, _decision(row)) for row in outcomes.decisions]
    worded += [(row, _task(row, row.remark, viewer)) for row in outcomes.tasks]
    worded += [(row, _task(row.shown, row.remark, viewer, is_earlier=True)) for row in outcomes.taken_up]
    found: dict[int, list[Outcome]] = {}
    for row, outcome in worded:
        shown = outcome if viewer.is_member else outcome._replace(url="")
        found.setdefault(row.agenda_item_id, []).append(shown)
    return found


def _decision(row):
    votes = row.votes_yes, row.votes_no, row.votes_abstained
    values = {"number": row.label, "result": result_label(row.result, votes)}
    live = "" if row.status == DecisionStatus.IN_FORCE else str(row.get_status_display())
    if row.status == DecisionStatus.REPLACED and row.later_number:
        live = _("ersetzt durch %(number)s") % {"number": f"{row.later_year}/{row.later_number}"}
    heading = _("Beschluss %(number)s · %(result)s") % values
    return Outcome("decision", row.get_absolute_url(), heading, row.wording, live, row.status_kind)


def _task(task, remark, viewer, *, is_earlier=False):
    what = _("Aufgabe aus einem früheren Treffen") if is_earlier else _("Aufgabe")
    holders = (viewer.is_member and task.assignee, task.assignee_organisation)
    # A name that is written from right to left must not turn what stands after it.
    who = ", ".join(isolated(holder.name) for holder in holders if holder)
    live = str(task.get_state_display())
    if task.is_overdue:
        live = _("überfällig")
    elif task.state == TaskState.DONE and task.finished_at:
        live = _("erledigt am %(day)s") % {"day": dates.day(task.finished_at)}
    return Outcome(
        "action",
        task.get_absolute_url(),
        heading=" · ".join(filter(None, [what, who, task.due_words])),
        wording=task.wording,
        live=live,
        live_kind=task.state_kind,
        note=phrase(_("Zuletzt: %(remark)s"), remark=German(remark)) if remark else "",
        is_earlier=is_earlier,
    )


def result_label(result, votes):
    """»mehrheitlich (9 Ja, 2 Nein, 1 enthalten)«; `votes`: yes, no and abstained, None where not counted."""
    label = str(Result(result).label)
    if result != Result.MAJORITY or votes[0] is None:
        return label
    counted = {"yes": votes[0], "no": votes[1] or 0, "abstained": votes[2] or 0}
    return f"{label} ({_('%(yes)s Ja, %(no)s Nein, %(abstained)s enthalten') % counted})"
