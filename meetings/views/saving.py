"""The way of every form here: show it, save it, or show both versions when somebody saved first."""

from django.utils.translation import gettext as _

from core.http import page, perform, refreshed
from core.locking import Stale


def save(request, build, obj, action, *, template, context, done, target=None, **kwargs):
    """`build(data, obj)` makes the form for a row; `action` gets its words, its version and who acts."""
    posted = request.POST if request.method == "POST" else None
    form = build(posted, obj)
    if posted is not None and form.is_valid():
        for hidden in form.hidden:
            if hidden in form.fields:
                kwargs[hidden] = form.cleaned_data[hidden]
        try:
            result = perform(form, action, by=request.user, **kwargs, **form.words())
        except Stale as stale:
            return conflict(request, build, stale, template, context)
        if result:
            return refreshed(request, target(result) if target else result, done)
    return page(request, template, {**context, "form": form})


def conflict(request, build, stale, template, context):
    """The typed text stays in the form, the stored one stands above it; saving again is then deliberate."""
    data = request.POST.copy()
    data["version"] = stale.current.version
    form, stored = build(data, stale.current), build(None, stale.current)
    form.is_valid()
    rows = [
        {"label": field.label, "stored": _words(stored[field.name]), "typed": _words(field)}
        for field in form.visible_fields()
        if field.name in stored.initial
    ]
    differences = [row for row in rows if row["stored"] != row["typed"]]
    fresh = {name: stale.current for name, value in context.items() if value == stale.current}
    context = {**context, **fresh, "form": form, "differences": differences, "is_stale": True}
    return page(request, template, context, status=409)


def _words(field):
    """What a person reads in the field: labels instead of keys."""
    value = getattr(field.value(), "pk", field.value())
    if value in (None, "", []):
        return _("(leer)")
    labels = [label for key, label in getattr(field.field, "choices", ()) if str(key) == str(value)]
    if labels:
        return str(labels[0])
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    return str(field.field.widget.format_value(value))
