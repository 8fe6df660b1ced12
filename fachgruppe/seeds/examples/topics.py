"""Topics in every state: those that a meeting deals with come onto its agenda in its own chapter."""

import datetime as dt
from typing import NamedTuple

from core.dates import next_working_day
from fachgruppe.seeds.examples.story import Chapter, Story, at, example, example_title
from members import audience
from topics import actions as topics
from topics.enums import Level, Verb


class Proposed(NamedTuple):
    key: str
    title: str
    body: str
    levels: int
    by: str
    supporters: tuple[str, ...] = ()
    audience: int = audience.PUBLIC


EARLY = [
    Proposed(
        "catalogue", "Gemeinsamer Datenkatalog",
        "Wir wissen oft nicht, welche Daten die anderen haben. Ein Verzeichnis würde helfen.",
        Level.OPERATIONAL | Level.TECHNOLOGICAL, "Mitglied Eigenbetrieb",
        ("Mitglied Stadtverwaltung", "Mitglied Stadtwerke", "Mitglied JenaKultur", "Protokollführung"),
    ),
    Proposed(
        "open_data", "Offene Daten: Was veröffentlichen wir zuerst?",
        "Drei Datensätze, die viele brauchen und die niemandem schaden, wären ein guter Anfang.",
        Level.STRATEGIC | Level.OPERATIONAL, "Mitglied Stadtverwaltung",
        ("Mitglied Eigenbetrieb", "Zweites Mitglied Stadtwerke"),
    ),
    Proposed(
        "access", "Zugänge zu gemeinsamen Werkzeugen",
        "Wer neu dazukommt, wartet lange auf Zugänge. Das sollte mit einem Antrag gehen.",
        Level.OPERATIONAL, "Mitglied jenarbeit", ("Mitglied JenaKultur",), audience.MEMBERS,
    ),
]  # fmt: skip

LATER = [
    Proposed(
        "platform", "Urbane Datenplattform – wer liefert was?",
        "Welche Daten hat welche Organisation, und welche davon können die anderen gebrauchen?",
        Level.OPERATIONAL | Level.TECHNOLOGICAL, "Mitglied Stadtverwaltung",
        ("Mitglied Eigenbetrieb", "Mitglied Stadtwerke", "Mitglied jenarbeit", "Protokollführung"),
    ),
    Proposed(
        "participation", "Bürgerinnen und Bürger beteiligen",
        "Wie erfahren wir früh, was den Menschen in der Stadt wichtig ist?",
        Level.STRATEGIC | Level.CULTURAL, "Mitglied JenaKultur", ("Mitglied Stadtverwaltung",),
    ),
    Proposed(
        "teams", "Digitalteams – zentral oder Matrix?",
        "Welche Erfahrungen gibt es mit einem zentralen Team, welche mit Leuten in jeder Organisation?",
        Level.CULTURAL | Level.STRATEGIC, "Mitglied Stadtwerke", ("Organisation", "Admin"),
    ),
    Proposed(
        "training", "Gemeinsame Schulung zu Datenqualität",
        "Ein Tag, an dem alle dieselben Grundlagen lernen.",
        Level.CULTURAL, "Zweites Mitglied Stadtverwaltung", ("Mitglied Eigenbetrieb",),
    ),
    Proposed(
        "app", "Eine eigene App der Fachgruppe",
        "Termine und Protokolle auf dem Telefon.", Level.TECHNOLOGICAL, "Zweites Mitglied Stadtwerke",
    ),
    Proposed(
        "sensors", "Sensoren gemeinsam beschaffen",
        "Mehrere Organisationen planen Messstellen. Zusammen wäre es günstiger.",
        Level.OPERATIONAL | Level.TECHNOLOGICAL, "Mitglied Eigenbetrieb", ("Mitglied Stadtwerke",),
    ),
    Proposed(
        "grid", "Netzdaten für die Bauleitplanung",
        "Nur für Stadtverwaltung und Stadtwerke sichtbar: ein Thema, das zwei Säulen unter sich klären.",
        Level.OPERATIONAL, "Mitglied Stadtwerke", ("Mitglied Stadtverwaltung",),
        audience.CITY | audience.UTILITY,
    ),
]  # fmt: skip


def chapter(story: Story) -> Chapter:
    yield at(next_working_day(story.days.first_held - dt.timedelta(days=35)), 9, 10)
    propose(story, EARLY)
    yield at(next_working_day(story.days.first_held - dt.timedelta(days=28)), 11)
    accept(story, "catalogue", "open_data", "access")

    yield at(next_working_day(story.days.first_held + dt.timedelta(days=6)), 15, 40)
    propose(story, LATER)
    yield at(next_working_day(story.days.first_held + dt.timedelta(days=13)), 10)
    accept(story, "platform", "participation", "teams", "training")
    topics.move(
        topic=story.topics.app,
        verb=Verb.DECLINE,
        reason=example("Dafür reicht das Portal im Browser. Ein eigenes Programm müsste jemand pflegen."),
        by=story["Organisation"],
    )
    yield at(next_working_day(story.days.first_held + dt.timedelta(days=41)), 14, 20)
    topics.move(
        topic=story.topics.training,
        verb=Verb.POSTPONE,
        reason=example("Im nächsten Haushaltsjahr gibt es dafür Mittel; dann fragen wir nach Terminen."),
        by=story["Organisation"],
    )


def propose(story: Story, proposals: list[Proposed]) -> None:
    for each in proposals:
        topic = topics.propose(
            title=example_title(each.title), body=each.body, levels=each.levels, audience=each.audience,
            by=story[each.by],
        )  # fmt: skip
        for name in (each.by, *each.supporters):
            topics.support(topic=topic, by=story[name])
        setattr(story.topics, each.key, topic)


def accept(story: Story, *keys: str) -> None:
    for key in keys:
        topic = getattr(story.topics, key)
        setattr(story.topics, key, topics.move(topic=topic, verb=Verb.ACCEPT, by=story["Organisation"]))
