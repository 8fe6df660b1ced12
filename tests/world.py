"""One portal with one of everything in two copies: one for the members, one for the Stadtwerke alone.

Every text that somebody must not read carries a word of its own; `World.words` says who may read it.
`restrict()` adds the second copy, `fill_the_gaps()` changes what is hidden: nobody outside notices.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from activity import heartbeat, unsubscribing
from activity.events import record
from activity.models import KeptMail
from core.dates import end_of_day, local
from meetings.enums import Presence
from meetings.enums import State as MeetingState
from meetings.models import AgendaSpan, Move
from members import audience
from members.actions.calendar import renew_calendar_address
from members.models import AccountInvitation
from minutes.actions.circulation import freeze
from minutes.actions.seals import seal
from minutes.enums import SealKind
from minutes.enums import State as MinutesState
from minutes.models import SectionCommentText
from outcomes.models import TaskOnAgenda, TaskRemark
from outcomes.selectors.done import token_for
from tests.factories.rows import (
    ActionItemFactory,
    AgendaItemFactory,
    AttendanceFactory,
    CommentFactory,
    DecisionFactory,
    MeetingFactory,
    MembershipFactory,
    MinutesFactory,
    OrganisationFactory,
    PersonFactory,
    ReportFactory,
    SectionFactory,
    SuggestionFactory,
    TopicFactory,
    UserFactory,
)
from tests.personas import ALL, SINCE, Cast
from tests.world_asking import ask
from tests.world_attachments import attach
from tests.world_gaps import fill_the_gaps
from tests.world_hosts import ORGANISERS, make_announced, note
from tests.world_say import say
from topics.enums import State as TopicState
from topics.models import Support

EVERYBODY = frozenset(ALL)
BESIDE = frozenset({"contact", "operator"})  # members as well: see `somebody`
INSIDE = EVERYBODY - {"anonymous", "former_member"} | BESIDE
UTILITY = frozenset({"member_utility", "organiser"})


def day(month, number, hour=14):
    return local(dt.date(2025, month, number), dt.time(hour))


@dataclass
class World:
    cast: Cast
    words: dict = field(default_factory=dict)
    members: SimpleNamespace | None = None
    restricted: SimpleNamespace | None = None
    public: SimpleNamespace | None = None
    house: SimpleNamespace | None = None

    def word(self, text, readers):
        """A word that occurs nowhere else, and who may find it."""
        assert text not in self.words, text
        self.words[text] = frozenset(readers)
        return text

    def copy(self):
        """The same world with a list of words of its own, for a test that adds to it and takes it back."""
        return replace(self, words=dict(self.words))

    def restrict(self):
        """Now the Stadtwerke have a meeting, minutes and topics of their own."""
        self.restricted = Copy(
            self, "Geheim", audience.UTILITY, UTILITY, author="member_utility", taker="member_utility",
            house="utility", number=3,
        ).made()  # fmt: skip

    def fill_the_gaps(self):
        """What stands in the hidden TOPs of the members' meetings becomes longer, livelier and different."""
        fill_the_gaps(self, UTILITY | {"minute_taker"})


def make_world(cast: Cast) -> World:
    world = World(cast)
    cast.users["contact"] = somebody(cast, "contact", "Ansprechperson", is_contact=True)
    cast.users["operator"] = somebody(cast, "operator", "Betrieb")
    cast.operator.is_staff = cast.operator.is_superuser = True
    cast.operator.save(update_fields=["is_staff", "is_superuser"])
    cast.users["future_member"] = somebody(
        cast, "future", "Künftiges Mitglied", starts_on=dt.date(2025, 8, 1)
    )
    cast.users["staff"] = UserFactory(
        person=PersonFactory(name="Technik"), email="staff@example.org", is_staff=True
    )
    for user in cast.users.values():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    heartbeat.beat()
    world.house = make_house(world)
    world.public = make_public(world)
    world.members = Copy(
        world, "Mitglied", audience.MEMBERS, INSIDE, author="member_city", taker="minute_taker",
        house="city", number=2,
    ).made()  # fmt: skip
    world.house.done_token = token_for(world.members.task, world.cast.member_city)
    world.house.unsubscribe_token = unsubscribing.token_for(cast.member_city, "meetings.scheduled")
    return world


