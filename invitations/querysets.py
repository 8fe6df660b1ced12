from django.db import models
from django.db.models import F

from invitations.enums import MailKind
from meetings.querysets import readable_meetings, told, writes
from members.viewers import viewer_for


class AskedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who is asked and who comes is for members who see the meeting; the public reads no names."""
        viewer = viewer_for(user)
        if not viewer.is_member:
            return self.none()
        return self.filter(
            readable_meetings(viewer, "meeting__") & told("meeting__") | writes(viewer, "meeting__")
        )

    def standing(self):
        """Without those that were taken back."""
        return self.filter(removed_at__isnull=True)

    def guests(self):
        return self.filter(person__isnull=True)

    def by_name(self):
        return self.order_by(F("person__sort_key__folded").asc(nulls_last=True), "guest_name__folded", "pk")


class MailedReplyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Addresses of strangers: for the organisers, and for whoever takes the minutes of that meeting."""
        viewer = viewer_for(user)
        return self if viewer.is_organiser else self.filter(writes(viewer, "meeting__"))

    def to_settle(self):
        return self.exclude(unclear="").filter(settled_at__isnull=True)

    def came_back(self):
        """Mails of ours that did not arrive, until somebody has seen to it."""
        return self.filter(kind=MailKind.BOUNCE, settled_at__isnull=True)
