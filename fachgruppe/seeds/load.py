"""Masses of a realistic kind, for measuring. On the same day the same numbers and seed make the same rows.

Ten years of a group, the last of them still to come: four Fachgruppentreffen a year, the rest Stammtische and
workshops. People are called »Testperson 7«: no names are invented. Running it again with larger numbers adds
the rest, spread over the same ten years.
"""

import datetime as dt
import random
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from activity.events import record
from activity.models import Event
from core.dates import end_of_day, local, start_of_day, today
from core.markdown import render
from core.slugs import sort_key
from fachgruppe.seeds.accounts import DOMAIN
from meetings.enums import ItemKind, Kind
from meetings.enums import State as MeetingState
from meetings.models import AgendaItem, Meeting, Report
from members import audience
from members.models import Membership, Organisation, Person, User
from minutes.actions.circulation import freeze
from minutes.enums import Approval, SuggestionState
from minutes.enums import State as MinutesState
from minutes.models import Minutes, MinutesSection, SectionComment, Suggestion
from minutes.text.passages import sentences_of, source_range, words_of_text
from outcomes.enums import Result, TaskState
from outcomes.models import ActionItem, Decision, DecisionCounter
from topics.enums import Level
from topics.enums import State as TopicState
from topics.models import Support, Topic

MARK = "Massendaten für Messungen."
LARGE_TITLE = "Großes Treffen für Messungen"
YEARS, STILL_TO_COME = 10, 1
YEAR = 365.25  # days
GROUP_MEETINGS = 4 * YEARS
OTHER_KINDS = (Kind.STAMMTISCH, Kind.STAMMTISCH, Kind.WORKSHOP)
GOLDEN = 0.6180339887498949  # its multiples fill a span evenly, however many of them there are
BATCH = 500
MINUTE_TAKERS = 4  # in a group it is always the same few
CIRCULATION = dt.timedelta(days=90)  # the longest that the rules allow, so that measuring ends before it does
TASK_STATES = (TaskState.DONE,) * 7 + (TaskState.DROPPED, TaskState.IN_PROGRESS, TaskState.OPEN)
HISTORY = (
    "meetings.created",
    "meetings.edited",
    "meetings.scheduled",
    "meetings.item_moved",
    "meetings.held",
)

SUBJECTS = (
    "Offene Daten", "Sensoren im Stadtraum", "Digitaler Zwilling", "Energie im Quartier", "Parkraum",
    "Grünpflege", "Wärmeplanung", "Bürgerkonto", "Datenschutz", "Straßenbeleuchtung", "Abfallwirtschaft",
    "Kulturkalender", "Glasfaser", "Wassernetz", "Nahverkehr", "Geodaten", "Gebäudeautomation",
    "Barrierefreiheit",
)  # fmt: skip
ASPECTS = (
    "Stand und nächste Schritte", "Erfahrungen aus dem Betrieb", "Wer macht was?", "Kosten und Nutzen",
    "Schnittstellen", "Vorgehen im nächsten Jahr", "Lehren aus dem Pilotprojekt", "Fragen des Datenschutzes",
)  # fmt: skip
SENTENCES = (
    "Die Runde hat den Stand der Arbeiten zur Kenntnis genommen und Rückfragen gestellt.",
    "Für die Umsetzung fehlt bisher eine gemeinsame Beschreibung der vorhandenen Datenquellen.",
    "Die Beteiligten wollen ihre **Erfahrungen** im nächsten Vierteljahr austauschen.",
    "Ein Vorschlag ist, mit einem kleinen Beispiel zu beginnen und es gemeinsam auszuwerten.",
    "Offen blieb, wer die laufende Pflege übernimmt und wie sie bezahlt wird.",
    "Der Nutzen für die Bürgerinnen und Bürger soll vor jeder technischen Entscheidung stehen.",
    "Mehrere Häuser arbeiten an ähnlichen Lösungen; eine Abstimmung spart Zeit und Geld.",
    "Die Ergebnisse werden so aufgeschrieben, dass auch andere Städte sie verwenden können.",
)
REMARKS = (
    "Bitte ergänzen Sie hier, welches Haus zuständig ist.",
    "Das sehen wir ebenso.",
    "Wir haben dazu schon Zahlen und bringen sie zum nächsten Treffen mit.",
    "Ist damit auch der laufende Betrieb gemeint?",
    "Guter Punkt, den sollten wir *gesondert* behandeln.",
)
AUDIENCES = (
    (audience.MEMBERS,) * 5 + (audience.PUBLIC,) * 3 + (audience.CITY, audience.ENTERPRISE | audience.UTILITY)
)


