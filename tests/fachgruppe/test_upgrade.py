"""A portal that kept state in its audit log has it in rows after the upgrade."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from fachgruppe.models import SeededRow
from minutes.actions import writing
from minutes.actions.follow_up import notify
from minutes.enums import State
from minutes.models import ApprovalPlacing, FollowUpNotice, SectionWriter
from tests.minutes.approving import waiting
from tests.minutes.conftest import make_minutes

OLDER = [("minutes", "0009_words_for_no_objections"), ("fachgruppe", None)]
NEWER = [("minutes", "0011_state_from_the_log"), ("fachgruppe", "0002_seeds_from_the_log")]


def state():
    """What the rules know, and when it came about: not the lines of the log."""
    return [
        sorted(SeededRow.objects.values_list("seed", "key", "target_type", "target_id", "is_ours")),
        sorted(SectionWriter.objects.values_list("section", "user", "recorded_at")),
        sorted(ApprovalPlacing.objects.values_list("minutes", "meeting", "placed_at")),
        sorted(FollowUpNotice.objects.values_list("meeting", "notified_at")),
    ]


@pytest.mark.django_db(transaction=True)
def test_what_only_the_log_knew_stands_in_rows(cast, clock):
    made = waiting(cast)
    section = make_minutes(cast, title="Anderes", number=31, state=State.DRAFT).open
    call_command("seed_kickoff", verbosity=0)
    for at, by in enumerate((cast.minute_taker, cast.organiser, cast.minute_taker)):
        clock.shift(3600)
        section = writing.save_section(section=section, body=f"Stand {at}", version=section.version, by=by)
    clock.move_to(made.next.starts_at - dt.timedelta(days=1))
    assert notify(meeting=made.next)
    before = state()
    assert [len(rows) for rows in before[1:]] == [2, 1, 1]
    MigrationExecutor(connection).migrate(OLDER)
    MigrationExecutor(connection).migrate(NEWER)
    assert state() == before
    assert not notify(meeting=made.next)
