"""One's own deadlines: tasks, circulations, date polls."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import BigIntegerField, F, Value
from django.db.models.functions import Cast
from django.utils import timezone

from core.page_cache import cached, packed, unpacked
from members.viewers import Viewer, viewer_for
from minutes.selectors.deadlines import circulating
from outcomes.access import organisation_ids_of
from outcomes.selectors.tasks import with_due_day
from polls.selectors.answers import answered_by
from polls.selectors.polls import running_polls

COLUMNS = ("kind", "pk", "version", "updated_at", "day", "words")


class Deadline(NamedTuple):
    kind: str  # »minutes«, »task« or »poll«
    pk: int  # of the minutes or the task; of the meeting where it is a poll
    version: int
    changed_at: dt.datetime
    day: dt.date
    words: str  # of the task, or the title of the meeting


@dataclass
class Deadlines:
    """What one audience sees, found once for all of its members."""

    minutes: list[Deadline] = field(default_factory=list)  # for everybody
    # By who has them: (person, None) or (None, organisation). Each packed, so that readers copy only theirs.
    tasks: dict[tuple, bytes] = field(default_factory=dict)
    # Poll → (until when, its deadline); for those who have not answered.
    polls: dict[int, tuple[dt.datetime, Deadline]] = field(default_factory=dict)


def deadlines_of(user, audience: Viewer, change_token: str) -> list[Deadline]:
    """For members only, in the order of their days; at most two queries. `audience` is one of this reader."""
    viewer = viewer_for(user)
    if not viewer.is_member:
        return []
    known = cached("deadlines", version=change_token, audience=audience, make=deadlines_among)
    found = [*known.minutes]
    for holder in [(viewer.person_id, None), *((None, key) for key in organisation_ids_of(user))]:
        if holder in known.tasks:
            found += unpacked(known.tasks[holder])
    now = timezone.now()
    running = {poll: deadline for poll, (until, deadline) in known.polls.items() if until >= now}
    answered = answered_by(viewer.person_id, running) if running else set()
    found += [deadline for poll, deadline in running.items() if poll not in answered]
    # Sorted here: the databases do not agree about the order of days and words in a union.
    return sorted(found, key=lambda deadline: (deadline.day, deadline.kind, deadline.pk))


def deadlines_among(viewer) -> Deadlines:
    """One query for all kinds."""
    nobody = Cast(Value(None), BigIntegerField())
    tasks = with_due_day(viewer).annotate(kind=Value("task"), day=F("due_day"), words=F("wording"))
    others = {"holder": nobody, "organisation": nobody}
    minutes = circulating(viewer).annotate(
        kind=Value("minutes"), day=F("last_day"), words=F("meeting__title"), **others
    )
    polls = running_polls(viewer).annotate(kind=Value("poll"), day=F("last_day"), words=F("meeting__title"))
    # Minutes come first: Django reads all rows as those, and a title is a name, isolated from other words.
    rows = minutes.values_list(*COLUMNS, "holder", "organisation", "objections_until").union(
        tasks.values_list(*COLUMNS, "assignee", "assignee_organisation", "updated_at"),
        # A poll is answered at the address of its meeting.
        polls.annotate(organisation=nobody).values_list(
            *(column.replace("pk", "meeting_id") for column in COLUMNS), "pk", "organisation", "deadline"
        ),
        all=True,
    )
    found, held = Deadlines(), defaultdict(list)
    for *columns, holder, organisation, until in rows:
        deadline = Deadline(*columns)
        if deadline.kind == "task":
            # With a person it is theirs alone; their organisation only says for whom they do it.
            held[(holder, None) if holder else (None, organisation)].append(deadline)
        elif deadline.kind == "minutes":
            found.minutes.append(deadline)
        else:
            found.polls[holder] = until, deadline
    found.tasks = {holder: packed(tasks) for holder, tasks in held.items()}
    return found
