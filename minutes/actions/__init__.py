"""What can be done with minutes. Nothing else writes them."""

from minutes.actions.circulation import circulate, close, recall
from minutes.actions.comments import answer, comment, edit_comment, reopen, settle, withdraw_comment
from minutes.actions.revisions import restore
from minutes.actions.writing import add_missing_sections, create, save_section, set_section_audience

__all__ = [
    "add_missing_sections",
    "answer",
    "circulate",
    "close",
    "comment",
    "create",
    "edit_comment",
    "recall",
    "reopen",
    "restore",
    "save_section",
    "set_section_audience",
    "settle",
    "withdraw_comment",
]
