"""The choice of what PostgreSQL is asked as well leaves out no statement."""

import subprocess
import sys
import time

from tests.statements import Notes, cpu_time, shape_of


def test_values_numbers_and_plain_columns_make_no_new_statement():
    assert shape_of('SELECT "a" FROM "t" WHERE "b" IN (%s, %s) LIMIT 3') == shape_of(
        'SELECT "a" FROM "t" WHERE "b" IN (%s) LIMIT 21'
    )
    assert shape_of('UPDATE "t" SET "a" = %s WHERE "id" = %s') == shape_of(
        'UPDATE "t" SET "b" = %s, "a" = NULL WHERE "id" = %s'
    )
    assert shape_of('UPDATE "t" SET "a" = ("t"."a" + %s)') != shape_of('UPDATE "t" SET "a" = %s')
    path = """SELECT JSON_TYPE("a", %s) IN ('true','null','false')"""  # Django's set of them has no order
    assert (
        shape_of(path) == shape_of(path.replace("'true','null'", "'null','true'")) != shape_of("SELECT (%s)")
    )
    assert shape_of("SAVEPOINT s1") is None
    insert = 'INSERT INTO "t" ("a") VALUES (%s)'
    assert shape_of(f"{insert} ON CONFLICT DO NOTHING") != shape_of(insert)


def test_the_cheapest_tests_that_ask_everything_are_chosen():
    notes = Notes()
    notes.asked |= {"a::dear": {"1", "2"}, "a::cheap": {"1", "2"}, "b::other": {"3"}, "c::both": {"4"}}
    notes.set_up |= {"d": {"5"}}
    notes.cost |= {"a::dear": 9.0, "a::cheap": 0.1, "b::other": 1.0, "c::both": 1.0, "d::any": 1.0}
    notes.both |= {"c::both"}
    assert notes.missing({"c::both"}) == {"1", "2", "3", "5"}
    notes.asked["e::other each time"] |= {"6"}
    notes.varying |= {"e::other each time"}
    notes.cost["e::other each time"] = 0.1
    assert notes.missing({"c::both"}) == {"1", "2", "3", "5"}
    assert notes.choose(kept=()) == ["a::cheap", "b::other", "d::any"]
    assert notes.choose(kept=("a::dear", "gone::test")) == ["a::cheap", "b::other", "d::any"]
    notes.cost["a::dear"] = 0.15
    assert notes.choose(kept=("a::dear", "gone::test")) == ["a::dear", "b::other", "d::any"]
    notes.asked["e::other each time"] |= {"1", "2", "3"}
    assert notes.choose(kept=("e::other each time",)) == ["a::cheap", "b::other", "d::any"]


def test_what_travels_between_processes_arrives_whole():
    notes, received = Notes(), Notes()
    notes.asked["a::x"] |= {"1", "2"}
    notes.set_up["a"] |= {"3"}
    notes.cost["a::x"], notes.both = 0.5, {"a::x"}
    received.take_in(notes.packed())
    assert (received.asked, received.set_up, received.both, received.cost) == (
        notes.asked,
        notes.set_up,
        notes.both,
        notes.cost,
    )


def test_what_asks_nothing_alone_is_left_out_and_kept_only_where_it_is_cheap():
    notes = Notes()
    notes.asked |= {"a::much": {"1", "2", "3", "4"}, "b::left": {"1", "2", "5"}, "c::right": {"3", "4", "6"}}
    notes.cost |= {"a::much": 0.1, "b::left": 0.2, "c::right": 0.2}
    assert notes.choose(kept=()) == ["b::left", "c::right"]
    assert notes.choose(kept=("a::much",)) == ["a::much", "b::left", "c::right"]
    notes.cost["a::much"] = 1.0
    assert notes.choose(kept=("a::much",)) == ["b::left", "c::right"]
    assert notes.missing(notes.choose(kept=())) == set()


def test_what_a_test_costs_is_its_computing_not_its_waiting():
    began = cpu_time()
    time.sleep(0.3)
    waited, began = cpu_time() - began, cpu_time()
    subprocess.run([sys.executable, "-c", "sum(range(10_000_000))"], check=True)
    assert waited < 0.1 < cpu_time() - began
