"""Somebody else saved first: the form comes back with both texts, and saving again is a decision."""

from django.utils.choices import flatten_choices
from django.utils.translation import gettext


def carry_on(form, stale, stored_form):
    """Let `form` start from the version that is stored now. Returns what differs: (label, stored, typed)."""
    # What was typed stays; saving once more then says: I have seen the other text.
    data = form.data.copy()
    data[form.add_prefix("version")] = str(stale.current.version)
    form.data = data
    known = [field for field in form.visible_fields() if field.name in stored_form.initial]
    pairs = [(field, stored_form[field.name]) for field in known]
    rows = [(field.label, shown(stored), shown(field)) for field, stored in pairs]
    return [row for row in rows if row[1] != row[2]]


def shown(field):
    """What a person sees in the field: labels instead of keys."""
    value = field.value()
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nein")
    if value in (None, "", []):
        return ""
    chosen = {
        str(getattr(each, "pk", each)) for each in (value if isinstance(value, list | tuple) else [value])
    }
    choices: list = list(flatten_choices(getattr(field.field, "choices", ())))
    labels = [str(label) for key, label in choices if str(key) in chosen]
    return ", ".join(labels) or str(field.field.widget.format_value(value)).replace("\r\n", "\n")
