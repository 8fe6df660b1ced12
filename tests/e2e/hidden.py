"""Whether words that only some may read are given to anybody else: asked at the doors of one record."""

from tests.access.crawler import text_of

LISTS = (
    "/uebersicht/", "/treffen/", "/protokolle/", "/protokolle/pruefung/", "/beschluesse/",
    "/aufgaben/?wessen=alle", "/aufgaben/nach-organisation/", "/verwaltung/vorgaenge/",
)  # fmt: skip
ABOUT_MEETING = ("", "was-wurde-aus/", "sitzung/")
ABOUT_MINUTES = (
    "", "als/md/", "als/docx/", "fassungen/", "vorschlaege/", "einwendungen/", "einwendungen/neu/",
    "umlauf/stand/",
)  # fmt: skip


class Doors:
    """What some personas get to see of these words, whatever they ask for."""

    def __init__(self, words, *, outside, inside):
        self.words, self.outside, self.inside = words, outside, inside

    def are_shut(self, hidden, meetings, *more):
        """Nobody outside reads the words; somebody inside does, or the question would prove nothing."""
        pages = addresses(hidden, meetings, more)
        leaks = {persona: self._found(client, pages) for persona, client in self.outside.items()}
        assert not any(leaks.values()), leaks
        minutes_page = hidden.minutes.get_absolute_url()
        assert self._found(self.inside, [minutes_page]) == [minutes_page]

    def _found(self, client, pages):
        return [page for page in pages if self._tells(client.get(page))]

    def _tells(self, response):
        assert response.status_code < 500
        text = f"{response.headers} {text_of(response)}"
        return any(word in text for word in self.words)


def addresses(hidden, meetings, more):
    url, item = hidden.minutes.get_absolute_url(), hidden.agenda_item
    numbers = hidden.minutes.revisions.values_list("number", flat=True)
    return [
        *LISTS,
        *(f"{meeting.get_absolute_url()}{page}" for meeting in meetings for page in ABOUT_MEETING),
        *(f"{url}{page}" for page in (*ABOUT_MINUTES, *more)),
        *(f"{url}fassungen/{number}/" for number in numbers),
        f"/protokolle/abschnitte/{hidden.pk}/auszug/md/",
        *(outcome.get_absolute_url() for outcome in (*item.decisions.all(), *item.actionitems.all())),
    ]
