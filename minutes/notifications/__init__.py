"""Who hears of minutes and of what is said about them."""

from minutes.notifications.circulation import (
    CirculationEnded,
    CirculationExtended,
    MinutesRecalled,
    MinutesReminder,
    NewMinutes,
)
from minutes.notifications.comments import CommentAnswered, Mentioned, SuggestionDeclined, SuggestionsAccepted
from minutes.notifications.follow_up import FollowUpReady
from minutes.notifications.objections import ObjectionAnswered, ObjectionRaised
from minutes.notifications.record import (
    MinutesApproved,
    MinutesCorrected,
    SecondLookAsked,
    SecondLookTakenBack,
)

__all__ = [
    "CirculationEnded",
    "CirculationExtended",
    "CommentAnswered",
    "FollowUpReady",
    "Mentioned",
    "MinutesApproved",
    "MinutesCorrected",
    "MinutesRecalled",
    "MinutesReminder",
    "NewMinutes",
    "ObjectionAnswered",
    "ObjectionRaised",
    "SecondLookAsked",
    "SecondLookTakenBack",
    "SuggestionDeclined",
    "SuggestionsAccepted",
]
