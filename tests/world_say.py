"""What people of the world in tests/world.py said while its minutes went round."""

import datetime as dt

from core.dates import local
from minutes.enums import ObjectionState, Verb
from minutes.models import Objection, Reading, SecondLook
from tests.world_polls import ask_when


def in_june(day):
    return local(dt.date(2025, 6, day), dt.time(14))


def say(copy):
    """What people said while the minutes go round; one of them behind the gap."""
    copy.look = SecondLook.objects.create(
        minutes=copy.minutes, verb=Verb.APPROVE, data={"decision": copy.decision.pk},
        asked_by=copy.cast.organiser,
    )  # fmt: skip
    Reading.objects.create(
        minutes=copy.minutes, person=copy.author, read_at=in_june(21), read_revision=1,
    )  # fmt: skip
    copy.objection = Objection.objects.create(
        minutes=copy.minutes, section=copy.section, author=copy.author, organisation=copy.house,
        reason=copy.say("Einwendung"), wanted=copy.say("Wunsch"),
    )  # fmt: skip
    Objection.objects.create(
        minutes=copy.minutes, author=copy.author, state=ObjectionState.NOT_FOLLOWED,
        reason=copy.say("Alteinwendung"), answer=copy.say("Einwendungsantwort"), answered_at=in_june(22),
        answered_by=copy.cast.organiser,
    )  # fmt: skip
    copy.hidden_objection = Objection.objects.create(
        minutes=copy.minutes, section=copy.hidden_section, author=copy.cast.member_utility.person,
        reason=copy.say("Lückeneinwendung", copy.readers_of_gaps),
    )  # fmt: skip
    ask_when(copy)
