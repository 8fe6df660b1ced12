"""Lists of tasks: made once for everybody of one audience; who gets the buttons is asked afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.paginator import Paginator
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.addresses import pattern
from core.numbers import number_in
from core.page_cache import cached
from core.paging import ListAddress, page_of
from core.safe_html import CSRF_PLACE, German, RowPattern, SafeHtml, joined, place, with_csrf_token
from meetings import ports
from members.viewers import viewer_for
from outcomes import access
from outcomes.enums import TaskState, TaskVerb
from outcomes.models import ActionItem
from outcomes.selectors import tasks as selectors
from outcomes.workflow import TRANSITIONS

PER_PAGE = 50
MOST_OF_ONE = 10  # of one organisation on the page of all
SHOWN = ("pk", "url", "wording", "short", "state_label", "state_kind", "line")


class MinuteTaker(NamedTuple):
    """What of a meeting tells who writes its minutes."""

    minute_taker_id: int | None


class TaskEntry(NamedTuple):
    """A task in a list, as everybody reads it and with the buttons of those whom it concerns.

    It has what `access.is_concerned` asks of a task: a kept list of rows of the database would cost more than
    making it.
    """

    assignee_id: int | None
    assignee_organisation_id: int | None
    meeting: MinuteTaker
    is_overdue: bool
    plain: SafeHtml
    with_buttons: SafeHtml


def shown_of(task, url="") -> dict:
    """What a row of a list shows of `task` (SHOWN)."""
    return {
        "pk": task.pk,
        "url": url or task.get_absolute_url(),
        "wording": German(Truncator(task.wording).chars(140)),
        "short": German(Truncator(task.wording).chars(80)),
        "state_label": task.state_label,
        "state_kind": task.state_kind,
        "line": task.line,
    }


def buttons(verbs) -> dict:
    """The list offers the short ways; dropping needs a reason and has its own page."""
    return {"verbs": [verb for verb in verbs if verb != TaskVerb.DROP], "may_drop": TaskVerb.DROP in verbs}


def entries(tasks: Iterable[ActionItem], address: ListAddress) -> list[TaskEntry]:
    context: dict = {"task": {name: place(name) for name in SHOWN}}
    plain, url = RowPattern("outcomes/task_row.html", context), pattern("outcomes:task")
    context |= {"back": address.get_full_path(), "csrf_token": CSRF_PLACE}
    of_state: dict[str, RowPattern] = {}  # the buttons are the same for all tasks of one state
    found = []
    for task in tasks:
        if task.state not in of_state:
            verbs = buttons([verb for verb in TaskVerb if (task.state, verb) in TRANSITIONS])
            of_state[task.state] = RowPattern("outcomes/task_row.html", context | verbs)
        shown = shown_of(task, url % task.pk)
        found.append(
            TaskEntry(
                task.assignee_id, task.assignee_organisation_id, MinuteTaker(task.meeting.minute_taker_id),
                task.is_overdue, plain.fill(shown), of_state[task.state].fill(shown),
            )
        )  # fmt: skip
    return found


def rows(found: list[TaskEntry], request) -> SafeHtml:
    html = joined(
        entry.with_buttons if access.is_concerned(request.user, entry) else entry.plain for entry in found
    )
    # The token of this reader goes where the maker has left its place (core/safe_html.py).
    return with_csrf_token(html, get_token(request))


def state_options():
    return [(selectors.LATE, _("überfällig")), *TaskState.choices, ("alle", _("alle"))]


def task_list(request, address: ListAddress, change_token) -> dict:
    """Overdue tasks and others, page by page."""
    whose, state = address.GET.get("wessen", ""), address.GET.get("stand", "")
    number = address.GET.get("seite")

    def made_of(tasks, page):
        return entries(tasks, address), render_to_string(
            "components/pages.html", {"request": address, "page": page}
        )

    if whose == "alle":
        version, audience = ports.version_and_audience(viewer_for(request.user), change_token)
        keep = state in dict([("", ""), *state_options()])  # what somebody has thought up is not kept
        keys = cached(
            "keys of tasks", version=(version, state), audience=audience, keep=keep,
            make=lambda eyes: list(selectors.tasks(eyes, whose, state).values_list("pk", flat=True)),
        )  # fmt: skip
        page = Paginator(keys, PER_PAGE).get_page(number)
        address = address.at(page)
        found, pagination = cached(
            "tasks", version=(version, address), audience=audience, keep=keep,
            make=lambda eyes: made_of(selectors.for_list(page.object_list, eyes), page),
        )  # fmt: skip
    else:  # one's own: the same for nobody else
        page = page_of(
            selectors.tasks(request.user, whose, state).select_related(*selectors.RELATED), number, PER_PAGE
        )
        found, pagination = made_of(page, page)
    # Sorted out after the cache: which are late was settled with the day, which is part of its key.
    late = [entry for entry in found if entry.is_overdue]
    others = [entry for entry in found if not entry.is_overdue]
    return {
        "late": late and rows(late, request),
        "others": others and rows(others, request),
        "pagination": pagination,
        "is_filtered": bool(whose or state),
    }


# --- by organisation --------------------------------------------------------------------------------------


@dataclass
class OrganisationPanel:
    """One organisation with what it has to do."""

    name: str
    counts: str  # »5 Aufgaben, davon 2 überfällig«
    tasks: list = field(default_factory=list)
    all_url: str = ""  # where fewer than all are shown here
    all_words: str = ""


def panel(group: selectors.OrganisationTasks) -> OrganisationPanel:
    words = ngettext("%(n)s Aufgabe", "%(n)s Aufgaben", group.number) % {"n": group.number}
    if group.late:
        words = f"{words}, {_('davon %(n)s überfällig') % {'n': group.late}}"
    name = group.organisation.name if group.organisation else _("Ohne Organisation")
    return OrganisationPanel(name, words, group.tasks)


@dataclass(frozen=True)
class TasksByOrganisation:
    """What one audience sees; the tasks of each panel are entries."""

    filters: SafeHtml
    panels: list[OrganisationPanel]
    pagination: str
    is_filtered: bool


def by_organisation(user, address: ListAddress, change_token) -> TasksByOrganisation:
    """Some tasks of every organisation, or all of the chosen one page by page."""
    version, audience = ports.version_and_audience(viewer_for(user), change_token)
    state, wanted = address.GET.get("stand", ""), address.GET.get("organisation", "")
    number = address.GET.get("seite")

    def make(viewer):
        pagination: str = ""
        panels = []
        groups = selectors.by_organisation(viewer, state, most=0 if wanted else MOST_OF_ONE)
        for group in groups:
            if wanted not in ("", group.key):
                continue
            shown = panel(group)
            if wanted:
                tasks = selectors.of_organisation(viewer, state, number_in(wanted))
                page = page_of(tasks, number, PER_PAGE)
                pagination = render_to_string("components/pages.html", {"request": address, "page": page})
                shown.tasks = entries(page, address)
            else:
                shown.tasks = entries(group.tasks, address)
                if len(group.tasks) < group.number:
                    shown.all_url = "?" + urlencode({"stand": state, "organisation": group.key})
                    shown.all_words = _("Alle %(n)s Aufgaben zeigen") % {"n": group.number}
            panels.append(shown)
        context = {
            "request": address,
            "states": state_options(),
            "options": [(group.key, panel(group).name) for group in groups],
        }
        filters = render_to_string("outcomes/by_organisation_filters.html", context)
        return TasksByOrganisation(filters, panels, pagination, is_filtered=bool(state or wanted))

    return cached(
        "tasks by organisation", version=(version, address), audience=audience, make=make,
        keep=not wanted and not number and state in dict([("", ""), *state_options()]),
    )  # fmt: skip
