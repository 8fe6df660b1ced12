"""Held some days ago: its minutes are in circulation, with comments, suggestions and an open objection."""

import datetime as dt

from core.dates import next_working_day
from fachgruppe.seeds.examples.days import CIRCULATED
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
    sections_of,
    session,
    text,
    title_of,
    write,
)
from fachgruppe.seeds.examples.story import Chapter, Story, at, example
from invitations.enums import Reply
from meetings.actions import attendance, running
from meetings.actions import meetings as meeting_actions
from meetings.enums import ItemKind, Presence
from meetings.models import Meeting
from members import audience
from minutes.actions import approval, comments, objections, readings, suggestions, writing
from minutes.actions import circulation as circulation_actions
from minutes.models import Minutes
from minutes.presenters.approval import usual_wording
from outcomes.actions import decisions, tasks
from outcomes.enums import DecisionVerb, Result, TaskVerb
from outcomes.models import ActionItem

CATALOGUE, PLATFORM = "Datenkatalog: Tabelle oder Verzeichnis?", "Urbane Datenplattform: Was wird gebraucht?"
AGENDA = [
    Planned("Begrüßung", ItemKind.FORMAL, 5, "zwei-begruessung"),
    Planned("Durchsicht der Aufgaben", ItemKind.FORMAL, 10, "zwei-aufgaben"),
    Planned(CATALOGUE, ItemKind.DECISION, 35, "zwei-katalog", "catalogue", "Mitglied Eigenbetrieb"),
    Planned(PLATFORM, ItemKind.DISCUSSION, 45, "zwei-plattform", "", "Mitglied Stadtverwaltung"),
    Planned("Verschiedenes", ItemKind.ANY_OTHER, 10, "zwei-verschiedenes"),
]
PRESENT = {
    "Mitglied Stadtverwaltung": Presence.PRESENT,
    "Zweites Mitglied Stadtverwaltung": Presence.PRESENT,
    "Admin": Presence.EXCUSED,
    "Mitglied Eigenbetrieb": Presence.PRESENT,
    "Mitglied JenaKultur": Presence.PRESENT,
    "Mitglied jenarbeit": Presence.ABSENT,
    "Protokollführung": Presence.PRESENT,
    "Mitglied Stadtwerke": Presence.PRESENT,
    "Zweites Mitglied Stadtwerke": Presence.PRESENT,
    "Organisation": Presence.PRESENT,
}


def chapter(story: Story) -> Chapter:
    held, by, taker = story.days.second_held, story["Organisation"], story["Protokollführung"]
    # Before the circulation of the first minutes ends: it is this agenda that their approval comes onto.
    yield at(next_working_day(story.days.first_held + dt.timedelta(days=10)), 10)
    meeting = meeting_of_the_group(
        story, "Vom Datenkatalog zur Plattform", audience=audience.PUBLIC, **PLACE,
        description="Wie es mit dem Datenkatalog weitergeht, und was eine gemeinsame Plattform leisten soll.",
    )  # fmt: skip
    plan(story, meeting, AGENDA)
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting = meeting_actions.schedule(
        meeting=meeting, version=meeting.version, day=held, begins=dt.time(14), ends=dt.time(16),
        minute_taker=taker.person, by=by,
    )  # fmt: skip
    yield at(next_working_day(held - dt.timedelta(days=16)), 9, 30)
    invite_everybody(story, meeting, "Es geht um den Datenkatalog und um die Plattform.")
    yield at(next_working_day(held - dt.timedelta(days=12)), 15)
    for name, presence in PRESENT.items():
        if presence == Presence.PRESENT:
            reply(story, meeting, name, Reply.ACCEPTED)

    yield from session(story, meeting, held, PRESENT, (4, 6, 12, 41, 38, 9))
    attendance.add_guest(
        meeting=meeting,
        name="Gast aus der Wissenschaft (Beispiel)",
        organisation="Beispielhochschule",
        by=taker,
    )
    second_outcomes(story, meeting)
    # At the TOP that the portal has put on this agenda by itself; sealed at once.
    first = Minutes.objects.get(meeting=story.meetings.first)
    decided = {"result": Result.UNANIMOUS, "wording": example(usual_wording(first))}
    approval.approve(minutes=first, decided=decided, by=story["Organisation"])
    running.end(meeting=meeting, by=taker)
    record = write(story, meeting, AGENDA)
    item = next(row for row in sections_of(record) if title_of(row).startswith("Genehmigung"))
    writing.save_section(section=item, body=text("zwei-genehmigung"), version=item.version, by=taker)
    yield from circulation(story, record)


