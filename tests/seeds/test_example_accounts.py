"""Example accounts belong to the demonstration and nowhere else."""

import json
import stat

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from fachgruppe.seeds.accounts import make_accounts
from members.models import User

ROLES = [
    "Mitglied Stadtverwaltung", "Mitglied Eigenbetrieb", "Mitglied Stadtwerke", "Protokollführung",
    "Organisation", "Admin", "Ehemaliges Mitglied",
]  # fmt: skip


@pytest.fixture
def folder(db, clock, settings, tmp_path):
    """The accounts alone, without what they do in the examples."""
    settings.DATA_DIR = tmp_path
    call_command("seed_kickoff", verbosity=0)
    make_accounts()
    return tmp_path


def accounts(folder):
    return json.loads((folder / "beispielkonten.json").read_text())


def test_they_refuse_outside_the_demonstration(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="nur in der Vorführung"):
        call_command("seed_examples", verbosity=0)
    assert not User.objects.exists()


def test_every_account_is_named_after_its_role_and_can_sign_in(folder):
    rows = accounts(folder)
    assert [row["name"] for row in rows] == ROLES
    for row in rows:
        user = authenticate(None, username=row["email"], password=row["password"])
        assert user is not None, row["name"]
        assert user.emailaddress_set.get().verified
    assert len({row["password"] for row in rows}) == len(rows)


def test_the_former_member_is_gone_already(folder):
    former = User.objects.get(email="ehemaliges.mitglied@beispiel.invalid")
    assert not former.viewer.is_member


def test_passwords_are_readable_by_the_owner_alone(folder):
    for name in ("beispielkonten.json", "example_accounts.txt"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_a_lost_file_gets_new_passwords(folder):
    old = accounts(folder)
    (folder / "beispielkonten.json").unlink()
    make_accounts()
    new = accounts(folder)
    assert {row["email"] for row in new} == {row["email"] for row in old}
    assert authenticate(None, username=new[0]["email"], password=new[0]["password"])


def test_the_table_is_for_people(folder, capsys):
    call_command("example_accounts")
    shown = capsys.readouterr().out
    assert "Mitglied Stadtverwaltung" in shown
    assert accounts(folder)[0]["password"] in shown


def test_they_refuse_a_database_of_real_people(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match="wirkliche Menschen"):
        call_command("seed_examples", verbosity=0)
    assert not User.objects.filter(email__endswith="@beispiel.invalid").exists()


def test_real_operation_refuses_a_database_of_the_demonstration(folder, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="Beispielkonten"):
        call_command("prepare", "--no-static", verbosity=0)


# --- one click --------------------------------------------------------------------------------------------

PAGE = "/vorfuehrung/"


def test_one_click_signs_in(folder, client):
    assert 'value="mitglied-stadtwerke"' in client.get("/konto/login/").text
    answer = client.post(PAGE, {"account": "mitglied-stadtwerke"})
    assert (answer.status_code, answer["Location"]) == (302, "/uebersicht/")
    assert client.get("/uebersicht/").context["user"].email == "mitglied.stadtwerke@beispiel.invalid"


def test_the_next_click_is_the_next_role(folder, client):
    client.post(PAGE, {"account": "mitglied-stadtwerke"})
    client.post(PAGE, {"account": "admin"})
    assert client.get("/verwaltung/").status_code == 200
    admin = client.get(PAGE).text.split('value="admin"')[1].split("</li>")[0]
    assert "angemeldet" in admin
    assert client.get(PAGE).text.count(">angemeldet<") == 1


def test_it_leads_back_to_the_page_that_asked_for_the_sign_in(folder, client):
    asked = client.get("/konto/login/?next=/aufgaben/").text
    assert asked.count('name="next" value="/aufgaben/"') == 3  # both ways of the form, and the buttons
    answer = client.post(PAGE, {"account": "admin", "next": "/aufgaben/"})
    assert answer["Location"] == "/aufgaben/"
    answer = client.post(PAGE, {"account": "admin", "next": "https://example.org/"})
    assert answer["Location"] == "/uebersicht/"


def test_every_account_says_what_it_shows(folder, client):
    text = client.get(PAGE).text
    for name in ROLES:
        assert f">{name}</span></button>" in text
    assert text.count("aria-describedby=") == len(ROLES)


@pytest.mark.parametrize("account", ["", "root", "mitglied-jenarbeit", "x" * 9000])
def test_there_are_no_other_accounts(folder, client, account):
    answer = client.post(PAGE, {"account": account})
    assert answer.status_code == 422
    assert "Dieses Beispielkonto gibt es nicht." in answer.text
    assert "_auth_user_id" not in client.session


def test_another_site_cannot_sign_anybody_in(folder, client):
    client.handler.enforce_csrf_checks = True
    assert client.post(PAGE, {"account": "admin"}).status_code == 403
    assert "_auth_user_id" not in client.session


def test_looking_signs_nobody_in(folder, client):
    assert client.get(f"{PAGE}?account=admin").status_code == 200
    assert "_auth_user_id" not in client.session


def test_outside_the_demonstration_there_is_no_such_way(folder, client, settings):
    settings.DEMO = False
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"account": "admin"}).status_code == 404
    assert "_auth_user_id" not in client.session
    for path in ("/", "/konto/login/"):
        text = client.get(path).text
        assert "Beispielkonten" not in text
        assert PAGE not in text


def test_it_is_off_unless_the_demonstration_switches_it_on():
    from fachgruppe.settings import base

    assert base.DEMO is False
