"""Lists of tasks: made once for everybody of one audience; who gets the buttons is asked afterwards."""

from dataclasses import dataclass, field

from django.middleware.csrf import get_token
from django.template.loader import get_template, render_to_string
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.numbers import number_in
from core.page_cache import cached
from core.paging import KeyPaginator, ListAddress
from core.safe_html import CSRF_PLACE, SafeHtml, with_csrf_token
from meetings import ports
from members.viewers import viewer_for
from outcomes import access
from outcomes.enums import TaskState, TaskVerb
from outcomes.models import ActionItem
from outcomes.selectors import tasks as selectors
from outcomes.workflow import TRANSITIONS

PER_PAGE = 50
MOST_OF_ONE = 10  # of one organisation on the page of all


@dataclass(frozen=True)
class TaskEntry:
    """A task in a list, as everybody reads it and with the buttons of those whom it concerns."""

    task: ActionItem
    plain: str
    with_buttons: str

    def shown_to(self, user) -> str:
        return self.with_buttons if access.is_concerned(user, self.task) else self.plain


def entries(tasks, address: ListAddress, reader=None) -> list[TaskEntry]:
    """For everybody; for one `reader` only that half which they are shown."""
    template = get_template("outcomes/task_row.html")
    found = []
    for task in tasks:
        context = {"task": task, "back": address.get_full_path(), "csrf_token": CSRF_PLACE}
        verbs = [verb for verb in TaskVerb if (task.state, verb) in TRANSITIONS]
        is_concerned = reader is not None and access.is_concerned(reader, task)
        plain = "" if is_concerned else template.render(context)
        has_buttons = reader is None or is_concerned
        with_buttons = template.render(context | buttons(verbs)) if has_buttons else ""
        found.append(TaskEntry(task, plain, with_buttons))
    return found


def buttons(verbs) -> dict:
    """The list offers the short ways; dropping needs a reason and has its own page."""
    return {"verbs": [verb for verb in verbs if verb != TaskVerb.DROP], "may_drop": TaskVerb.DROP in verbs}


def rows(found, request) -> SafeHtml:
    # The token of this reader goes where the maker has left its place (core/safe_html.py).
    html = format_html_join("\n", "{}", ((entry.shown_to(request.user),) for entry in found))
    return with_csrf_token(html, get_token(request))


def state_options():
    return [(selectors.LATE, _("überfällig")), *TaskState.choices, ("alle", _("alle"))]


def task_list(request, address: ListAddress, change_token) -> dict:
    """Overdue tasks and others, page by page."""
    whose, state = address.GET.get("wessen", ""), address.GET.get("stand", "")
    number = address.GET.get("seite")

    def make(user):
        pages = KeyPaginator(selectors.tasks(user, whose, state), PER_PAGE, selectors.for_list)
        page = pages.get_page(number)
        reader = None if whose == "alle" else user
        found = entries(page, address, reader)
        return found, render_to_string("components/pages.html", {"request": address, "page": page})

    if whose == "alle":
        version, audience = ports.version_and_audience(viewer_for(request.user), change_token)
        found, pagination = cached(
            "tasks",
            version=(version, address),
            audience=audience,
            make=make,
            keep=address.query == "wessen=alle",
        )
    else:
        found, pagination = make(request.user)  # one's own: the same for nobody else
    # Sorted out after the cache: what is late depends on the day, which is part of the key.
    late = [entry for entry in found if entry.task.is_overdue]
    others = [entry for entry in found if not entry.task.is_overdue]
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


def tasks_by_organisation(user) -> list[OrganisationPanel]:
    """All that is open, below the organisation that has it."""
    return [panel(group) for group in selectors.by_organisation(user)]


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
    return cached(
        "tasks by organisation",
        version=(version, address),
        audience=audience,
        make=lambda viewer: made_by_organisation(viewer, address),
        keep=address.is_plain,
    )


def made_by_organisation(viewer, address: ListAddress) -> TasksByOrganisation:
    state, wanted = address.GET.get("stand", ""), address.GET.get("organisation", "")
    number = address.GET.get("seite")
    groups = selectors.by_organisation(viewer, state, most=0 if wanted else MOST_OF_ONE)
    pagination: str = ""
    panels = []
    for group in groups:
        shown = panel(group)
        if wanted == group.key:
            rows_of_one = selectors.of_organisation(viewer, state, number_in(wanted))
            page = KeyPaginator(rows_of_one, PER_PAGE, selectors.for_list).get_page(number)
            pagination = render_to_string("components/pages.html", {"request": address, "page": page})
            shown.tasks = entries(page, address)
        elif wanted:
            continue
        else:
            shown.tasks = entries(group.tasks, address)
        if len(group.tasks) < group.number and not wanted:
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
