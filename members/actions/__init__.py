"""The only place that writes people, houses, memberships and invitations."""

from members.actions.calendar import drop_calendar_address, renew_calendar_address
from members.actions.invitations import (
    accept_invitation,
    invite,
    invite_first_admin,
    resend_invitation,
    withdraw_invitation,
)
from members.actions.links import renew_links
from members.actions.memberships import add_membership, change_membership, end_membership
from members.actions.organisations import (
    change_organisation,
    close_organisation,
    confirm_people,
    create_organisation,
    reopen_organisation,
)
from members.actions.people import change_profile, open_account, register_person, set_operator
from members.actions.rules import change_rules

__all__ = [
    "accept_invitation",
    "add_membership",
    "change_membership",
    "change_organisation",
    "change_profile",
    "change_rules",
    "close_organisation",
    "confirm_people",
    "create_organisation",
    "drop_calendar_address",
    "end_membership",
    "invite",
    "invite_first_admin",
    "open_account",
    "register_person",
    "renew_calendar_address",
    "renew_links",
    "reopen_organisation",
    "resend_invitation",
    "set_operator",
    "withdraw_invitation",
]
