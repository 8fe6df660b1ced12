"""Notices about the state of a thing: what they say is decided when they leave.

None relies on another mail. Each finds out by itself what its addressee was notified of last (`Notice`), what
is true by now, and so what they must hear.
"""

import datetime as dt
from typing import ClassVar

from django.utils import timezone

from activity.models import Notice, OutboxMail
from activity.notifications import Notification


class Update(Notification):
    """What has become of a thing. Queued whatever happened; what it says is decided when it leaves.

    Classes of one family decide alike: which of them was queued does not matter, nor how many.
    """

    is_update: ClassVar[bool] = True
    waits: ClassVar[dt.timedelta] = dt.timedelta(minutes=3)
    notice: Notice
    before: dict  # what the addressee was notified of last; empty: nothing
    now: dict  # what this mail says, and so what they know afterwards
    since: dt.datetime | None = None  # the moment of which they know
    at: dt.datetime  # the moment of which they know afterwards

    @classmethod
    def decided(cls, mail: OutboxMail, recipient, notice: Notice) -> "Update | None":
        """The notification that `recipient` needs now, one of the family; None: they know what is so.

        Where a mail may have arrived without our note of it, what it said counts as known as well.
        """
        # They may know this already, unless a mail that perhaps arrived has told them otherwise since.
        for before in (notice.state, *([notice.intended] if notice.intended else [])):
            update = cls(**mail.data)
            update.address, update.notice, update.at = mail.address, notice, timezone.now()
            update.target_type, update.target_id = mail.target_type, mail.target_id
            update.before, update.since = before, notice.at
            found = update.decide(recipient)
            if found is not None:
                return found
        return None

    def decide(self, recipient) -> "Update | None":
        raise NotImplementedError

    def becomes(self, kind, **attributes) -> "Update":
        """The same as a notification of that kind."""
        other = kind(**self.data)
        vars(other).update({**vars(self), **attributes})
        return other

    @property
    def is_another(self) -> bool:
        """An earlier try may have arrived and said something else: this is no second copy of it."""
        return bool(self.notice.intended) and self.notice.intended != self.now

    def is_urgent(self) -> bool:
        """Whether the daily mail would come too late."""
        return False
