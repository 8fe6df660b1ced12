"""What can be done with minutes. Nothing else writes them."""

from minutes.actions.circulation import circulate, close, recall
from minutes.actions.comments import answer, comment, edit_comment, reopen, settle, withdraw_comment
from minutes.actions.marked import keep_line, record_line
from minutes.actions.presence import be_at
from minutes.actions.writing import add_missing_sections, create, save_section, set_section_audience

__all__ = [
    "add_missing_sections",
    "answer",
    "be_at",
    "circulate",
    "close",
    "comment",
    "create",
    "edit_comment",
    "keep_line",
    "recall",
    "record_line",
    "reopen",
    "save_section",
    "set_section_audience",
    "settle",
    "withdraw_comment",
]
