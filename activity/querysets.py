from django.db import models
from django.utils import timezone

from activity.enums import Frequency, MailState


class AppendOnly(Exception):
    """The audit log is written once; nothing in the portal may change or delete a line of it."""


class EventQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise AppendOnly("Events are never changed.")

    def delete(self):
        raise AppendOnly("Events are never deleted.")

    def bulk_update(self, *args, **kwargs):
        raise AppendOnly("Events are never changed.")

    def newest_first(self):
        # By the key and not by the moment: two events may have the same one.
        return self.order_by("-pk")

    def about(self, target):
        return self.filter(target_type=target._meta.label_lower, target_id=target.pk)


class OutboxQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=MailState.WAITING)

    def unsettled(self):
        return self.filter(state__in=(MailState.WAITING, MailState.SENDING))

    def single(self):
        """Mails that travel on their own; lines of a digest travel with the digest."""
        return self.filter(frequency=Frequency.AT_ONCE)

    def ripe(self, now=None):
        return self.waiting().filter(next_try_at__lte=now or timezone.now())

    def for_digest(self, now=None):
        """Lines whose time has come and which no digest has taken yet."""
        return self.ripe(now).filter(frequency=Frequency.DAILY, digest__isnull=True)


class NoticeQuerySet(models.QuerySet):
    def about(self, target):
        return self.filter(target_type=target._meta.label_lower, target_id=target.pk)

    def known(self):
        """Of those who were notified of anything."""
        return self.filter(at__isnull=False)
