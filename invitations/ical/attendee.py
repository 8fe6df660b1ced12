"""Who is asked, as calendars read it (RFC 5545, ATTENDEE)."""

from django.conf import settings
from django.utils.translation import gettext as _

from core.ical import Asked
from invitations.enums import Reply

STATUS = {
    Reply.OPEN: "NEEDS-ACTION",
    Reply.ACCEPTED: "ACCEPTED",
    Reply.TENTATIVE: "TENTATIVE",
    Reply.DECLINED: "DECLINED",
}


def asked(invitation, address) -> Asked:
    """The addressee alone, with the answer that we know."""
    return Asked(
        organiser=settings.REPLY_EMAIL,
        organiser_name=_("Fachgruppe Smart City Jena"),
        attendee=address,
        attendee_name=invitation.name,
        status=STATUS[Reply(invitation.reply)],
    )
