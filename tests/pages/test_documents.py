"""Documents that are made from the program are current."""

from fachgruppe.management.commands.state_diagrams import MACHINES, path, text


def test_the_state_diagrams_are_current():
    assert path().read_text(encoding="utf-8") == text(), "Bitte manage.py state_diagrams ausführen."


def test_every_table_is_drawn():
    assert text().count("```mermaid") == len(MACHINES)
