"""What a name may be made of: one rule for columns, actions and forms."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.names import bare, isolated, normalised, require_name, require_words, tamed

pytestmark = pytest.mark.once
CONTROLS = [chr(code) for code in (*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFFFE, 0xD800)]
TURNING = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
INVISIBLE = [
    "\u200b", "\u00ad", "\ufeff", "\u2060", "\u200d\u200c", "\u115f", "\u3164", "\uffa0", "\u2800", "\ufe0f",
    "\u034f", "\U000e0041", "\u200e\u200f", "\u180e", "\u00a0\u200b\u00a0", "\u0301",
]  # fmt: skip
GOOD = [
    "Anna Müller", "Jean-Luc d’Été", "Łukasz Żółć", "שלום", "محمد علي", "李小龍", "Nguyễn", "O'Neil (JENA)",
    "👩\u200d💻 Digitales", "TOP 3: 50 % – »gut«", "a\u200bb", "Wärme\u00adplanung", "x\u0301",
]  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_names_of_the_world_are_names(name):
    require_name(name)
    require_words(name)


@pytest.mark.parametrize("char", CONTROLS + TURNING, ids=ascii)
def test_a_name_has_no_controls_and_turns_nothing(char):
    with pytest.raises(ValidationError):
        require_name(f"Anna{char}Muster")


@pytest.mark.parametrize("text", INVISIBLE, ids=ascii)
@pytest.mark.parametrize("rule", [require_name, require_words])
def test_there_is_something_to_see(rule, text):
    with pytest.raises(ValidationError, match="unsichtbare"):
        rule(text)


@pytest.mark.parametrize("text", ["a\u202eb", "a\u202db", "a\0b", "a\udc00b"], ids=ascii)
def test_paragraphs_read_as_they_are_stored(text):
    with pytest.raises(ValidationError):
        require_words(text)


@pytest.mark.parametrize(
    "text", ["", " ", "a\nb\tc\r\n\nd", "\u2067שלום\u2069 und mehr", "a\x0bb"], ids=ascii
)
def test_paragraphs_have_line_breaks_and_foreign_words(text):
    require_words(text)


@given(st.text())
def test_the_text_of_a_mail_is_tamed_into_a_name(text):
    said = tamed(text)
    require_name(said)
    assert said == tamed(said)
    assert tamed("\u202e\u200b\n") == ""
    assert [char for char in said if char.isalnum()] == [char for char in text if char.isalnum()]


def test_a_name_is_written_in_one_way():
    assert normalised(" Mu\u0308ller ") == "Müller"


@pytest.mark.parametrize("name", ["שלום", "محمد علي", "Anna שלום", "שלום 12"])
def test_names_that_run_the_other_way_keep_to_themselves(name):
    assert isolated(name) == f"\u2068{name}\u2069"
    assert bare(isolated(name)) == normalised(isolated(name)) == name
    require_name(isolated(name))


@pytest.mark.parametrize("name", ["Anna Müller", "Łukasz", "李小龍", "", "\u2068Anna\u2069"])
def test_all_others_stay_as_they_are(name):
    assert isolated(name) == bare(name) == name
