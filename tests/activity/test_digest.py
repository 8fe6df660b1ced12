"""Once on each working day at eight: everything in one mail, each line checked again."""

import datetime as dt

import pytest

from activity.enums import Frequency, MailState
from activity.models import OutboxMail, Preference
from activity.outbox import next_digest
from core.dates import BERLIN, local
from members import audience
from tests.factories.rows import TopicFactory

EIGHT = local(dt.date(2025, 7, 2), dt.time(8))


@pytest.mark.parametrize(
    ("now", "digest"),
    [
        ("2025-07-01 07:59", "2025-07-01"),
        ("2025-07-01 08:00", "2025-07-02"),
        ("2025-07-01 22:30", "2025-07-02"),
        ("2025-07-04 09:00", "2025-07-07"),  # over the weekend
        ("2025-10-02 12:00", "2025-10-06"),  # over a public holiday and the weekend
        ("2025-10-24 12:00", "2025-10-27"),  # over the end of summer time
        ("2026-03-27 12:00", "2026-03-30"),  # over its beginning
    ],
)
def test_a_digest_comes_when_the_next_working_day_begins(clock, now, digest):
    clock.move_to(dt.datetime.fromisoformat(now).replace(tzinfo=BERLIN))
    assert next_digest() == local(dt.date.fromisoformat(digest), dt.time(8))


@pytest.mark.parametrize("now", ["2025-10-03 10:00", "2025-10-04 10:00", "2025-10-01 22:30"])
def test_a_digest_that_comes_late_waits_for_working_time(cast, clock, topic, tell, mailbox, worker, now):
    tell("daily", topic, [cast.member_city])
    clock.move_to(dt.datetime.fromisoformat(now).replace(tzinfo=BERLIN))
    worker.tick()
    assert mailbox == []
    clock.move_to(next_digest())
    worker.tick()
    assert len(mailbox) == 1


def test_a_day_s_news_come_in_one_mail_at_eight(cast, clock, tell, mailbox, worker):
    for title in ("Erstes", "Zweites", "Drittes"):
        tell("daily", TopicFactory(title=title), [cast.member_city])
    worker.tick()
    assert mailbox == []
    clock.move_to(EIGHT)
    worker.tick()
    (mail,) = mailbox
    assert mail.to == ["member.city@example.org"]
    assert mail.subject == "3 Neuigkeiten aus der Fachgruppe Smart City"
    for title in ("Erstes", "Zweites", "Drittes"):
        assert f"Thema: {title}" in mail.body
        assert f"Thema: {title}" in mail.alternatives[0].content


def test_a_digest_is_sent_once(cast, clock, topic, tell, mailbox, worker):
    tell("daily", topic, [cast.member_city])
    clock.move_to(EIGHT)
    for _minute in range(3):
        worker.tick()
        clock.shift(dt.timedelta(minutes=1))
    assert len(mailbox) == 1
    clock.shift(dt.timedelta(days=1))
    worker.tick()
    assert len(mailbox) == 1


def test_every_person_gets_a_digest_of_their_own(cast, clock, topic, tell, mailbox, worker):
    tell("daily", topic, [cast.member_city, cast.organiser])
    clock.move_to(EIGHT)
    worker.tick()
    assert sorted(mail.to for mail in mailbox) == [["member.city@example.org"], ["organiser@example.org"]]


def test_a_line_that_became_invisible_is_left_out(cast, clock, topic, tell, mailbox, worker):
    hidden = TopicFactory(title="Vertraulich")
    tell("daily", topic, [cast.member_utility])
    tell("daily", hidden, [cast.member_utility])
    hidden.audience = audience.pillars("CITY")
    hidden.save(update_fields=["audience"])
    clock.move_to(EIGHT)
    worker.tick()
    assert "Offene Daten" in mailbox[0].body
    assert "Vertraulich" not in mailbox[0].message().as_string()


def test_an_empty_digest_is_not_sent(cast, clock, topic, tell, mailbox, worker):
    tell("daily", topic, [cast.member_city])
    topic.delete()
    clock.move_to(EIGHT)
    worker.tick()
    assert mailbox == []
    assert not OutboxMail.objects.filter(state=MailState.WAITING).exists()


def test_the_same_news_twice_a_day_is_one_line(cast, clock, topic, tell, mailbox, worker):
    tell("daily", topic, [cast.member_city])
    tell("daily", topic, [cast.member_city])
    clock.move_to(EIGHT)
    worker.tick()
    assert mailbox[0].subject == "1 Neuigkeit aus der Fachgruppe Smart City"


def test_daily_can_be_chosen_for_what_comes_at_once(cast, clock, topic, tell, mailbox, worker):
    Preference.objects.create(user=cast.member_city, kind="test.noted", frequency=Frequency.DAILY)
    tell("noted", topic, [cast.member_city, cast.organiser])
    worker.tick()
    assert [mail.to for mail in mailbox] == [["organiser@example.org"]]
    clock.move_to(EIGHT)
    worker.tick()
    assert mailbox[1].to == ["member.city@example.org"]
