"""Who is asked to come. Calendars follow by mail: each change of a meeting reaches those who were asked."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import require
from core.locking import lock, require_version
from core.validity import require_text, require_valid
from core.workflow import step
from invitations import access
from invitations.actions.notices import notify_asked
from invitations.enums import Reply, Way
from invitations.models import MeetingInvitation
from invitations.selectors.invitations import organisations_at
from meetings.actions.agenda import fix_numbers
from meetings.actions.fields import set_fields
from meetings.enums import State, Verb
from meetings.models import Meeting
from meetings.selectors.people import asked
from meetings.workflow import TRANSITIONS
from members.models import User
from polls.enums import Choice

LONGEST_MESSAGE = 2000
REPLIES = {Choice.YES: Reply.ACCEPTED, Choice.IF_NEED_BE: Reply.TENTATIVE}
NOBODY = _("Bitte wählen Sie mindestens eine Person.")
NOT_ALL = _(
    "Jemand anderes hat inzwischen eingeladen, aber nicht alle, die Sie gewählt haben. Laden Sie die übrigen "
    "bei den Antworten ein."
)
IS_MEMBER = _("Diese Adresse gehört einem Mitglied. Laden Sie es als Person ein.")
INVITED_GUEST = _("Diese Adresse ist schon eingeladen.")


@transaction.atomic
def invite(*, meeting, version, people, message="", by):
    """Ask the chosen people (keys of persons) to come. The mails leave some minutes later.

    A second click finds everybody invited. Raises ValidationError when nobody is chosen, or when somebody
    else invited fewer people a moment ago.
    """
    meeting = lock(meeting)
    require(access.can_invite_again(by, meeting))
    if meeting.state == State.INVITED:  # a second click, or two organisers at once
        active = MeetingInvitation.objects.active().filter(meeting=meeting, person__in=people)
        if active.count() < len(set(people)):
            raise ValidationError(NOT_ALL)
        return meeting
    require_version(meeting, version, {"message": message})
    require_text(message, "message", longest=LONGEST_MESSAGE)
    accounts = _accounts(meeting, people)
    state = step(TRANSITIONS, meeting.state, Verb.INVITE)
    set_fields(meeting, state=state, invited_at=timezone.now(), invitation_message=message.strip())
    fix_numbers(meeting)
    others = MeetingInvitation.objects.active().filter(meeting=meeting, person__isnull=False)
    others.exclude(person__in=people).update(removed_at=timezone.now())  # those of the poll who are not asked
    _ask(meeting, accounts)
    record("invitations.invited", actor=by, target=meeting, data={"people": len(accounts)})
    return meeting


@transaction.atomic
def invite_more(*, meeting, people, by):
    """Ask others as well, or once more whoever was taken off. Who is asked already hears nothing."""
    meeting = lock(meeting)
    require(access.can_change_invitations(by, meeting))
    known = MeetingInvitation.objects.active().filter(meeting=meeting).values_list("person", flat=True)
    accounts = [each for each in _accounts(meeting, people) if each.person_id not in set(known)]
    if accounts:
        _ask(meeting, accounts)
        record("invitations.more_invited", actor=by, target=meeting, data={"people": len(accounts)})
    return meeting


@transaction.atomic
def invite_guest(*, meeting, name, email, by, **typed):
    """Somebody who is no member, for this meeting alone, under a link of their own."""
    meeting = lock(meeting)
    require(access.can_change_invitations(by, meeting))
    # One row for each address (guest_invited_once); mailboxes do not tell case apart.
    email, house = email.strip().lower(), typed.get("house", "")
    require_text(name, "name", longest=150, is_required=True)
    require_text(email, "email", longest=254, is_required=True)
    row = MeetingInvitation(guest_email=email, guest_organisation=house)
    require_valid(row, email="guest_email", house="guest_organisation")
    if User.objects.reachable().filter(email__iexact=email).exists():
        raise ValidationError({"email": IS_MEMBER})
    guest = MeetingInvitation.objects.guests().filter(meeting=meeting, guest_email=email).first()
    if guest is not None and guest.removed_at is None:
        if guest.guest_name == name.strip():
            return guest  # a second click
        raise ValidationError({"email": INVITED_GUEST})
    guest = guest or MeetingInvitation(meeting=meeting, guest_email=email)
    guest.guest_name, guest.guest_organisation = name.strip(), house.strip()
    guest.sees_agenda = typed.get("sees_agenda", False)
    # Asked anew they get a new link: the one that was taken back stays dead.
    guest.removed_at, guest.link_version = None, guest.link_version + 1 if guest.pk else 1
    guest.save()
    notify_asked(meeting, [guest])
    record("invitations.guest_invited", actor=by, target=meeting)
    return guest


@transaction.atomic
def take_off(*, invitation, by):
    """The person is not asked any more; their calendar drops the entry. A second click changes nothing."""
    meeting = lock(invitation.meeting)
    require(access.can_change_invitations(by, meeting))
    invitation = lock(invitation)
    if invitation.removed_at is None:
        _take_off(meeting, [invitation])
        record("invitations.uninvited", actor=by, target=meeting)
    return invitation


@transaction.atomic
def renew_link(*, invitation, by):
    """The personal link in earlier mails leads nowhere; a new mail brings a new one."""
    meeting = lock(invitation.meeting)
    require(access.can_change_invitations(by, meeting))
    invitation = lock(invitation)
    require(access.takes_replies(invitation))
    invitation.link_version += 1
    invitation.save(update_fields=["link_version", "updated_at"])
    notify_asked(meeting, [invitation])
    record("invitations.link_renewed", actor=by, target=meeting)
    return invitation


@transaction.atomic
def take_off_unseeing(*, meeting):
    """Whoever may not see the meeting any more, because a membership ended or the circle became smaller.

    The portal does it by itself; answers with how many there were.
    """
    meeting = lock(meeting)
    if meeting.state != State.INVITED or meeting.is_over:
        return 0
    members = MeetingInvitation.objects.active().filter(meeting=meeting, person__isnull=False)
    blind = list(members.exclude(person__in=asked(meeting).values("person")))
    if blind:
        _take_off(meeting, blind)
        record("invitations.uninvited", actor=None, target=meeting, data={"people": len(blind)})
    return len(blind)


# --- what other actions call, in their transaction ---------------------------------------------------------


def take_over_answers(meeting, choices):
    """A poll brought the date: person → what they said to it. Whoever said no is asked as everybody else.

    Nobody is invited by that; the reply waits for the invitation.
    """
    replies = {key: REPLIES[choice] for key, choice in choices.items() if choice in REPLIES}
    organisations, now = organisations_at(meeting), timezone.now()
    for reply in set(replies.values()):
        people = [person for person, said in replies.items() if said == reply]
        meeting.invitations.filter(person__in=people).update(
            reply=reply, way=Way.POLL, replied_at=now, reply_before="", version=F("version") + 1
        )
    # Everybody who is to come was asked already: a poll about another date asks nobody in addition.
    if meeting.invited_at is not None:
        return
    MeetingInvitation.objects.bulk_create(
        [
            MeetingInvitation(
                meeting=meeting, person_id=person, organisation=organisations.get(person),
                reply=reply, way=Way.POLL, replied_at=now,
            )
            for person, reply in replies.items()
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def forget_replies(meeting):
    """The date has changed: what was said to the old one is no answer to the new one, and stays readable.

    Whoever should have stood in on the old one is not asked for the new one. Reminders are due again.
    """
    Meeting.objects.filter(pk=meeting.pk).update(week_reminded_at=None, day_reminded_at=None)
    answered = meeting.invitations.exclude(reply=Reply.OPEN)
    # One UPDATE: `reply_before` takes what `reply` still is (SQL reads all old values first).
    answered.update(
        reply_before=F("reply"), reply=Reply.OPEN, replied_at=None, way="", deputy=None, deputy_name=""
    )


# --- the pieces -------------------------------------------------------------------------------------------


def _accounts(meeting, people):
    accounts = list(asked(meeting).filter(person__in=people).distinct())
    if not accounts:
        raise ValidationError({"people": NOBODY})
    return accounts


def _ask(meeting, accounts):
    organisations = organisations_at(meeting)
    people = [account.person_id for account in accounts]
    # Whoever was taken off before gets their row back, with what they had answered.
    meeting.invitations.filter(person__in=people).update(removed_at=None)
    MeetingInvitation.objects.bulk_create(
        [
            MeetingInvitation(meeting=meeting, person_id=person, organisation=organisations.get(person))
            for person in people
        ],
        ignore_conflicts=True,
    )
    notify_asked(meeting, list(meeting.invitations.filter(person__in=people)))


def _take_off(meeting, invitations):
    keys = [invitation.pk for invitation in invitations]
    MeetingInvitation.objects.filter(pk__in=keys).update(removed_at=timezone.now())
    notify_asked(meeting, invitations)
    for invitation in invitations:
        invitation.removed_at = timezone.now()
