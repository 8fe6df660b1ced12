"""The key that an empty form carries: a second click sends the same one and finds what the first has made."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

USED = _("Dieses Formular wurde schon abgeschickt. Bitte laden Sie die Seite neu und senden Sie noch einmal.")


def require_same_form(row, **place):
    """Raise ValidationError unless `row`, found by its key, was made at `place` ({"meeting_id": 7})."""
    # Whoever sends the key of another form would get a row that is not theirs, and lose their words.
    if any(getattr(row, name) != value for name, value in place.items()):
        raise ValidationError(USED, code="used")
