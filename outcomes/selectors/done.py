"""The personal link in a mail that leads to »erledigt« without signing in."""

import datetime as dt
from typing import NamedTuple

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

from members.links import numbers_in
from members.models import User
from outcomes.access import can_move_task
from outcomes.enums import TaskVerb
from outcomes.models import ActionItem
from outcomes.selectors.tasks import RELATED

GOOD_FOR = dt.timedelta(days=120)
SIGNER = TimestampSigner(salt="outcomes.done", sep=".")


class DoneLink(NamedTuple):
    """A link that we wrote. Without a task it leads nowhere: too old, or not this person's business now."""

    task: ActionItem | None = None
    user: User | None = None
    link_version: int = 0

    @property
    def is_good(self) -> bool:
        if self.task is None or self.task.link_version != self.link_version:
            return False
        return bool(can_move_task(self.user, self.task, TaskVerb.FINISH))


def token_for(task, user) -> str:
    """For this task and version of its links, and this account and its version; signature and date behind."""
    return SIGNER.sign(f"{task.pk}-{user.pk}-{task.link_version}-{user.link_version}")


def link_of(token) -> DoneLink | None:
    """What a token says, read with the eyes of its person. None: it is not from us."""
    try:
        signed = SIGNER.unsign(token, max_age=GOOD_FOR)
    except SignatureExpired:
        return DoneLink()
    except BadSignature:
        return None
    task_id, user_id, link_version, version = numbers_in(signed, 4)
    # An account that is off, or whose links were renewed, reads nothing, whoever holds the link.
    user = User.objects.reachable().filter(pk=user_id, link_version=version).first()
    rows = ActionItem.objects.visible_to(user).select_related(*RELATED).with_due()
    task = rows.filter(pk=task_id).first() if user else None
    return DoneLink(task, user, link_version) if task else DoneLink()
