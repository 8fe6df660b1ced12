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
