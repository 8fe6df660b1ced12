"""What lies ahead: a meeting with an invitation, a Terminabstimmung that runs, an open Stammtisch."""

import datetime as dt

from fachgruppe.seeds.examples.papers import draft_of_rules, overview_of_data
from fachgruppe.seeds.examples.sessions import (
    PLACE,
    Planned,
    invite_everybody,
    item_titled,
    meeting_of_the_group,
    plan,
    reply,
)
from fachgruppe.seeds.examples.story import Chapter, Story, at, example, example_title
from invitations.actions import invitations as invitation_actions
from invitations.actions import replies as reply_actions
from invitations.enums import Reply, Way
from meetings.actions import attachments
from meetings.actions import meetings as meeting_actions
from meetings.enums import ItemKind, Kind
from meetings.models import Meeting
from members import audience
from outcomes.actions import agenda
from outcomes.models import ActionItem
from polls.actions import answers as poll_answers
from polls.actions import options as option_actions
from polls.actions import polls as poll_actions
from polls.enums import Choice, Mode
from polls.models import DatePoll

PLATFORM, RULES = "Urbane Datenplattform – wer liefert was?", "Entwurf einer Nutzungsordnung"
AGENDA = [
    Planned("Begrüßung", ItemKind.FORMAL, 5),
    Planned(
        PLATFORM, ItemKind.DECISION, 40, topic="platform", presenter="Mitglied Stadtverwaltung",
        description="Vertagt im vorigen Treffen. Die Zahlen für den Betrieb liegen bis dahin vor.",
    ),
    Planned(RULES, ItemKind.DISCUSSION, 30, presenter="Mitglied Eigenbetrieb"),
    Planned("Pause", ItemKind.BREAK, 10),
    Planned("Bürgerinnen und Bürger beteiligen", ItemKind.TALK, 20, topic="participation",
            presenter="Mitglied JenaKultur"),
    Planned(
        "Netzausbau: Abstimmung mit der Bauleitplanung", ItemKind.DISCUSSION, 15,
        audience=audience.CITY | audience.UTILITY,
        description="Nur für Stadtverwaltung und Stadtwerke: Andere sehen hier »nichtöffentlich«.",
    ),
    Planned("Verschiedenes", ItemKind.ANY_OTHER, 10),
]  # fmt: skip
GUEST = {
    "name": "Gast aus der Wissenschaft (Beispiel)",
    "email": "gast@beispiel.invalid",
    "house": "Beispielhochschule",
}


def invited(story: Story) -> Chapter:
    """Some replies are there, others not yet: that of »Mitglied Stadtverwaltung« among them."""
    by, days = story["Organisation"], story.days
    yield at(days.ago(4), 14)
    meeting = meeting_of_the_group(
        story, "Datenplattform und Beteiligung", audience=audience.PUBLIC, **PLACE,
        description="Wir entscheiden über die Plattform und sprechen über frühe Beteiligung.",
    )  # fmt: skip
    plan(story, meeting, AGENDA)
    open_tasks = ActionItem.objects.visible_to(by).open().filter(due_next_meeting=True)
    agenda.take_up_tasks(meeting=meeting, tasks=list(open_tasks), by=by)
    attach(story, meeting)
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting = meeting_actions.schedule(
        meeting=meeting, version=meeting.version, day=days.coming, begins=dt.time(14), ends=dt.time(16, 30),
        minute_taker=story["Protokollführung"].person, by=by,
    )  # fmt: skip
    yield at(days.ago(3), 9)
    meeting = invite_everybody(story, meeting, "Die Unterlagen stehen bei den Tagesordnungspunkten.")
    guest = invitation_actions.invite_guest(meeting=meeting, sees_agenda=True, by=by, **GUEST)
    yield at(days.ago(2), 10, 15)
    for name in ("Mitglied Eigenbetrieb", "Protokollführung", "Mitglied JenaKultur", "Organisation"):
        reply(story, meeting, name, Reply.ACCEPTED)
    reply(
        story, meeting, "Mitglied Stadtwerke", Reply.DECLINED, note=example("Dienstreise"),
        deputy=story["Zweites Mitglied Stadtwerke"].person,
    )  # fmt: skip
    yield at(days.ago(1), 15, 35)
    reply_actions.reply(invitation=guest, answer=Reply.ACCEPTED, way=Way.LINK)
    reply(story, meeting, "Zweites Mitglied Stadtwerke", Reply.ACCEPTED)
    reply(
        story,
        meeting,
        "Zweites Mitglied Stadtverwaltung",
        Reply.TENTATIVE,
        note=example("Bin bis 15 Uhr da."),
    )