@dataclass(frozen=True)
class Amount:
    meetings: int = 200
    comments: int = 50
    suggestions: int = 20
    members: int = 60
    topics: int = 500
    seed: int = 1


@transaction.atomic
def fill(amount: Amount) -> Minutes:
    """Returns the one large set of minutes: 10 TOPs, about 1,500 words, with comments and suggestions."""
    people = fill_members(amount)
    topics = fill_topics(amount, people)
    fill_meetings(amount, people, topics)
    large = fill_large_minutes(amount, people)
    record("portal.filled", actor=None, target=large, data={"amount": vars(amount)})
    return large


def dice(amount, *parts):
    return random.Random("-".join(map(str, (amount.seed, *parts))))  # noqa: S311


def fill_members(amount):
    """Everybody has an account, with which nobody can sign in: it has no password."""
    organisations = list(Organisation.objects.order_by("pk"))
    if not organisations:
        raise ValueError("Bitte zuerst seed_kickoff ausführen.")
    slugs = [f"testperson.{amount.seed}.{number}" for number in range(1, amount.members + 1)]
    known = set(Person.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    new = []
    for slug in slugs:
        if slug not in known:
            name = f"Testperson {slug.rpartition('.')[2]}"
            new.append(Person(name=name, slug=slug, sort_key=sort_key(name)))
    new = Person.objects.bulk_create(new, BATCH)
    none = make_password(None)
    User.objects.bulk_create(
        [User(person=person, email=f"{person.slug}@{DOMAIN}", password=none) for person in new], BATCH
    )
    Membership.objects.bulk_create(
        [
            Membership(
                person=person,
                organisation=organisations[at % len(organisations)],
                starts_on=dt.date(2025, 6, 1),
            )
            for at, person in enumerate(new)
        ],
        BATCH,
    )
    return list(Person.objects.filter(slug__in=slugs).order_by("pk"))


def fill_topics(amount, people):
    titles = [
        f"{SUBJECTS[at % len(SUBJECTS)]}: {ASPECTS[at % len(ASPECTS)]} ({at + 1})"
        for at in range(amount.topics)
    ]
    known = set(Topic.objects.filter(title__in=titles).values_list("title", flat=True))
    new = []
    for at, title in enumerate(titles):
        if title in known:
            continue
        roll = dice(amount, "topic", at)
        body = paragraphs(roll, 2)
        new.append(
            Topic(
                title=title,
                body=body,
                body_html=html_of(body),
                levels=roll.randrange(1, 16) & sum(Level),
                state=roll.choice(TopicState.values),
                audience=roll.choice(AUDIENCES),
                proposed_by=roll.choice(people) if people else None,
            )
        )
    new = Topic.objects.bulk_create(new, BATCH)
    Support.objects.bulk_create(
        [
            Support(topic=topic, person=person)
            for topic in new
            for person in dice(amount, "support", topic.title).sample(people, min(len(people), 7))
        ],
        BATCH,
    )
    return list(Topic.objects.filter(title__in=titles).order_by("pk"))


def fill_meetings(amount, people, topics):
    have = Meeting.objects.filter(description=MARK).count()
    meetings = Meeting.objects.bulk_create(
        [meeting(amount, at, people) for at in range(have, amount.meetings)], BATCH
    )
    items = AgendaItem.objects.bulk_create(
        [item for m in meetings for item in agenda(amount, m, 5, people, topics)], BATCH
    )
    past = [m for m in meetings if m.state == MeetingState.HELD]
    Report.objects.bulk_create(
        [
            Report(
                meeting=m,
                title=f"Rückblick: {m.title}",
                body=SENTENCES[0],
                body_html=html_of(SENTENCES[0]),
                published_at=m.ends_at if m.audience == audience.PUBLIC else None,
            )
            for m in past
        ],
        BATCH,
    )
    fill_minutes(amount, past, items)
    fill_outcomes(amount, past, items, people)
    fill_events(amount, meetings, people)


def meeting(amount, at, people):
    roll = dice(amount, "meeting", at)
    if at < GROUP_MEETINGS:
        kind = Kind.GROUP
        place = (at * 13 % GROUP_MEETINGS + 0.5) / GROUP_MEETINGS  # 13: the first few lie far apart, too
    else:
        kind = roll.choice(OTHER_KINDS)
        place = at * GOLDEN % 1
    day = today() + dt.timedelta(days=int((place * YEARS - (YEARS - STILL_TO_COME)) * YEAR))
    begins = local(day, dt.time(roll.choice((9, 10, 14, 16))))
    return Meeting(
        title=f"{roll.choice(SUBJECTS)}: {roll.choice(ASPECTS)}", kind=kind,
        state=MeetingState.HELD if day < today() else MeetingState.SCHEDULED,
        starts_at=begins, ends_at=begins + dt.timedelta(hours=2), place_name="JEDI",
        place_address="Engelplatz 8, 07743 Jena", description=MARK, description_html=html_of(MARK),
        audience=roll.choice(AUDIENCES), minute_taker=roll.choice(people[:MINUTE_TAKERS]) if people else None,
    )  # fmt: skip


def agenda(amount, meeting, count, people, topics):
    roll = dice(amount, "agenda", meeting.title, meeting.starts_at)
    return [
        AgendaItem(
            meeting=meeting,
            position=at,
            number=str(at),
            kind=roll.choice([kind for kind in ItemKind.values if kind != ItemKind.BREAK]),
            title=f"{roll.choice(SUBJECTS)}: {roll.choice(ASPECTS)}",
            duration=roll.choice((10, 15, 20, 30)),
            topic=roll.choice(topics) if topics and at % 2 else None,
            presenter=roll.choice(people) if people else None,
        )
        for at in range(1, count + 1)
    ]


def fill_minutes(amount, meetings, items):
    """What was held lately goes round; all else is approved, and public where its meeting is."""
    since = timezone.now() - CIRCULATION
    minutes = Minutes.objects.bulk_create(
        [approved(m) if m.ends_at < since else in_circulation(m, since=m.ends_at) for m in meetings], BATCH
    )
    of_meeting = {row.meeting_id: row for row in minutes}
    sections = []
    for item in items:
        if item.meeting_id in of_meeting:
            body = paragraphs(dice(amount, "section", item.pk), 2)
            sections.append(section(of_meeting[item.meeting_id], item, body))
    MinutesSection.objects.bulk_create(sections, BATCH)


def approved(meeting):
    """Without a seal: each would cost a PDF."""
    day = meeting.ends_at + CIRCULATION
    return Minutes(
        meeting=meeting, state=MinutesState.APPROVED, circulated_at=meeting.ends_at, objections_until=day,
        approval=Approval.SILENT, approved_at=day,
        published_at=day if meeting.audience == audience.PUBLIC else None,
    )  # fmt: skip


def in_circulation(meeting, since):
    until = end_of_day(today() + CIRCULATION)
    return Minutes(
        meeting=meeting, state=MinutesState.CIRCULATING, circulated_at=since, objections_until=until
    )


def section(minutes, item, body):
    return MinutesSection(
        minutes=minutes, agenda_item=item, position=item.position, title=item.title, body=body,
        body_html=html_of(body),
    )  # fmt: skip


def fill_outcomes(amount, meetings, items, people):
    first_items: dict[int, AgendaItem] = {}
    for item in items:
        first_items.setdefault(item.meeting_id, item)
    counters = dict(DecisionCounter.objects.values_list("year", "last"))
    decisions, tasks = [], []
    for at, m in enumerate(meetings):
        roll = dice(amount, "outcome", at)
        common = {"meeting": m, "agenda_item": first_items[m.pk], "released_at": m.ends_at}
        year = m.starts_at.year
        counters[year] = counters.get(year, 0) + 1
        decisions.append(
            Decision(
                year=year,
                number=counters[year],
                wording=f"Beschlossen wird: {roll.choice(SENTENCES)}",
                result=roll.choice(Result.values),
                **common,
            )
        )
        if people:
            state = roll.choice(TASK_STATES)
            tasks.append(
                ActionItem(
                    wording=f"{roll.choice(SUBJECTS)}: {roll.choice(ASPECTS)} vorbereiten.",
                    assignee=roll.choice(people),
                    due_on=m.starts_at.date() + dt.timedelta(days=30),
                    state=state,
                    finished_at=m.ends_at if state == TaskState.DONE else None,
                    **common,
                )
            )
    Decision.objects.bulk_create(decisions, BATCH)
    ActionItem.objects.bulk_create(tasks, BATCH)
    for year, last in counters.items():
        DecisionCounter.objects.update_or_create(year=year, defaults={"last": last})


def fill_events(amount, meetings, people):
    """Ten for each meeting, in the weeks before it."""
    now = timezone.now()
    Event.objects.bulk_create(
        [
            Event(
                at=min(m.starts_at - dt.timedelta(days=3 * number), now),
                verb=HISTORY[number % len(HISTORY)],
                actor_name=people[number % len(people)].name if people else "",
                target_type=Meeting._meta.label_lower,
                target_id=m.pk,
                target_label=m.title,
            )
            for m in meetings
            for number in range(10)
        ],
        BATCH,
    )


def fill_large_minutes(amount, people):
    large = Minutes.objects.filter(meeting__title=LARGE_TITLE).first() or large_minutes(amount, people)
    sections = list(MinutesSection.objects.filter(minutes=large).in_order())
    have = SectionComment.objects.filter(section__minutes=large, suggestion__isnull=True).count()
    now = timezone.now()
    new = []
    for at in range(have, amount.comments if people else 0):
        roll = dice(amount, "comment", at)
        body, section = roll.choice(REMARKS), sections[at % len(sections)]
        new.append(
            SectionComment(
                section=section,
                author=roll.choice(people),
                body=body,
                body_html=html_of(body),
                settled_at=now if at % 5 == 4 else None,
                **(passage_in(section, at // len(sections)) if at % 3 == 0 else {}),
            )
        )
    SectionComment.objects.bulk_create(new, BATCH)
    fill_suggestions(amount, large, sections, people)
    return large


def passage_in(section, at):
    """A sentence of the section, as a comment names it."""
    words = words_of_text(section.body_html)
    places = sentences_of(words)
    start, end = places[at % len(places)]
    place = {"anchor_start": start, "anchor_end": end, "place_start": start, "place_end": end}
    return {"quote": words[start:end], "anchor_revision": 1, **place}


def fill_suggestions(amount, minutes, sections, people):
    """Two in each section and so on, none overlapping another; every fourth is decided."""
    have = Suggestion.objects.filter(comment__section__minutes=minutes).count()
    for at in range(have, amount.suggestions if people else 0):
        roll = dice(amount, "suggestion", at)
        section = sections[at % len(sections)]
        place = passage_in(section, 2 * (at // len(sections)))
        source = source_range(section.body, place["place_start"], place["place_end"], section.dialect)
        if source is None:
            raise ValueError("Ein Satz der Massendaten lässt sich nicht ersetzen.")
        comment = SectionComment.objects.create(section=section, author=roll.choice(people), **place)
        original = section.body[source.start : source.end]
        Suggestion.objects.create(
            comment=comment,
            original=original,
            replacement=f"{roll.choice(SUBJECTS)}: {original}",
            source_start=source.start,
            source_end=source.end,
            state=SuggestionState.DECLINED if at % 4 == 3 else SuggestionState.OPEN,
            reason="Das steht schon im Beschluss." if at % 4 == 3 else "",
        )


def large_minutes(amount, people):
    day = dt.date(2025, 5, 14)
    meeting = Meeting.objects.create(
        title=LARGE_TITLE, state=MeetingState.HELD, starts_at=start_of_day(day) + dt.timedelta(hours=14),
        ends_at=start_of_day(day) + dt.timedelta(hours=17), place_name="JEDI", audience=audience.MEMBERS,
    )  # fmt: skip
    items = AgendaItem.objects.bulk_create(agenda(amount, meeting, 10, people, []))
    minutes = in_circulation(meeting, since=timezone.now())
    minutes.save()
    MinutesSection.objects.bulk_create(
        [section(minutes, item, paragraphs(dice(amount, "large", item.position), 4)) for item in items]
    )
    freeze(minutes, by=None, reason="Umlauf")
    return minutes


def paragraphs(roll, count):
    """Paragraphs of about 38 words."""
    return "\n\n".join(" ".join(roll.sample(SENTENCES, 3)) for _nr in range(count))


def html_of(body):
    """As `render` makes it of these plain paragraphs, each of them only once: it is most of the work."""
    return "".join(map(_html_of_paragraph, body.split("\n\n")))


@cache
def _html_of_paragraph(text):
    return render(text)
