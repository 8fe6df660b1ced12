"""Accounts that are asked about a meeting, and for which organisation people speak."""

from meetings.access.people import readers_of
from members.models import Membership, Organisation
from members.speaking import organisations_of


def asked(meeting):
    """Accounts that see the meeting and can get mail; whoever takes the minutes is among them."""
    return readers_of(meeting, meeting.audience)


def organisations_spoken_for(meeting) -> dict[int, Organisation]:
    """Person → the organisation that they speak for today; of it what it is called and its kind."""
    rows = Membership.objects.active().select_related("organisation").only(
        "person", "starts_on", "organisation__name", "organisation__short_name", "organisation__kind",
        "organisation__sort_key",
    )  # fmt: skip
    return organisations_of(rows, meeting.audience)
