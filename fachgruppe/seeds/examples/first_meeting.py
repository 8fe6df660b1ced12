"""Held a quarter before the second one: circulated, objected to, approved there, sealed, published."""

import datetime as dt
from typing import Any

from core.dates import next_working_day
from fachgruppe.seeds.examples.sessions import (
    PLACE,
    Given,
    Planned,
    invite_everybody,
    item_titled,
    meeting_of_the_group,
    plan,
    record_tasks,
    reply,
    section_titled,
    session,
    text,
    write,
)
from fachgruppe.seeds.examples.story import Chapter, Story, at, example, example_title
from invitations.enums import Reply
from meetings.actions import meetings as meeting_actions
from meetings.actions import report as report_actions
from meetings.actions import running
from meetings.enums import ItemKind, Presence
from meetings.models import AgendaItem, Meeting
from members import audience
from minutes.actions import circulation as circulation_actions
from minutes.actions import comments, objections, publication, readings, suggestions
from minutes.enums import ObjectionVerb
from minutes.models import Minutes
from minutes.presenters.rendition import fingerprint
from outcomes.actions import decisions, tasks
from outcomes.enums import DecisionVerb, Result, TaskVerb
from topics import actions as topics
from topics.enums import Verb as TopicVerb

CATALOGUE, OPEN_DATA = "Was ist schon da? Auf dem Weg zum Datenkatalog", "Offene Daten: Was zuerst?"
ACCESS = "Zugänge zu gemeinsamen Werkzeugen"
AGENDA = [
    Planned("Begrüßung", ItemKind.FORMAL, 10, "eins-begruessung"),
    Planned(CATALOGUE, ItemKind.TALK, 35, "eins-katalog", "catalogue", "Mitglied Stadtwerke"),
    Planned(OPEN_DATA, ItemKind.DISCUSSION, 30, "eins-offen", "open_data", "Mitglied Stadtverwaltung"),
    Planned(ACCESS, ItemKind.DECISION, 20, "eins-zugaenge", "access", "Mitglied jenarbeit", audience.MEMBERS),
    Planned("Verschiedenes", ItemKind.ANY_OTHER, 15, "eins-verschiedenes"),
]
PRESENT = {
    "Mitglied Stadtverwaltung": Presence.PRESENT,
    "Zweites Mitglied Stadtverwaltung": Presence.EXCUSED,
    "Admin": Presence.PRESENT,
    "Mitglied Eigenbetrieb": Presence.PRESENT,
    "Mitglied JenaKultur": Presence.PRESENT,
    "Mitglied jenarbeit": Presence.PRESENT,
    "Protokollführung": Presence.PRESENT,
    "Mitglied Stadtwerke": Presence.PRESENT,
    "Zweites Mitglied Stadtwerke": Presence.ABSENT,
    "Organisation": Presence.PRESENT,
}


def chapter(story: Story) -> Chapter:
    held, by, taker = story.days.first_held, story["Organisation"], story["Protokollführung"]
    yield at(next_working_day(held - dt.timedelta(days=27)), 9)
    meeting = meeting_of_the_group(
        story, "Daten gemeinsam nutzen", audience=audience.PUBLIC, **PLACE,
        description="Welche Daten gibt es schon, und welche davon geben wir weiter?",
    )  # fmt: skip
    story.meetings.first = meeting
    plan(story, meeting, AGENDA)
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting = meeting_actions.schedule(
        meeting=meeting, version=meeting.version, day=held, begins=dt.time(14), ends=dt.time(16),
        minute_taker=taker.person, by=by,
    )  # fmt: skip
    yield at(next_working_day(held - dt.timedelta(days=20)), 10)
    invite_everybody(story, meeting, "Bitte bringen Sie eine Liste Ihrer wichtigsten Daten mit.")
    yield at(next_working_day(held - dt.timedelta(days=17)), 13, 5)
    for name in ("Mitglied Stadtverwaltung", "Mitglied Eigenbetrieb", "Mitglied Stadtwerke", "Organisation"):
        reply(story, meeting, name, Reply.ACCEPTED)
    reply(story, meeting, "Zweites Mitglied Stadtverwaltung", Reply.DECLINED, note=example("Urlaub"))

    yield from session(story, meeting, held, PRESENT, (9, 41, 33, 18, 14))
    first_outcomes(story, meeting)
    running.end(meeting=meeting, by=taker)
    record = write(story, meeting, AGENDA)
    yield from circulation(story, record)


