"""What can be done with decisions and tasks. Nothing else writes them."""

from outcomes.actions.agenda import put_back_task, take_up_tasks
from outcomes.actions.decisions import (
    change_decision,
    correct_wording,
    record_decision,
    remove_decision,
    set_review,
    set_standing,
)
from outcomes.actions.releasing import recall, release
from outcomes.actions.reminding import remind_of_review, remind_of_task, tasks_to_remind_of
from outcomes.actions.tasks import (
    add_remark,
    begin_task,
    change_task,
    drop_task,
    finish_task,
    finish_with_result,
    move_task,
    record_task,
    remove_task,
    reopen_task,
)

__all__ = [
    "add_remark",
    "begin_task",
    "change_decision",
    "change_task",
    "correct_wording",
    "drop_task",
    "finish_task",
    "finish_with_result",
    "move_task",
    "put_back_task",
    "recall",
    "record_decision",
    "record_task",
    "release",
    "remind_of_review",
    "remind_of_task",
    "remove_decision",
    "remove_task",
    "reopen_task",
    "set_review",
    "set_standing",
    "take_up_tasks",
    "tasks_to_remind_of",
]
