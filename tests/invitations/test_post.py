"""Invitations over a real mail server, and answers out of a real mailbox, both on this machine."""

import email
import email.policy

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command

from core.mailbox import place_of
from invitations.actions import mailbox as mailbox_actions
from invitations.enums import Reply
from invitations.models import MailedReply
from tests.invitations.imap import USER, Server, free_port
from tests.invitations.inviting import MEMBERS, WAIT, invitation_of, invite
from tests.invitations.test_mailed_replies import reply_mail
from tests.meetings.conftest import dated, fresh

pytestmark = [pytest.mark.once, pytest.mark.slow]


class Kept:
    """What the server took: the envelope and the octets, as they came."""

    def __init__(self):
        self.envelopes = []

    async def handle_DATA(self, _server, _session, envelope):
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def smtp(settings):
    kept = Kept()
    server = Controller(kept, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield kept
    server.stop()


@pytest.fixture
def imap(settings):
    """A mailbox server of its own process; answers with a function that puts a mail into it."""
    server = Server()
    settings.REPLIES = server.place
    yield server
    server.stop()


# --- out --------------------------------------------------------------------------------------------------


def test_what_the_mail_server_takes_has_one_addressee_each(
    client_of, cast, meeting, clock, worker, smtp, settings
):
    invite(client_of, cast, meeting)
    clock.shift(WAIT)
    worker.drain()
    expected = {getattr(cast, name).email for name in MEMBERS}
    assert {envelope.rcpt_tos[0] for envelope in smtp.envelopes} == expected
    for envelope in smtp.envelopes:
        (to,) = envelope.rcpt_tos
        received = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert received["To"] == to
        assert received["Auto-Submitted"] == "auto-generated"
        assert received["Reply-To"] == settings.CONTACT_EMAIL
        kinds = [part.get_content_type() for part in received.walk() if not part.is_multipart()]
        assert kinds == ["text/plain", "text/html", "text/calendar"]
        words = [part.get_content() for part in received.walk() if not part.is_multipart()]
        calendar = words[2] if isinstance(words[2], str) else words[2].decode()
        for other in expected - {to}:
            assert other.encode() not in envelope.content
            assert all(other not in text for text in [*words[:2], calendar])
        unfolded = calendar.replace("\r\n ", "").replace("\n ", "")
        assert f"mailto:{to}" in unfolded
        assert unfolded.count("ATTENDEE") == 1
        assert max(len(line) for line in envelope.content.split(b"\r\n")) <= 998  # RFC 5321


def test_a_server_that_is_down_loses_no_mail(client_of, cast, meeting, clock, worker, smtp, settings):
    invite(client_of, cast, meeting, ["member_city"])
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    clock.shift(WAIT)
    worker.mails_may_fail = True
    worker.drain()
    assert smtp.envelopes == []
    settings.EMAIL_PORT = port
    clock.shift(61)
    worker.drain()
    assert [envelope.rcpt_tos for envelope in smtp.envelopes] == [["member.city@example.org"]]


# --- in ---------------------------------------------------------------------------------------------------


def test_answers_are_read_from_the_mailbox_and_other_mail_is_left_alone(
    client_of, cast, meeting, imap, worker
):
    invite(client_of, cast, meeting)
    imap(b"From: jemand@example.org\r\nSubject: Eine Frage\r\n\r\nGuten Tag")
    imap(reply_mail(fresh(meeting), "member.city@example.org"))
    imap(reply_mail(fresh(meeting), "member.utility@example.org", "DECLINED", program="google", key="2"))
    worker.tick()
    assert invitation_of(meeting, cast.member_city).reply == Reply.ACCEPTED
    assert invitation_of(meeting, cast.member_utility).reply == Reply.DECLINED
    seen = imap.seen()
    assert seen == [False, True, True], "a question to people is still unread for them"


def test_the_mailbox_is_read_on_from_where_it_was_left(client_of, cast, meeting, imap):
    invite(client_of, cast, meeting)
    imap(reply_mail(fresh(meeting), "member.city@example.org"))
    assert mailbox_actions.fetch() == 1
    assert mailbox_actions.fetch() == 0
    imap(reply_mail(fresh(meeting), "member.city@example.org", "DECLINED", key="2", stamp="20250701T075000Z"))
    assert mailbox_actions.fetch() == 1
    assert invitation_of(meeting, cast.member_city).reply == Reply.DECLINED
    assert MailedReply.objects.count() == 2


def test_an_answer_that_cannot_be_read_stops_no_other(client_of, cast, meeting, imap, monkeypatch):
    invite(client_of, cast, meeting)
    imap(reply_mail(fresh(meeting), "member.city@example.org", note="kaputt"))
    imap(reply_mail(fresh(meeting), "member.utility@example.org", key="2"))
    from invitations.actions import mailbox as mailed

    read = mailed.read_answer

    def broken(mail):
        answer = read(mail)
        if answer.note == "kaputt":
            raise RuntimeError("cannot be read")
        return answer

    monkeypatch.setattr(mailed, "read_answer", broken)
    with pytest.raises(ExceptionGroup):
        mailbox_actions.fetch()
    assert invitation_of(meeting, cast.member_utility).reply == Reply.ACCEPTED
    assert imap.seen() == [False, True]


def test_a_wrong_password_is_told_to_the_operator_without_it(db, imap, settings):
    settings.REPLIES = place_of(f"imap://{USER}:falsch@127.0.0.1:{imap.port}/INBOX")
    with pytest.raises(Exception, match="(?i)auth|login|invalid") as error:
        mailbox_actions.fetch()
    assert "falsch" not in repr(error.value)


def test_without_a_mailbox_nothing_is_read(settings):
    settings.REPLIES = None
    assert mailbox_actions.fetch() == 0


def test_the_command_says_how_many(client_of, cast, meeting, imap, capsys):
    invite(client_of, cast, meeting)
    imap(reply_mail(fresh(meeting), "member.city@example.org"))
    call_command("fetch_replies")
    assert "1 Antwort" in capsys.readouterr().out


def test_the_whole_way_with_a_move(client_of, cast, meeting, clock, worker, smtp, imap):
    """Invited, answered, moved: the old answer comes too late, the new one counts."""
    invite(client_of, cast, meeting)
    clock.shift(WAIT)
    worker.drain()
    late = reply_mail(fresh(meeting), "member.city@example.org")
    data = dated(day="2025-09-11", reason="Raum", version=fresh(meeting).version)
    client_of("organiser").post(f"/treffen/{meeting.pk}/verschieben/", data)
    clock.shift(WAIT)
    worker.drain()
    assert len(smtp.envelopes) == 2 * len(MEMBERS)
    imap(late)
    mailbox_actions.fetch()
    assert invitation_of(meeting, cast.member_city).reply == Reply.OPEN
    imap(reply_mail(fresh(meeting), "member.city@example.org", sequence=fresh(meeting).sequence, key="3"))
    mailbox_actions.fetch()
    assert invitation_of(meeting, cast.member_city).reply == Reply.ACCEPTED
