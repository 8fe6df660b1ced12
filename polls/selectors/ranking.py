"""Which option is better: a pure function of who answered what."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from members.enums import PILLARS
from polls.enums import Choice

CAN_COME = (Choice.YES, Choice.IF_NEED_BE)


class Voice(NamedTuple):
    """One person who is asked, and what they say to one option; "" while they have not said anything."""

    kind: str  # of their organisation
    organisation_name: str
    choice: str = ""


@dataclass(frozen=True)
class Tally:
    """What all of them say to one option."""

    yes: int = 0
    if_need_be: int = 0
    no: int = 0
    silent: int = 0
    pillars: tuple = ()  # covered: somebody can come, if need be
    declined: tuple = ()  # everybody of them was asked, answered, and cannot
    organisations: int = 0  # covered
    organisations_asked: int = 0

    @property
    def heads(self) -> int:
        return self.yes + self.if_need_be

    @property
    def asked(self) -> int:
        return self.heads + self.no + self.silent

    @property
    def worth(self) -> tuple:
        """The greater the better: pillars, then organisations, then heads; yes counts before if need be."""
        return len(self.pillars), self.organisations, self.heads, self.yes


def tally(voices: Iterable[Voice]) -> Tally:
    voices = list(voices)
    counts = Counter(voice.choice for voice in voices)
    coming = [voice for voice in voices if voice.choice in CAN_COME]
    said: dict[str, list] = {}  # pillar → the answers of its people
    for voice in voices:
        said.setdefault(voice.kind, []).append(voice.choice)
    return Tally(
        yes=counts[Choice.YES], if_need_be=counts[Choice.IF_NEED_BE], no=counts[Choice.NO], silent=counts[""],
        pillars=tuple(kind for kind in PILLARS if any(voice.kind == kind for voice in coming)),
        declined=tuple(kind for kind in PILLARS if set(said.get(kind, ())) == {Choice.NO}),
        organisations=len({voice.organisation_name for voice in coming} - {""}),
        organisations_asked=len({voice.organisation_name for voice in voices} - {""}),
    )  # fmt: skip


def rank(worth: tuple, starts_at: dt.datetime) -> tuple:
    """To sort by: the best first, of equals the earliest."""
    return tuple(-part for part in worth), starts_at
