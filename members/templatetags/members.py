"""How a membership or an invitation reads in one line."""

from django import template
from django.utils.translation import gettext as _

from core.dates import day, today
from members.notifications import role_names

register = template.Library()


@register.filter
def roles(row):
    """»Mitglied, Admin«"""
    return ", ".join(role_names(row))


@register.filter
def period(row):
    """»seit 4. Juni 2025«, »4. Juni 2025 bis 30. Juni 2025«, or »ab 4. Juni 2025, sofort beendet«"""
    if row.ends_on and row.ends_on < row.starts_on:
        return _("ab %(day)s, sofort beendet") % {"day": day(row.starts_on)}
    if row.ends_on is None:
        words = _("ab %(day)s") if row.starts_on > today() else _("seit %(day)s")
        return words % {"day": day(row.starts_on)}
    return _("%(begin)s bis %(end)s") % {"begin": day(row.starts_on), "end": day(row.ends_on)}
