"""Inviting and answering at the same moment, on real connections: one result, one mail."""

import datetime as dt

import pytest

from activity.models import OutboxMail
from core.dates import local
from invitations.actions import invitations as invitation_actions
from invitations.actions import mailbox as mailbox_actions
from invitations.actions import replies as reply_actions
from invitations.enums import Reply, Way
from invitations.models import MailedReply, MeetingInvitation
from meetings.actions import meetings
from tests.factories.rows import MeetingFactory
from tests.invitations.test_mailed_replies import reply_mail
from tests.meetings.conftest import fresh
from tests.meetings.test_races import at_once, organisers  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
FAR = local(dt.date(2035, 3, 7), dt.time(14))  # these tests run in real time


@pytest.fixture
def meeting(organisers):  # noqa: F811
    return MeetingFactory(starts_at=FAR)


def test_a_double_invitation_is_one(organisers, meeting):  # noqa: F811
    people = [user.person_id for user in organisers]
    answers = at_once(
        [
            lambda by=by: invitation_actions.invite(meeting=meeting, version=1, people=people, by=by).state
            for by in organisers
        ]
    )
    assert set(answers) == {"INVITED"}
    assert MeetingInvitation.objects.filter(meeting=meeting).count() == len(people)
    assert OutboxMail.objects.filter(kind="invitations.invitation").count() == len(people)


@pytest.fixture
def invited(organisers, meeting):  # noqa: F811
    people = [user.person_id for user in organisers]
    return invitation_actions.invite(meeting=meeting, version=1, people=people, by=organisers[0])


def test_the_same_mail_read_twice_at_once_counts_once(organisers, invited):  # noqa: F811
    mail = reply_mail(invited, organisers[1].email)
    at_once([lambda: mailbox_actions.take_in(mail).pk for _reader in range(4)])
    assert MailedReply.objects.count() == 1
    row = MeetingInvitation.objects.get(meeting=invited, person=organisers[1].person_id)
    assert (row.reply, row.way) == (Reply.ACCEPTED, Way.MAIL)


def test_an_answer_while_the_date_moves_belongs_to_one_of_both(organisers, invited):  # noqa: F811
    row = MeetingInvitation.objects.get(meeting=invited, person=organisers[1].person_id)
    version = fresh(invited).version
    at_once(
        [
            lambda: reply_actions.reply(invitation=row, answer=Reply.ACCEPTED, by=organisers[1]).reply,
            lambda: (
                meetings.move(
                    meeting=invited, version=version, day=dt.date(2035, 3, 8), reason="Raum", by=organisers[0]
                ).state
            ),
        ]
    )
    row = fresh(row)
    assert (row.reply, row.reply_before) in [(Reply.ACCEPTED, ""), (Reply.OPEN, Reply.ACCEPTED)]


def test_a_guest_invited_twice_at_once_is_one(organisers, invited):  # noqa: F811
    guest = {"name": "Grete Gast", "email": "grete@firma.example"}
    at_once(
        [
            lambda by=by: invitation_actions.invite_guest(meeting=invited, **guest, by=by).pk
            for by in organisers
        ]
    )
    assert MeetingInvitation.objects.guests().count() == 1
    assert OutboxMail.objects.filter(address="grete@firma.example").count() == 1