def somebody(cast, key, name, **rights):
    person = PersonFactory(name=name)
    MembershipFactory(
        person=person, organisation=cast.organisations["city"], **{"starts_on": SINCE, **rights}
    )
    return UserFactory(person=person, email=f"{key}@example.org")


def make_house(world):
    """People and houses, which belong to no copy: what only admins may know of them."""
    cast, admins = world.cast, {"admin"}
    invitation = AccountInvitation.objects.create(
        email="neu@example.org", name=world.word("Einladungsname", {*admins, "operator"}),
        nonce="nonce-of-the-invitation", organisation=cast.organisations["utility"],
        starts_on=dt.date(2025, 7, 1), invited_by=cast.admin,
        message=world.word("Einladungstext", ()), expires_at=timezone.now() + dt.timedelta(days=7),
    )  # fmt: skip
    former = cast.former_member.person.memberships.get()
    former.ended_because = world.word("Austrittsgrund", {"admin", "former_member"})
    former.save(update_fields=["ended_because"])
    mail = KeptMail.objects.create(to="x@example.org", subject="Probe", text="Probe", html="<head></head>x")
    with transaction.atomic():
        record("members.invited", actor=cast.admin, target=invitation, label="jemanden")
    return SimpleNamespace(
        calendar=renew_calendar_address(by=cast.member_city), invitation=invitation, mail=mail,
        organisation=cast.organisations["city"], person=cast.member_city.person,
        membership=cast.member_city.person.memberships.get(), empty=OrganisationFactory(name="jenarbeit"),
        closed=OrganisationFactory(name="Früherer Betrieb", closed_on=dt.date(2025, 1, 1)),
    )  # fmt: skip


# --- what everybody sees, with what hangs on it for some --------------------------------------------------


def make_public(world):
    cast = world.cast
    topic = TopicFactory(title="Datenstrategie", audience=audience.PUBLIC, state=TopicState.ACCEPTED)
    held = MeetingFactory(
        title="Auftakt", number=1, audience=audience.PUBLIC, state=MeetingState.HELD, starts_at=day(6, 4),
        minute_taker=cast.minute_taker.person, online_url="https://example.org/Mitgliederlink",
    )  # fmt: skip
    world.word("Mitgliederlink", INSIDE)
    first = AgendaItemFactory(
        meeting=held, position=1, title="Datenstrategie als Fundament", topic=topic, number="1",
        presenter_name=world.word("Gastname", INSIDE),
    )  # fmt: skip
    last = AgendaItemFactory(
        meeting=held, position=2, number="2", title=world.word("Interner-Punkt", INSIDE),
        audience=audience.MEMBERS,
    )  # fmt: skip
    minutes = MinutesFactory(
        meeting=held, state=MinutesState.APPROVED, approved_at=day(6, 20), published_at=day(6, 20),
        circulated_at=day(6, 5), author=cast.minute_taker.person,
    )  # fmt: skip
    section = SectionFactory(minutes=minutes, agenda_item=first, position=1, body="Offen gesagt.")
    inner = SectionFactory(
        minutes=minutes, agenda_item=last, position=2, body=world.word("Interner-Text", INSIDE)
    )
    CommentFactory(
        section=section, author=cast.member_city.person, body=world.word("Interner-Kommentar", INSIDE)
    )
    AttendanceFactory(
        meeting=held, person=cast.member_utility.person, reason=world.word("Abwesenheitsgrund", INSIDE),
        presence=Presence.EXCUSED,
    )  # fmt: skip
    AttendanceFactory(meeting=held, person=None, guest_name=world.word("Öffentlicher-Gast", INSIDE))
    decision = DecisionFactory(agenda_item=first, number=1, released_at=day(6, 5), wording="Wir fangen an.")
    DecisionFactory(
        agenda_item=last, number=2, released_at=day(6, 5), wording=world.word("Interner-Beschluss", INSIDE)
    )
    ActionItemFactory(
        agenda_item=first, released_at=day(6, 5), wording=world.word("Interne-Aufgabe", INSIDE),
        assignee_organisation=cast.organisations["city"],
    )  # fmt: skip
    with transaction.atomic():
        seal(minutes, kind=SealKind.APPROVAL, by=cast.organiser)
    ReportFactory(meeting=held, published_at=day(6, 6), published_by=cast.organiser)
    TopicFactory(
        title=world.word("Ungeprüfte-Idee", INSIDE), audience=audience.PUBLIC, state=TopicState.IDEA,
        proposed_by=cast.member_enterprise.person,
    )  # fmt: skip
    TopicFactory(
        title=world.word("Abgelehntes-Thema", INSIDE), audience=audience.PUBLIC, state=TopicState.DECLINED,
        reason=world.word("Ablehnungsgrund", INSIDE),
    )  # fmt: skip
    announced = make_announced(world)
    unreported = MeetingFactory(
        title="Exkursion", audience=audience.PUBLIC, state=MeetingState.HELD, starts_at=day(6, 11)
    )
    ReportFactory(
        meeting=unreported, title=world.word("Entwurf-Rückblick", ORGANISERS),
        body=world.word("Entwurf-Rückblickstext", ORGANISERS),
    )  # fmt: skip
    return SimpleNamespace(
        topic=topic, held=held, minutes=minutes, section=section, inner=inner, decision=decision,
        announced=announced, unreported=unreported,
    )  # fmt: skip


