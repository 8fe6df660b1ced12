"""Real operation behind a reverse proxy that ends https: the production settings on the real server."""

import os
import subprocess
import sys
import time

import httpx
import pytest
from django.conf import settings

from .portal import OURS, free_port

HOST = "portal.example.org"
BEHIND_PROXY = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}


def environment(folder, **more):
    clean = {name: value for name, value in os.environ.items() if name not in (*OURS, "DATABASE_URL")}
    return clean | {
        "DJANGO_SETTINGS_MODULE": "fachgruppe.settings.production",
        "DATA_DIR": str(folder),
        "SECRET_KEY": "q8Zt3-Vm1pXr5TyK7wBn2Hc4Jd9Fg6Sa0Le_uIoP-ZxCvBnMaSdFgHjKl",
        "BASE_URL": f"https://{HOST}",
        "EMAIL_URL": "consolemail://",
        "MAIL_FROM": "portal@example.org",
        "TRUSTED_PROXIES": "1",
        "PORT": str(free_port()),
    } | more  # fmt: skip


def run(command, env):
    return subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    env = environment(tmp_path_factory.mktemp("production"))
    prepared = run(["manage.py", "prepare"], env)
    assert prepared.returncode == 0, prepared.stderr
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "fachgruppe.wsgi"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env)
    deadline = time.monotonic() + 90
    while run(["scripts/healthcheck.py"], env).returncode and time.monotonic() < deadline:
        time.sleep(0.1)
    yield env
    process.terminate()
    assert process.wait(30) == 0


@pytest.fixture
def visit(server):
    """Ask as the proxy would, or with other headers."""
    with httpx.Client(base_url=f"http://127.0.0.1:{server['PORT']}", trust_env=False) as client:
        yield lambda path, headers=BEHIND_PROXY: client.get(path, headers=headers)


def test_the_container_can_ask_without_the_proxy(server):
    assert run(["scripts/healthcheck.py"], server).returncode == 0
    assert run(["scripts/healthcheck.py"], server | {"PORT": str(free_port())}).returncode == 1


def test_pages_come_by_https_only(visit):
    plain = visit("/konto/login/", {"Host": HOST})
    assert (plain.status_code, plain.headers["Location"]) == (301, f"https://{HOST}/konto/login/")
    page = visit("/konto/login/")
    assert page.status_code == 200
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
    cookie = page.headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_only_the_own_name_is_answered(visit):
    assert visit("/konto/login/", BEHIND_PROXY | {"Host": "elsewhere.example.org"}).status_code == 400


@pytest.mark.parametrize("path", ["/postausgang/", "/entwicklung/bausteine/"])
def test_nothing_of_the_demonstration_is_there(visit, path):
    assert visit(path).status_code == 404


def test_errors_show_a_page_and_no_inner_life(visit):
    answer = visit("/gibt-es-nicht/")
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert "DEBUG" not in answer.text


def test_without_examples_nobody_can_sign_in(server):
    assert run(["manage.py", "seed_examples"], server).returncode != 0
    count = "from members.models import User; print('users', User.objects.count())"
    assert "users 0" in run(["manage.py", "shell", "-v", "0", "-c", count], server).stdout


@pytest.mark.parametrize(
    ("name", "value"), [("BASE_URL", ""), ("WEB_WORKERS", "viele"), ("SECRET_KEY", "kurz")]
)
def test_a_wrong_setting_ends_the_server_at_once_with_its_name(tmp_path, name, value):
    result = run(
        ["-m", "gunicorn", "-c", "gunicorn.conf.py", "fachgruppe.wsgi"],
        environment(tmp_path, **{name: value}),
    )
    assert result.returncode != 0
    assert f"Einstellungen: {name}" in result.stderr
