"""What is kept for many readers: nobody is served what was made for others, and every edit is seen."""

import datetime as dt
import re
from unittest.mock import patch

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from core.page_cache import cached
from meetings.enums import State as MeetingState
from meetings.models import Meeting
from members import audience
from members.actions.calendar import renew_calendar_address
from members.viewers import Viewer
from minutes.enums import State as MinutesState
from minutes.models import Minutes
from minutes.selectors import shared_pages
from polls.actions import polls
from polls.models import DatePoll, PollOption
from tests.conftest import NOW
from tests.factories.rows import (
    ActionItemFactory,
    AgendaItemFactory,
    CommentFactory,
    MeetingFactory,
    MinutesFactory,
    ReportFactory,
    SectionFactory,
    TopicFactory,
)
from tests.personas import ALL, make_cast, signed_in
from tests.polls.polling import NO, YES, opened, say
from topics.models import Support

PAGES = ("/", "/uebersicht/")
LISTS = (
    "/treffen/",
    "/treffen/monat/",
    "/beschluesse/",
    "/aufgaben/",
    "/aufgaben/?wessen=alle",
    "/aufgaben/?wessen=alle&stand=alle",
    "/aufgaben/nach-organisation/?stand=alle",
    "/aufgaben/nach-organisation/",
    "/themen/",
)
MASKS = (audience.PUBLIC, audience.MEMBERS, audience.CITY, audience.ENTERPRISE | audience.UTILITY)
READERS = [name for name in ALL if name != "anonymous"]

meetings = some.fixed_dictionaries(
    {
        "state": some.sampled_from(
            [MeetingState.DRAFT, MeetingState.SCHEDULED, MeetingState.INVITED, MeetingState.HELD]
        ),
        "mask": some.sampled_from(MASKS),
        "item": some.sampled_from([None, *MASKS[2:]]),
        "taker": some.sampled_from([None, *READERS]),
        "minutes": some.sampled_from([None, MinutesState.DRAFT, MinutesState.CIRCULATING]),
        "task": some.sampled_from([None, *READERS]),
        "report": some.booleans(),
        "comment": some.sampled_from([None, *READERS]),
    }
)
topics = some.tuples(some.sampled_from(MASKS), some.sampled_from([None, *READERS]))


# Who writes minutes sees more than others of the same house: a draft, and tasks that are not yet released.
WRITTEN = {
    "state": MeetingState.HELD, "mask": audience.MEMBERS, "item": None, "taker": "minute_taker",
    "minutes": MinutesState.DRAFT, "task": None, "report": False, "comment": None,
}  # fmt: skip
HIDDEN = [WRITTEN]
# Whoever commented may change their words, and nobody else may.
COMMENTED = [WRITTEN | {"minutes": MinutesState.CIRCULATING, "comment": "member_enterprise"}]
UNRELEASED = [WRITTEN | {"minutes": None, "task": "minute_taker"}]
ORDER = ("member_enterprise", "minute_taker", "anonymous")


def make(cast, at, chosen):
    """One meeting with all that hangs on it; every title is a word of its own."""
    begins = NOW + dt.timedelta(days=at + 1 if chosen["state"] != MeetingState.HELD else -at - 1)
    meeting = MeetingFactory(
        title=f"Treffen-{at}", state=chosen["state"], audience=chosen["mask"], starts_at=begins,
        minute_taker=chosen["taker"] and cast.users[chosen["taker"]].person,
    )  # fmt: skip
    item = AgendaItemFactory(
        meeting=meeting, title=f"Punkt-{at}", audience=(chosen["item"] or 0) & chosen["mask"] or None
    )
    if chosen["report"]:
        ReportFactory(meeting=meeting, title=f"Rückblick-{at}", published_at=NOW)
    if chosen["minutes"]:
        circulates = chosen["minutes"] == MinutesState.CIRCULATING
        minutes = MinutesFactory(
            meeting=meeting, state=chosen["minutes"], circulated_at=NOW if circulates else None,
            objections_until=NOW + dt.timedelta(days=9) if circulates else None,
        )  # fmt: skip
        section = SectionFactory(minutes=minutes, agenda_item=item)
        if chosen["comment"]:
            CommentFactory(section=section, author=cast.users[chosen["comment"]].person)
    if chosen["task"]:
        ActionItemFactory(
            agenda_item=item, wording=f"Aufgabe-{at}", released_at=NOW if chosen["minutes"] else None,
            assignee=cast.users[chosen["task"]].person, due_on=begins.date(),
        )  # fmt: skip


