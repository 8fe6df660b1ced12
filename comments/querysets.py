from django.db import models


class CommentQuerySet(models.QuerySet):
    """Concrete comments add `visible_to`, because only they know what they hang on."""

    def threads(self):
        """First comments of their threads, oldest first."""
        return self.filter(parent__isnull=True).order_by("created_at", "pk")

    def replies(self):
        return self.filter(parent__isnull=False).order_by("created_at", "pk")
