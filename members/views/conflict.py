from core.http import page


def conflict(request, form, stale, cancel_url, **form_options):
    """Somebody saved first: show both values of every field that differs, and offer to save again on top."""
    data = request.POST.copy()
    data["version"] = stale.current.version
    again = type(form)(data, **form_options)
    again.is_valid()
    stored = type(form)(**_with_current(form_options, stale.current))
    rows = [
        (field.label, _words(field, field.value()), _words(stored[field.name], stored[field.name].value()))
        for field in again.visible_fields()
    ]
    context = {
        "form": again,
        "differences": [row for row in rows if row[1] != row[2]],
        "cancel_url": cancel_url,
        "stale": stale,
    }
    return page(request, "members/conflict.html", context, status=409)


def _with_current(options, current):
    """The same form, freshly filled from the stored row."""
    if "user" in options:
        options["user"].person = current
        return options
    return dict.fromkeys(options, current)


def _words(field, value):
    """What a person sees in the field: labels instead of keys."""
    if value in (None, "", []):
        return ""
    chosen = {str(each) for each in (value if isinstance(value, list) else [value])}
    labels = [label for key, label in _choices(field.field) if str(key) in chosen]
    return ", ".join(str(label) for label in labels) or str(value)


def _choices(field):
    for key, label in getattr(field, "choices", ()):
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield key, label
