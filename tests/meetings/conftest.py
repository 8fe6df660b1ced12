import datetime as dt

import pytest

from core.dates import local
from meetings.actions import agenda
from meetings.actions import running as running_actions
from meetings.enums import State
from meetings.models import Meeting
from members import audience
from tests.factories.rows import MeetingFactory
from tests.meetings.running import make

# Words that must never reach somebody outside their audience.
SECRET = "Zählerdaten der Stadtwerke"


def at(year, month, day, hour=14, minute=0):
    return local(dt.date(year, month, day), dt.time(hour, minute))


@pytest.fixture
def draft(cast):
    return MeetingFactory(title="Datenplattform", state=State.DRAFT, starts_at=None, ends_at=None)


@pytest.fixture
def announced(cast):
    return MeetingFactory(
        title="Geheimer Arbeitstitel", state=State.DRAFT, starts_at=None, ends_at=None, is_announced=True,
        target_year=2025, target_quarter=3, audience=audience.PUBLIC, place_name="Geheimer Ort",
        description="Geheime Beschreibung", description_html="<p>Geheime Beschreibung</p>",
    )  # fmt: skip


@pytest.fixture
def meeting(cast):
    """On 10 September 2025 from 14 to 16 in the JEDI, for members."""
    return MeetingFactory(title="Herbsttreffen", number=2, place_address="Engelplatz 8, 07743 Jena")


@pytest.fixture
def public_meeting(cast):
    return MeetingFactory(title="Öffentliches Treffen", audience=audience.PUBLIC, number=3)


@pytest.fixture
def held(cast):
    return MeetingFactory(
        title="Auftakt im JEDI", number=1, state=State.HELD, audience=audience.PUBLIC,
        starts_at=at(2025, 6, 4), has_times=False, ends_at=None,
    )  # fmt: skip


@pytest.fixture
def build(cast):
    """`build(meeting, "Eins", ("Zwei", {"duration": 20}))` puts items on an agenda and returns them."""

    def items(meeting, *wanted):
        made = []
        for each in wanted:
            title, fields = each if isinstance(each, tuple) else (each, {})
            made.append(agenda.add_item(meeting=meeting, title=title, by=cast.organiser, **fields))
        return made

    return items


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def numbers(meeting):
    return [(item.number, item.title) for item in meeting.agenda_items.in_order()]


def dated(day="2025-09-10", begins="14:00", ends="16:00", **fields):
    """What the form about the date posts."""
    return {
        "day": day, "begins": begins, "ends": ends, "version": 1,
        "place_name": "JEDI", "place_address": "", "online_url": "", **fields,
    }  # fmt: skip


__all__ = ["SECRET", "Meeting", "at", "dated", "fresh", "numbers"]


@pytest.fixture
def ready(cast):
    """Today at ten, with three TOPs; the persona minute_taker takes its minutes."""
    return make(cast)


@pytest.fixture
def running(cast, ready):
    return running_actions.begin(meeting=ready, by=cast.organiser)


@pytest.fixture
def sent(client_of, cast, meeting, clock, worker, mailbox):
    """Everybody is invited, and the mails have left."""
    from tests.invitations.inviting import flush, invite

    assert invite(client_of, cast, meeting).status_code == 303
    return flush(clock, worker, mailbox)
