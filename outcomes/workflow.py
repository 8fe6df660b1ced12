"""Where tasks and decisions may go from where they stand; docs/zustaende.md is made from these tables."""

from outcomes.enums import Standing, StandingVerb, TaskState, TaskVerb

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
STANDINGS = {
    (Standing.IN_FORCE, StandingVerb.REPLACE): Standing.REPLACED,
    (Standing.IN_FORCE, StandingVerb.REVOKE): Standing.REVOKED,
    (Standing.IN_FORCE, StandingVerb.CARRY_OUT): Standing.CARRIED_OUT,
    (Standing.CARRIED_OUT, StandingVerb.REPLACE): Standing.REPLACED,
    (Standing.CARRIED_OUT, StandingVerb.REVOKE): Standing.REVOKED,
    (Standing.REPLACED, StandingVerb.RESTORE): Standing.IN_FORCE,
    (Standing.REVOKED, StandingVerb.RESTORE): Standing.IN_FORCE,
    (Standing.CARRIED_OUT, StandingVerb.RESTORE): Standing.IN_FORCE,
}

STANDING_EVENTS = {
    StandingVerb.REPLACE: "decisions.replaced",
    StandingVerb.REVOKE: "decisions.revoked",
    StandingVerb.CARRY_OUT: "decisions.carried_out",
    StandingVerb.RESTORE: "decisions.restored",
}
