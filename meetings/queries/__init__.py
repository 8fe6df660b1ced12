"""What pages, mails and calendars show of meetings: rows in words, made once for one viewer.

Everything that leaves here has passed the rule about seeing; templates only lay it out.
"""

from meetings.queries.agenda import Agenda, Row, agenda_rows, as_tree, topics_to_plan
from meetings.queries.card import (
    Card,
    card_of,
    describe,
    last_held,
    meeting_seen_by,
    meetings_for_page,
    next_meeting,
    published_reports,
)
from meetings.queries.listing import Filter, Listing, listing

__all__ = [
    "Agenda",
    "Card",
    "Filter",
    "Listing",
    "Row",
    "agenda_rows",
    "as_tree",
    "card_of",
    "describe",
    "last_held",
    "listing",
    "meeting_seen_by",
    "meetings_for_page",
    "next_meeting",
    "published_reports",
    "topics_to_plan",
]
