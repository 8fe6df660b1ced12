"""Where tasks and decisions may go from where they stand; docs/zustaende.md is made from these tables."""

from outcomes.enums import DecisionStatus, DecisionVerb, TaskState, TaskVerb

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

# What becomes of a decision; its wording and its result never change.
DECISION_TRANSITIONS = {
    (DecisionStatus.IN_FORCE, DecisionVerb.REPLACE): DecisionStatus.REPLACED,
    (DecisionStatus.IN_FORCE, DecisionVerb.REVOKE): DecisionStatus.REVOKED,
    (DecisionStatus.IN_FORCE, DecisionVerb.CARRY_OUT): DecisionStatus.CARRIED_OUT,
    (DecisionStatus.CARRIED_OUT, DecisionVerb.REPLACE): DecisionStatus.REPLACED,
    (DecisionStatus.CARRIED_OUT, DecisionVerb.REVOKE): DecisionStatus.REVOKED,
    (DecisionStatus.REPLACED, DecisionVerb.RESTORE): DecisionStatus.IN_FORCE,
    (DecisionStatus.REVOKED, DecisionVerb.RESTORE): DecisionStatus.IN_FORCE,
    (DecisionStatus.CARRIED_OUT, DecisionVerb.RESTORE): DecisionStatus.IN_FORCE,
}

DECISION_EVENTS = {
    DecisionVerb.REPLACE: "decisions.replaced",
    DecisionVerb.REVOKE: "decisions.revoked",
    DecisionVerb.CARRY_OUT: "decisions.carried_out",
    DecisionVerb.RESTORE: "decisions.restored",
}
