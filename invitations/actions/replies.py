"""What people answer to an invitation, whichever way the answer comes."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import require
from core.locking import lock
from core.validity import require_valid
from invitations import access
from invitations.enums import Reply, Way
from invitations.models import NOTE_LENGTH, MeetingInvitation
from invitations.notifications.invitations import DeputyNamed
from members.choosing import require_member
from members.models import User

CHOOSE = _("Bitte wählen Sie eine Antwort.")
ONLY_WHEN_DECLINING = _("Eine Vertretung nennen Sie, wenn Sie selbst absagen.")
NOT_ONESELF = _("Die Vertretung muss jemand anderes sein.")


@transaction.atomic
def reply(*, invitation, answer, way=Way.PORTAL, by=None, **typed):
    """Record one answer with its note, deputy or deputy_name; the last one counts. The same twice is one.

    In the portal one answers for oneself, by the link whoever holds it; who runs the meeting writes down what
    was said elsewhere. Raises ValidationError for a deputy of somebody who comes.
    """
    meeting = lock(invitation.meeting)
    invitation = lock(invitation)
    if way == Way.PORTAL:
        require(access.can_reply(by, invitation))
    elif way == Way.ORGANISER:
        require(access.can_note_reply(by, invitation))
    else:  # whoever holds the link is not known
        require(access.takes_replies(invitation))
    if answer not in (Reply.ACCEPTED, Reply.TENTATIVE, Reply.DECLINED):
        raise ValidationError({"answer": CHOOSE})
    deputy = typed.get("deputy")
    fields = {
        "reply": answer, "note": typed.get("note", "").strip(), "deputy": deputy,
        "deputy_name": "" if deputy else typed.get("deputy_name", "").strip(),
    }  # fmt: skip
    require_valid(
        MeetingInvitation(note=fields["note"], deputy_name=fields["deputy_name"]), "note", "deputy_name"
    )
    field = "deputy" if deputy else "deputy_name"
    if fields[field] and answer != Reply.DECLINED:
        raise ValidationError({field: ONLY_WHEN_DECLINING})
    if deputy is not None and deputy.pk == invitation.person_id:
        raise ValidationError({field: NOT_ONESELF})
    require_member(deputy, "deputy", chosen=invitation.deputy_id)
    is_own = invitation.way != Way.POLL  # what the poll brought is confirmed by saying it once more
    if is_own and all(getattr(invitation, name) == value for name, value in fields.items()):
        return invitation
    # A deputy who is named a second time has had the mail.
    had = invitation.deputy_id
    store(invitation, way, **fields)
    verb = "invitations.reply_noted" if way == Way.ORGANISER else "invitations.replied"
    record(verb, actor=by, target=meeting, data={"way": way, "invitation": invitation.pk})
    if deputy and deputy.pk != had:
        DeputyNamed(meeting, name=invitation.name).to(User.objects.reachable().filter(person=deputy), but=by)
    return invitation


def store(invitation, way, **fields):
    """What was answered, and the moment: whichever way it came, this is the answer now."""
    for name, value in fields.items():
        setattr(invitation, name, value)
    invitation.way, invitation.replied_at, invitation.reply_before = way, timezone.now(), ""
    invitation.version += 1
    invitation.save(update_fields=[*fields, "way", "replied_at", "reply_before", "version", "updated_at"])


def as_note(words: str) -> str:
    """Words of a mail as the remark of an answer: one line, shortened where they are long."""
    words = " ".join(words.split())
    return words if len(words) <= NOTE_LENGTH else f"{words[: NOTE_LENGTH - 1]}…"
