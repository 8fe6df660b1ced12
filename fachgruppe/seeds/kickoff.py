"""The facts of the first meeting, from the group's own report of it.

No times, names, votes or tasks of that day are known, so none are here. The texts are our own words.
"""

import datetime as dt
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from core.dates import start_of_day
from core.markdown import render
from core.slugs import slug, sort_key
from fachgruppe.seeds.loading import Seeds
from meetings.enums import ItemKind
from meetings.enums import State as MeetingState
from meetings.models import AgendaItem, Meeting, Report
from members import audience
from members.enums import Kind
from members.models import Organisation
from minutes.models import Minutes, MinutesSection
from topics.enums import Level
from topics.enums import State as TopicState
from topics.models import Topic

SOURCE = "https://smartcity.jena.de/en/node/333"
TEXTS = Path(__file__).parent / "texts" / "auftakt"
DAY = dt.date(2025, 6, 4)

ORGANISATIONS = [
    # name, short name, kind
    ("Stadt Jena", "", Kind.CITY),
    ("Kommunale Immobilien Jena", "KIJ", Kind.ENTERPRISE),
    ("JenaKultur", "", Kind.ENTERPRISE),
    ("Kommunalservice Jena", "KSJ", Kind.ENTERPRISE),
    ("jenarbeit", "", Kind.ENTERPRISE),
    ("Stadtwerke Jena", "", Kind.UTILITY),
    ("Jena Digital e. V.", "", Kind.ASSOCIATION),
]

TOPICS = [
    # key, title, levels
    ("datenstrategie", "Datenstrategie", sum(Level)),
    ("organisationsstrukturen", "Organisationsstrukturen", 0),
]

AGENDA = [
    # key of the text, title, kind, topic, presenting organisation
    ("datenstrategie", "Datenstrategie als Fundament", ItemKind.DISCUSSION, "datenstrategie", None),
    (
        "stadtwerke",
        "Der Weg der Stadtwerke Jena zum datengetriebenen Arbeiten",
        ItemKind.TALK,
        "datenstrategie",
        "Stadtwerke Jena",
    ),
    (
        "organisationsstrukturen",
        "Organisationsstrukturen: Wer macht was?",
        ItemKind.DISCUSSION,
        "organisationsstrukturen",
        None,
    ),
    ("ausblick", "Ausblick", ItemKind.ANY_OTHER, None, None),
]


def text(name):
    return (TEXTS / f"{name}.md").read_text(encoding="utf-8").strip()


@transaction.atomic
def load_kickoff() -> Seeds:
    seeds = Seeds("kickoff")
    organisations = {name: organisation(seeds, name, short, kind) for name, short, kind in ORGANISATIONS}
    topics = {key: topic(seeds, key, title, levels) for key, title, levels in TOPICS}
    first = first_meeting(seeds)
    second_meeting(seeds)
    # What people had entered themselves stays theirs: nothing is hung on it.
    if first is not None and seeds.made("meeting:1"):
        items = agenda(seeds, first, topics, organisations)
        minutes_of(seeds, first, items)
        report_of(seeds, first)
    return seeds


def organisation(seeds, name, short, kind):
    fields = {"name": name, "short_name": short, "kind": kind, "sort_key": sort_key(name)}
    key = slug(name)
    # Organisers may have entered it by hand, and then perhaps under another short name in the address.
    known_by = {"name": name} if Organisation.objects.filter(name=name).exists() else {"slug": key}
    return seeds.load(f"organisation:{key}", Organisation, known_by, slug=key, **fields)


def topic(seeds, key, title, levels):
    body = text(f"thema-{key}")
    return seeds.load(
        f"topic:{key}", Topic, {"title": title},
        title=title, body=body, body_html=render(body), levels=levels,
        state=TopicState.DISCUSSED, audience=audience.PUBLIC,
    )  # fmt: skip


def first_meeting(seeds):
    """Only the day is known, so the meeting says so instead of showing a time."""
    description = text("treffen")
    return seeds.load(
        "meeting:1", Meeting, {"number": 1},
        number=1, title="Auftakt im JEDI", state=MeetingState.HELD,
        target_year=DAY.year, target_quarter=2, starts_at=start_of_day(DAY), has_times=False,
        place_name="JEDI, Jena Digital Innovation Hub", place_address="Engelplatz 8, 07743 Jena",
        description=description, description_html=render(description), audience=audience.PUBLIC,
    )  # fmt: skip


def second_meeting(seeds):
    """The report announced the quarter to everybody; the date is the organisers' job."""
    return seeds.load(
        "meeting:2", Meeting, {"target_year": 2025, "target_quarter": 3},
        title="Treffen im 3. Quartal 2025", state=MeetingState.DRAFT,
        target_year=2025, target_quarter=3, is_announced=True, audience=audience.PUBLIC,
    )  # fmt: skip


def agenda(seeds, meeting, topics, organisations):
    items = {}
    for position, (key, title, kind, topic_key, presenter) in enumerate(AGENDA, start=1):
        items[key] = seeds.load(
            f"agenda:1:{key}", AgendaItem,
            meeting=meeting, position=position, number=str(position), title=title, kind=kind,
            topic=topics.get(topic_key), presenter_organisation=organisations.get(presenter),
        )  # fmt: skip
    return items


def minutes_of(seeds, meeting, items):
    """A draft: giving it to the members is the organisers' decision."""
    minutes = seeds.load("minutes:1", Minutes, {"meeting": meeting}, meeting=meeting, source_url=SOURCE)
    if minutes is None or not seeds.made("minutes:1"):
        return
    for position, (key, item) in enumerate(items.items(), start=1):
        if item is not None:
            body = text(f"top-{key}")
            seeds.load(
                f"section:1:{key}", MinutesSection, {"agenda_item": item},
                minutes=minutes, agenda_item=item, position=position,
                title=item.title, body=body, body_html=render(body),
            )  # fmt: skip


def report_of(seeds, meeting):
    body = text("rueckblick")
    seeds.load(
        "report:1", Report, {"meeting": meeting},
        meeting=meeting, title="Erstes Treffen der Fachgruppe: gemeinsam ein smarteres Jena",
        body=body, body_html=render(body), source_url=SOURCE, published_at=timezone.now(),
    )  # fmt: skip
