"""Who may move a task from where to where; docs/zustaende.md is made from this table."""

from outcomes.enums import TaskState, TaskVerb

TRANSITIONS = {
    (TaskState.OPEN, TaskVerb.BEGIN): TaskState.IN_PROGRESS,
    (TaskState.OPEN, TaskVerb.FINISH): TaskState.DONE,
    (TaskState.IN_PROGRESS, TaskVerb.FINISH): TaskState.DONE,
    (TaskState.OPEN, TaskVerb.DROP): TaskState.DROPPED,
    (TaskState.IN_PROGRESS, TaskVerb.DROP): TaskState.DROPPED,
    (TaskState.DONE, TaskVerb.REOPEN): TaskState.OPEN,
    (TaskState.DROPPED, TaskVerb.REOPEN): TaskState.OPEN,
}

# What the audit log calls each step.
EVENTS = {
    TaskVerb.BEGIN: "tasks.begun",
    TaskVerb.FINISH: "tasks.finished",
    TaskVerb.DROP: "tasks.dropped",
    TaskVerb.REOPEN: "tasks.reopened",
}
