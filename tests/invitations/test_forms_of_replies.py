"""Replies of many programs through a real mailbox: right, or shown with everything that the person said."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from activity.enums import MailState
from activity.models import OutboxMail
from invitations.actions import mailbox as mailbox_actions
from invitations.enums import Reply
from invitations.models import MailedReply, MeetingInvitation
from meetings.enums import State
from meetings.models import Meeting
from tests.factories.rows import MeetingFactory
from tests.invitations.imap import Server
from tests.invitations.reply_forms import offices, others

pytestmark = pytest.mark.once
FORMS = [*offices.FORMS, *others.FORMS]


@pytest.fixture
def imap(settings):
    server = Server()
    settings.REPLIES = server.place
    yield server
    server.stop()


def invited_to_each(cast, forms):
    """One meeting for each form, to which the member is invited; the mail left an hour ago."""
    sent_at = timezone.now() - dt.timedelta(hours=1)
    meetings = Meeting.objects.bulk_create(
        MeetingFactory.build(
            title=f"Herbsttreffen {number}",
            state=State.INVITED,
            invited_at=sent_at,
            sequence=1,
            date_sequence=0,
        )
        for number, _form in enumerate(forms)
    )
    person = cast.member_city.person
    invitations = MeetingInvitation.objects.bulk_create(
        MeetingInvitation(meeting=meeting, person=person) for meeting in meetings
    )
    mails = OutboxMail.objects.bulk_create(
        OutboxMail(
            kind="invitations.invitation", target_type="meetings.meeting", target_id=meeting.pk,
            recipient=cast.member_city, state=MailState.SENT, settled_at=sent_at,
        )
        for meeting in meetings
    )  # fmt: skip
    return [
        SimpleNamespace(
            uid=f"{meeting.uid}@fachgruppe", key=f"{mail.pk}@testserver", title=meeting.title,
            meeting=meeting, invitation=invitation, form=form,
        )
        for meeting, invitation, mail, form in zip(meetings, invitations, mails, forms, strict=True)
    ]  # fmt: skip


def outcome_of(ctx, organiser):
    """(right, shown or lost, what is wrong with it)"""
    form, row = ctx.form, MailedReply.objects.filter(meeting=ctx.meeting).first()
    if row is None:
        return "lost", "nothing is known of it"
    if form.reply:
        invitation = MeetingInvitation.objects.get(pk=ctx.invitation.pk)
        said = (invitation.reply, invitation.note)
        return "right", "" if said == (form.reply, form.note) else f"{said} {row.unclear}"
    html = organiser.get(f"/treffen/{ctx.meeting.pk}/antworten/").content.decode()
    missing = [word for word in form.words if word not in html]
    is_untouched = MeetingInvitation.objects.get(pk=ctx.invitation.pk).reply == Reply.OPEN
    problem = f"missing {missing}" if missing else "" if is_untouched else "recorded"
    return "shown", problem or ("" if row.unclear == form.why else row.unclear)


@pytest.mark.slow
def test_every_form_is_right_or_shown_and_none_is_lost(client_of, cast, imap):
    assert len(FORMS) >= 60
    contexts = invited_to_each(cast, FORMS)
    imap(*[ctx.form.build(ctx) for ctx in contexts])
    assert mailbox_actions.fetch() == len(FORMS)
    organiser = client_of("organiser")
    outcomes = {ctx.form.name: outcome_of(ctx, organiser) for ctx in contexts}
    assert {name: problem for name, (_kind, problem) in outcomes.items() if problem} == {}
    kinds = [kind for kind, _problem in outcomes.values()]
    counts = {kind: kinds.count(kind) for kind in ("right", "shown", "lost")}
    assert counts["lost"] == 0, counts
    read = dict(zip([form.name for form in FORMS], imap.seen(), strict=True))
    assert {form.name: read[form.name] for form in FORMS if read[form.name] != form.is_read} == {}
