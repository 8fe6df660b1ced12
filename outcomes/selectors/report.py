"""What a Rückblick begins with (meetings.ports)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from core.language import for_the_record
from members import audience
from outcomes import ports


def first_draft(meeting, user) -> str:
    """The decisions of `meeting` as Markdown in German, or nothing; one query.

    None that a reader of the Rückblick, which is as wide as the meeting, could not read for themselves.
    """
    rows = meeting.decisions.visible_to(user).filter(_as_wide_as(meeting)).order_by("year", "number")
    with for_the_record():
        decided = [f"- {' '.join(row.wording.split())} ({row.result_line})" for row in rows]
        return "\n".join([_("Beschlüsse:"), "", *decided, ""]) if decided else ""


def _as_wide_as(meeting) -> Q:
    wide = [mask for mask in audience.POSSIBLE if audience.is_narrower(meeting.audience, mask)]
    # Whatever can be narrower than the meeting: the decision, its TOP, the TOP above it, the section.
    item = ("audience", "parent__audience", ports.audience_of_section())
    rule = Q()
    for name in ("audience", *(f"agenda_item__{each}" for each in item)):
        rule &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__in": wide})
    return rule
