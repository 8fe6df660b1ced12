"""Factories make valid rows in realistic German; one module for all apps, because tests read across them."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from core.dates import local
from core.markdown import render
from core.slugs import slug, sort_key
from meetings.enums import Presence
from meetings.enums import State as MeetingState
from meetings.models import AgendaItem, Attendance, Meeting, Report
from members import audience
from members.enums import Kind
from members.models import Membership, Organisation, Person, User
from minutes.enums import State as MinutesState
from minutes.models import Minutes, MinutesSection, SectionComment, Suggestion
from minutes.text.passages import source_range, words_of_text
from outcomes.models import ActionItem, Decision
from topics.models import Topic

PASSWORD = "Ein-gutes-Kennwort-7"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Eigenbetrieb {n}")
    slug = factory.LazyAttribute(lambda o: slug(o.name))
    sort_key = factory.LazyAttribute(lambda o: sort_key(o.name))
    kind = Kind.ENTERPRISE


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person Nummer {n}")
    slug = factory.LazyAttribute(lambda o: slug(o.name, "."))
    sort_key = factory.LazyAttribute(lambda o: sort_key(o.name))


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    email = factory.LazyAttribute(lambda o: f"{o.person.slug}@example.org")

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or PASSWORD)
        if create:
            self.save(update_fields=["password"])


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    starts_on = dt.date(2025, 6, 1)


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    title = factory.Sequence(lambda n: f"Thema {n}: Offene Daten für alle")
    body = "Welche Daten können wir **teilen**?"
    body_html = factory.LazyAttribute(lambda o: render(o.body))
    audience = audience.MEMBERS


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    title = factory.Sequence(lambda n: f"Arbeitstreffen {n}")
    state = MeetingState.SCHEDULED
    starts_at = local(dt.date(2025, 9, 10), dt.time(14))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + dt.timedelta(hours=2) if o.starts_at else None)
    place_name = "JEDI"
    audience = audience.MEMBERS


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda o: str(o.position))
    title = factory.Sequence(lambda n: f"Punkt {n}")
    duration = 20


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    presence = Presence.PRESENT


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = Report

    meeting = factory.SubFactory(MeetingFactory, state=MeetingState.HELD)
    title = "Ein Rückblick"
    body = "Es ging um **Daten**."
    body_html = factory.LazyAttribute(lambda o: render(o.body))


class MinutesFactory(DjangoModelFactory):
    class Meta:
        model = Minutes

    meeting = factory.SubFactory(MeetingFactory, state=MeetingState.HELD)
    state = MinutesState.DRAFT
    objections_until = factory.LazyAttribute(
        lambda o: timezone.now() + dt.timedelta(days=14) if o.state == MinutesState.CIRCULATING else None
    )


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = MinutesSection

    minutes = factory.SubFactory(MinutesFactory)
    agenda_item = factory.SubFactory(AgendaItemFactory, meeting=factory.SelfAttribute("..minutes.meeting"))
    position = factory.Sequence(lambda n: n + 1)
    body = "Die Runde sprach über **Daten**."
    body_html = factory.LazyAttribute(lambda o: render(o.body))


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = SectionComment

    section = factory.SubFactory(SectionFactory)
    author = factory.SubFactory(PersonFactory)
    body = "Bitte die Quelle nennen."
    body_html = factory.LazyAttribute(lambda o: render(o.body))


def anchored(section, quote, *, revision=1, **fields):
    """A comment on the passage `quote` of a section, as it stands there now."""
    start = words_of_text(section.body_html).index(quote)
    place = {"anchor_start": start, "place_start": start}
    place |= {"anchor_end": start + len(quote), "place_end": start + len(quote)}
    return CommentFactory(section=section, quote=quote, anchor_revision=revision, **place, **fields)


class SuggestionFactory(DjangoModelFactory):
    class Meta:
        model = Suggestion

    replacement = "bessere Worte"

    @classmethod
    def on(cls, section, quote, replacement, *, author, **fields):
        """A suggestion for a passage, with its comment."""
        comment = anchored(section, quote, author=author, body="")
        source = source_range(section.body, comment.place_start, comment.place_end, section.dialect)
        return cls(
            comment=comment, original=section.body[source.start : source.end], replacement=replacement,
            source_start=source.start, source_end=source.end, **fields,
        )  # fmt: skip


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    agenda_item = factory.SubFactory(AgendaItemFactory)
    meeting = factory.SelfAttribute("agenda_item.meeting")
    year = 2025
    number = factory.Sequence(lambda n: n + 1)
    wording = "Die Fachgruppe legt eine Liste ihrer Datenquellen an."


class ActionItemFactory(DjangoModelFactory):
    class Meta:
        model = ActionItem

    agenda_item = factory.SubFactory(AgendaItemFactory)
    meeting = factory.SelfAttribute("agenda_item.meeting")
    wording = "Datenquellen des eigenen Hauses auflisten."
    assignee_organisation = factory.SubFactory(OrganisationFactory)