def first_outcomes(story: Story, meeting: Meeting) -> None:
    """Recorded before the meeting ends, each at its TOP."""
    by, held = story["Protokollführung"], story.days.first_held
    catalogue, open_data = item_titled(meeting, CATALOGUE), item_titled(meeting, OPEN_DATA)
    access, other = item_titled(meeting, ACCESS), item_titled(meeting, "Verschiedenes")
    decided: list[tuple[AgendaItem, str, dict[str, Any]]] = [
        (catalogue, "Jede Organisation nennt bis zum nächsten Treffen eine Ansprechperson für Daten.",
         {"result": Result.UNANIMOUS}),
        (catalogue, "Der Datenkatalog wird als gemeinsame Tabelle begonnen.",
         {"result": Result.MAJORITY, "votes_yes": 6, "votes_no": 1, "votes_abstained": 1}),
        (open_data, "Drei Datensätze je Säule werden zuerst veröffentlicht.",
         {"review_on": story.days.ahead(10)}),
        (access, "Zugänge werden mit einem gemeinsamen Formular auf Papier beantragt.", {}),
        (other, "Der Bericht über das Förderprogramm wird zur Kenntnis genommen.", {"result": Result.NOTED}),
    ]  # fmt: skip
    story.decisions = [
        decisions.record_decision(agenda_item=item, wording=example(wording), by=by, **more)
        for item, wording, more in decided
    ]
    by_then = next_working_day(held + dt.timedelta(days=30))
    story.tasks = record_tasks(
        story,
        [
            Given(catalogue, "Vorlage für den Datenkatalog entwerfen.", "Mitglied Eigenbetrieb",
                  due_on=by_then),
            Given(catalogue, "Ansprechpersonen benennen.", slug="stadtwerke-jena", due_next_meeting=True),
            Given(open_data, "Lizenzen der ersten Datensätze klären.", "Mitglied Stadtverwaltung",
                  due_on=story.days.ago(3)),
            Given(access, "Angebot für ein Antragsprogramm einholen.", slug="jena-digital-e-v"),
        ],
    )  # fmt: skip


def circulation(story: Story, record: Minutes) -> Chapter:
    """Three working days later until a fortnight after that; the second meeting approves what came of it."""
    held, by, taker = story.days.first_held, story["Organisation"], story["Protokollführung"]
    began = next_working_day(held + dt.timedelta(days=3))
    until = next_working_day(began + dt.timedelta(days=14))
    yield at(began, 9, 30)
    circulation_actions.circulate(minutes=record, until=until, by=taker)
    yield at(next_working_day(began + dt.timedelta(days=1)), 11, 15)
    section = section_titled(record, CATALOGUE)
    suggestion = suggestions.suggest(
        section=section, quote="Ein eigenes Programm ist dafür noch nicht nötig.",
        replacement="Ein eigenes Programm ist dafür im ersten Schritt nicht nötig.",
        body=example("Ausgeschlossen haben wir es nicht."), by=story["Mitglied Stadtwerke"],
    )  # fmt: skip
    comment = comments.comment(
        section=section, body=example("Gilt der Rhythmus auch für Daten, die sich nie ändern?"),
        by=story["Mitglied JenaKultur"],
    )  # fmt: skip
    yield at(next_working_day(began + dt.timedelta(days=2)), 8, 50)
    suggestions.accept(minutes=record, suggestions=[suggestion.pk], by=taker)
    comments.answer(comment=comment, body=example("Dann steht dort »einmalig«."), by=taker)
    comments.settle(comment=comment, by=taker)
    objection = objections.object_to(
        minutes=record, section=section_titled(record, OPEN_DATA),
        reason=example("Die Prüfung der Lizenz haben wir anders verabredet: Sie liegt bei der Stadt."),
        wanted=example("Die Lizenz prüft die Stadtverwaltung für alle."), by=story["Mitglied Eigenbetrieb"],
    )  # fmt: skip
    for name in ("Mitglied Stadtverwaltung", "Mitglied jenarbeit", "Zweites Mitglied Stadtwerke", "Admin"):
        readings.consent(minutes=record, by=story[name])
    yield at(next_working_day(began + dt.timedelta(days=5)), 14)
    objections.answer(
        objection=objection, verb=ObjectionVerb.FOLLOW_PARTLY, version=objection.version, by=by,
        answer=example("Die Stadtverwaltung berät; geprüft wird dort, wo die Daten liegen."),
    )  # fmt: skip
    yield at(next_working_day(until + dt.timedelta(days=1)), 8)
    circulation_actions.end_circulation(minutes=record)