def second_outcomes(story: Story, meeting: Meeting) -> None:
    by, days = story["Protokollführung"], story.days
    catalogue, platform = item_titled(meeting, CATALOGUE), item_titled(meeting, PLATFORM)
    story.decisions.append(
        decisions.record_decision(
            agenda_item=catalogue, by=by,
            wording=example("Der Datenkatalog wird als Verzeichnis im Intranet weitergeführt."),
        )
    )  # fmt: skip
    decisions.record_decision(
        agenda_item=platform, result=Result.POSTPONED, by=by,
        wording=example("Über die gemeinsame Plattform wird im nächsten Treffen entschieden."),
    )  # fmt: skip
    record_tasks(
        story,
        [
            Given(catalogue, "Die Tabelle in das Verzeichnis übertragen.", "Mitglied Eigenbetrieb",
                  due_on=days.ahead(9)),
            Given(catalogue, "Je Datensatz eine Ansprechperson nachtragen.", slug="stadt-jena",
                  due_next_meeting=True),
            Given(platform, "Kosten für den Betrieb zusammenstellen.", "Mitglied Stadtwerke",
                  due_on=days.ahead(3)),
            Given(platform, "Anforderungen der Stadtverwaltung sammeln.", "Mitglied Stadtverwaltung",
                  due_on=days.ahead(14)),
            Given(platform, "Erfahrungen anderer Städte sammeln.", "Protokollführung"),
        ],
    )  # fmt: skip


def circulation(story: Story, record: Minutes) -> Chapter:
    taker, by = story["Protokollführung"], story["Organisation"]
    yield at(story.days.ago(CIRCULATED), 10)
    circulation_actions.circulate(
        minutes=record, until=story.days.ahead(7), by=taker,
        message=example("Bitte prüfen Sie vor allem den Punkt zum Datenkatalog."),
    )  # fmt: skip
    replace_the_table(story)
    catalogue, platform = section_titled(record, CATALOGUE), section_titled(record, PLATFORM)
    yield at(story.days.ago(4), 9, 20)
    remark = comments.comment(
        section=catalogue, quote="Sie wird unübersichtlich, und niemand sieht, was sich geändert hat.",
        body=example("Das lag auch daran, dass mehrere Leute zugleich hineingeschrieben haben."),
        by=story["Mitglied Stadtwerke"],
    )  # fmt: skip
    question = comments.comment(
        section=platform, body=example("Bis wann brauchen wir die Zahlen für den Betrieb?"),
        by=story["Zweites Mitglied Stadtverwaltung"],
    )  # fmt: skip
    readings.consent(minutes=record, by=story["Zweites Mitglied Stadtwerke"])
    yield at(story.days.ago(3), 13, 45)
    comments.answer(comment=remark, body=example("Stimmt, das ergänzen wir beim nächsten Mal."), by=taker)
    answer = example("Eine Woche vor dem nächsten Treffen genügt.")
    comments.answer(comment=question, body=answer, by=story["Mitglied Stadtwerke"])
    comments.settle(comment=question, by=taker)
    suggestions.suggest(
        section=catalogue, quote="Für jeden Datensatz wird eine Ansprechperson genannt.",
        replacement="Für jeden Datensatz nennt die Organisation, bei der er liegt, eine Ansprechperson.",
        body=example("Sonst weiß niemand, wer gemeint ist."), by=story["Mitglied JenaKultur"],
    )  # fmt: skip
    yield at(story.days.ago(2), 11, 5)
    declined = suggestions.suggest(
        section=platform, quote="Offen bleibt, wer die laufenden Kosten trägt.",
        replacement="Offen bleiben die Kosten.", by=story["Mitglied Eigenbetrieb"],
    )  # fmt: skip
    objections.object_to(
        minutes=record, section=catalogue,
        reason=example("Das halbe Jahr hat niemand genannt. Es war von einigen Monaten die Rede."),
        wanted=example("Die Beschaffung würde mehrere Monate dauern."), by=story["Mitglied Stadtwerke"],
    )  # fmt: skip
    readings.mark_read(minutes=record, by=story["Mitglied JenaKultur"])
    yield at(story.days.ago(1), 10, 30)
    suggestions.decline(
        suggestion=declined,
        reason=example("Es ging im Treffen ausdrücklich um die laufenden Kosten."),
        by=taker,
    )
    begun = ActionItem.objects.get(meeting=record.meeting, assignee=story["Mitglied Stadtwerke"].person)
    tasks.move_task(task=begun, verb=TaskVerb.BEGIN, by=story["Mitglied Stadtwerke"])
    readings.consent(minutes=record, by=by)


def replace_the_table(story: Story) -> None:
    """The decision of the first meeting, by the later one that everybody can read by now."""
    old, new = story.decisions[1], story.decisions[-1]
    decisions.set_status(
        decision=old, verb=DecisionVerb.REPLACE, version=old.version, replaced_by=new,
        reason=example("Die Tabelle wurde zu groß."), by=story["Organisation"],
    )  # fmt: skip
