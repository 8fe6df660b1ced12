"""Meetings as they run, and the way into their room."""

import datetime as dt

from core.dates import local
from meetings.enums import State
from tests.factories.rows import AgendaItemFactory, MeetingFactory

NOW = local(dt.date(2025, 7, 1), dt.time(10))
BEGINS = (State.SCHEDULED, State.INVITED)
BACK = "ende-zuruecknehmen"
ONLY_WHO_RUNS_IT = "Die Sitzung führen nur die Protokollführung dieses Treffens und die Organisation."


def make(cast, state=State.SCHEDULED, items=3, **fields):
    dates = {"starts_at": None, "ends_at": None} if state in (State.DRAFT, State.POLLING) else {}
    fields = {"number": 2, "starts_at": NOW, **dates, **fields}
    meeting = MeetingFactory(state=state, minute_taker=cast.minute_taker.person, **fields)
    for n in range(1, items + 1):
        AgendaItemFactory(meeting=meeting, position=n, number=str(n), title=f"Punkt {n}", duration=10)
    return meeting


def item(meeting, number):
    return meeting.agenda_items.get(number=str(number))


def runs(meeting):
    return meeting.spans.running().get()


def html_of(client, meeting):
    response = client.get(f"/treffen/{meeting.pk}/sitzung/")
    assert response.status_code == 200
    return response.content.decode()


def steer(client, meeting, what, **data):
    return client.post(f"/treffen/{meeting.pk}/sitzung/{what}/", data)
