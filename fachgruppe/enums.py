from django.utils.translation import gettext_lazy as _

EVENT_SENTENCES = {
    "portal.seeded": _("»%(target)s« gehört zum Anfangsbestand"),
    "portal.filled": _("Massendaten für Messungen wurden geladen"),
}
