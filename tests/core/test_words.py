"""The small vocabulary: verdicts, steps, locks, folded words."""

import pytest

from core.access import ALLOWED, Forbidden, deny, first_denial, require
from core.locking import Stale, require_version
from core.slugs import fold, slug, sort_key
from core.workflow import diagram, may_step, step

TABLE = {("draft", "send"): "sent", ("sent", "close"): "closed"}


def test_a_verdict_carries_its_reason():
    with pytest.raises(Forbidden) as refusal:
        require(deny("Nur die Organisation darf das."))
    assert refusal.value.reason == "Nur die Organisation darf das."
    require(ALLOWED)


def test_the_first_refusal_is_told():
    assert first_denial(ALLOWED, deny("eins"), deny("zwei")).reason == "eins"
    assert first_denial(ALLOWED, ALLOWED)


def test_only_steps_of_the_table_are_possible():
    assert step(TABLE, "draft", "send") == "sent"
    assert not may_step(TABLE, "draft", "close")
    with pytest.raises(Forbidden):
        step(TABLE, "closed", "send")


def test_the_diagram_names_every_arrow():
    drawn = diagram(TABLE, {"draft": "Entwurf"})
    assert "draft --> sent: send" in drawn
    assert "draft: Entwurf" in drawn
    assert drawn.count("-->") == len(TABLE)


@pytest.mark.parametrize("version, stale", [(1, True), (2, False), (None, True), ("2", False)])
def test_an_edit_must_begin_with_the_stored_version(version, stale):
    class Row:
        version = 2

    if not stale:
        require_version(Row(), version)
        return
    with pytest.raises(Stale) as conflict:
        require_version(Row(), version, typed="mein Text")
    assert conflict.value.typed == "mein Text"


def test_german_words_fold_and_sort():
    assert fold("Größe Überblick") == "groesse ueberblick"
    assert slug("Anna-Lena Müller", ".") == "anna.lena.mueller"
    names = ["Zeiss", "Öhler", "Ohlsen", "Ärger", "Strauß", "Strasse"]
    assert sorted(names, key=sort_key) == ["Ärger", "Öhler", "Ohlsen", "Strasse", "Strauß", "Zeiss"]
