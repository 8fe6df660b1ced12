from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "DRAFT", _("Entwurf")
    CIRCULATING = "CIRCULATING", _("im Umlauf")
    FOR_APPROVAL = "FOR_APPROVAL", _("zur Genehmigung")
    APPROVED = "APPROVED", _("genehmigt")


class Verb(models.TextChoices):
    CIRCULATE = "CIRCULATE", _("in den Umlauf geben")
    RECALL = "RECALL", _("aus dem Umlauf holen")
    CLOSE = "CLOSE", _("Umlauf beenden")
    APPROVE = "APPROVE", _("genehmigen")
