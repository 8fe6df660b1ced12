"""Which option is better: pillars, then organisations, then heads; yes before if need be."""

import datetime as dt

import pytest

from members.enums import Kind
from polls.selectors.ranking import Voice, rank, tally
from tests.polls.polling import MAYBE, NO, YES

C, E, U, V = Kind.CITY, Kind.ENTERPRISE, Kind.UTILITY, Kind.ASSOCIATION
DAY = dt.datetime(2025, 9, 10, tzinfo=dt.UTC)


def of(*voices):
    return tally([Voice(kind, house, choice) for kind, house, choice in voices])


ONE_OF_EACH = [(C, "Stadt", YES), (E, "KSJ", YES), (U, "SWJ", YES)]
BETTER = {
    "three pillars before many heads of two": (
        ONE_OF_EACH, [(C, "Stadt", YES)] * 9 + [(E, "KSJ", YES)] * 9 + [(U, "SWJ", NO)],
    ),
    "three pillars if need be before two that surely come": (
        [(C, "Stadt", MAYBE), (E, "KSJ", MAYBE), (U, "SWJ", MAYBE)],
        [(C, "Stadt", YES), (E, "KSJ", YES), (E, "KIJ", YES)],
    ),
    "more organisations before more heads": (
        [*ONE_OF_EACH, (E, "KIJ", MAYBE)], [*ONE_OF_EACH, (C, "Stadt", YES), (C, "Stadt", YES)],
    ),
    "the Verein is an organisation, too": (
        [*ONE_OF_EACH, (V, "JD", YES)], [*ONE_OF_EACH, (C, "Stadt", YES)],
    ),
    "more heads": ([*ONE_OF_EACH, (C, "Stadt", MAYBE)], [*ONE_OF_EACH, (C, "Stadt", NO)]),
    "of as many heads more that surely come": (
        ONE_OF_EACH, [(C, "Stadt", YES), (E, "KSJ", MAYBE), (U, "SWJ", YES)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("better, worse", BETTER.values(), ids=BETTER)
def test_the_better_comes_first(better, worse):
    later = DAY + dt.timedelta(days=1)
    assert rank(of(*better).worth, later) < rank(of(*worse).worth, DAY)


def test_of_equals_the_earlier():
    worth = of(*ONE_OF_EACH).worth
    assert rank(worth, DAY) < rank(worth, DAY + dt.timedelta(hours=1))


def test_no_answer_yet_is_no_no():
    """It neither counts among those who cannot, nor makes it change places."""
    silent = of((C, "Stadt", YES), (C, "Stadt", ""), (C, "Stadt", ""))
    assert (silent.yes, silent.no, silent.silent) == (1, 0, 2)
    assert silent.worth == of((C, "Stadt", YES)).worth


@pytest.mark.parametrize("voices, declined", [
    ([(U, "SWJ", NO), (U, "SWJ", NO)], (U,)),
    ([(U, "SWJ", NO), (U, "SWJ", "")], ()),
    ([(U, "SWJ", NO), (U, "SWJ", MAYBE)], ()),
    ([(U, "SWJ", ""), (C, "Stadt", NO)], (C,)),
    ([(V, "JD", NO)], ()),
    ([], ()),
])  # fmt: skip
def test_a_pillar_has_declined_when_all_of_it_have(voices, declined):
    assert of(*voices).declined == declined


def test_covered_are_pillars_of_which_somebody_can():
    assert of((C, "Stadt", YES), (E, "KSJ", MAYBE), (U, "SWJ", NO)).pillars == (C, E)
