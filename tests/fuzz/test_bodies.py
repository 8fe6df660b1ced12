"""Bodies, cookies and headers that no browser sends: on three pages, as all read them the same way."""

import pytest
from django.urls import reverse

from tests.fuzz.sending import BOUNDARY, FORM, ask

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def part(head, content=b"x"):
    return b"--%s\r\n%s\r\n\r\n%s\r\n--%s--\r\n" % (BOUNDARY.encode(), head, content, BOUNDARY.encode())


NAMED = b'Content-Disposition: form-data; name="title"'
BODIES = {
    "no boundary": (part(NAMED), "multipart/form-data"),
    "another boundary": (part(NAMED), "multipart/form-data; boundary=other"),
    "boundary of odd letters": (part(NAMED), 'multipart/form-data; boundary="\xe4\x07"'),
    "long boundary": (part(NAMED), f"multipart/form-data; boundary={'a' * 5000}"),
    "cut off": (part(NAMED)[:60], MULTIPART),
    "empty": (b"", MULTIPART),
    "nothing but ends": ((b"--%s--\r\n" % BOUNDARY.encode()) * 50, MULTIPART),
    "no name": (part(b"Content-Disposition: form-data"), MULTIPART),
    "two names": (part(NAMED + b'; name="body"'), MULTIPART),
    "name in an unknown charset": (part(b"Content-Disposition: form-data; name*=x-no'de'a"), MULTIPART),
    "name in hex": (part(b"Content-Disposition: form-data; name*=hex'de'a"), MULTIPART),
    "broken base64": (part(NAMED + b"\r\nContent-Transfer-Encoding: base64", b"\xff%%%"), MULTIPART),
    "surrogates in base64": (part(NAMED + b"\r\nContent-Transfer-Encoding: base64", b"7aCA"), MULTIPART),
    "file without a name": (part(NAMED + b'; filename=""'), MULTIPART),
    "part of parts": (part(NAMED + b"\r\nContent-Type: multipart/mixed; boundary=y", b"--y--"), MULTIPART),
    "part in another charset": (part(NAMED + b"\r\nContent-Type: text/plain; charset=hex"), MULTIPART),
    "too many fields": (b"&".join(b"a%d=1" % number for number in range(2100)), FORM),
    "too many values": (b"title=x&" * 2100, FORM),
    "only signs": (b"&&==&=a&%&%zz&%u00e4&+", FORM),
    "JSON": (b'{"title": "x"}', "application/json"),
    "XML": (b"<title>x</title>", "text/xml"),
    "no kind": (b"title=x", ""),
    "kind of odd letters": (b"title=x", "\xe4\x07;=;;charset"),
}
HEADERS = {
    "HTTP_COOKIE": (
        "sessionid=\x07", "sessionid=a%00b", "sessionid=" + "9" * 5000, "csrftoken=\xff", "messages=[[",
        "darstellung=\xe4", "django_language=\x00", "django_language=xx-yy", ";;=;a", "mfa_trusted=x",
    ),
    "HTTP_IF_NONE_MATCH": ("W/", '"' + "a" * 9000, "*", "\xff"),
    "HTTP_IF_MODIFIED_SINCE": ("gestern", "Sun, 32 Foo 99999 99:99:99 GMT"),
    "HTTP_ACCEPT_LANGUAGE": ("de;q=x", "\xff", "a" * 9000, "de-" * 2000),
    "HTTP_ACCEPT": ("\xff", "a" * 9000),
    "HTTP_REFERER": ("http://[", "javascript:x", "\xff", "http://testserver/\x07", "//" * 2000),
    "HTTP_ORIGIN": ("null", "http://[", "\xff"),
    "HTTP_HOST": ("a b", "\xff", "testserver:port", "[", "testserver:99999999"),
    "HTTP_X_FORWARDED_FOR": ("\xff", "1.2.3", "::::", "a," * 2000),
    "HTTP_HX_REQUEST": ("ja", "\xff"),
    "HTTP_HX_CURRENT_URL": ("http://[", "\xff"),
    "HTTP_RANGE": ("bytes=-", "bytes=9-1", "x"),
    "HTTP_USER_AGENT": ("", "\xff" * 3000),
    "CONTENT_LENGTH": ("²", "-1", "9" * 5000, "1e3"),
}  # fmt: skip
PLACES = {
    "anonymous": "account_login",
    "organiser": "topics:propose",
    "minute_taker": "overview",
}


@pytest.mark.parametrize("who", PLACES)
@pytest.mark.parametrize("name", BODIES)
def test_odd_bodies(portal, who, name):
    body, kind = BODIES[name]
    answer = ask(portal, who, "POST", path_of(who), no_data, data=body, content_type=kind)
    assert answer.error is None
    assert answer.status < 500
    assert answer.status < 400 or not answer.seen.written


@pytest.mark.parametrize("who", PLACES)
@pytest.mark.parametrize("name", HEADERS)
def test_odd_headers(portal, who, name):
    for value in HEADERS[name]:
        for method in ("GET", "POST"):
            answer = ask(portal, who, method, path_of(who), no_data, **{name: value})
            assert (answer.error, answer.status < 500) == (None, True), (method, value[:40], answer)


def path_of(who):
    return lambda _world: reverse(PLACES[who])


def no_data(_world):
    return []
