"""The ways from the page of a meeting to its invitations."""

from django.urls import reverse
from django.utils.translation import gettext as _

from invitations import access


def way_to_invite(user, meeting) -> tuple[str, str] | None:
    if not access.can_invite(user, meeting):
        return None
    return _("Einladen"), reverse("invitations:invite", args=[meeting.pk])


def way_to_replies(user, meeting) -> tuple[str, str] | None:
    if not access.can_see_replies(user, meeting):
        return None
    return _("Antworten ansehen"), reverse("invitations:replies", args=[meeting.pk])
