"""What a Rückblick begins with."""

from django.db.models import Q

from members import audience
from outcomes import ports


def decisions_for_report(meeting, user):
    """None that a reader of the Rückblick, which is as wide as the meeting, could not read for themselves."""
    wide = [mask for mask in audience.POSSIBLE if audience.is_narrower(meeting.audience, mask)]
    rows = meeting.decisions.visible_to(user).order_by("year", "number")
    # Whatever can be narrower than the meeting: the decision, its TOP, the TOP above it, the section.
    of_item = ("audience", "parent__audience", ports.audience_of_section())
    for name in ("audience", *(f"agenda_item__{path}" for path in of_item)):
        rows = rows.filter(Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__in": wide}))
    return rows
