"""The suggestions beside an agenda, in words."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from meetings.enums import NOT_BEGUN, Missing
from meetings.models import AgendaTemplate
from meetings.selectors.templates import left_over, missing_in


@dataclass
class Suggestions:
    missing: list = field(default_factory=list)  # (Missing, what it is for)
    left: list = field(default_factory=list)  # items of the last meeting
    last: Any = None
    templates: list = field(default_factory=list)


def suggestions_for(meeting, agenda, user) -> Suggestions:
    """Of a meeting that is ahead; `agenda` are its rows as this organiser sees them."""
    if meeting.state not in NOT_BEGUN:
        return Suggestions()
    left = left_over(meeting, user)
    what_for = {
        Missing.WELCOME: _("an den Anfang"),
        Missing.PAUSE: _("in die Mitte, 15 Minuten"),
        Missing.ANY_OTHER: _("an das Ende"),
    }
    return Suggestions(
        missing=[(what, what_for[what]) for what in missing_in(agenda, meeting)],
        left=left,
        last=left[0].meeting if left else None,
        templates=list(AgendaTemplate.objects.visible_to(user).by_name()),
    )
