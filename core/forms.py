"""Forms in the clothes of KERN. Templates: templates/components/{form,field,error_summary,markdown}.html."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from core import names
from core.numbers import LARGEST_NUMBER
from core.safe_html import is_german
from core.validity import REQUIRED, is_web_address

_CSS_CLASS = {
    "checkbox": "kern-form-check__checkbox",
    "radio": "kern-form-check__radio",
    "select": "kern-form-input__select",
}


class KernBoundField(forms.BoundField):
    """A field whose widget carries KERN's class, and its error class when it has errors."""

    def build_widget_attrs(self, attrs, widget=None):
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if not widget.is_hidden:
            own = attrs.get("class") or widget.attrs.get("class", "")
            kern = _CSS_CLASS.get(getattr(widget, "input_type", ""), "kern-form-input__input")
            attrs["class"] = " ".join(filter(None, [own, kern, f"{kern}--error" if self.errors else ""]))
            if self.errors and getattr(self.form, "no_error_summary", False):
                attrs["autofocus"] = True  # as the summary would take the focus
            if _rule_of(self.field) and not is_german():
                attrs["lang"] = "de"  # what is typed here, as everything that people write
        return attrs

    @property
    def first_id(self):
        """Where a link in the error summary leads: the control itself, or the first of a group."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label or self.auto_id


class KernRenderer(TemplatesSetting):
    """All forms of the site, those of libraries included."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = KernBoundField


class DateInput(forms.DateInput):
    """The browser's own date control: it always speaks ISO and shows what its owner is used to."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


_NATIVE = {
    forms.DateInput: DateInput,
    forms.TimeInput: TimeInput,
    forms.DateTimeInput: DateTimeInput,
}


class DialectTextarea(forms.Textarea):
    """A textarea for text of the portal's dialect: what is pasted into it from Word becomes such text."""

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, paste_attrs() | (attrs or {}))


def paste_attrs() -> dict:
    """What a textarea says to static/js/portal.js, which loads this with the first paste."""
    return {"data-paste": static("js/paste.js"), "data-turndown": static("vendor/turndown/turndown.js")}


class MarkdownWidget(DialectTextarea):
    """A plain textarea with a toolbar and a preview; both appear only when scripts run.

    `keep` names the text for the copy that the browser holds until the server has it; without a name
    the copy belongs to the address of the page and the name of the field. With `is_live` the preview follows
    the typing and begins with `shown`, and there are shortcuts; the page then loads static/js/editor.js.
    """

    template_name = "components/markdown.html"
    shown = ""

    def __init__(self, attrs=None, keep="", rows=8, is_live=False):
        self.is_live = is_live
        super().__init__({"rows": rows, **({"data-keep": keep} if keep else {}), **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs) | {
            "is_live": self.is_live,
            "shown_html": self.shown,
        }
        try:
            context["preview_url"] = reverse("preview")
        except NoReverseMatch:
            context["preview_url"] = ""
        return context


class FromThePage:
    """First in the bases of a field that the page itself fills in, hidden.

    Nobody has typed what arrives broken there, so nobody is asked to put it right: it counts as missing.
    """

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "widget": forms.HiddenInput, **kwargs})

    def clean(self, value):
        try:
            return super().clean(value)  # type: ignore[misc]
        except ValidationError:
            return None


class NumberFromThePage(FromThePage, forms.IntegerField):
    def __init__(self, **kwargs):
        super().__init__(**{"min_value": 0, "max_value": LARGEST_NUMBER, **kwargs})


class RevisionField(NumberFromThePage):
    """The version an edit began with; core.locking.require_version compares it, and none is an old one."""


class SubmissionKeyField(FromThePage, forms.UUIDField):
    """Made with the empty form: a second click sends the same key (core/submissions.py)."""

    def __init__(self, **kwargs):
        super().__init__(**{"initial": uuid4, **kwargs})


class WebField(forms.URLField):
    """An address of the web, and of nothing else."""

    default_validators = [is_web_address]

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "max_length": 500, "assume_scheme": "https", **kwargs})


_CHECKED_OTHERWISE = (forms.EmailField, forms.URLField, forms.UUIDField)


def _rule_of(field):
    """What core.names asks of the words in a field: of a line more than of paragraphs."""
    if not isinstance(field, forms.CharField) or isinstance(field, _CHECKED_OTHERWISE):
        return None
    if isinstance(field.widget, forms.Textarea):
        return names.require_words
    return names.require_name if type(field.widget) is forms.TextInput else None


class KernMixin:
    """Native controls for dates, text kept until saved, kind words for what is empty or unreadable."""

    fields: dict[str, forms.Field]
    folded: tuple[str, ...] = ()  # names of fields that are rarely needed: they wait below the others
    folded_label: str | Promise = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = REQUIRED
            if rule := _rule_of(field):
                field.validators = [*field.validators, rule]
            native = _NATIVE.get(type(field.widget))
            if native:
                attrs = {name: value for name, value in field.widget.attrs.items() if name != "type"}
                field.widget = native(attrs)
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.setdefault("data-keep", "")  # static/js/keep.js
            if type(field.widget) is forms.Textarea and field.widget.attrs.get("rows") == "10":
                field.widget.attrs["rows"] = 4

    @property
    def rare_fields(self):
        """The folded fields that are shown at all; open where one is wrong or filled in."""
        fields = [self[name] for name in self.folded if name in self.fields and not self[name].is_hidden]  # type: ignore[index]
        return {"fields": fields, "is_open": any(field.errors or field.value() for field in fields)}

    @property
    def errors_without_a_place(self):
        """What is wrong with the whole, or with a hidden field: it stands above the fields."""
        hidden = [error for field in self.hidden_fields() for error in field.errors]  # type: ignore[attr-defined]
        return [*self.non_field_errors(), *hidden]  # type: ignore[attr-defined]


class KernForm(KernMixin, forms.Form):
    """`no_error_summary = True` suits a form of one field, whose error stands beside it anyway."""
