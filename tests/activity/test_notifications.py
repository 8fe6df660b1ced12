"""From the action to the letter box: who gets which mail, and who gets none."""

import datetime as dt
from email import message_from_string
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail as django_mail
from django.db import transaction

from activity.enums import Frequency, MailState, Needless
from activity.models import OutboxMail, Preference
from activity.unsubscribing import token_for
from core.dates import local
from members import audience
from tests.older import stored_before


def states():
    return sorted(OutboxMail.objects.values_list("state", flat=True))


def everybody(cast):
    return list(cast.users.values())


def test_each_addressee_gets_a_mail_of_their_own(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city, cast.organiser])
    worker.drain()
    assert [mail.to for mail in mailbox] == [["member.city@example.org"], ["organiser@example.org"]]
    assert not any(mail.cc or mail.bcc for mail in mailbox)


def test_nobody_learns_the_address_of_another(cast, topic, tell, mailbox, worker):
    tell("noted", topic, everybody(cast), but=cast.admin)
    worker.drain()
    assert len(mailbox) > 3
    for mail in mailbox:
        others = {user.email for user in everybody(cast)} - set(mail.to)
        assert not [address for address in others if address in mail.message().as_string()]


def test_the_acting_person_is_not_told(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city, cast.organiser], but=cast.organiser)
    worker.drain()
    assert [mail.to for mail in mailbox] == [["member.city@example.org"]]


def test_several_people_can_be_left_out(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city, cast.organiser], but=[cast.organiser, cast.member_city])
    worker.drain()
    assert mailbox == []


def test_a_person_named_twice_gets_one_mail(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city, cast.member_city])
    worker.drain()
    assert len(mailbox) == 1


def test_nothing_leaves_before_the_worker_runs(cast, topic, tell, mailbox):
    tell("noted", topic, [cast.member_city])
    assert mailbox == []
    assert states() == [MailState.WAITING]


def test_work_that_is_rolled_back_tells_nobody(cast, topic, tell, mailbox, worker):
    with pytest.raises(RuntimeError), transaction.atomic():
        tell("noted", topic, [cast.member_city])
        raise RuntimeError
    assert worker.waiting() == 0
    worker.drain()
    assert mailbox == []
    assert not OutboxMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_telling_needs_a_transaction(kinds):
    from tests.factories.rows import TopicFactory, UserFactory

    with pytest.raises(transaction.TransactionManagementError):
        kinds["noted"](TopicFactory()).to([UserFactory()])
    with pytest.raises(transaction.TransactionManagementError):
        kinds["noted"](TopicFactory()).to_address("gast@example.org")


def test_a_double_click_makes_one_mail(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city])
    tell("noted", topic, [cast.member_city])
    worker.drain()
    assert len(mailbox) == 1


def test_a_second_piece_of_news_after_the_first_was_sent_makes_a_second_mail(
    cast, topic, tell, mailbox, worker
):
    for _round in range(2):
        tell("noted", topic, [cast.member_city])
        worker.drain()
    assert len(mailbox) == 2


def test_what_is_told_once_is_never_told_again(cast, topic, tell, mailbox, worker):
    for _round in range(2):
        tell("once", topic, [cast.member_city])
        worker.drain()
    assert len(mailbox) == 1


def test_news_that_differ_are_not_taken_for_the_same(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city], dedupe="a")
    tell("noted", topic, [cast.member_city], dedupe="b")
    worker.drain()
    assert len(mailbox) == 2


def test_who_may_not_see_it_any_more_is_not_told(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city, cast.member_utility])
    topic.audience = audience.pillars("CITY")
    topic.save(update_fields=["audience"])
    worker.drain()
    assert [mail.to for mail in mailbox] == [["member.city@example.org"]]
    unsent = OutboxMail.objects.get(recipient=cast.member_utility)
    assert (unsent.state, unsent.reason) == (MailState.NEEDLESS, Needless.INVISIBLE)


def test_a_former_member_is_not_told_of_what_members_see(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.former_member])
    worker.drain()
    assert mailbox == []


