"""What no page of ours ever sends is refused before it costs anything, on both databases alike."""

import pytest


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
