"""Mail servers that hang, drip, hang up or refuse: what the worker does, and what people see of it."""

import datetime as dt
import socket
import threading
import time
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from django.urls import reverse

from activity import heartbeat
from activity.enums import MailState
from activity.models import OutboxMail
from core.dates import local
from core.deadline import Deadline, OutOfTime
from tests.factories.rows import MeetingFactory

pytestmark = pytest.mark.django_db


class Relay:
    """Takes mails, refuses some addresses, counts connections, and hangs up when it has had enough."""

    def __init__(self):
        self.taken, self.refused, self.connections, self.most = [], set(), 0, 1000

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name, session.mails = hostname, 0
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if session.mails >= self.most:
            server.transport.close()
        if address in self.refused:
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        session.mails += 1
        self.taken += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def relay(settings):
    relay = Relay()
    controller = Controller(relay, hostname="127.0.0.1", port=free_port())
    controller.start()
    use(settings, controller.port)
    yield relay
    controller.stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def use(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT, settings.MAIL_TIME = 0.3, 0.6


@contextmanager
def server(answer):
    """Takes every connection, and leaves it to `answer(connection)`."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        asked, over = [], threading.Event()

        def serve():
            while not over.is_set():
                try:
                    connection, _address = listening.accept()
                except OSError:
                    return
                asked.append(connection)
                threading.Thread(target=answer, args=(connection, over), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1], asked
        over.set()
        for connection in asked:
            connection.close()


def hangs(connection, over):
    over.wait(30)


def drips(connection, over):
    """A byte of a greeting every tenth of a second, for ever."""
    try:
        while not over.wait(0.1):
            connection.sendall(b"2")
    except OSError:
        pass


@pytest.fixture
def mailed(cast, topic, tell, worker):
    worker.mails_may_fail = True
    names = ("member_city", "member_enterprise", "member_utility", "minute_taker", "organiser", "admin")
    return tell("noted", topic, [cast.users[name] for name in names])


def test_many_mails_go_over_one_connection(relay, mailed, worker):
    worker.drain()
    assert len(relay.taken) == len(mailed) > 5
    assert relay.connections == 1


def test_a_server_that_hangs_up_now_and_then_gets_all_of_them(relay, mailed, worker):
    relay.most = 2
    worker.drain()
    assert sorted(relay.taken) == sorted(mail.recipient.email for mail in mailed)
    assert relay.connections > 2


def test_who_is_refused_does_not_stop_the_others(relay, mailed, worker, cast):
    relay.refused = {cast.member_city.email}
    worker.drain()
    assert len(relay.taken) == len(mailed) - 1
    row = OutboxMail.objects.get(recipient=cast.member_city)
    assert (row.state, row.refused) == (MailState.WAITING, True)


@pytest.mark.parametrize("answer", [hangs, drips])
@pytest.mark.slow
def test_a_server_that_does_not_answer_is_asked_once_for_all(settings, mailed, worker, answer, client):
    """And the worker shows that it is alive before each mail, so that `/bereit` is right about it."""
    with server(answer) as (port, asked):
        use(settings, port)
        begin = time.monotonic()
        worker.drain()
        assert time.monotonic() - begin < 3
        assert len(asked) == 1
    assert set(OutboxMail.objects.values_list("state", "refused")) == {(MailState.WAITING, False)}
    assert worker.waiting() == 1  # all of them come back together
    assert heartbeat.last_seen() is not None
    assert client.get("/bereit").json()["checks"]["worker"] == "ok"


def test_a_deadline_ends_what_drips_and_nothing_after_it():
    deadline = Deadline(0.2)
    with pytest.raises(OutOfTime), deadline.around():
        time.sleep(5)
    with pytest.raises(OutOfTime), deadline.around():
        raise AssertionError("never begun")
    time.sleep(0.01)


# --- what people see --------------------------------------------------------------------------------------


@pytest.fixture
def meeting(cast):
    return MeetingFactory(title="Herbst", starts_at=local(dt.date(2025, 9, 10), dt.time(14)))


def show(client, url):
    return " ".join(client.get(url).content.decode().split())


def mail_about(target, kind, people, **fields):
    for person in people:
        OutboxMail.objects.create(
            kind=kind, target_type=target._meta.label_lower, target_id=target.pk, recipient=person, **fields
        )


REFUSED = {"refused": True, "attempts": 1, "last_error": "SMTPRecipientsRefused: 550 member.city@example.org"}


def test_organisers_see_how_far_the_mails_about_a_meeting_came(cast, client_of, meeting, clock):
    everybody = [cast.member_city, cast.member_utility, cast.member_enterprise]
    mail_about(meeting, "meetings.scheduled", everybody[:2], state=MailState.SENT)
    clock.shift(60)
    mail_about(meeting, "meetings.moved", everybody[:1], **REFUSED)
    mail_about(meeting, "meetings.moved", everybody[2:])
    words = "1 von 3 zugestellt; 1 abgelehnt: Mitglied Stadtverwaltung; 1 wartet noch"
    assert words in show(client_of("organiser"), meeting.get_absolute_url())
    assert "Nicht alle Mails sind angekommen" in show(client_of("organiser"), meeting.get_absolute_url())
    for persona in ("anonymous", "member_city", "admin", "minute_taker"):
        html = show(client_of(persona), meeting.get_absolute_url())
        assert "zugestellt" not in html
        assert "abgelehnt" not in html


def test_no_page_says_an_address(cast, client_of, meeting):
    mail_about(meeting, "meetings.scheduled", [cast.member_city], **REFUSED)
    for persona, url in (("organiser", meeting.get_absolute_url()), ("admin", reverse("overview"))):
        assert cast.member_city.email not in show(client_of(persona), url)


@pytest.mark.slow
def test_admins_read_it_on_their_overview(cast, client_of, meeting):
    mail_about(meeting, "meetings.scheduled", [cast.member_city], **REFUSED)
    mail_about(meeting, "meetings.scheduled", [cast.member_utility], attempts=2, last_error="TimeoutError: x")
    mail_about(meeting, "meetings.scheduled", [cast.organiser], state=MailState.FAILED, last_error="x")
    html = show(client_of("admin"), reverse("overview"))
    for words in ("Abgelehnt wurden Mails an: Mitglied Stadtverwaltung.",
                  "Nicht zustellbar waren Mails an: Organisation.",
                  "Der Mailserver nimmt gerade nichts an: 1 Mail wartet"):  # fmt: skip
        assert words in html
        for persona in ("member_city", "organiser"):
            assert words not in show(client_of(persona), reverse("overview"))


def test_all_is_well(cast, client_of, meeting):
    mail_about(meeting, "meetings.scheduled", [cast.member_city, cast.member_utility], state=MailState.SENT)
    assert "Mails: 2 von 2 zugestellt" in show(client_of("organiser"), meeting.get_absolute_url())
    assert "Mailserver" not in show(client_of("admin"), reverse("overview"))


def test_a_page_that_was_seen_before_tells_of_new_trouble(cast, client_of, meeting):
    """A reader's copy is right only as long as the mails stand where they stood."""
    for persona, url in (("organiser", meeting.get_absolute_url()), ("admin", reverse("overview"))):
        OutboxMail.objects.all().delete()
        mail_about(meeting, "meetings.scheduled", [cast.member_city], attempts=1)
        client = client_of(persona)
        client.get(url)
        known = client.get(url).headers["ETag"]
        assert client.get(url, headers={"If-None-Match": known}).status_code == 304
        OutboxMail.objects.update(**REFUSED)
        assert client.get(url, headers={"If-None-Match": known}).status_code == 200