def test_what_is_gone_is_not_told(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city])
    topic.delete()
    worker.drain()
    assert mailbox == []
    assert states() == [MailState.NEEDLESS]


def test_a_closed_account_gets_no_mail(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city])
    cast.member_city.is_active = False
    cast.member_city.save(update_fields=["is_active"])
    tell("once", topic, [cast.member_city])
    worker.drain()
    assert mailbox == []
    assert OutboxMail.objects.get().reason == Needless.NO_ACCOUNT


def test_the_mail_says_what_is_true_when_it_is_sent(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city])
    topic.title = "Offene Daten, neu gefasst"
    topic.save(update_fields=["title"])
    worker.drain()
    assert mailbox[0].subject == "Thema: Offene Daten, neu gefasst"


# --- preferences ------------------------------------------------------------------------------------------


def test_never_means_never(cast, topic, tell, mailbox, worker):
    Preference.objects.create(user=cast.member_city, kind="test.noted", frequency=Frequency.NEVER)
    tell("noted", topic, [cast.member_city, cast.organiser])
    worker.drain()
    assert [mail.to for mail in mailbox] == [["organiser@example.org"]]


def test_never_chosen_while_the_mail_waits_counts_too(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city])
    Preference.objects.create(user=cast.member_city, kind="test.noted", frequency=Frequency.NEVER)
    worker.drain()
    assert mailbox == []
    assert OutboxMail.objects.get().reason == Needless.DECLINED


def test_essential_mails_cannot_be_declined(cast, topic, tell, mailbox, worker):
    Preference.objects.create(user=cast.member_city, kind="test.welcome", frequency=Frequency.NEVER)
    tell("welcome", topic, [cast.member_city])
    worker.drain()
    assert len(mailbox) == 1
    assert "List-Unsubscribe" not in mailbox[0].extra_headers
    assert "Benachrichtigungen ändern" not in mailbox[0].body


def test_telling_many_costs_as_many_queries_as_telling_one(
    cast, topic, tell, django_assert_num_queries, kinds
):
    budget = 6  # savepoint, preferences, rows, which are new, one task, release
    with django_assert_num_queries(budget):
        tell("noted", topic, [cast.member_city])
    with django_assert_num_queries(budget):
        tell("noted", topic, everybody(cast), dedupe="all")


# --- people without an account ----------------------------------------------------------------------------


def test_somebody_without_an_account_can_be_told(kinds, topic, mailbox, worker):
    with transaction.atomic():
        kinds["welcome"](topic).to_address("gast@example.org", name="Neuer Gast", language="de")
    worker.drain()
    assert mailbox[0].to == ["gast@example.org"]
    assert mailbox[0].body.startswith("Guten Tag Neuer Gast!")
    assert "Benachrichtigungen ändern" not in mailbox[0].body


def test_a_code_goes_first_and_is_forgotten(cast, kinds, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city])
    with transaction.atomic():
        kinds["code"](topic, code="111111").to_address("gast@example.org")
        kinds["code"](topic, code="222222").to_address("gast@example.org")
    worker.drain()
    subjects = [mail.subject for mail in mailbox]
    assert {*subjects[:2]} == {"111111", "222222"}
    assert subjects[2:] == ["Thema: Offene Daten"]
    assert set(OutboxMail.objects.filter(kind="test.code").values_list("state", flat=True)) == {"sent"}
    assert [mail.data for mail in OutboxMail.objects.filter(kind="test.code")] == [{}, {}]


# --- the message ------------------------------------------------------------------------------------------


def html_of(mail):
    return mail.alternatives[0].content


def test_text_and_html_say_the_same(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city], message="Bitte lesen.")
    worker.drain()
    mail = mailbox[0]
    for part in (mail.body, html_of(mail)):
        for words in (
            "Guten Tag Mitglied Stadtverwaltung!",
            "Es gibt Neues.",
            "Bitte lesen.",
            "Stand",
            f"http://testserver/themen/{topic.pk}/",
            "Sie erhalten diese Nachricht zur Probe.",
            "http://testserver/profil/benachrichtigungen/",
            "smartcity@jena.de",
        ):
            assert words in part


