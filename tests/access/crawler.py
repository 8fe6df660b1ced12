"""Follows every link that a persona is shown, page by page, as a curious person would."""

import re
from collections import Counter, deque
from functools import cached_property
from itertools import pairwise
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.files import read_docx, read_pdf

STARTS = (
    "/", "/uebersicht/", "/treffen/", "/protokolle/", "/themen/", "/beschluesse/", "/aufgaben/?wessen=alle",
    "/aufgaben/?wessen=alle&stand=alle", "/mitglieder/", "/profil/", "/profil/benachrichtigungen/",
    "/verwaltung/", "/verwaltung/mitgliedschaften/?stand=alle", "/verwaltung/vorgaenge/", "/sitemap.xml",
    "/konto/sessions/", "/konto/2fa/", "/konto/email/",
)  # fmt: skip
LINK = re.compile(r"""(?:href|hx-get)="([^"#]+)[^"]*"|<loc>([^<]+)</loc>""")
ELSEWHERE = ("/static/", "/betrieb/", "/postausgang/", "/entwicklung/", "/konto/logout/", "/einladung/")
MOST, ENOUGH = 700, 6
ALWAYS = ("/N/", "/anlagen/", "/datei/", "/regiebuch/")  # pages about one thing, and files
# What is new with every answer: tokens, keys of forms, and numbers made for one page.
CHANGING = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")\w+'
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b"
)
TAG, NUMBER = re.compile(r"<[^>]+>"), re.compile(r"\d+")
TOKEN = re.compile(r"[\w-]+")
ID = re.compile(r'<[^>]*\sid="([^"]*)"')


def text_of(response):
    """Files are read as their readers see them."""
    kind = response.headers.get("Content-Type", "")
    if response.streaming:
        return response.getvalue().decode()
    if kind == "application/pdf":
        return read_pdf(response.content)
    if "wordprocessingml" in kind:
        return read_docx(response.content)
    if kind.startswith("text/calendar"):
        return response.content.decode().replace("\r\n ", "")
    return response.content.decode()


class Page:
    def __init__(self, path, response):
        self.path = path
        self.status = response.status_code
        self.is_html = response.headers.get("Content-Type", "").startswith("text/html")
        self.target = response.headers.get("Location", "")
        self.text = text_of(response)
        match = getattr(response, "resolver_match", None)
        self.name = match.view_name if match else ""

    @property
    def steady(self):
        """The page without what changes from one answer to the next."""
        return CHANGING.sub("·", self.text)

    @cached_property
    def words(self):
        return set(TOKEN.findall(self.text))

    @property
    def neighbours(self):
        """Each pair of tags that follow one another, without the words and numbers in them."""
        tags = [NUMBER.sub("N", tag) for tag in TAG.findall(self.steady)]
        return set(pairwise(tags))

    @property
    def double_ids(self):
        """What stands in rows of a kind that were seen before may yet collide on this page."""
        return [key for key, times in Counter(ID.findall(self.text)).items() if times > 1]

    @property
    def links(self):
        found = {link or place for link, place in LINK.findall(self.text)} | {self.target}
        return sorted(filter(None, (self._own(link) for link in found)))

    def _own(self, link):
        address = urlsplit(
            urldefrag(urljoin(f"http://testserver{self.path}", link.replace("&amp;", "&"))).url
        )
        if address.hostname != "testserver" or address.path.startswith(ELSEWHERE):
            return None
        return f"{address.path}?{address.query}" if address.query else address.path


def crawl(portal, persona) -> dict[str, Page]:
    """Every page within reach: path → page.

    Filters are followed one at a time, not in every combination, and of forms about one thing after another
    a handful is enough.
    """
    waiting, pages, seen = deque(STARTS), {}, Counter()
    while waiting:
        path = waiting.popleft()
        if path in pages or (path.count("=") > 1 and path not in STARTS):
            continue
        shape = NUMBER.sub("N", path.partition("=")[0])
        seen[shape] += 1
        if seen[shape] > ENOUGH and not shape.endswith(ALWAYS):
            continue
        assert len(pages) < MOST, f"{persona} finds no end: {path}"
        pages[path] = page = Page(path, portal.get(persona, path))
        assert page.status < 500, path
        waiting.extend(page.links)
    return pages
