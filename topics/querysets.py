from django.db import models
from django.db.models import Q

from members.viewers import viewer_for
from topics.enums import ALL_LEVELS, State


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
        # All bit sets that contain it: the right side of an SQL IN.
        return self.filter(levels__in=[mask for mask in range(ALL_LEVELS + 1) if mask & level])
