from outcomes.views.decisions import decision, decisions
from outcomes.views.recording import (
    edit_decision,
    edit_task,
    record_decision,
    record_task,
    remove_decision,
    remove_task,
)
from outcomes.views.tasks import move_task, task, tasks

__all__ = [
    "decision",
    "decisions",
    "edit_decision",
    "edit_task",
    "move_task",
    "record_decision",
    "record_task",
    "remove_decision",
    "remove_task",
    "task",
    "tasks",
]
