"""Words about what one addressee was notified of, and who will be."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import day, day_long, span
from invitations.selectors.notices import recipients


def who_is_notified(meeting, by) -> str:
    """Return for the one who changed it to whom a mail goes, as things stand."""
    invited, others = recipients(meeting, by)
    words = {
        "invited": ngettext("die eine eingeladene Person", "die %(n)s Eingeladenen", invited)
        % {"n": invited},
        "more": ngettext("ein weiteres Mitglied", "%(n)s weitere Mitglieder", others) % {"n": others},
        "members": ngettext("ein Mitglied", "%(n)s Mitglieder", others) % {"n": others},
    }
    if invited and others:
        return _("In drei Minuten geht eine Mail an %(invited)s und an %(more)s.") % words
    if invited:
        return _("In drei Minuten geht eine Mail an %(invited)s.") % words
    if others:
        return _("In drei Minuten geht eine Mail an %(members)s.") % words
    return _("Niemand bekommt eine Mail.")


def day_in_words(before: dict) -> str:
    """»10. September 2025«, or nothing where they know no date."""
    return day(dt.datetime.fromisoformat(before["begins"])) if "begins" in before else ""


def date_in_words(before: dict) -> str:
    """»Mittwoch, 10. September 2025, 14:00–16:00 Uhr«"""
    if "begins" not in before:
        return ""
    begins, ends = dt.datetime.fromisoformat(before["begins"]), before["ends"]
    times = span(begins, dt.datetime.fromisoformat(ends) if ends else None) if before["has_times"] else ""
    return ", ".join(filter(None, [day_long(begins), times]))
