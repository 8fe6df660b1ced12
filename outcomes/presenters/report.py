"""What a Rückblick begins with (meetings.ports)."""

from django.utils.translation import gettext as _

from core.language import for_the_record
from outcomes.selectors.report import decisions_for_report


def first_draft(meeting, user) -> str:
    """The decisions of `meeting` as Markdown in German, or nothing; one query."""
    rows = decisions_for_report(meeting, user)
    with for_the_record():
        decided = [f"- {' '.join(row.wording.split())} ({row.result_line})" for row in rows]
        return "\n".join([_("Beschlüsse:"), "", *decided, ""]) if decided else ""
