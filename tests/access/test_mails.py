"""Mails about what only some may see go to these, at once and in the digest, and to nobody else."""

import datetime as dt

import pytest
from django.utils import timezone

from activity.enums import Frequency
from activity.models import Preference
from activity.registry import choosable
from invitations.models import MailedReply
from members import audience
from tests.access.crawler import TOKEN
from tests.world import INSIDE, make_world

FORM = {"csrfmiddlewaretoken": "x"}
INSIDERS = {"member_utility", "organiser"}


@pytest.fixture
def world(cast):
    world = make_world(cast)
    world.restrict()
    return world


@pytest.fixture
def people(world):
    """Address → persona."""
    return {user.email: persona for persona, user in world.cast.users.items()}


@pytest.fixture
def act(client_of):
    """`act("organiser", "/treffen/1/absagen/", reason="…")` has to succeed."""

    def sent(persona, path, **data):
        response = client_of(persona).post(path, FORM | data)
        assert response.status_code in (302, 303), (path, response.status_code)

    return sent


def everything_that_happens(act, world, copy, *, taker, author):
    """Every deed that tells somebody, done on one copy. Who is mentioned or assigned may be outside."""
    asked = (copy.preparing.title, copy.prepared.options.first().place_name)
    for text in (copy.planned.title, copy.draft_task.wording, copy.draft_decision.wording, *asked):
        world.words[text] = copy.readers  # no secret any more: it gets a date, or goes round
    utility, city = "@mitglied.stadtwerke", "@mitglied.stadtverwaltung"
    act("organiser", f"/treffen/{copy.planned.pk}/terminieren/", day="2025-08-20", begins="14:00", version=1)
    act("organiser", f"/treffen/{copy.upcoming.pk}/verschieben/", day="2025-09-11", begins="10:00",
        reason="Feiertag", place_name="Neuer Saal", version=1)  # fmt: skip
    act("organiser", f"/treffen/{copy.upcoming.pk}/absagen/", reason="Krank", version=2)
    act("organiser", f"/treffen/{copy.preparing.pk}/terminabstimmung/starten/", until="2025-07-18", version=1)
    act("organiser", f"/treffen/{copy.polled.pk}/terminabstimmung/schliessen/")
    act("organiser", f"/treffen/{copy.polled.pk}/absagen/", reason="Findet sich nicht.", version=1)
    act(taker, f"/protokolle/{copy.draft.pk}/umlauf/", until="2025-07-20", message="Bitte lesen.")
    act("organiser", f"/protokolle/abschnitte/{copy.section.pk}/kommentieren/", body=f"{utility} {city}?")
    act("organiser", f"/protokolle/kommentare/{copy.thread.pk}/antworten/", body=f"Ja, {city}.")
    round_of = f"/protokolle/{copy.minutes.pk}"
    act(author, f"{round_of}/einwendungen/neu/", reason="Anders.", section=copy.section.pk)
    act("organiser", f"/protokolle/einwendungen/{copy.objection.pk}/beantworten/", verb="FOLLOW", version=1)
    act("organiser", f"{round_of}/umlauf/verlaengern/", until="2025-07-22", known_end="2025-07-15")
    act("organiser", f"{round_of}/umlauf/erinnern/")
    act(author, "/themen/neu/", title="Frisches", body="Neu.", audience=copy.mask)
    act("organiser", f"/themen/{copy.idea.pk}/stand/accept/")
    person = copy.outside.pk
    act("organiser", f"/tops/{copy.item.pk}/aufgabe/", wording="Messen.", assignee=person)
    act("organiser", f"/tops/{copy.item.pk}/aufgabe/", wording="Zählen.", assignee=copy.author.pk)


def told(mails, people):
    return {people[mail.to[0]] for mail in mails}


def words_of_others(mails, people, world):
    """(persona, word) for each word in a mail that its reader must not read."""
    for mail in mails:
        html = [part for part, _kind in mail.alternatives]
        said = set(TOKEN.findall("\n".join([mail.subject, mail.body, *html])))
        persona = people[mail.to[0]]
        yield from ((persona, w) for w in said & set(world.words) if persona not in world.words[w])


@pytest.mark.slow
def test_what_happens_inside_is_told_inside(world, people, act, mailbox, worker):
    everything_that_happens(act, world, world.restricted, taker="member_utility", author="member_utility")
    worker.drain()
    assert told(mailbox, people) == INSIDERS
    assert list(words_of_others(mailbox, people, world)) == []


@pytest.mark.slow
def test_what_happens_among_members_is_told_to_members(world, people, act, mailbox, worker):
    """The same deeds where all may read: else the test above would prove little."""
    everything_that_happens(act, world, world.members, taker="minute_taker", author="member_city")
    worker.drain()
    assert told(mailbox, people) == INSIDE
    assert list(words_of_others(mailbox, people, world)) == []


@pytest.mark.slow
def test_the_digest_is_told_inside(world, people, act, mailbox, worker, clock):
    for user in world.cast.users.values():
        for kind in choosable():
            Preference.objects.create(user=user, kind=kind.kind, frequency=Frequency.DAILY)
    MailedReply.objects.update(notified_at=timezone.now())  # those of the members' meeting are known already
    everything_that_happens(act, world, world.restricted, taker="member_utility", author="member_utility")
    worker.drain()
    assert mailbox == []
    worker.tick()
    clock.shift(dt.timedelta(days=1))
    worker.tick()
    assert told(mailbox, people) == INSIDERS
    assert list(words_of_others(mailbox, people, world)) == []


@pytest.mark.slow
def test_what_became_restricted_meanwhile_is_not_told_any_more(world, people, act, mailbox, worker):
    """Seeing is asked again when the mail is written, not only when it is queued."""
    everything_that_happens(act, world, world.members, taker="minute_taker", author="member_city")
    for meeting in (world.members.planned, world.members.upcoming, world.members.held,
                    world.members.recorded, world.members.preparing, world.members.polled):  # fmt: skip
        type(meeting).objects.filter(pk=meeting.pk).update(audience=audience.UTILITY)
    worker.drain()
    about_meetings = [mail for mail in mailbox if "Thema" not in mail.subject]
    assert told(about_meetings, people) <= INSIDERS | {"minute_taker"}
    assert told(about_meetings, people) >= INSIDERS - {"organiser"}


def test_a_mention_behind_a_gap_reaches_only_who_reads_there(world, people, act, mailbox, worker):
    mentions = "@mitglied.stadtwerke @mitglied.stadtverwaltung @admin @protokollfuehrung"
    section = world.members.hidden_section
    act("organiser", f"/protokolle/abschnitte/{section.pk}/kommentieren/", body=f"{mentions} bitte lesen")
    worker.drain()
    assert told(mailbox, people) == {"member_utility", "minute_taker"}
