from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from comments.querysets import CommentQuerySet
from meetings.models import AgendaItem
from meetings.querysets import readable_meetings, writes
from members.viewers import viewer_for
from minutes.enums import State


def readable_minutes(viewer, prefix: str = "") -> Q:
    """A draft is for those who write it; the public reads what was approved and then published."""
    meeting = f"{prefix}meeting__"
    if viewer.is_organiser:
        return Q()
    finished = ~Q(**{f"{prefix}state": State.DRAFT})
    if not viewer.is_member:
        finished = Q(**{f"{prefix}state": State.APPROVED, f"{prefix}published_at__isnull": False})
    return (readable_meetings(viewer, meeting) & finished) | writes(viewer, meeting)


class MinutesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Minutes that `user` may read; a draft only by those who write it."""
        return self.filter(readable_minutes(viewer_for(user)))

    def newest_first(self):
        return self.order_by(F("meeting__starts_at").desc(nulls_last=True), "-pk")


class SectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sections of readable minutes whose TOP the reader may see, inside the section's own audience."""
        viewer = viewer_for(user)
        if viewer.is_organiser:
            return self
        items = Q(agenda_item__in=AgendaItem.objects.visible_to(viewer)) | Q(agenda_item__isnull=True)
        readable = readable_minutes(viewer, "minutes__") & items & viewer.sees()
        return self.filter(readable | writes(viewer, "minutes__meeting__"))

    def filled(self):
        return self.exclude(body="")

    def in_order(self):
        """As on the agenda, whatever was moved there; sections without a TOP keep their own place."""
        item, parent = "agenda_item__position", "agenda_item__parent__position"
        return self.order_by(
            Coalesce(parent, item, "position"),
            F("agenda_item__parent_id").asc(nulls_first=True),
            Coalesce(item, "position"),
            "pk",
        )


class RevisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The way to the record is the members' own; the public reads its end."""
        viewer = viewer_for(user)
        if not viewer.is_member:
            return self.none()
        return self.filter(readable_minutes(viewer, "minutes__"))


class SectionCommentQuerySet(CommentQuerySet):
    def visible_to(self, user):
        """Comments are for members; each sees those on sections that they may read."""
        viewer = viewer_for(user)
        if not viewer.is_member:
            return self.none()
        Section: Any = self.model._meta.get_field("section").related_model
        sections = Section.objects.visible_to(viewer)
        return self.filter(section__in=sections)
