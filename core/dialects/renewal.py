"""Stored texts that are no record are shown anew in a later version of the dialect. For migrations."""

import re
from html import unescape

from core.markdown import render_with_people

_MENTIONED = re.compile(r'<a href="(?P<url>/[^"]*/(?P<slug>[^/"]+)/)"[^>]*>@(?P<name>[^<]*)</a>')


def renew(rows, field: str, dialect: int = 2) -> None:
    """Make the HTML of `field` again. People who were linked stay linked, and nobody else is."""
    html = f"{field}_html"
    for key, text, before in rows.values_list("pk", field, html).iterator(chunk_size=200):
        people = {
            found["slug"]: (unescape(found["name"]), found["url"]) for found in _MENTIONED.finditer(before)
        }
        after = render_with_people(text, people, dialect)[0]
        if after != before:
            rows.filter(pk=key).update(**{html: after})
