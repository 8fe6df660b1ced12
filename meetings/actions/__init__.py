"""What can be done with a meeting, its agenda and its Rückblick. Nothing else writes them."""

from meetings.actions.agenda import add_item, add_topics, edit_item, remove_item, reorder, set_duration, shift
from meetings.actions.meetings import cancel, create, edit, hold, move, schedule
from meetings.actions.report import publish_report, withdraw_report, write_report

__all__ = [
    "add_item",
    "add_topics",
    "cancel",
    "create",
    "edit",
    "edit_item",
    "hold",
    "move",
    "publish_report",
    "remove_item",
    "reorder",
    "schedule",
    "set_duration",
    "shift",
    "withdraw_report",
    "write_report",
]