def test_the_html_part_escapes_and_loads_nothing(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city], message="<script>alert(1)</script>")
    worker.drain()
    html = html_of(mailbox[0])
    assert "<script>" not in html
    assert "Wörtlich &lt;b&gt;gesagt" in html
    assert "src=" not in html
    assert "prefers-color-scheme: dark" in html
    assert "Wörtlich <b>gesagt</b>" in mailbox[0].body


def test_headers_of_a_machine_s_letter(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city])
    worker.drain()
    sent = message_from_string(mailbox[0].message().as_string())
    row = OutboxMail.objects.get()
    assert sent["Message-ID"] == f"<{row.pk}@testserver>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["X-Auto-Response-Suppress"] == "DR, RN, NRN, OOF, AutoReply", "NDR: Exchange reports"
    assert sent["Reply-To"] == "smartcity@jena.de"
    assert sent["References"] == sent["In-Reply-To"] == f"<topics.topic.{topic.pk}@testserver>"
    address = token_for(cast.member_city, "test.noted")
    assert (
        sent["List-Unsubscribe"].strip() == f"<http://testserver/benachrichtigungen/abbestellen/{address}/>"
    )
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_long_title_keeps_what_stands_behind_it(cast, topic, tell, mailbox, worker):
    """The header is cut in the middle; the heading of the mail is not cut at all."""
    title = "Wort " * 50 + "am Donnerstag, 18. September 2025"
    topic.title = title[-200:]
    topic.save(update_fields=["title"])
    tell("noted", topic, [cast.member_city])
    worker.drain()
    (mail,) = mailbox
    assert len(mail.subject) <= 150
    assert mail.subject.startswith("Thema: ")
    assert " … " in mail.subject
    assert mail.subject.endswith(" am Donnerstag, 18. September 2025")
    html = mail.alternatives[0].content
    assert f"Thema: {topic.title.strip()}</h1>" in html


@pytest.mark.parametrize(
    "evil", ["Titel\nBcc: x@example.org", "Titel\r\nBcc: x@example.org", "A\u2028Bcc:\x07b"]
)
def test_a_title_cannot_smuggle_a_header(cast, topic, tell, mailbox, worker, evil):
    stored_before(topic, title=evil)
    tell("noted", topic, [cast.member_city])
    worker.drain()
    sent = mailbox[0].message()
    assert sent["Bcc"] is None
    assert "\n" not in mailbox[0].subject
    assert mailbox[0].recipients() == ["member.city@example.org"]


# --- delivery ---------------------------------------------------------------------------------------------


@pytest.fixture
def broken_relay(monkeypatch, worker):
    """A mail server that refuses until told otherwise."""
    worker.mails_may_fail = True
    relay = {"down": True, "calls": 0}
    real = django_mail.EmailMultiAlternatives.send

    def send(self, *args, **kwargs):
        relay["calls"] += 1
        if relay["down"]:
            raise ConnectionRefusedError("no relay")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(django_mail.EmailMultiAlternatives, "send", send)
    return relay


def test_a_refused_mail_comes_back_later(cast, clock, topic, tell, mailbox, worker, broken_relay):
    tell("noted", topic, [cast.member_city])
    worker.drain()
    row = OutboxMail.objects.get()
    assert (row.state, row.attempts) == (MailState.WAITING, 1)
    assert "ConnectionRefusedError" in row.last_error
    broken_relay["down"] = False
    worker.drain()
    assert mailbox == []
    clock.shift(dt.timedelta(minutes=1, seconds=1))
    worker.drain()
    assert len(mailbox) == 1
    assert states() == [MailState.SENT]


