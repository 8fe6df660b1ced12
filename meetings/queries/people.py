"""Accounts that are asked about a meeting, and for which organisation people speak."""

from django.db.models import Q

from members.models import Membership, Organisation, User
from members.speaking import one_per_person


def asked(meeting):
    """Accounts that see the meeting and can get mail; whoever takes the minutes is among them."""
    inside = Q(pk__in=User.objects.who_see(meeting.audience).values("pk"))
    if meeting.minute_taker_id:
        inside |= Q(person=meeting.minute_taker_id)
    return User.objects.reachable().filter(inside)


def organisers():
    memberships = Membership.objects.active().filter(is_organiser=True)
    return User.objects.reachable().filter(person__in=memberships.values("person"))


def houses_of(meeting, people=None) -> dict[int, Organisation]:
    """Person → the house that they speak for today."""
    rows = Membership.objects.active().select_related("organisation")
    if people is not None:
        rows = rows.filter(person__in=people)
    return {key: row.organisation for key, row in one_per_person(rows, meeting.audience).items()}
