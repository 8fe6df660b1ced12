"""Accounts that are asked about a meeting, and for which organisation people speak."""

from meetings.access.people import readers_of
from members.models import Membership, Organisation
from members.speaking import organisations_of


def asked(meeting):
    """Accounts that see the meeting and can get mail; whoever takes the minutes is among them."""
    return readers_of(meeting, meeting.audience)


def organisations_spoken_for(meeting) -> dict[int, Organisation]:
    """Person → the organisation that they speak for today."""
    rows = Membership.objects.active().select_related("organisation")
    return organisations_of(rows, meeting.audience)
