"""The link in a mail that stops all mails of its kind, without signing in (RFC 8058)."""

from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from activity.digest import DIGEST
from activity.registry import choosable

SIGNER = Signer(salt="activity.unsubscribe", sep=".")


class Unsubscription(NamedTuple):
    user: object
    kinds: list  # the names of what is stopped; those of the daily mail: whatever comes once a day
    label: str


def token_for(user, kind: str) -> str:
    """For this account and this kind; it opens nothing, and so outlives passwords and sessions."""
    return SIGNER.sign(f"{user.pk}-{kind}")


def unsubscription_of(token: str) -> Unsubscription | None:
    """What a token stops. None: it is not from us, or nothing is left to stop."""
    try:
        user_id, _dash, name = SIGNER.unsign(token).partition("-")
    except BadSignature:
        return None
    user = get_user_model()._default_manager.filter(pk=int(user_id), is_active=True).first()
    if user is None:
        return None
    if name == DIGEST:
        return Unsubscription(user, [], _("Neues einmal am Tag"))
    labels = {kind.kind: str(kind.label) for kind in choosable()}
    return Unsubscription(user, [name], labels[name]) if name in labels else None
