"""What can be done with minutes. Nothing else writes them."""

from minutes.actions.approving import approve, approve_silently, confirm_approval
from minutes.actions.circulation import circulate, close, end_circulation, extend, recall
from minutes.actions.comments import answer, comment, edit_comment, reopen, settle, withdraw_comment
from minutes.actions.correcting import confirm_correction, correct
from minutes.actions.follow_up import meetings_to_follow_up, tell_follow_up
from minutes.actions.marked import keep_line, record_line
from minutes.actions.objections import answer_objection, object_to, withdraw_objection
from minutes.actions.placing import place_all, place_approval
from minutes.actions.presence import be_at
from minutes.actions.publishing import confirm_publication, publish, withdraw
from minutes.actions.readings import consent, mark_read, remind, remind_before_end, take_back_consent
from minutes.actions.revisions import restore
from minutes.actions.second_looks import take_back
from minutes.actions.suggestions import accept_suggestions, decline_suggestion, suggest, withdraw_suggestion
from minutes.actions.writing import (
    add_missing_sections,
    create,
    leave_out,
    save_section,
    set_section_audience,
    take_up,
)

__all__ = [
    "accept_suggestions",
    "add_missing_sections",
    "answer",
    "answer_objection",
    "approve",
    "approve_silently",
    "be_at",
    "circulate",
    "close",
    "comment",
    "confirm_approval",
    "confirm_correction",
    "confirm_publication",
    "consent",
    "correct",
    "create",
    "decline_suggestion",
    "edit_comment",
    "end_circulation",
    "extend",
    "keep_line",
    "leave_out",
    "mark_read",
    "meetings_to_follow_up",
    "object_to",
    "place_all",
    "place_approval",
    "publish",
    "recall",
    "record_line",
    "remind",
    "remind_before_end",
    "reopen",
    "restore",
    "save_section",
    "set_section_audience",
    "settle",
    "suggest",
    "take_back",
    "take_back_consent",
    "take_up",
    "tell_follow_up",
    "withdraw",
    "withdraw_comment",
    "withdraw_objection",
    "withdraw_suggestion",
]
