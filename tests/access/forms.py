"""The forms of pages, as a browser would send them: well filled in, or with nonsense in every field."""

from html.parser import HTMLParser
from urllib.parse import urlsplit
from uuid import uuid4

NONSENSE = "²\u202e"
BY_TYPE = {
    "date": "2025-10-01", "time": "14:00", "number": "20", "email": "wer@example.net",
    "url": "https://example.org/x", "month": "2025-10",
}  # fmt: skip
LATER = ("ends", "ended", "left")  # times that follow others
NOT_SENT = ("submit", "button", "file", "image", "reset")


class Forms(HTMLParser):
    """`found`: (path that the form is sent to, its fields with what stands in them or must stand there).

    A form that asks first is one of them: with scripts it is sent once confirmed, without by a page that
    asks and carries its fields on.
    """

    def __init__(self, page_path):
        super().__init__()
        self.page_path, self.found = urlsplit(page_path).path, []
        self.form = self.select = self.area = None
        self.must_choose = False

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name")
        if tag == "form":
            self.form = {}
            if given.get("method", "get").lower() == "post" or "data-confirm" in given:
                action = urlsplit(given.get("action") or "").path or self.page_path
                self.found.append((action, self.form))
        elif tag == "option" and self.form is not None:
            self._option(given)
        elif self.form is None or not name or name == "csrfmiddlewaretoken" or "disabled" in given:
            return
        elif tag == "input":
            self._input(name, given)
        elif tag == "textarea":
            self.area, self.form[name] = name, "Ein Wort" if "required" in given else ""
        elif tag == "select":
            self.select, self.must_choose = name, "required" in given

    def _option(self, given):
        if self.select is None:
            return
        known, value = self.form.get(self.select), given.get("value", "")
        if "selected" in given or known is None or (self.must_choose and not known):
            self.form[self.select] = value

    def _input(self, name, given):
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind in ("radio", "checkbox"):
            if "checked" in given or (kind == "radio" and not self.form.get(name)):
                self.form[name] = given.get("value", "on")
        elif kind not in NOT_SENT:
            usual = "16:00" if name.startswith(LATER) else BY_TYPE.get(kind, "Ein Wort")
            self.form[name] = value or (usual if "required" in given else "")

    def handle_data(self, data):
        if self.area and data.strip():
            self.form[self.area] = data.strip()

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag in ("textarea", "select"):
            self.area = self.select = None


def forms_of(page):
    parser = Forms(page.path)
    parser.feed(page.text)
    return parser.found


def filled_in(fields):
    """A key that came with the page is used once."""
    return fields | {name: str(uuid4()) for name in ("submission_key", "key") if name in fields}


def spoilt(fields):
    return dict.fromkeys(fields or ["version"], NONSENSE)
