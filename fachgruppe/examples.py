"""What is invented says so in its own words, so that mails and files say it too; pages show it as a badge.

In the demonstration only (docs/adr/0032-beispiele.md).
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from core.language import rewrite

# Elements that hold no elements, comments and tags are passed over whole; possessive, for the sake of speed.
_TAG = r"""</?[a-zA-Z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>"""
_NOT_TEXT = re.compile(rf"(<(script|style|title|textarea|option)\b.*?</\2\s*>|<!--.*?-->|{_TAG})", re.DOTALL)
# »Datenkatalog (Beispiel)«, and »Beispiel: …« where a text begins.
_TITLE = r"(?P<open> ?\()Beispiel(?P<close>\))"
_SENTENCE = r"(?:^|(?<=»)|(?<=: ))(?P<gap>\s*)Beispiel(?P<colon>:)(?= )"
_MARK = re.compile(f"{_TITLE}|{_SENTENCE}")


def with_badges(html: str) -> str:
    """Return `html` with each mark of an example as a badge; the text of the page stays the same."""

    def badge(found: re.Match[str]) -> str:
        # Brackets and colon stay for those who hear the page: the badge is only to be seen.
        hidden = '<span class="kern-sr-only">{}</span>'
        before = hidden.format(found["open"]) if found["open"] else ""
        after = hidden.format(found["close"] or found["colon"])
        return f'{found["gap"] or ""}<span class="tag example">{before}Beispiel{after}</span>'

    # In turn: a text, what is not text, and the name that closes it.
    parts = _NOT_TEXT.split(html)
    parts[2::3] = [""] * len(parts[2::3])
    parts[::3] = [_MARK.sub(badge, text) if "Beispiel" in text else text for text in parts[::3]]
    return "".join(parts)


class ExampleBadges:
    """The last step of a page of the demonstration."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.DEMO:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if isinstance(response, HttpResponse) and is_page and b"Beispiel" in response.content:
            rewrite(response, with_badges(response.content.decode()))
        return response
