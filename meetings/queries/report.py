"""What a Rückblick begins with."""

from django.db.models import Q
from django.utils.translation import gettext as _

from core.language import for_the_record
from members import audience

# Whatever can be narrower than the meeting: the decision, its TOP, the TOP above it, the section.
NARROWING = (
    "audience",
    "agenda_item__audience",
    "agenda_item__parent__audience",
    "agenda_item__section__audience",
)


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
    rule = Q()
    for name in NARROWING:
        rule &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__in": wide})
    return rule
