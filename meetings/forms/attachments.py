"""What is attached: a file or a link, to which TOP, and for whom."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm, RevisionField, SubmissionKeyField, WebField
from meetings.actions.attachments import TOO_LARGE
from meetings.models import AgendaItem
from members.audience import AudienceFormField

ACCEPT = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.png,.jpg,.jpeg,.gif,.webp,.txt,.csv,.md"


class UploadField(forms.FileField):
    """Its content is looked at by the action; here only whether there is a file, and how large it is."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("Datei"),
            widget=forms.FileInput(attrs={"accept": ACCEPT}),
            error_messages={
                "required": _("Bitte wählen Sie eine Datei."),
                "empty": _("Diese Datei ist leer."),
                "missing": _("Bitte wählen Sie eine Datei."),
            },
            **kwargs,
        )
        self.max_length = None

    @property
    def most(self):
        return settings.LARGEST_FILE // (1024 * 1024)

    def too_large(self):
        return ValidationError(TOO_LARGE, params={"most": self.most})

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file and file.size > settings.LARGEST_FILE:
            raise self.too_large()
        return file


class TopField(forms.ModelChoiceField):
    def __init__(self, meeting):
        super().__init__(
            label=_("Gehört zu"),
            queryset=AgendaItem.objects.filter(meeting=meeting).kept().in_order(),
            required=False,
            empty_label=_("zum ganzen Treffen"),
        )


class AttachForm(KernForm):
    """What a file and a link have in common."""

    submission_key = SubmissionKeyField()

    def __init__(self, data=None, files=None, *, meeting, top=None, is_too_large=False, **kwargs):
        super().__init__(data, files, initial={"agenda_item": top} if top else None, **kwargs)
        self.is_too_large = is_too_large
        self.fields["agenda_item"] = TopField(meeting)
        self.fields["agenda_item"].no_mark = True
        self.fields["audience"] = AudienceFormField(
            inherits=True, parent=meeting.audience, widget=forms.Select,
            help_text=_("Höchstens so viele wie beim TOP oder beim ganzen Treffen."),
        )  # fmt: skip
        self.fields["audience"].no_mark = True


class FileForm(AttachForm):
    prefix = "datei"

    file = UploadField()
    title = forms.CharField(
        label=_("Bezeichnung"), required=False, max_length=200,
        help_text=_("Ohne Angabe gilt der Name der Datei."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_fits(self.fields["file"])

    def clean(self):
        return one_reason(self)


class LinkForm(AttachForm):
    prefix = "link"

    url = WebField(required=True, label=_("Adresse"), help_text=_("Zum Beispiel https://www.jena.de"))
    title = forms.CharField(label=_("Bezeichnung"), max_length=200)


class ReplaceForm(KernForm):
    no_error_summary = True
    prefix = "ersatz"

    file = UploadField()
    version = RevisionField()

    def __init__(self, *args, is_too_large=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_too_large = is_too_large
        say_what_fits(self.fields["file"])

    def clean(self):
        return one_reason(self)


class AttachmentForm(KernForm):
    title = forms.CharField(label=_("Bezeichnung"), max_length=200)
    url = WebField(required=True, label=_("Adresse"))
    version = RevisionField()

    def __init__(self, data=None, *, attachment):
        initial = {name: getattr(attachment, name) for name in ("title", "url", "audience", "version")}
        super().__init__(data, initial=initial)
        self.fields["audience"] = AudienceFormField(
            inherits=True, parent=attachment.above, widget=forms.Select,
            help_text=_("Höchstens so viele wie beim TOP oder beim ganzen Treffen."),
        )  # fmt: skip
        self.fields["audience"].no_mark = True
        if not attachment.url:
            del self.fields["url"]


def say_what_fits(field):
    field.help_text = _(
        "PDF, Word, Excel, PowerPoint, OpenDocument, Bild, Text oder CSV, höchstens %(most)s MB."
    ) % {"most": field.most}


def one_reason(form):
    """A file that was too large did not arrive: then it is that, and not that it is missing."""
    if form.is_too_large:
        form.errors.pop("file", None)
        form.add_error("file", form.fields["file"].too_large())
    return form.cleaned_data
