"""Abstract bases; core has no table of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stamped(models.Model):
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """Rows that people edit in a form: the version is the answer to »who saved first?«."""

    version = models.PositiveIntegerField(_("Version"), default=1, editable=False)

    class Meta:
        abstract = True
