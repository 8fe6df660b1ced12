"""The way of every form here: show it, save it, or show both versions when somebody saved first."""

from core.conflicts import carry_on
from core.http import page, perform, refreshed
from core.locking import Stale


def save(request, build, obj, action, *, template, context, done, target=None, **kwargs):
    """`build(data, obj)` makes the form for a row; `action` gets its words, its version and who acts.

    `done` is what to say afterwards, or a function that says it of what the action answered.
    """
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
            said = done(result) if callable(done) else done
            return refreshed(request, target(result) if target else result, said)
    return page(request, template, {**context, "form": form})


def conflict(request, build, stale, template, context):
    """The typed text stays in the form, the stored one stands above it; saving again is then deliberate."""
    form = build(request.POST, stale.current)
    differences = carry_on(form, stale, build(None, stale.current))
    form.is_valid()
    fresh = {name: stale.current for name, value in context.items() if value == stale.current}
    context = {**context, **fresh, "form": form, "differences": differences}
    return page(request, template, context, status=409)
