"""Once a day at seven: everything in one mail, each line checked again."""

import datetime as dt

import pytest

from activity.enums import Frequency, MailState
from activity.models import OutboxMail, Preference
from activity.outbox import next_digest
from core.dates import local
from members import audience
from tests.factories import TopicFactory

SEVEN = local(dt.date(2025, 7, 2), dt.time(7))


@pytest.mark.parametrize(
    ("now", "digest"),
    [
        (local(dt.date(2025, 7, 1), dt.time(6, 59)), local(dt.date(2025, 7, 1), dt.time(7))),
        (local(dt.date(2025, 7, 1), dt.time(7)), SEVEN),
        (local(dt.date(2025, 10, 25), dt.time(12)), local(dt.date(2025, 10, 26), dt.time(7))),
        (local(dt.date(2026, 3, 28), dt.time(12)), local(dt.date(2026, 3, 29), dt.time(7))),
    ],
)
def test_seven_o_clock_is_seven_o_clock_in_jena(now, digest):
    assert next_digest(now) == digest
    assert next_digest(now).hour == 7


def test_a_day_s_news_come_in_one_mail_at_seven(cast, clock, tell, mailbox, worker):
    for title in ("Erstes", "Zweites", "Drittes"):
        tell("daily", TopicFactory(title=title), [cast.member_city])
    worker.tick()
    assert mailbox == []
    clock.move_to(SEVEN)
    worker.tick()
    (mail,) = mailbox
    assert mail.to == ["member.city@example.org"]
    assert mail.subject == "3 Neuigkeiten aus der Fachgruppe Smart City"
    for title in ("Erstes", "Zweites", "Drittes"):
        assert f"Thema: {title}" in mail.body
        assert f"Thema: {title}" in mail.alternatives[0].content


def test_a_digest_is_sent_once(cast, clock, topic, tell, mailbox, worker):
    tell("daily", topic, [cast.member_city])
    clock.move_to(SEVEN)
    for _minute in range(3):
        worker.tick()
        clock.shift(dt.timedelta(minutes=1))
    assert len(mailbox) == 1
    clock.shift(dt.timedelta(days=1))
    worker.tick()
    assert len(mailbox) == 1


def test_every_person_gets_a_digest_of_their_own(cast, clock, topic, tell, mailbox, worker):
    tell("daily", topic, [cast.member_city, cast.organiser])
    clock.move_to(SEVEN)
    worker.tick()
    assert sorted(mail.to for mail in mailbox) == [["member.city@example.org"], ["organiser@example.org"]]


def test_a_line_that_became_invisible_is_left_out(cast, clock, topic, tell, mailbox, worker):
    hidden = TopicFactory(title="Vertraulich")
    tell("daily", topic, [cast.member_utility])
    tell("daily", hidden, [cast.member_utility])
    hidden.audience = audience.pillars("CITY")
    hidden.save(update_fields=["audience"])
    clock.move_to(SEVEN)
    worker.tick()
    assert "Offene Daten" in mailbox[0].body
    assert "Vertraulich" not in mailbox[0].message().as_string()


def test_an_empty_digest_is_not_sent(cast, clock, topic, tell, mailbox, worker):
    tell("daily", topic, [cast.member_city])
    topic.delete()
    clock.move_to(SEVEN)
    worker.tick()
    assert mailbox == []
    assert not OutboxMail.objects.filter(state=MailState.WAITING).exists()


def test_the_same_news_twice_a_day_is_one_line(cast, clock, topic, tell, mailbox, worker):
    tell("daily", topic, [cast.member_city])
    tell("daily", topic, [cast.member_city])
    clock.move_to(SEVEN)
    worker.tick()
    assert mailbox[0].subject == "1 Neuigkeit aus der Fachgruppe Smart City"


def test_daily_can_be_chosen_for_what_comes_at_once(cast, clock, topic, tell, mailbox, worker):
    Preference.objects.create(user=cast.member_city, kind="test.noted", frequency=Frequency.DAILY)
    tell("noted", topic, [cast.member_city, cast.organiser])
    worker.tick()
    assert [mail.to for mail in mailbox] == [["organiser@example.org"]]
    clock.move_to(SEVEN)
    worker.tick()
    assert mailbox[1].to == ["member.city@example.org"]
