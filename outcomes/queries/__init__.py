"""What each page about decisions and tasks reads, and nothing more."""

from outcomes.queries.decisions import (
    decided_topics,
    decision_choices,
    decision_page,
    decisions,
    due_for_review,
    place_of,
    replaced_by_it,
    replacements_for,
    section_url_of,
)
from outcomes.queries.mailed import Link, link_of
from outcomes.queries.people import holders_of
from outcomes.queries.tasks import (
    meetings_of,
    my_open_tasks,
    remarks_of,
    taken_up,
    task_page,
    tasks,
    tasks_by_house,
    tasks_to_take_up,
)

__all__ = [
    "Link",
    "decided_topics",
    "decision_choices",
    "decision_page",
    "decisions",
    "due_for_review",
    "holders_of",
    "link_of",
    "meetings_of",
    "my_open_tasks",
    "place_of",
    "remarks_of",
    "replaced_by_it",
    "replacements_for",
    "section_url_of",
    "taken_up",
    "task_page",
    "tasks",
    "tasks_by_house",
    "tasks_to_take_up",
]
