"""What is measured: which pages, asked by whom."""

from dataclasses import dataclass

FEW, MANY = "200", "2.000"  # meetings
GROWN = f" bei {MANY} Treffen"
LONG_AGENDA = "Treffen, 40 TOPs und 30 Anlagen"
POLL = "Terminabstimmung, 60 Personen × 20 Vorschläge"
FEED, MONTH = "Kalender", "Monat"
COMPARISON = "Vergleich zweier Fassungen, 5.000 Wörter"
FIRST, LATER, ANEW = "erster Besuch", "späterer Besuch", "nach einer Änderung, nichts gespeichert"
LAST_PAGE = ", letzte Seite"

LISTS = {  # name: (address, who asks)
    "Liste der Treffen": ("/treffen/", "members"),
    "Liste der Protokolle": ("/protokolle/", "members"),
    "Beschlüsse": ("/beschluesse/", "members"),
    "Aufgaben": ("/aufgaben/?wessen=alle&stand=alle", "members"),
    "Aufgaben nach Organisation": ("/aufgaben/nach-organisation/", "members"),
    "Aufgaben nach Organisation, alle": ("/aufgaben/nach-organisation/?stand=alle", "members"),
    "Themen": ("/themen/", "members"),
    "Mitglieder": ("/mitglieder/", "members"),
    "Vorgänge": ("/verwaltung/vorgaenge/", "admin"),
}
# Each of them is compared with the same page before the data grew.
GROWING = ("Startseite", "Übersicht", "Treffen", "Protokoll", FEED, MONTH, *LISTS)


@dataclass
class Target:
    name: str
    server: str  # which of the three
    path: str
    by: str = "members"  # sixty of them in turn; "admin", or "nobody"
    unchanged: bool = False  # ask with the ETag of an earlier answer


def references(minutes_pk: int) -> list[Target]:
    return [
        Target("hello", "bare", "/hello/", by="nobody"),
        Target("T", "reference", f"/t/{minutes_pk}/"),
        Target("T 304", "reference", f"/t304/{minutes_pk}/", unchanged=True),
        Target("L", "reference", "/l/"),
    ]


def growing(places: dict[str, str], suffix: str = "") -> list[Target]:
    """The pages that are measured with few and with many rows."""
    return [
        Target(f"Startseite{suffix}", "portal", "/", by="nobody"),
        Target(f"Übersicht{suffix}", "portal", "/uebersicht/"),
        Target(f"Treffen{suffix}", "portal", places["meeting"]),
        Target(f"Protokoll{suffix}", "portal", places["minutes"]),
        Target(f"{FEED}{suffix}", "portal", places["feed"], by="nobody"),
        Target(f"{MONTH}{suffix}", "portal", places["month"]),
        *(Target(f"{name}{suffix}", "portal", path, by=by) for name, (path, by) in LISTS.items()),
    ]


def others(places: dict[str, str]) -> list[Target]:
    return [
        Target(LONG_AGENDA, "portal", places["agenda"]),
        Target(POLL, "portal", places["poll"]),
        Target(f"{POLL} 304", "portal", places["poll"], unchanged=True),
        Target("Übersicht 304", "portal", "/uebersicht/", unchanged=True),
        Target("Liste 304", "portal", "/treffen/", unchanged=True),
        Target("Treffen 304", "portal", places["meeting"], unchanged=True),
        Target("Protokoll 304", "portal", places["minutes"], unchanged=True),
        Target(f"{FEED} 304", "portal", places["feed"], by="nobody", unchanged=True),
        Target(f"{MONTH} 304", "portal", places["month"], unchanged=True),
        Target(COMPARISON, "portal", places["comparison"]),
        Target("Statische Datei", "portal", places["style"], by="nobody"),
    ]


def visited(places: dict[str, str]) -> list[Target]:
    """The pages that sixty members visit one after the other, and the two that they are compared with."""
    return [
        Target("T", "reference", f"/t/{places['minutes_pk']}/"),
        Target("L", "reference", "/l/"),
        Target("Übersicht", "portal", "/uebersicht/"),
        Target("Liste der Treffen", "portal", "/treffen/"),
        Target("Treffen", "portal", places["meeting"]),
        Target("Protokoll", "portal", places["minutes"]),
        Target(POLL, "portal", places["poll"]),
    ]
