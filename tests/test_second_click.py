"""Every verb of every workflow, sent twice: the second click ends where the first did.

And a verb that somebody else's decision has overtaken: a 409 that says what was decided and keeps the words.
"""

import datetime as dt
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from activity.models import Event, OutboxMail
from core.dates import local
from members import audience
from tests.factories.rows import MeetingFactory, OrganisationFactory, ReportFactory
from tests.minutes.approving import hold, waiting
from tests.world_actions import DAY, UNTIL, one_of_each

TIMES = {"day": DAY, "begins": "14:00", "ends": "16:00"}


@pytest.fixture
def w(cast):
    w = one_of_each(cast)
    w.today = MeetingFactory(
        starts_at=local(dt.date(2025, 7, 1), dt.time(8)), minute_taker=cast.minute_taker.person
    )
    w.waiting = waiting(cast, title="Frühling", number=7)
    hold(w.waiting.next)
    w.report = ReportFactory(meeting=w.held)
    w.empty_house = OrganisationFactory()
    return w


def at(name, row, *more):
    return reverse(name, args=[getattr(row, "pk", row), *more])


def version(row, **words):
    return {"version": type(row).objects.get(pk=row.pk).version, **words}


def verbs(w):
    """(who, where, what is sent)"""
    boss, taker, admin, member = "organiser", "minute_taker", "admin", "member_city"
    for row, verb, words in ((w.topic, "accept", {}), (w.topic, "decline", {"reason": "Nein."}),
                             (w.accepted, "postpone", {"reason": "Später."})):  # fmt: skip
        yield boss, at("topics:move", row, verb), words
    yield (
        boss,
        reverse("topics:propose"),
        {"title": "Neu", "audience": audience.MEMBERS, "submission_key": uuid4()},
    )
    yield boss, at("meetings:schedule", w.draft), version(w.draft, **TIMES)
    yield boss, at("meetings:move", w.planned), version(w.planned, reason="Raum.", **TIMES)
    yield boss, at("meetings:cancel", w.planned), version(w.planned, reason="Krank.")
    yield boss, at("meetings:hold", w.today), version(w.today)
    yield taker, at("minutes:begin", w.today), {}
    yield boss, at("invitations:invite", w.planned), version(w.planned, people=[w.member.person_id])
    yield boss, at("invitations:invite_guest", w.invited), {"name": "G", "email": "g@example.net"}
    yield boss, at("invitations:take_off", w.invited, w.invitation.pk), {}
    yield member, at("invitations:reply", w.invited), {"answer": "ACCEPTED"}
    yield boss, at("polls:start", w.prepared.meeting), version(w.prepared, until=UNTIL)
    yield boss, at("polls:change", w.poll.meeting), version(w.poll, until=dt.date(2025, 7, 14))
    yield boss, at("polls:close", w.poll.meeting), {}
    yield boss, at("polls:withdraw", w.poll.meeting), {}
    yield boss, at("polls:decide", w.poll.meeting, w.option.pk), {}
    yield boss, at("polls:remove_option", w.prepared.meeting, w.prepared.options.first().pk), {}
    yield member, at("polls:answer", w.poll.meeting), {f"option_{w.option.pk}": "YES", "version": 0}
    yield (
        boss,
        at("meetings:add_item", w.planned),
        {"title": "Neu", "kind": "DISCUSSION", "submission_key": uuid4()},
    )
    yield boss, at("meetings:remove_item", w.planned, w.item.pk), {"version": w.planned.agenda_version}
    link = {"link-url": "https://www.jena.de", "link-title": "Jena", "link-submission_key": uuid4()}
    yield boss, at("meetings:add_link", w.planned), link
    yield boss, at("meetings:remove_attachment", w.link), version(w.link)
    yield boss, at("meetings:publish_report", w.held), version(w.report)
    yield taker, at("meetings:remove_guest", w.held, w.guest.pk), {}
    yield taker, at("minutes:circulate", w.writing), {"until": UNTIL}
    yield boss, at("minutes:recall", w.round), {}
    yield boss, at("minutes:extend", w.round), {"until": UNTIL, "known_end": "2025-07-15"}
    yield boss, at("minutes:approve", w.waiting), {"result": "CONSENSUS", "wording": "Genehmigt."}
    yield taker, at("minutes:approve", w.waiting), {"result": "POSTPONED", "wording": "Vertagt."}
    yield "member_utility", at("minutes:object", w.round), {"reason": "Falsch.", "key": uuid4()}
    yield (
        taker,
        at("minutes:answer_objection", w.objection),
        version(w.objection, verb="FOLLOW", answer=""),
    )
    yield member, at("minutes:withdraw_objection", w.objection), {}
    yield taker, at("minutes:accept_suggestion", w.suggestion), {}
    yield taker, at("minutes:decline_suggestion", w.suggestion), {"reason": "Nein."}
    yield "member_utility", at("minutes:withdraw_suggestion", w.suggestion), {}
    yield boss, at("minutes:withdraw_comment", w.comment), {"reason": "Ton."}
    yield member, at("outcomes:move_task", w.given, "finish"), {}
    yield boss, at("outcomes:move_task", w.given, "drop"), {"reason": "Unnötig."}
    yield boss, at("outcomes:status", w.released), version(w.released, verb="REVOKE", reason="Überholt.")
    yield taker, at("outcomes:remove_decision", w.decision), {}
    yield (
        taker,
        at("outcomes:edit_decision", w.decision),
        version(w.decision, wording="Anders.", result="CONSENSUS"),
    )
    yield admin, at("members:end", w.membership), {"ends_on": DAY}
    yield admin, at("members:close_organisation", w.empty_house), {}
    yield admin, at("members:withdraw", w.asked), {}
    yield admin, reverse("members:create_organisation"), {"name": "Neu", "kind": "CITY"}


