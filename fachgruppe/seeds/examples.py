"""Example contributions, plainly marked as such. Only the demonstration has them."""

import datetime as dt

from django.db import transaction

from core.dates import today
from core.passages import words_of_text
from fachgruppe.seeds.accounts import ACCOUNTS, make_accounts
from fachgruppe.seeds.bed import Bed
from meetings.models import Meeting
from members import audience
from members.speaking import organisation_of
from minutes import actions as minutes
from minutes.access import can_suggest
from minutes.enums import State as MinutesState
from minutes.models import MinutesSection, SectionComment
from outcomes import actions as outcomes
from topics import actions as topics
from topics.enums import Level

CIRCULATION = dt.timedelta(days=14)

TOPICS = [
    # key, title, text, levels, proposed by, accepted, supported by
    (
        "datenplattform",
        "Beispiel: Urbane Datenplattform – wer liefert was?",
        "Beispiel: Welche Daten hat welches Haus, und welche davon können die anderen gebrauchen?",
        Level.OPERATIONAL | Level.TECHNOLOGICAL,
        "Mitglied Stadtverwaltung",
        True,
        ["Mitglied Stadtverwaltung", "Mitglied Eigenbetrieb", "Mitglied Stadtwerke", "Protokollführung"],
    ),
    (
        "digitalteams",
        "Beispiel: Digitalteams – zentral oder Matrix?",
        "Beispiel: Fortsetzung des Gesprächs über Modelle aus dem ersten Treffen.",
        Level.CULTURAL | Level.STRATEGIC,
        "Mitglied Stadtwerke",
        True,
        ["Mitglied Stadtwerke", "Organisation"],
    ),
    (
        "schulung",
        "Beispiel: Gemeinsame Schulung zu Datenqualität",
        "Beispiel: Eine Idee, über die noch niemand entschieden hat.",
        Level.CULTURAL,
        "Mitglied Eigenbetrieb",
        False,
        ["Mitglied Eigenbetrieb"],
    ),
]

COMMENTS = [
    # key, section (key of the kickoff), author, text, answers to, about these words
    (
        "ebenen",
        "stadtwerke",
        "Mitglied Stadtverwaltung",
        "Beispiel: Können wir die vier Ebenen beim nächsten Mal je mit einem Fall aus einem Haus zeigen?",
        None,
        "",
    ),
    (
        "ebenen-antwort",
        "stadtwerke",
        "Mitglied Stadtwerke",
        "Beispiel: Ja, wir bringen einen Fall zur *operativen* Ebene mit.",
        "ebenen",
        "",
    ),
    (
        "buerger",
        "datenstrategie",
        "Mitglied Eigenbetrieb",
        "Beispiel: Hier fehlt uns noch, wie Bürgerinnen und Bürger beteiligt werden.",
        None,
        "",
    ),
    (
        "rollen",
        "organisationsstrukturen",
        "Protokollführung",
        "Beispiel: Eine Übersicht der Rollen in den Häusern wäre hilfreich.",
        None,
        "Welche Rollen werden gebraucht?",
    ),
]

SUGGESTIONS = [
    # key, section, author, these words, better ones, why
    (
        "matrix",
        "organisationsstrukturen",
        "Mitglied Stadtwerke",
        "vom zentralen Digitalteam bis zur dezentralen Matrix-Organisation",
        "vom zentralen Digitalteam über gemischte Formen bis zur dezentralen Matrix-Organisation",
        "Beispiel: Darüber sprachen wir auch.",
    ),
]


@transaction.atomic
def sow_examples() -> Bed:
    users = make_accounts()
    bed, kickoff = Bed("examples"), Bed("kickoff")
    if len(users) < len(ACCOUNTS):  # an organisation of the kickoff is gone
        return bed
    sow_topics(bed, users)
    meeting = Meeting.objects.filter(number=1).select_related("minutes").first()
    if meeting is not None and kickoff.made("minutes:1") and hasattr(meeting, "minutes"):
        sow_minute_taker(bed, meeting, users)
        sow_outcomes(bed, meeting, kickoff, users)
        circulate(bed, meeting, users)
        sow_comments(bed, kickoff, users)
        sow_suggestions(bed, kickoff, users)
    return bed


