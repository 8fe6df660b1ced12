from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm, RevisionField
from members.models import Person

PASSWORD_RULES = _(
    "Mindestens 12 Zeichen, nicht nur Ziffern, kein gängiges Passwort und nicht Ihre E-Mail-Adresse. "
    "Gut sind mehrere Wörter hintereinander."
)


def longest(field):
    return getattr(Person._meta.get_field(field), "max_length", None)


class ProfileForm(KernForm):
    name = forms.CharField(label=_("Name"), max_length=longest("name"))
    position = forms.CharField(
        label=_("Funktion"),
        required=False,
        max_length=longest("position"),
        help_text=_("Zum Beispiel »Fachdienst Geoinformation«."),
    )
    phone = forms.CharField(
        label=_("Telefon"),
        required=False,
        max_length=longest("phone"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    about = forms.CharField(
        label=_("Woran ich arbeite"),
        required=False,
        max_length=longest("about"),
        widget=forms.Textarea,
        help_text=_("Ein bis zwei Sätze, damit andere wissen, wonach sie Sie fragen können."),
    )
    language = forms.ChoiceField(
        label=_("Sprache"),
        choices=settings.LANGUAGES,
        help_text=_("Für die Seiten und für Mails an Sie."),
    )
    version = RevisionField()

    def __init__(self, *args, user, **kwargs):
        person = user.person
        initial = {name: getattr(person, name) for name in ("name", "position", "phone", "about", "version")}
        super().__init__(*args, initial=initial | {"language": user.language}, **kwargs)

    def values(self) -> dict:
        """What was typed of the person; the language is the account's."""
        return {name: self.cleaned_data[name] for name in ("name", "position", "phone", "about")}
