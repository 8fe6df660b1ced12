"""What `check --deploy` says about the portal itself."""

from django.conf import settings
from django.core.checks import Tags, Warning, register

FIELDS = {
    "name": "OPERATOR_NAME",
    "address": "OPERATOR_ADDRESS",
    "email": "OPERATOR_EMAIL",
    "phone": "OPERATOR_PHONE",
    "representative": "OPERATOR_REPRESENTATIVE",
    "privacy_officer": "PRIVACY_OFFICER",
    "enforcement_body": "ENFORCEMENT_BODY",
}


@register(Tags.compatibility, deploy=True)
def operator_is_named(app_configs, **kwargs):
    """Impressum, Datenschutz and Barrierefreiheit are incomplete without these."""
    missing = [variable for field, variable in FIELDS.items() if not settings.OPERATOR[field]]
    if not missing:
        return []
    sentence = f"Für Impressum, Datenschutz und Barrierefreiheit fehlen Angaben: {', '.join(missing)}."
    return [Warning(sentence, hint="Bitte als Umgebungsvariablen setzen.", id="fachgruppe.W001")]