def sow_topics(bed, users):
    for key, title, body, levels, proposer, is_accepted, supporters in TOPICS:
        if bed.knows(f"topic:{key}"):
            continue
        topic = topics.propose(
            title=title, body=body, levels=levels, audience=audience.PUBLIC, by=users[proposer]
        )
        if is_accepted:
            topic = topics.accept(topic=topic, by=users["Organisation"])
        for name in supporters:
            topics.support(topic=topic, by=users[name])
        bed.remember(f"topic:{key}", topic)


def sow_minute_taker(bed, meeting, users):
    if bed.knows("minute_taker") or meeting.minute_taker_id:
        return
    meeting.minute_taker = users["Protokollführung"].person
    meeting.save(update_fields=["minute_taker"])
    bed.remember("minute_taker", meeting)


def sow_outcomes(bed, meeting, kickoff, users):
    """One decision and tasks of three kinds: of a person, overdue, and of a house until the next meeting."""
    items = {section.title: section.agenda_item for section in sections_of(kickoff).values()}
    if bed.knows("outcomes") or not items:
        return
    first, *_others, last = items.values()
    writer, due = users["Protokollführung"], today()
    outcomes.record_decision(
        agenda_item=last,
        wording="Beispiel: Das Thema Datenstrategie wird im nächsten Treffen fortgesetzt.",
        by=writer,
    )
    for wording, holder, house, days in (
        ("Beispiel: Datenquellen des eigenen Hauses auflisten.", "Mitglied Stadtverwaltung", None, 10),
        ("Beispiel: Einen Fall zur operativen Ebene vorbereiten.", None, "Mitglied Stadtwerke", None),
        ("Beispiel: Fragen zur Datenstrategie sammeln.", "Mitglied Eigenbetrieb", None, -3),
    ):
        outcomes.record_task(
            agenda_item=first,
            wording=wording,
            assignee=users[holder].person if holder else None,
            assignee_organisation=organisation_of(users[house]) if house else None,
            due_on=due + dt.timedelta(days=days) if days else None,
            due_next_meeting=days is None,
            by=writer,
        )
    bed.remember("outcomes", meeting)


def circulate(bed, meeting, users):
    if not bed.knows("circulation") and meeting.minutes.state == MinutesState.DRAFT:
        until = today() + CIRCULATION
        bed.remember(
            "circulation", minutes.circulate(minutes=meeting.minutes, until=until, by=users["Organisation"])
        )


def sow_comments(bed, kickoff, users):
    sections = sections_of(kickoff)
    for key, section, author, body, answers, quote in COMMENTS:
        if bed.knows(f"comment:{key}") or section not in sections:
            continue
        if answers is None:
            row = minutes.comment(section=sections[section], body=body, quote=quote, by=users[author])
        else:
            thread = SectionComment.objects.filter(pk=bed.key_of(f"comment:{answers}")).first()
            if thread is None:
                continue
            row = minutes.answer(comment=thread, body=body, by=users[author])
        bed.remember(f"comment:{key}", row)


def sow_suggestions(bed, kickoff, users):
    """An older demonstration may have gone on: its text is another, or it is approved."""
    sections = sections_of(kickoff)
    for key, name, author, quote, replacement, body in SUGGESTIONS:
        section, by = sections.get(name), users[author]
        if bed.knows(f"suggestion:{key}") or section is None or not can_suggest(by, section.minutes):
            continue
        if words_of_text(section.body_html).count(quote) == 1:
            row = minutes.suggest(section=section, quote=quote, replacement=replacement, body=body, by=by)
            bed.remember(f"suggestion:{key}", row)


def sections_of(kickoff) -> dict[str, MinutesSection]:
    """The sections that the kickoff sowed and that still exist, by key, in order."""
    keys = {
        pk: key.rpartition(":")[2] for key, (pk, _made) in kickoff.sown.items() if key.startswith("section:")
    }
    rows = (
        MinutesSection.objects.filter(pk__in=keys)
        .select_related("agenda_item__meeting", "minutes__meeting")
        .in_order()
    )
    return {keys[row.pk]: row for row in rows}