def sent(client, url, words):
    """(status, where it leads, what it says, how many events and mails there are)"""
    answer = client.post(url, words)
    said = [str(message) for message in get_messages(answer.wsgi_request)][-1:]
    return (
        answer.status_code,
        answer.headers.get("Location"),
        said,
        Event.objects.count(),
        OutboxMail.objects.count(),
    )


@pytest.mark.slow
def test_the_second_click_ends_where_the_first_did(client_of, w):
    problems = []
    for who, url, words in verbs(w):
        cache.clear()
        with transaction.atomic():
            client = client_of(who)
            first, second = sent(client, url, words), sent(client, url, words)
            if first[0] != 303 or second != first:
                problems.append((url, first, second))
            transaction.set_rollback(True)
    assert problems == []


def overtaken(w):
    """(who, where, what is sent; what was decided before it; what the page says of that)"""
    boss, taker = "organiser", "minute_taker"
    other = w.poll.options.last().pk
    poll = w.poll.meeting
    reason = {"reason": "Das sehe ich anders."}
    decided = (at("polls:decide", poll, w.option.pk), {})
    closed = (at("polls:close", poll), {})
    yield boss, at("polls:decide", poll, other), {}, decided, "Der Termin ist entschieden: "
    yield boss, at("polls:close", poll), {}, decided, "Der Termin ist entschieden: "
    vote = {f"option_{w.option.pk}": "YES", f"remark_{w.option.pk}": "Gern vormittags", "version": 0}
    yield (
        "member_city",
        at("polls:answer", poll),
        vote,
        closed,
        "Die Terminabstimmung ist geschlossen",
    )
    day = {"day": DAY, "mode": "ON_SITE", "place": "andere", "place_name": "Gern im Volkshaus"}
    yield (
        "member_city",
        at("polls:propose", poll),
        day,
        closed,
        "Die Terminabstimmung ist geschlossen",
    )
    cancelled = (at("meetings:cancel", w.planned), version(w.planned, reason="Krank."))
    moved = version(w.planned, **TIMES, **reason)
    yield boss, at("meetings:move", w.planned), moved, cancelled, "abgesagt"
    approved = (at("minutes:approve", w.waiting), {"result": "CONSENSUS", "wording": "Genehmigt."})
    postponed = {"result": "POSTPONED", "wording": "Wir vertagen das."}
    yield boss, at("minutes:approve", w.waiting), postponed, approved, "Das Protokoll ist schon genehmigt."
    accepted = (at("minutes:accept_suggestion", w.suggestion), {})
    yield taker, at("minutes:decline_suggestion", w.suggestion), reason, accepted, "schon übernommen"
    declined = (at("topics:move", w.topic, "decline"), {"reason": "Nein."})
    yield boss, at("topics:move", w.topic, "postpone"), reason, declined, "Der Stand ist jetzt: abgelehnt."
    words = {
        "title": "Bänke am Fluss",
        "body": "Wo gesessen wird.",
        "audience": w.topic.audience,
        "version": 1,
    }
    yield "member_city", at("topics:edit", w.topic), words, declined, "ändert nur die Organisation"
    finished = (at("outcomes:move_task", w.given, "finish"), {})
    yield boss, at("outcomes:move_task", w.given, "drop"), reason, finished, "Der Stand ist jetzt: erledigt."
    ended = (at("minutes:close", w.round), {"trotzdem": "1"})
    yield (
        "member_utility",
        at("minutes:object", w.round),
        reason,
        ended,
        "Die Frist für Einwendungen ist abgelaufen",
    )


@pytest.mark.slow
def test_who_was_overtaken_reads_what_was_decided_and_keeps_the_words(client_of, w):
    problems = []
    for who, url, words, (first_url, first_words), sentence in overtaken(w):
        cache.clear()
        with transaction.atomic():
            first = client_of("organiser").post(first_url, first_words)
            page = client_of(who).post(url, words)
            typed = [text for name, text in words.items() if isinstance(text, str) and " " in text]
            missing = [text for text in [sentence, *typed] if text not in page.text]
            if (first.status_code, page.status_code) != (303, 409) or missing:
                problems.append((url, first.status_code, page.status_code, missing))
            transaction.set_rollback(True)
    assert problems == []


def test_looking_at_it_is_still_a_refusal(client_of, w):
    """Nothing was sent, so nothing was overtaken."""
    client = client_of("organiser")
    client.post(at("topics:move", w.topic, "decline"), {"reason": "Nein."})
    assert client.get(at("topics:move", w.topic, "postpone")).status_code == 403


def test_another_person_or_other_words_are_no_second_click(client_of, w):
    url = at("topics:move", w.topic, "decline")
    assert client_of("organiser").post(url, {"reason": "Nein."}).status_code == 303
    assert client_of("organiser").post(url, {"reason": "Doch nicht."}).status_code == 409
    assert client_of("admin").post(url, {"reason": "Nein."}).status_code == 403


def test_nor_is_one_after_some_minutes(client_of, w, clock):
    url = at("topics:move", w.topic, "decline")
    assert client_of("organiser").post(url, {"reason": "Nein."}).status_code == 303
    clock.shift(dt.timedelta(minutes=3))
    assert client_of("organiser").post(url, {"reason": "Nein."}).status_code == 409