def fill(cast, plan, wanted, has_poll):
    for at, chosen in enumerate(plan):
        make(cast, at, chosen)
    for at, (mask, supporter) in enumerate(wanted):
        topic = TopicFactory(title=f"Thema-{at}", audience=mask)
        if supporter:
            Support.objects.create(topic=topic, person=cast.users[supporter].person)
    if has_poll:
        say(opened(cast), cast.member_city, YES, NO, YES)


def themselves(viewer, _version):
    return viewer


def browser_of(cast, name):
    return Client() if name == "anonymous" else signed_in(cast.users[name])


def calendar_of(cast, name):
    if name == "anonymous":
        return reverse("public_calendar")
    return reverse("personal_calendar", args=[renew_calendar_address(by=cast.users[name])])


def shown(client, address):
    """The page without what differs at every answer."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", client.get(address).text)


@pytest.mark.varies
@pytest.mark.usefixtures("clock")
@pytest.mark.slow
class AnyWorld(TestCase):
    @example(plan=HIDDEN, wanted=[], has_poll=False, order=ORDER)
    @example(plan=UNRELEASED, wanted=[], has_poll=False, order=ORDER)
    @example(plan=[], wanted=[], has_poll=True, order=("organiser", "member_city", "member_utility"))
    @example(plan=COMMENTED, wanted=[], has_poll=False, order=ORDER)
    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        plan=some.lists(meetings, max_size=4),
        wanted=some.lists(topics, max_size=3),
        has_poll=some.booleans(),
        order=some.permutations(ALL),
    )
    def test_every_reader_gets_what_would_be_made_for_them_alone(self, plan, wanted, has_poll, order):
        cast = make_cast()
        fill(cast, plan, wanted, has_poll)
        caches["pages"].clear()  # the last example left the same events
        shown_here = [
            *Meeting.objects.order_by("pk")[:2], *Minutes.objects.order_by("pk")[:2], *DatePoll.objects.all(),
        ]  # fmt: skip
        pages = [*PAGES, *LISTS, "/protokolle/", *(each.get_absolute_url() for each in shown_here)]
        visits = [
            (browser_of(cast, name), name, address)
            for name in order
            for address in (*pages, calendar_of(cast, name))
        ]
        with (
            patch.object(shared_pages, "audience_of", themselves),
            patch.object(Viewer, "as_audience", lambda viewer: viewer),
            # Nor is anything kept by its values: passages, parts of the shell, whether minutes are seen.
            patch.object(caches["pages"], "get", return_value=None),
            patch.object(caches["parts"], "get", return_value=None),
        ):
            alone = {(name, address): shown(client, address) for client, name, address in visits}
        caches["pages"].clear()
        for client, name, address in visits:
            assert shown(client, address) == alone[name, address], (name, address)


@pytest.mark.slow
def test_an_edit_is_seen_by_the_next_request_of_everybody(client_of, cast):
    """Through the pages alone: nothing but the event of the action makes what was kept too old."""
    meeting = MeetingFactory(title="Vorher", audience=audience.PUBLIC, invited_at=None)
    clients = [client_of(name) for name in ("organiser", "member_city", "member_utility", "anonymous")]
    pages = [
        (client, page) for client in clients for page in PAGES if client is not clients[3] or page == "/"
    ]
    assert all("Vorher" in client.get(page).text for client, page in pages)
    form = clients[0].get(f"/treffen/{meeting.pk}/bearbeiten/").context["form"]
    sent = {field.html_name: field.value() or "" for field in form} | {"title": "Nachher"}
    assert clients[0].post(f"/treffen/{meeting.pk}/bearbeiten/", sent).status_code == 303
    for client, page in pages:
        text = client.get(page).text
        assert "Nachher" in text
        assert "Vorher" not in text


def test_a_meeting_that_begins_needs_no_event(client_of, cast, clock):
    MeetingFactory(
        title="Bald vorbei", audience=audience.PUBLIC, starts_at=NOW, ends_at=NOW + dt.timedelta(hours=1)
    )
    client = client_of("member_city")
    first = {page: client.get(page) for page in PAGES}
    assert all("Bald vorbei" in answer.text for answer in first.values())
    clock.shift(dt.timedelta(hours=2))
    for page, answer in first.items():  # nor is the reader's own copy right any more
        again = client.get(page, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 200
        assert "Bald vorbei" not in again.text


def test_an_answer_stands_on_the_page_of_the_poll_at_once(client_of, cast):
    poll = opened(cast)
    city, utility = client_of("member_city"), client_of("member_utility")
    page = poll.get_absolute_url()
    assert all("hat geantwortet" not in client.get(page).text for client in (city, utility))
    sent = city.get(f"{page}antworten/").context["form"]
    options = [option.pk for option in sent.options]
    answers = {f"option_{pk}": "YES" for pk in options}
    assert city.post(f"{page}antworten/", {"version": 0, "gefragt": options, **answers}).status_code == 303
    for client, own in ((city, True), (utility, False)):
        text = client.get(page).text
        assert "hat geantwortet" in text
        assert ("Ihre Antworten vom" in text) == own


def test_a_closed_poll_offers_no_option_that_has_passed(client_of, cast, clock):
    poll = opened(cast)
    option = poll.options.in_order().first()
    soon = NOW + dt.timedelta(hours=1)
    PollOption.objects.filter(pk=option.pk).update(starts_at=soon, ends_at=soon + dt.timedelta(hours=2))
    polls.close(poll=poll, by=cast.organiser)
    client, way = client_of("organiser"), f"/{option.pk}/entscheiden/"
    assert way in client.get(poll.get_absolute_url()).text
    clock.shift(dt.timedelta(hours=2))
    assert way not in client.get(poll.get_absolute_url()).text


def test_an_option_that_passes_is_offered_no_longer(client_of, cast, clock):
    option = opened(cast).options.in_order().first()
    soon = NOW + dt.timedelta(hours=1)
    PollOption.objects.filter(pk=option.pk).update(starts_at=soon, ends_at=soon + dt.timedelta(hours=2))
    client = client_of("member_city")
    assert f'name="option_{option.pk}"' in client.get("/uebersicht/").text
    clock.shift(dt.timedelta(hours=2))
    assert f'name="option_{option.pk}"' not in client.get("/uebersicht/").text


def test_one_reading_minutes_is_no_longer_asked_to(client_of, cast):
    minutes = MinutesFactory(
        meeting=MeetingFactory(state=MeetingState.HELD), state=MinutesState.CIRCULATING, circulated_at=NOW,
        objections_until=NOW + dt.timedelta(days=9),
    )  # fmt: skip
    reader, other = client_of("member_city"), client_of("member_utility")
    assert all("Protokoll lesen" in client.get("/uebersicht/").text for client in (reader, other))
    reader.post(f"/protokolle/{minutes.pk}/gelesen/")
    assert "Protokoll lesen" not in reader.get("/uebersicht/").text
    assert "Protokoll lesen" in other.get("/uebersicht/").text


def test_a_task_that_is_done_is_no_deadline_any_more(client_of, cast):
    """In the month and in the calendar of who had it, from the next request on; nobody else had it."""
    item = AgendaItemFactory(meeting=MeetingFactory(state=MeetingState.HELD))
    task = ActionItemFactory(
        agenda_item=item, wording="Angebot einholen", assignee=cast.member_city.person,
        released_at=NOW, due_on=NOW.date(),
    )  # fmt: skip
    month = reverse("month", args=[f"{NOW:%Y-%m}"])
    own, others = (
        [(client_of(name), page) for page in (month, calendar_of(cast, name))]
        for name in ("member_city", "member_utility")
    )

    def told_of(pages):
        return ["Angebot einholen" in client.get(page).text for client, page in pages]

    assert told_of(own + others) == [True, True, False, False]
    assert own[0][0].post(f"/aufgaben/{task.pk}/stand/finish/").status_code == 303
    assert told_of(own + others) == [False] * 4


def test_a_poll_that_ends_by_the_clock_is_no_deadline_any_more(client_of, cast, clock):
    poll = opened(cast)
    DatePoll.objects.filter(pk=poll.pk).update(deadline=NOW + dt.timedelta(hours=1))
    client = client_of("member_city")
    pages = (reverse("month", args=[f"{NOW:%Y-%m}"]), calendar_of(cast, "member_city"))
    assert all("Terminabstimmung endet" in client.get(page).text for page in pages)
    clock.shift(dt.timedelta(hours=2))
    assert not any("Terminabstimmung endet" in client.get(page).text for page in pages)


def test_what_is_kept_names_all_that_it_depends_on():
    """Kind, version, audience; and nobody changes it for the next."""
    made = []

    def make_for(reader):
        made.append(reader)
        return [reader]

    def ask(kind="a", version=1, reader="x"):
        return cached(kind, version=version, audience=reader, make=make_for)

    ask().append("spoilt")
    assert ask() == ["x"]
    assert [ask(kind="b"), ask(version=2), ask(reader="y")] == [["x"], ["x"], ["y"]]
    assert made == ["x", "x", "x", "y"]