def attach(story: Story, meeting: Meeting) -> None:
    """A PDF and a DOCX at their TOPs, a link for the whole meeting."""
    by = story["Organisation"]
    attachments.add_file(
        meeting=meeting, file=overview_of_data(), title=example_title("Wer liefert welche Daten?"),
        agenda_item=item_titled(meeting, PLATFORM), by=by,
    )  # fmt: skip
    attachments.add_file(
        meeting=meeting, file=draft_of_rules(), title=example_title("Nutzungsordnung, Entwurf"),
        agenda_item=item_titled(meeting, RULES), by=by,
    )  # fmt: skip
    attachments.add_link(meeting=meeting, url="https://smartcity.jena.de", title="Smart City Jena", by=by)


ANSWERS = [
    # who, what they say to the four days, a remark
    ("Zweites Mitglied Stadtverwaltung", "YYNY", ""),
    ("Admin", "YNYY", ""),
    ("Mitglied Eigenbetrieb", "NYIY", example("Nachmittags passt es mir besser.")),
    ("Mitglied jenarbeit", "IYNY", ""),
    ("Mitglied Stadtwerke", "NYYY", ""),
    ("Organisation", "YYYY", ""),
]
CHOICES = {"Y": Choice.YES, "I": Choice.IF_NEED_BE, "N": Choice.NO}


def polled(story: Story) -> Chapter:
    """Open for another week; »Mitglied Stadtverwaltung« and others have not answered yet."""
    by, days = story["Organisation"], story.days
    yield at(days.ago(3), 16)
    first = days.offered[0]
    meeting = meeting_of_the_group(
        story, "Jahresplanung der Fachgruppe", audience=audience.MEMBERS, target_year=first.year,
        target_quarter=(first.month + 2) // 3, **PLACE,
        description="Welche Themen nehmen wir uns vor, und wer übernimmt was?",
    )  # fmt: skip
    times = [(dt.time(9), dt.time(12)), (dt.time(14), dt.time(16))]
    slots = [(day, *times[nr % 2]) for nr, day in enumerate(days.offered)]
    where = {name: PLACE[name] for name in ("place_name", "place_address")}
    poll = option_actions.add(meeting=meeting, slots=slots, mode=Mode.ON_SITE, by=by, **where)
    poll_actions.open(
        poll=poll, version=poll.version, until=days.ahead(7), allows_proposals=True, by=by,
        message=example("Bitte nennen Sie auch, was nur zur Not geht."),
    )  # fmt: skip
    for nr, (name, said, remark) in enumerate(ANSWERS):
        yield at(days.ago(2 if nr < 3 else 1), 9 + nr, 12)
        answer(DatePoll.objects.get(pk=poll.pk), said, remark, by=story[name])


def answer(poll: DatePoll, said: str, remark: str, *, by) -> None:
    options = poll.options.in_order()
    choices = {option.pk: CHOICES[letter] for option, letter in zip(options, said, strict=True)}
    poll_answers.answer(poll=poll, choices=choices, remark=remark, version=0, by=by)


def stammtisch(story: Story) -> Chapter:
    """Open to everybody: what the public pages announce beside the Fachgruppe."""
    yield at(story.days.ago(2), 14, 30)
    meeting = meeting_of_the_group(
        story, "Smart City-Stammtisch", kind=Kind.STAMMTISCH, audience=audience.PUBLIC, **PLACE,
        description="Offen für alle, die Ideen für Jena haben. Eine Anmeldung ist nicht nötig.",
    )  # fmt: skip
    meeting_actions.schedule(
        meeting=meeting, version=meeting.version, day=story.days.stammtisch, begins=dt.time(18),
        ends=dt.time(20), by=story["Organisation"],
    )  # fmt: skip
