"""A wrong or missing setting stops the start with one sentence that says what to do."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from fachgruppe.env import VARIABLES, Environment, SettingsError

GOOD = {
    "SECRET_KEY": "x7Yq2-Wm9pLr4TzK8vBn3Hc6Jd1Fg5Sa0Qe_uIoP-ZxCvBnMaSdFgHjKl",
    "BASE_URL": "https://portal.example.org",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example.org:587",
    "MAIL_FROM": "portal@example.org",
}

OPERATOR = {
    name: "Stadt Jena" for name in VARIABLES if name.startswith(("OPERATOR_", "PRIVACY_", "ENFORCEMENT_"))
}


def start(tmp_path, *command, overlay="production", **changed):
    """Run manage.py as in real operation, with nothing from our own environment."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **GOOD, **changed}
    environment["DJANGO_SETTINGS_MODULE"] = f"fachgruppe.settings.{overlay}"
    given = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", *(command or ("check",))],
        cwd=settings.BASE_DIR, env=given, capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.slow
def test_complete_settings_start_and_have_nothing_to_warn_of(tmp_path):
    result = start(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **OPERATOR)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", sorted(name for name, variable in VARIABLES.items() if variable.required))
def test_what_is_missing_is_named_in_one_line(tmp_path, name):
    result = start(tmp_path, **{name: None})
    assert result.returncode == 1
    assert result.stderr.startswith(f"Einstellungen: {name} fehlt: ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "django-insecure-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2),
        ("SECRET_KEY", "a" * 80),
        ("BASE_URL", "portal.example.org"),
        ("BASE_URL", "https://portal.example.org/pfad"),
        ("DATABASE_URL", "mysql://portal@db/portal"),
        ("EMAIL_URL", "pigeon://loft"),
        ("TRUSTED_PROXIES", "viele"),
        ("LOG_LEVEL", "LAUT"),
        ("DATA_DIR", "/proc/nowhere"),
    ],
)
def test_what_is_wrong_is_named_in_one_line(tmp_path, name, value):
    result = start(tmp_path, **{name: value})
    assert result.returncode == 1
    assert name in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "portal:secret" not in result.stderr


def test_a_socket_in_the_database_address_becomes_the_host(tmp_path):
    database = Environment({"DATABASE_URL": "postgresql://portal:@/portal?host=/run/postgres"}).database(
        tmp_path
    )
    assert database["HOST"] == "/run/postgres"
    assert database["CONN_MAX_AGE"] is None
    assert database["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize("asked, kept", [("", True), ("?server_side_binding=false", False)])
def test_a_connection_keeps_its_plans_unless_the_address_says_otherwise(tmp_path, asked, kept):
    database = Environment({"DATABASE_URL": f"postgres://portal:x@db/portal{asked}"}).database(tmp_path)
    assert (database["OPTIONS"]["server_side_binding"] is True) == kept


def test_sqlite_is_the_default_and_loses_nothing(tmp_path):
    database = Environment({}).database(tmp_path)
    assert database["NAME"] == str(tmp_path / "portal.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_an_undeclared_variable_cannot_be_read():
    with pytest.raises(KeyError):
        Environment({"SURPRISE": "1"}).text("SURPRISE")


def test_numbers_have_bounds():
    with pytest.raises(SettingsError, match="PORT muss eine ganze Zahl von 1 bis 65535 sein"):
        Environment({"PORT": "99999"}).number("PORT", least=1, most=65535)


@pytest.mark.slow
def test_examples_never_run_in_production(tmp_path):
    result = start(tmp_path, "seed_examples")
    assert result.returncode != 0
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("overlay", ["demo", "dev"])
@pytest.mark.slow
def test_the_demonstration_does_not_start_with_the_settings_of_real_operation(tmp_path, overlay):
    """manage.py without DJANGO_SETTINGS_MODULE would keep the mails and show them to everybody."""
    result = start(tmp_path, overlay=overlay)
    assert result.returncode == 1
    assert "fachgruppe.settings.production" in result.stderr
    assert "Traceback" not in result.stderr
    assert start(tmp_path, overlay=overlay, SECRET_KEY=None).returncode == 0


def test_the_readme_lists_every_variable_with_its_default():
    readme = (settings.BASE_DIR / "README.md").read_text()
    for variable in VARIABLES.values():
        default = "**nötig**" if variable.required else f"`{variable.default}`" if variable.default else "–"
        assert f"| `{variable.name}` | {default} | {variable.meaning}" in readme
    listed = re.findall(r"^\| `([A-Z_]+)` \|", readme, re.MULTILINE)
    assert sorted(listed) == sorted(VARIABLES)
