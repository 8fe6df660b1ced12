import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.files.storage import storages

from core.dates import end_of_day, local
from meetings.enums import State as MeetingState
from members import audience
from minutes.enums import State
from tests.factories.rows import (
    ActionItemFactory,
    AgendaItemFactory,
    CommentFactory,
    DecisionFactory,
    MeetingFactory,
    MinutesFactory,
    SectionFactory,
    TopicFactory,
)

HELD_ON = local(dt.date(2025, 6, 4), dt.time(14))


def make_minutes(
    cast, *, state=State.CIRCULATING, mask=audience.MEMBERS, title="Auftakt", number=1, **fields
):
    """Minutes of a held meeting with three sections: for all, for the Stadtverwaltung only, for all."""
    meeting = MeetingFactory(
        title=title, number=number, state=MeetingState.HELD, starts_at=HELD_ON, audience=mask,
        minute_taker=cast.minute_taker.person,
    )  # fmt: skip
    fields.setdefault("author", cast.minute_taker.person)
    if state == State.CIRCULATING:
        fields |= {"objections_until": end_of_day(dt.date(2025, 7, 15)), "circulated_at": HELD_ON}
    minutes = MinutesFactory(meeting=meeting, state=state, **fields)
    topic = TopicFactory(title="Datenstrategie")
    items = [
        AgendaItemFactory(meeting=meeting, position=1, title="Datenstrategie als Fundament", topic=topic),
        AgendaItemFactory(meeting=meeting, position=2, title="Geheime Vergabe", audience=audience.CITY),
        AgendaItemFactory(meeting=meeting, position=3, title="Ausblick"),
    ]
    texts = ["Die Runde sprach über **Daten**.", "Der Zuschlag geht an Unbekannt.", "Es geht weiter."]
    sections = [
        SectionFactory(minutes=minutes, agenda_item=item, position=item.position, body=text)
        for item, text in zip(items, texts, strict=True)
    ]
    return SimpleNamespace(
        minutes=minutes, meeting=meeting, items=items, sections=sections,
        open=sections[0], secret=sections[1], last=sections[2], pk=minutes.pk,
        url=f"/protokolle/{minutes.pk}/",
    )  # fmt: skip


@pytest.fixture
def circulating(cast):
    """Circulating minutes with a secret section, and with a comment, a decision and a task in each kind."""
    made = make_minutes(cast)
    made.thread = CommentFactory(
        section=made.open, author=cast.member_utility.person, body="Bitte die Quelle nennen.",
        organisation=cast.organisations["utility"],
    )  # fmt: skip
    made.secret_thread = CommentFactory(
        section=made.secret, author=cast.member_city.person, body="Das war knapp."
    )
    now = HELD_ON
    made.decision = DecisionFactory(
        agenda_item=made.items[0], number=1, released_at=now, wording="Wir listen Datenquellen."
    )
    made.secret_decision = DecisionFactory(
        agenda_item=made.items[1], number=2, released_at=now, wording="Zuschlag für Unbekannt."
    )
    made.task = ActionItemFactory(
        agenda_item=made.items[0], released_at=now, wording="Quellen nachtragen.",
        assignee_organisation=cast.organisations["city"],
    )  # fmt: skip
    made.secret_task = ActionItemFactory(
        agenda_item=made.items[1], released_at=now, wording="Vertrag aufsetzen.",
        assignee_organisation=cast.organisations["city"],
    )  # fmt: skip
    return made


@pytest.fixture
def draft(cast):
    return make_minutes(cast, state=State.DRAFT, title="Entwurfstreffen", number=2)


@pytest.fixture
def published(cast):
    """Approved and published minutes of a public meeting, with a section for members only and a comment."""
    made = make_minutes(
        cast, state=State.APPROVED, mask=audience.PUBLIC, title="Öffentliches Treffen", number=3,
        approved_at=HELD_ON, published_at=HELD_ON,
    )  # fmt: skip
    made.last.audience = audience.MEMBERS
    made.last.save(update_fields=["audience"])
    made.thread = CommentFactory(section=made.open, author=cast.member_city.person, body="Nur unter uns.")
    return made


def post(client, url, data=None, **headers):
    return client.post(url, data or {}, follow=False, **headers)


# --- sealed minutes ---------------------------------------------------------------------------------------


@pytest.fixture
def archive(settings, tmp_path):
    """A folder of sealed files for this test alone."""
    records = {"BACKEND": "core.archive.Archive", "OPTIONS": {"location": tmp_path / "records"}}
    settings.STORAGES = settings.STORAGES | {"records": records}
    return storages["records"]


@pytest.fixture
def chain(cast, clock, archive):
    """Two sets of minutes; the first was corrected after the second was sealed: three seals."""
    from tests.minutes.sealed import make_chain

    return make_chain(cast, clock, archive)
