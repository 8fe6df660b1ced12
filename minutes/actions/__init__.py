"""What can be done with minutes. Nothing else writes them."""

from minutes.actions.circulation import circulate, close, recall
from minutes.actions.comments import answer, comment, edit_comment, reopen, settle, withdraw_comment
from minutes.actions.follow_up import meetings_to_follow_up, tell_follow_up
from minutes.actions.writing import add_missing_sections, create, save_section, set_section_audience

__all__ = [
    "add_missing_sections",
    "answer",
    "circulate",
    "close",
    "comment",
    "create",
    "edit_comment",
    "meetings_to_follow_up",
    "recall",
    "reopen",
    "save_section",
    "set_section_audience",
    "settle",
    "tell_follow_up",
    "withdraw_comment",
]
