"""What each page about decisions and tasks reads, and nothing more."""

from django.db.models import Q

from members.viewers import viewer_for
from outcomes.access import houses_of
from outcomes.enums import Result, TaskState
from outcomes.models import ActionItem, Decision
from topics.models import Topic

TASK_RELATED = ("meeting", "agenda_item", "assignee", "assignee_organisation")


def tasks(user, whose="", state=""):
    """`whose`: mine, my house's, or everybody's; `state`: open ones unless another is asked for."""
    rows = ActionItem.objects.visible_to(user).select_related(*TASK_RELATED)
    if whose == "":
        rows = rows.filter(mine(user) | of_my_houses(user))
    if whose == "haus":
        rows = rows.filter(of_my_houses(user))
    if state == "":
        rows = rows.open()
    elif state in TaskState.values:
        rows = rows.filter(state=state)
    return rows.most_urgent_first()


def my_open_tasks(user):
    return tasks(user)


def mine(user):
    return Q(assignee_id=viewer_for(user).person_id) & Q(assignee_id__isnull=False)


def of_my_houses(user):
    """Tasks of the organisation itself, and those of its people are their own."""
    return Q(assignee_id__isnull=True, assignee_organisation_id__in=houses_of(user))


def task_page(user):
    return ActionItem.objects.select_related(*TASK_RELATED, "meeting__minutes")


def decisions(user, year="", result="", topic=""):
    rows = Decision.objects.visible_to(user).select_related("meeting", "agenda_item__topic")
    if is_number(year):
        rows = rows.of_year(int(year))
    if result in Result.values:
        rows = rows.filter(result=result)
    if is_number(topic):
        # Only a topic that the reader sees: else the filter would tell what a hidden one is about.
        rows = rows.filter(agenda_item__topic__in=Topic.objects.visible_to(user).filter(pk=int(topic)))
    return rows.newest_first()


def is_number(text):
    return text.isascii() and text.isdigit() and len(text) < 10


def decision_choices(user):
    """Years and results of the decisions that this reader sees, in one query."""
    found = set(Decision.objects.visible_to(user).values_list("year", "result").distinct())
    years = sorted({year for year, _result in found}, reverse=True)
    results = {result for _year, result in found}
    return [(year, year) for year in years], [choice for choice in Result.choices if choice[0] in results]


def decided_topics(user):
    """Topics of visible decisions that the reader may see themselves."""
    with_decision = Decision.objects.visible_to(user).values("agenda_item__topic")
    rows = Topic.objects.visible_to(user).filter(pk__in=with_decision)
    return rows.values_list("pk", "title").order_by("title")


def decision_page(user):
    return Decision.objects.select_related("meeting__minutes", "agenda_item__topic")
