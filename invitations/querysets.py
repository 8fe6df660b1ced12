from django.db import models

from invitations.enums import MailKind
from meetings.querysets import NamesQuerySet, minutes_written_by
from members.viewers import viewer_for


class AskedQuerySet(NamesQuerySet):
    def active(self):
        """Without those that were taken back."""
        return self.filter(removed_at__isnull=True)

    def guests(self):
        return self.filter(person__isnull=True)


class MailedReplyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Addresses of strangers: for the organisers, and for whoever takes the minutes of that meeting."""
        return self.filter(minutes_written_by(viewer_for(user), "meeting__"))

    def to_settle(self):
        return self.exclude(unclear="").filter(settled_at__isnull=True)

    def came_back(self):
        """Mails of ours that did not arrive, until somebody has seen to it."""
        return self.filter(kind=MailKind.BOUNCE, settled_at__isnull=True)
