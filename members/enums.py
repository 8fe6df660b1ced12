from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an organisation is; the first three are the pillars (Säulen)."""

    CITY = "CITY", _("Stadtverwaltung")
    ENTERPRISE = "ENTERPRISE", _("Eigenbetrieb")
    UTILITY = "UTILITY", _("Stadtwerke")
    ASSOCIATION = "ASSOCIATION", _("Verein")
    EXTERNAL = "EXTERNAL", _("Extern")


PILLARS = (Kind.CITY, Kind.ENTERPRISE, Kind.UTILITY)

PILLAR_LABELS = {
    Kind.CITY: _("Stadtverwaltung"),
    Kind.ENTERPRISE: _("Eigenbetriebe"),
    Kind.UTILITY: _("Stadtwerke"),
}


class Role(models.TextChoices):
    """Roles add up; each is a column of the membership of the same name."""

    MEMBER = "member", _("Mitglied")
    ORGANISER = "organiser", _("Organisation")
    ADMIN = "admin", _("Admin")
    CONTACT = "contact", _("Ansprechperson")
