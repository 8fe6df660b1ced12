"""Vorlagen: agendas to begin with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import NameField, Stamped
from meetings.querysets import AgendaTemplateQuerySet


class AgendaTemplate(Stamped):
    """`items` in reading order: title, kind, duration, description, audience and whether it stands below."""

    name = NameField(_("Name"), max_length=120, unique=True)
    items = models.JSONField(default=list)

    objects = AgendaTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("Vorlage")
        verbose_name_plural = _("Vorlagen")

    def __str__(self):
        return self.name
