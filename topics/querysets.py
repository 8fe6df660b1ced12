from django.db import models
from django.db.models import Q

from members.viewers import viewer_for
from topics.enums import Level, State


class TopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Ideas that nobody has accepted yet, and declined ones, are for members and their proposers only."""
        viewer = viewer_for(user)
        if viewer.is_organiser:
            return self
        seen = self.filter(viewer.sees())
        if viewer.is_member:
            return seen
        # Without a person (the public) nothing is one's own.
        mine = Q(proposed_by_id=viewer.person_id) if viewer.person_id else Q(pk__in=[])
        return seen.filter(~Q(state__in=[State.IDEA, State.DECLINED]) | mine)

    def at_level(self, level: int):
        return self.filter(levels__in=Level.masks_with(level))