def afterwards(story: Story) -> Chapter:
    """What became of its decisions, tasks and topics."""
    by, held = story["Organisation"], story.days.first_held
    yield at(next_working_day(held + dt.timedelta(days=27)), 16, 30)
    template, contacts, licences, offer = story.tasks
    owner = story["Mitglied Eigenbetrieb"]
    tasks.add_remark(task=template, body=example("Ein erster Entwurf liegt bei den Anlagen."), by=owner)
    tasks.move_task(task=template, verb=TaskVerb.FINISH, by=owner)
    yield at(next_working_day(held + dt.timedelta(days=48)), 9, 45)
    tasks.move_task(task=contacts, verb=TaskVerb.FINISH, by=story["Mitglied Stadtwerke"])
    tasks.move_task(task=licences, verb=TaskVerb.BEGIN, by=story["Mitglied Stadtverwaltung"])
    tasks.move_task(
        task=offer, verb=TaskVerb.DROP, reason=example("Das leistet inzwischen das Portal."), by=by
    )
    yield at(next_working_day(held + dt.timedelta(days=49)), 10)
    named, _table, _data, paper, _noted = story.decisions
    decisions.set_status(decision=named, verb=DecisionVerb.CARRY_OUT, version=named.version, by=by)
    decisions.set_status(
        decision=paper, verb=DecisionVerb.REVOKE, version=paper.version, by=by,
        reason=example("Anträge gehen seit diesem Monat ohne Papier."),
    )  # fmt: skip
    topics.move(topic=story.topics.access, verb=TopicVerb.CLOSE, by=by)
    yield at(story.days.ago(2), 16, 10)
    tasks.add_remark(
        task=licences, body=example("Zwei von drei Lizenzen sind geklärt, bei der dritten warten wir."),
        by=story["Mitglied Stadtverwaltung"],
    )  # fmt: skip


def published(story: Story) -> Chapter:
    """Rückblick soon after the meeting, the public minutes once they are approved."""
    by = story["Organisation"]
    yield at(next_working_day(story.days.first_held + dt.timedelta(days=2)), 10)
    meeting = Meeting.objects.get(pk=story.meetings.first.pk)
    report = report_actions.write_report(
        meeting=meeting, version=0, title=example_title("Daten gemeinsam nutzen, ein Anfang"),
        body=text("rueckblick-eins"), by=by,
    )  # fmt: skip
    report_actions.publish_report(report=report, version=report.version, by=by)
    yield at(next_working_day(story.days.second_held + dt.timedelta(days=1)), 11)
    record = Minutes.objects.get(meeting=meeting)
    publication.publish(minutes=record, seen=fingerprint(record), by=by)
