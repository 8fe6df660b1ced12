from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm, RevisionField
from members.models import Person

PASSWORD_RULES = _(
    "Mindestens 12 Zeichen, nicht nur Ziffern, kein gängiges Passwort und nicht Ihre E-Mail-Adresse. "
    "Gut sind mehrere Wörter hintereinander."
)


def _longest(field):
    return getattr(Person._meta.get_field(field), "max_length", None)


class ProfileForm(KernForm):
    name = forms.CharField(label=_("Name"), max_length=_longest("name"))
    position = forms.CharField(
        label=_("Funktion"),
        required=False,
        max_length=_longest("position"),
        help_text=_("Zum Beispiel »Fachdienst Geoinformation«."),
    )
    phone = forms.CharField(
        label=_("Telefon"),
        required=False,
        max_length=_longest("phone"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    about = forms.CharField(
        label=_("Woran ich arbeite"),
        required=False,
        max_length=_longest("about"),
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


class AcceptForm(KernForm):
    name = forms.CharField(
        label=_("Ihr Name"),
        max_length=_longest("name"),
        help_text=_("So sehen Sie die anderen Mitglieder."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Passwort"),
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=PASSWORD_RULES,
    )

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, initial={"name": invitation.name}, **kwargs)
