"""Whatever form a used key comes with, nobody gets a row of others, and no words are lost in silence."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import transaction

from tests.fuzz.judging import Judge
from tests.fuzz.probing import Target, probe, send
from tests.fuzz.seats import POSTS

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.database]
USED = str(UUID(int=77))
NAMES = ("submission_key", "key")
CARRIES_A_KEY = {
    "meetings:create", "meetings:add_item", "meetings:add_file", "meetings:add_link", "meetings:add_guest",
    "minutes:record_line", "minutes:comment", "minutes:suggest", "minutes:answer", "minutes:object",
    "outcomes:record_decision", "outcomes:record_task", "outcomes:remark", "outcomes:done_from_mail",
    "topics:propose",
}  # fmt: skip


@pytest.fixture(scope="module")
def carriers(portal):
    probes = [probe(portal, seat) for seat in POSTS if seat.name in CARRIES_A_KEY]
    found = [(each, target) for each in probes for target in each.targets if target.unit[-1] in NAMES]
    assert {each.seat.name for each, _target in found} == CARRIES_A_KEY
    return found


def test_a_used_key_on_another_object(portal, carriers):
    problems = []
    for first, target in carriers:
        with transaction.atomic():
            for_good(portal, first, target)
            for second, other in carriers:
                if second.seat.name == first.seat.name:
                    continue
                sent = []
                answer = send(portal, second.seat, second.proposed, with_key(other, sent))
                name = f"the key of {first.seat}"
                problems += Judge(second.seat).problems(Target("", other.unit), name, answer, sent)
                if not answer.is_refused and not answer.seen.written:
                    problems.append(f"{second.seat} with {name}: taken, and nothing written")
            transaction.set_rollback(True)
    assert problems == []


def test_the_key_of_somebody_else(portal, carriers):
    problems = []
    for first, target in carriers:
        others = [who for who in ("organiser", "minute_taker", "member_city") if who != first.seat.who]
        with transaction.atomic():
            for_good(portal, first, target)
            for who in others:
                seat, sent = replace(first.seat, who=who), []
                answer = send(portal, seat, first.proposed, with_key(target, sent))
                problems += Judge(seat).problems(Target("", target.unit), f"used, as {who}", answer, sent)
            transaction.set_rollback(True)
    assert problems == []


def for_good(portal, probed, target):
    """The first form was sent: its rows stay until the end of the test."""
    seat = probed.seat
    browser = portal._browsers[seat.who]
    if seat.prepare:
        seat.prepare(portal.world, browser)
    answer = send(portal, seat, probed.proposed, with_key(target, []), keeps=True)
    assert not answer.is_refused, (seat, answer.status, answer.errors)


def with_key(target, sent):
    def change(data):
        sent[:] = [(name, USED if name == target.sent else value) for name, value in data]
        if all(name != target.sent for name, _value in data):
            sent.append((target.sent, USED))
        return sent

    return change
