import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory

from core.access import Forbidden
from fachgruppe import errors


@pytest.fixture
def request_():
    return RequestFactory().get("/")


@pytest.mark.parametrize(
    ("handler", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.page_not_found, 404),
        (errors.too_many_requests, 429),
    ],
)
def test_each_error_has_a_page_of_ours_in_german(request_, handler, status):
    answer = handler(request_, SuspiciousOperation())
    assert answer.status_code == status
    assert '<html lang="de"' in answer.content.decode()


def test_the_page_for_our_own_mistakes_needs_no_database(request_):
    answer = errors.server_error(request_)
    assert answer.status_code == 500
    assert "<h1" in answer.content.decode()


def test_a_refusal_says_why(request_):
    answer = errors.permission_denied(request_, Forbidden("Nur die Organisation kann das."))
    assert "Nur die Organisation kann das." in answer.content.decode()


def test_words_of_other_exceptions_stay_inside(request_):
    answer = errors.permission_denied(request_, PermissionDenied("row 17 of table x"))
    assert "row 17" not in answer.content.decode()


def test_an_unknown_address(client, db):
    answer = client.get("/gibt-es-nicht/")
    assert answer.status_code == 404
    assert "urls" not in answer.content.decode()


def test_an_expired_form_says_what_to_do(db):
    answer = Client(enforce_csrf_checks=True).post("/konto/login/", {"login": "x"})
    assert answer.status_code == 403
    assert "laden Sie die Seite neu" in answer.content.decode()


@pytest.mark.parametrize("address, page, label", [
    ("/protokolle/7/umlauf-beenden/", "/protokolle/7/", "Zum Protokoll"),
    ("/protokolle/7/fassungen/2/wiederherstellen/", "/protokolle/7/", "Zum Protokoll"),
    ("/treffen/3/protokoll/", "/treffen/3/", "Zum Treffen"),
    ("/aufgaben/5/stand/drop/", "/aufgaben/5/", "Zur Aufgabe"),
])  # fmt: skip
def test_a_refusal_leads_back_to_what_it_is_about(address, page, label):
    request = RequestFactory().get(address, headers={"Referer": "http://testserver/aufgaben/"})
    answer = errors.permission_denied(request, Forbidden("Nein."))
    assert f'<a href="{page}">{label}</a>' in answer.content.decode()


@pytest.mark.parametrize("before, is_offered", [
    ("http://testserver/protokolle/7/?x=1#einwendungen", True),
    ("http://testserver/protokolle/einwendungen/4/beantworten/", False),  # the refused page itself
    ("https://example.org/protokolle/7/", False),
    ("javascript:alert(1)", False),
    ("", False),
])  # fmt: skip
def test_or_to_the_page_before_as_long_as_it_is_ours(before, is_offered):
    request = RequestFactory().get("/protokolle/einwendungen/4/beantworten/", headers={"Referer": before})
    html = errors.permission_denied(request, Forbidden("Nein.")).content.decode()
    assert (">Zurück</a>" in html) is is_offered
    assert "javascript:" not in html