def test_the_log_of_the_server_holds_no_address(cast, topic, tell, worker, broken_relay, monkeypatch, caplog):
    def refuse(self, *args, **kwargs):
        raise SMTPRecipientsRefused({self.to[0]: (550, b"no such user")})

    monkeypatch.setattr(django_mail.EmailMultiAlternatives, "send", refuse)
    caplog.set_level("WARNING", logger="activity.delivery")
    tell("noted", topic, [cast.member_city])
    worker.drain()
    assert "SMTPRecipientsRefused" in caplog.text
    assert cast.member_city.email not in caplog.text
    assert cast.member_city.email in OutboxMail.objects.get().last_error


def test_after_the_last_try_it_has_failed(cast, clock, topic, tell, mailbox, worker, broken_relay):
    tell("noted", topic, [cast.member_city])
    waits = []
    for _try in range(6):
        worker.drain()
        row = OutboxMail.objects.get()
        if row.state == MailState.WAITING:
            waits.append((row.next_try_at - dt.datetime.now(dt.UTC)).total_seconds() / 60)
            clock.move_to(row.next_try_at)
    assert waits == [1, 5, 30, 120, 720]
    assert broken_relay["calls"] == 6
    assert states() == [MailState.FAILED]
    clock.shift(dt.timedelta(days=2))
    worker.tick()
    assert broken_relay["calls"] == 6


def test_one_bad_mail_does_not_stop_the_others(cast, topic, tell, kinds, mailbox, worker, monkeypatch):
    def facts(self):
        if "Organisation" in self.data.get("message", ""):
            raise ValueError
        return []

    worker.mails_may_fail = True
    monkeypatch.setattr(kinds["noted"], "facts", facts)
    tell("noted", topic, [cast.organiser], message="Organisation")
    tell("noted", topic, [cast.member_city])
    worker.drain()
    assert [mail.to for mail in mailbox] == [["member.city@example.org"]]


def test_two_workers_send_a_mail_once(cast, topic, tell, mailbox, worker):
    from activity.delivery import deliver

    (row,) = tell("noted", topic, [cast.member_city])
    deliver(row.pk)
    deliver(row.pk)
    worker.drain()
    assert len(mailbox) == 1


def test_a_worker_killed_amid_sending_loses_nothing(cast, clock, topic, tell, mailbox, worker):
    from activity.outbox import claim

    (row,) = tell("noted", topic, [cast.member_city])
    claim(row.pk)
    worker.drain()
    assert mailbox == []
    clock.shift(dt.timedelta(minutes=16))
    worker.tick()
    assert len(mailbox) == 1


def test_a_task_left_running_starts_again(cast, clock, topic, tell, mailbox, worker):
    from django_tasks_db.models import DBTaskResult

    tell("noted", topic, [cast.member_city])
    DBTaskResult.objects.first().claim("killed")
    worker.drain()
    assert mailbox == []
    clock.shift(dt.timedelta(minutes=16))
    worker.tick()
    assert len(mailbox) == 1


def test_a_task_that_kills_its_worker_is_given_up(cast, clock, topic, tell, worker):
    from django_tasks_db.models import DBTaskResult

    tell("noted", topic, [cast.member_city])
    DBTaskResult.objects.update(status="RUNNING", started_at=local(dt.date(2025, 7, 1), dt.time(8)))
    DBTaskResult.objects.update(worker_ids=["a", "b", "c", "d"])
    from activity.jobs import reap_tasks

    reap_tasks()
    assert DBTaskResult.objects.get().status == "FAILED"


def test_a_mail_without_a_task_is_found(cast, clock, topic, tell, mailbox, worker):
    from django_tasks_db.models import DBTaskResult

    tell("noted", topic, [cast.member_city])
    DBTaskResult.objects.all().delete()
    worker.tick()
    assert len(mailbox) == 1


def test_ticks_without_a_worker_do_not_pile_up_tasks(cast, clock, topic, tell, worker):
    from activity.jobs import tick

    tell("noted", topic, [cast.member_city])
    for _minute in range(5):
        tick()
        clock.shift(dt.timedelta(minutes=1))
    assert worker.waiting() == 2  # the mail and the heartbeat
