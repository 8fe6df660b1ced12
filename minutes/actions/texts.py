"""The text of a section and what is made of it, in the current version of the dialect (docs/adr/0027)."""

from core.dialects.versions import CURRENT
from core.markdown import render


def put(section, body, by, html=None):
    """Store the new text of a locked section. `html` is what was made of it before the lock."""
    section.body, section.body_html = body, render(body) if html is None else html
    section.dialect = CURRENT
    section.version += 1
    section.updated_by = by
    section.save(update_fields=["body", "body_html", "dialect", "version", "updated_by", "updated_at"])


def renew(minutes):
    """Show what became a draft again in the current version, as any draft. Needs the lock on the minutes."""
    for section in minutes.sections.select_for_update().exclude(dialect=CURRENT).order_by("pk"):
        section.body_html, section.dialect = render(section.body), CURRENT
        section.version += 1
        # Nobody wrote: `updated_by` and `updated_at` stay, or the wrong person could not approve.
        section.save(update_fields=["body_html", "dialect", "version"])
