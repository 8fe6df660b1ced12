from outcomes.views.agenda import carry_over, put_back
from outcomes.views.decisions import decision, decisions, review, standing
from outcomes.views.mailed import done_from_mail
from outcomes.views.recording import (
    edit_decision,
    edit_task,
    record_decision,
    record_task,
    remove_decision,
    remove_task,
)
from outcomes.views.tasks import by_house, move_task, remark, task, tasks

__all__ = [
    "by_house",
    "carry_over",
    "decision",
    "decisions",
    "done_from_mail",
    "edit_decision",
    "edit_task",
    "move_task",
    "put_back",
    "record_decision",
    "record_task",
    "remark",
    "remove_decision",
    "remove_task",
    "review",
    "standing",
    "task",
    "tasks",
]
