"""A form that is sent a second time ends where it ended the first time, whatever the view says of it now.

Actions do their work once; but what they find then differs: »läuft schon«, another version, a row that is
gone. All of that is true and none of it an answer to whoever clicked twice, or reloaded after sending.
"""

import hashlib
import time

from django.core.cache import cache

from core.http import refreshed
from core.middleware import typed_fields

REFUSALS = (403, 404, 409, 410, 422)
REMEMBERED_FOR = 120  # seconds: long enough for an impatient finger, too short for a change of mind
AT_THE_SAME_MOMENT, PAUSE = 4, 0.05  # the first click may be on its way back while the second is refused


class AnswerAgain:
    """Needs the account and the messages, so it stands below those."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method != "POST" or not request.user.is_authenticated:
            return response
        answer = getattr(request, "answer", None)  # set by core.http.refreshed
        if answer and response.status_code < 400:
            cache.set(_key_of(request), (_sent(request), *answer), REMEMBERED_FOR)
        elif response.status_code in REFUSALS:
            # Only of what this person did last: after something else, the same again is a new wish.
            tries = AT_THE_SAME_MOMENT if response.status_code == 409 else 1
            for left in reversed(range(tries)):
                sent, *first = cache.get(_key_of(request)) or ("",)
                if sent == _sent(request):
                    return refreshed(request, *first)
                if left:
                    time.sleep(PAUSE)
        return response


def _key_of(request):
    return f"last-answer-{request.user.pk}"


def _sent(request):
    """The same address and words; nothing of a form with a secret in it."""
    words = [(name, value) for name, value, _label in typed_fields(request)]
    files = [(file.name, file.size) for _name, files in request.FILES.lists() for file in files]
    sent = repr((request.get_full_path(), words, files))
    return hashlib.sha256(sent.encode(errors="replace")).hexdigest()
