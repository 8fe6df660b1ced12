"""Which pages to look at: every kind of page that somebody is shown a link to, and every kind of element."""

from collections import Counter, deque
from html.parser import HTMLParser

from django.urls import resolve

from tests.access.crawler import STARTS, Page

OF_ONE_KIND = 2  # so many pages of one address pattern each persona opens
ENDLESS = {"", "input", "meta", "link", "img", "br", "hr"}  # elements without an end
# Says what a thing is; all else differs from row to row.
TELLING = ("class", "role", "type")


def walk(client, addresses=(), without=frozenset()):
    """These pages, and those that this client reaches by links, a few of each kind; none of some names."""
    first = {path: Page(path, client.get(path)) for path in addresses}
    yield from (page for page in first.values() if page.is_html)
    waiting, seen, kinds = deque(STARTS), set(first), Counter()
    while waiting:
        path = waiting.popleft()
        if path in seen or path.count("=") > 1:
            continue
        seen.add(path)
        kind = resolve(path.partition("?")[0]).view_name  # a link that leads nowhere ends the walk
        kinds[kind] += 1
        if kinds[kind] > OF_ONE_KIND or kind in without:
            continue
        page = Page(path, client.get(path))
        assert page.status < 500, path
        waiting.extend(page.links)
        if page.is_html and "<html" in page.text:
            yield page


class Elements(HTMLParser):
    """The kinds of elements of a page, each with the kind of its parent."""

    def __init__(self, html):
        super().__init__()
        self.open, self.kinds = [""], set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        says = (f"{name}={value}" if name in TELLING else name for name, value in attributes)
        kind = " ".join([tag, *sorted(says)])
        self.kinds.add((self.open[-1], kind))
        if tag not in ENDLESS:
            self.open.append(kind)

    def handle_endtag(self, tag):
        while len(self.open) > 1 and self.open.pop().split(" ", 1)[0] != tag:
            pass


class Seen:
    """Which kinds of elements were looked at already, on pages or in forms, by whichever process."""

    def __init__(self, where, is_first):
        self.where, self.is_first = where, is_first

    def has_new(self, html, status=200):
        new = [kind for kind in Elements(html).kinds if self.is_first(self.where, status, kind)]
        return bool(new)


def worth_looking_at(pages, is_first):
    """The first page of each address pattern, and each with elements not seen before."""
    seen = Seen("pages", is_first)
    for page in pages:
        has_new, is_new = seen.has_new(page.text, page.status), is_first("address", page.name)
        if has_new or is_new:
            yield page
