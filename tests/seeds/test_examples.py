"""Examples belong to the demonstration and nowhere else."""

import json
import stat

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from activity.models import Event
from fachgruppe.seeds import examples
from members.models import User
from minutes.models import Minutes, MinutesSection, SectionComment, Suggestion
from outcomes.models import ActionItem, Decision
from topics.models import Support, Topic


@pytest.fixture
def demo(db, clock, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    call_command("seed_examples", verbosity=0)
    return tmp_path


def counts():
    tables = (User, Topic, Support, SectionComment, Suggestion, Decision, ActionItem)
    return [table.objects.count() for table in tables]


def accounts(folder):
    return json.loads((folder / "beispielkonten.json").read_text())


def test_they_refuse_outside_the_demonstration(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="nur in der Vorführung"):
        call_command("seed_examples", verbosity=0)
    assert not User.objects.exists()


def test_every_account_is_named_after_its_role_and_can_sign_in(demo):
    rows = accounts(demo)
    assert [row["name"] for row in rows] == [
        "Mitglied Stadtverwaltung", "Mitglied Eigenbetrieb", "Mitglied Stadtwerke", "Protokollführung",
        "Organisation", "Admin", "Ehemaliges Mitglied",
    ]  # fmt: skip
    for row in rows:
        user = authenticate(None, username=row["email"], password=row["password"])
        assert user is not None, row["name"]
        assert user.emailaddress_set.get().verified
    assert len({row["password"] for row in rows}) == len(rows)


def test_the_former_member_is_gone_already(demo):
    former = User.objects.get(email="ehemaliges.mitglied@beispiel.invalid")
    assert not former.viewer.is_member


def test_passwords_are_readable_by_the_owner_alone(demo):
    for name in ("beispielkonten.json", "example_accounts.txt"):
        assert stat.S_IMODE((demo / name).stat().st_mode) == 0o600


def test_contributions_say_that_they_are_examples(demo):
    texts = [
        *Topic.objects.exclude(proposed_by=None).values_list("title", flat=True),
        *SectionComment.objects.values_list("body", flat=True),
        *Decision.objects.values_list("wording", flat=True),
        *ActionItem.objects.values_list("wording", flat=True),
    ]
    assert len(texts) > 8
    assert all(text.startswith("Beispiel: ") for text in texts)


def test_the_kickoff_minutes_go_round(demo, clock):
    minutes = Minutes.objects.get()
    assert minutes.state == "CIRCULATING"
    assert minutes.objections_until.date().isoformat() == "2025-07-15"


def test_newcomers_see_what_can_be_said_about_a_passage(demo):
    suggestion = Suggestion.objects.get()
    assert suggestion.state == "OPEN"
    assert suggestion.comment.place_start is not None
    assert suggestion.original in suggestion.comment.section.body
    on_passages = SectionComment.objects.exclude(quote="").filter(suggestion=None)
    assert [comment.quote for comment in on_passages] == ["Welche Rollen werden gebraucht?"]
    assert on_passages.get().place_start is not None


@pytest.mark.parametrize("has_gone_on, number", [("", 1), ("text", 0), ("approval", 0)])
def test_a_demonstration_that_has_gone_on_gets_no_suggestion(
    db, clock, settings, tmp_path, monkeypatch, has_gone_on, number
):
    settings.DATA_DIR = tmp_path
    with monkeypatch.context() as before:
        before.setattr(examples, "SUGGESTIONS", [])
        call_command("seed_examples", verbosity=0)
    if has_gone_on == "text":
        MinutesSection.objects.update(body="Ganz anders.", body_html="<p>Ganz anders.</p>")
    elif has_gone_on == "approval":
        Minutes.objects.update(state="APPROVED")
    call_command("seed_examples", verbosity=0)
    assert Suggestion.objects.count() == number


def test_a_second_run_changes_nothing(demo):
    before, events, passwords = counts(), Event.objects.count(), accounts(demo)
    call_command("seed_examples", verbosity=0)
    assert (counts(), Event.objects.count(), accounts(demo)) == (before, events, passwords)


def test_a_lost_file_gets_new_passwords(demo):
    old = accounts(demo)
    (demo / "beispielkonten.json").unlink()
    call_command("seed_examples", verbosity=0)
    new = accounts(demo)
    assert {row["email"] for row in new} == {row["email"] for row in old}
    assert authenticate(None, username=new[0]["email"], password=new[0]["password"])


def test_the_table_is_for_people(demo, capsys):
    call_command("example_accounts")
    shown = capsys.readouterr().out
    assert "Mitglied Stadtverwaltung" in shown
    assert accounts(demo)[0]["password"] in shown


def test_they_refuse_a_database_of_real_people(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match="wirkliche Menschen"):
        call_command("seed_examples", verbosity=0)
    assert not User.objects.filter(email__endswith="@beispiel.invalid").exists()


def test_real_operation_refuses_a_database_of_the_demonstration(demo, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="Beispielkonten"):
        call_command("prepare", "--no-static", verbosity=0)
