"""What no page of ours ever sends is refused before it costs anything, on both databases alike."""

from wsgiref.util import setup_testing_defaults

import pytest

from fachgruppe.wsgi import application


@pytest.mark.parametrize(
    "address",
    [
        "/mitglieder/?suche=a%00b",
        "/mitglieder/?organisation=a%00b",
        "/mitglieder/a%00b/",
        "/verwaltung/mitgliedschaften/?suche=%00",
        "/?x=%00",
    ],
)
def test_a_nul_in_the_address_is_a_bad_request(client_of, address):
    response = client_of("admin").get(address)
    assert response.status_code == 400
    assert "Das haben wir nicht verstanden" in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_file_that_nobody_asked_for_is_not_even_read(client, db):
    response = client.post("/sprache/", {"language": "en"}, CONTENT_LENGTH="50000000")
    assert response.status_code == 400
    assert "django_language" not in response.cookies


@pytest.mark.parametrize("length", ["viel", "-1"])
def test_a_length_that_is_no_number(client, db, length):
    assert client.post("/sprache/", {"language": "en"}, CONTENT_LENGTH=length).status_code == 400


def test_usual_requests_pass(client, db):
    assert client.post("/sprache/", {"language": "en", "next": "/"}).status_code == 302
    assert client.get("/?suche=100%25").status_code == 200


# --- what is no text, and keys that no row can have --------------------------------------------------------


@pytest.mark.parametrize(
    "charset", ["utf-7", "utf-16", "unicode_escape", "idna", "latin-1", "no-such-charset"]
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_another_charset_is_a_bad_request_on_every_page(client_of, charset, kind):
    for method in ("GET", "POST"):
        kind_and_charset = f"{kind}; charset={charset}"
        response = client_of("organiser").generic(
            method, "/themen/neu/?q=+AGE-", b"a=+AGE-", content_type=kind_and_charset
        )
        assert response.status_code == 400
        assert "Das haben wir nicht verstanden" in response.content.decode()


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", '"utf-8"'])
def test_our_own_charset_by_any_name_is_read(client_of, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    response = client_of("organiser").generic("POST", "/vorschau/", b"text=%C3%84pfel", content_type=kind)
    assert "Äpfel" in response.content.decode()


@pytest.mark.parametrize(
    "kind",
    ["text/plain; charset=hex", "a; charset=undefined", "a; charset*=nothing'en'x", "a; charset=utf-7"],
)
def test_a_charset_that_breaks_the_making_of_the_request(db, kind):
    environ = {"CONTENT_TYPE": kind, "QUERY_STRING": "a=b"}
    setup_testing_defaults(environ)
    answered = []
    page = b"".join(application(environ, lambda status, headers: answered.append(status)))
    assert answered == ["400 Bad Request"]
    assert "Das haben wir nicht verstanden" in page.decode()


@pytest.mark.parametrize("key", [2**63, 2**64, "9" * 5000])
@pytest.mark.parametrize(
    "address",
    [
        "/treffen/{}/", "/treffen/{}/terminabstimmung/", "/treffen/{}/tagesordnung/1/bearbeiten/",
        "/protokolle/{}/", "/anlagen/{}/datei/", "/themen/{}/", "/aufgaben/{}/", "/beschluesse/2025/{}/",
        "/konto/2fa/webauthn/keys/{}/edit/",
    ],
)  # fmt: skip
def test_a_key_that_no_row_can_have_does_not_exist(client_of, address, key):
    assert client_of("organiser").get(address.format(key)).status_code == 404
