"""Nothing typed is lost when the session ends or the token is renewed; nothing secret is ever shown."""

import pytest
from django.test import Client

OURS = {"HTTP_ORIGIN": "http://testserver"}
TEXT = 'Ein langer Gedanke mit <b>Zeichen</b> & "Anführung".'


@pytest.fixture
def stranger(db):
    return Client()


def test_text_sent_after_the_session_ended_comes_back(stranger):
    response = stranger.post("/vorschau/?teil=2", {"body": TEXT, "version": "7"}, **OURS)
    html = response.content.decode()
    assert response.status_code == 403
    assert "Sie sind nicht mehr angemeldet. Ihr Text ist noch da." in html
    assert "Ein langer Gedanke mit &lt;b&gt;Zeichen&lt;/b&gt;" in html
    assert '<input type="hidden" name="version" value="7">' in html
    assert 'action="/vorschau/?teil=2"' in html
    assert "no-store" in response["Cache-Control"]


def test_sending_again_after_signing_in_does_the_thing(client_of):
    again = client_of("member_city").post("/vorschau/", {"_field": "body", "body": TEXT}, **OURS)
    assert again.status_code == 200
    assert "Ein langer Gedanke" in again.content.decode()


@pytest.mark.parametrize("origin", [{}, {"HTTP_ORIGIN": "https://example.org"}, {"HTTP_ORIGIN": "null"}])
def test_what_another_page_sent_is_not_offered_for_sending(stranger, origin):
    assert stranger.post("/vorschau/", {"body": TEXT}, **origin).status_code == 302


def test_without_text_it_is_the_usual_way_to_the_sign_in(stranger):
    assert stranger.post("/vorschau/", {"version": "7"}, **OURS).status_code == 302
    assert stranger.get("/vorschau/").status_code == 302


def test_passwords_and_codes_are_never_shown(stranger):
    response = stranger.post("/vorschau/", {"body": TEXT, "password": "geheimes-wort-123"}, **OURS)
    assert response.status_code == 302
    strict = Client(enforce_csrf_checks=True)
    html = strict.post("/konto/login/", {"login": "a@example.org", "password": "geheimes-wort-123"}, **OURS)
    assert html.status_code == 403
    assert "geheimes" not in html.content.decode()


def test_a_worn_out_token_gives_the_text_back_with_a_fresh_one(client_of, cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.users["member_city"], backend="members.backends.AccountBackend")
    response = strict.post(
        "/vorschau/", {"_field": "body", "body": TEXT, "csrfmiddlewaretoken": "x" * 64}, **OURS
    )
    html = response.content.decode()
    assert response.status_code == 403
    assert "Bitte senden Sie noch einmal" in html
    assert "Ein langer Gedanke" in html
    assert "x" * 64 not in html
    token = html.split('name="csrfmiddlewaretoken" value="')[-1].split('"')[0]
    again = strict.post("/vorschau/", {"_field": "body", "body": TEXT, "csrfmiddlewaretoken": token}, **OURS)
    assert again.status_code == 200


def test_a_forged_form_of_another_page_gets_a_plain_refusal(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.users["member_city"], backend="members.backends.AccountBackend")
    response = strict.post("/vorschau/", {"body": TEXT}, HTTP_ORIGIN="https://example.org")
    assert response.status_code == 403
    assert "Ein langer Gedanke" not in response.content.decode()


def test_scripts_get_a_notice_that_leaves_the_form_alone(stranger, cast):
    response = stranger.post("/vorschau/", {"body": TEXT}, HTTP_HX_REQUEST="true", **OURS)
    assert (response.status_code, response["HX-Retarget"]) == (401, "#hinweis")
    assert "<html" not in response.content.decode()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.users["member_city"], backend="members.backends.AccountBackend")
    stale = strict.post("/vorschau/", {"body": TEXT}, HTTP_HX_REQUEST="true", **OURS)
    assert stale.status_code == 403
    assert "data-csrf=" in stale.content.decode()
    token = stale.content.decode().split('data-csrf="')[1].split('"')[0]
    answer = strict.post("/vorschau/", {"body": TEXT}, HTTP_HX_REQUEST="true", HTTP_X_CSRFTOKEN=token, **OURS)
    assert answer.status_code == 200


@pytest.mark.parametrize("path, status", [("/gibt-es-nicht/", 404)])
def test_errors_for_scripts_name_their_place(client_of, path, status):
    response = client_of("member_city").get(path, HTTP_HX_REQUEST="true")
    assert (response.status_code, response["HX-Retarget"]) == (status, "#hinweis")