# --- one copy of everything -------------------------------------------------------------------------------


class Copy:
    """Meetings, minutes, topics and outcomes of one audience, each with words of its own."""

    def __init__(self, world, prefix, mask, readers, *, author, taker, house, number):
        cast = world.cast
        self.world, self.cast, self.prefix, self.mask, self.readers = world, cast, prefix, mask, readers
        self.author, self.taker = cast.users[author].person, cast.users[taker].person
        self.writers = frozenset({"organiser", taker})
        self.house, self.number = cast.organisations[house], number
        self.outside = cast.member_city.person  # is named in hidden places without being inside

    def say(self, what, readers=None, glue="-"):
        return self.world.word(f"{self.prefix}{glue}{what}", self.readers if readers is None else readers)

    def made(self):
        self.make_topics()
        self.make_held()
        self.make_talk()
        say(self)
        self.make_drafted()
        self.make_running()
        self.make_ahead()
        attach(self)
        note(self)
        ask(self)
        self.make_events()
        kept = ("world", "cast", "say", "house", "number", "prefix")
        return SimpleNamespace(**{name: value for name, value in vars(self).items() if name not in kept})

    def make_topics(self):
        self.topic = TopicFactory(
            title=self.say("Thema"), body=self.say("Themenbeschreibung"), audience=self.mask,
            state=TopicState.ACCEPTED, proposed_by=self.author, organisation=self.house,
        )  # fmt: skip
        self.idea = TopicFactory(title=self.say("Idee"), audience=self.mask, proposed_by=self.author)
        Support.objects.create(topic=self.topic, person=self.author)

    def make_held(self):
        self.held = MeetingFactory(
            title=self.say("Treffen"), number=self.number, audience=self.mask, state=MeetingState.HELD,
            starts_at=day(6, 18), minute_taker=self.taker, place_name=self.say("Ort"),
            description=self.say("Beschreibung"), description_html=self.prefix + "-Beschreibung",
        )  # fmt: skip
        self.item = AgendaItemFactory(
            meeting=self.held, position=1, number="1", title=self.say("Punkt"), topic=self.topic,
            presenter=self.outside, presenter_name="", duration=20,
        )  # fmt: skip
        self.hidden_item = AgendaItemFactory(
            meeting=self.held, position=2, number="2", audience=audience.UTILITY, duration=10,
            title=self.say("Lücke", self.readers_of_gaps),
        )  # fmt: skip
        self.last_item = AgendaItemFactory(meeting=self.held, position=3, number="3", title="Ausblick")
        AgendaItemFactory(
            meeting=self.held, position=4, number="3.1", parent=self.last_item, title="Und dann"
        )
        self.minutes = MinutesFactory(
            meeting=self.held, state=MinutesState.CIRCULATING, author=self.taker, circulated_at=day(6, 20),
            objections_until=end_of_day(dt.date(2025, 7, 15)),
        )  # fmt: skip
        self.section = SectionFactory(
            minutes=self.minutes, agenda_item=self.item, position=1, body=self.say("Protokolltext")
        )
        self.hidden_section = SectionFactory(
            minutes=self.minutes, agenda_item=self.hidden_item, position=2,
            body=self.say("Lückentext", self.readers_of_gaps),
        )  # fmt: skip
        SectionFactory(minutes=self.minutes, agenda_item=self.last_item, position=3, body="Es geht weiter.")
        self.report = ReportFactory(
            meeting=self.held, title=self.say("Rückblick"), body=self.say("Rückblickstext"),
            published_at=day(6, 21),
        )  # fmt: skip
        self.make_outcomes()
        with transaction.atomic():
            freeze(self.minutes, by=self.cast.organiser, reason="Umlauf")
            self.section.body += f"\n\n{self.say('Nachtrag')}"
            self.section.body_html += f"<p>{self.prefix}-Nachtrag</p>"
            self.section.save(update_fields=["body", "body_html"])
            freeze(self.minutes, by=self.cast.organiser, reason="Nachtrag")

    def make_outcomes(self):
        self.decision = DecisionFactory(
            agenda_item=self.item, number=self.number * 10, released_at=day(6, 20),
            wording=self.say("Beschluss"),
        )  # fmt: skip
        DecisionFactory(
            agenda_item=self.last_item, number=self.number * 10 + 2, released_at=day(6, 20),
            wording=self.say("Ausblicksbeschluss"),
        )  # fmt: skip
        self.task = ActionItemFactory(
            agenda_item=self.item, released_at=day(6, 20), wording=self.say("Aufgabe"), assignee=self.author,
            assignee_organisation=self.house, due_on=dt.date(2025, 7, 10),
        )  # fmt: skip
        ActionItemFactory(
            agenda_item=self.item, released_at=day(6, 20), wording=self.say("Hausaufgabe"),
            assignee_organisation=self.house,
        )  # fmt: skip

        TaskRemark.objects.create(task=self.task, author=self.author, body=self.say("Bemerkung"))

    def make_talk(self):
        self.thread = CommentFactory(section=self.section, author=self.author, body=self.say("Kommentar"))
        self.answer = CommentFactory(
            section=self.section, author=self.cast.organiser.person, parent=self.thread,
            body=self.say("Antwort"),
        )  # fmt: skip
        self.settled = CommentFactory(
            section=self.section, author=self.author, body=self.say("Erledigtes"), settled_at=timezone.now(),
            settled_by=self.author,
        )  # fmt: skip
        self.edited = CommentFactory(
            section=self.section, author=self.author, body=self.say("Bearbeitetes"), edited_at=timezone.now()
        )
        word, gap = self.section.body.split()[0], self.hidden_section.body.split()[0]
        better = self.say("Vorschlag", glue="")
        self.suggestion = SuggestionFactory.on(self.section, word, better, author=self.author)
        hidden = self.say("Lückenvorschlag", self.readers_of_gaps, glue="")
        SuggestionFactory.on(self.hidden_section, gap, hidden, author=self.cast.organiser.person)
        older = {"body": self.say("Ältertext"), "body_html": f"<p>{self.prefix}-Ältertext</p>"}
        SectionCommentText.objects.create(comment=self.edited, written_at=day(6, 20), **older)

    def make_drafted(self):
        """Held, but the minutes are still being written, with what they decide."""
        self.recorded = MeetingFactory(
            title=self.say("Mitschrift"), audience=self.mask, state=MeetingState.HELD, starts_at=day(6, 24),
            minute_taker=self.taker,
        )  # fmt: skip
        self.draft_item = AgendaItemFactory(meeting=self.recorded, position=1, number="1", title="Stand")
        self.draft = MinutesFactory(meeting=self.recorded, state=MinutesState.DRAFT, author=self.taker)
        self.draft_section = SectionFactory(
            minutes=self.draft, agenda_item=self.draft_item, position=1,
            body=self.say("Entwurfstext", self.writers),
        )  # fmt: skip
        self.empty_section = SectionFactory(
            minutes=self.draft, position=2, body="",
            agenda_item=AgendaItemFactory(meeting=self.recorded, position=2, number="2", title="Offenes"),
        )  # fmt: skip
        self.draft_decision = DecisionFactory(
            agenda_item=self.draft_item, number=self.number * 10 + 1,
            wording=self.say("Entwurfsbeschluss", self.writers),
        )  # fmt: skip
        self.draft_task = ActionItemFactory(
            agenda_item=self.draft_item, wording=self.say("Entwurfsaufgabe", self.writers),
            assignee=self.outside, assignee_organisation=self.cast.organisations["city"],
        )  # fmt: skip
        with transaction.atomic():
            freeze(self.draft, by=self.cast.organiser, reason="Zwischenstand", is_internal=True)

    def make_running(self):
        """Begun this morning; the hidden TOP runs, and of it only those who may see it know."""
        self.running = MeetingFactory(
            title=self.say("Laufendes"), audience=self.mask, state=MeetingState.RUNNING,
            starts_at=day(7, 1, 9), began_at=day(7, 1, 9), minute_taker=self.taker,
        )  # fmt: skip
        AgendaItemFactory(meeting=self.running, position=1, number="1", title="Begrüßung")
        self.running_item = AgendaItemFactory(
            meeting=self.running, position=2, number="2", audience=audience.UTILITY, duration=15,
            title=self.say("Laufende-Lücke", self.readers_of_gaps),
        )  # fmt: skip
        AgendaSpan.objects.create(
            meeting=self.running, agenda_item=self.running_item, started_at=day(7, 1, 9)
        )
        AttendanceFactory(
            meeting=self.running, person=self.author, organisation=self.house,
            deputy_name=self.say("Vertretung"), presence=Presence.REPRESENTED,
        )  # fmt: skip
        self.mistaken = MeetingFactory(
            title=self.say("Versehentliches"), audience=self.mask, state=MeetingState.RUNNING,
            starts_at=day(7, 1, 18), began_at=day(7, 1, 9), minute_taker=self.taker,
        )  # fmt: skip
        self.guest = AttendanceFactory(meeting=self.running, person=None, guest_name=self.say("Sitzungsgast"))

    def make_ahead(self):
        """What comes: a meeting with a date, one whose day has passed, one that is only a draft."""
        self.upcoming = MeetingFactory(
            title=self.say("Kommendes"), audience=self.mask, starts_at=day(9, 10, 9 + self.number),
            minute_taker=self.taker, online_url=f"https://example.org/{self.say('Konferenz')}",
        )  # fmt: skip
        self.next_item = AgendaItemFactory(
            meeting=self.upcoming, position=1, number="1", title=self.say("Vorhaben"), duration=30,
            presenter_organisation=self.house,
        )  # fmt: skip
        self.next_hidden_item = AgendaItemFactory(
            meeting=self.upcoming, position=2, number="2", audience=audience.UTILITY, duration=15,
            title=self.say("Vorlücke", self.readers_of_gaps),
        )  # fmt: skip
        AgendaItemFactory(meeting=self.upcoming, position=3, number="3", title="Danach", duration=10)
        Move.objects.create(
            meeting=self.upcoming, old_starts_at=day(9, 3), old_ends_at=day(9, 3, 16),
            reason=self.say("Verschiebungsgrund"),
        )  # fmt: skip
        self.taken = TaskOnAgenda.objects.create(agenda_item=self.next_item, task=self.task)
        self.past = MeetingFactory(
            title=self.say("Vergangenes"), audience=self.mask, starts_at=day(6, 26), minute_taker=self.taker
        )
        self.planned = MeetingFactory(
            title=self.say("Planung", ORGANISERS), audience=self.mask, state=MeetingState.DRAFT,
            target_year=2025, target_quarter=3, starts_at=None, ends_at=None,
        )  # fmt: skip
        self.cancelled = MeetingFactory(
            title=self.say("Abgesagtes"), audience=self.mask, state=MeetingState.CANCELLED,
            starts_at=day(9, 20), cancelled_because=self.say("Absagegrund"),
        )  # fmt: skip

    def make_events(self):
        """What the audit log keeps of it."""
        with transaction.atomic():
            for verb, target in (
                ("meetings.created", self.planned), ("meetings.held", self.held),
                ("topics.proposed", self.topic), ("minutes.circulated", self.minutes),
                ("tasks.recorded", self.task), ("meetings.report_published", self.report),
            ):  # fmt: skip
                record(verb, actor=self.cast.organiser, target=target, data={"revision": 1})

    @property
    def readers_of_gaps(self):
        return self.writers | UTILITY
