"""The way of every form here: show it, save it, or show both versions when somebody saved first."""

from core.conflicts import carry_on
from core.http import errors_of, page, refreshed
from core.locking import Stale


def save(request, build, obj, act, *, template, context, done, target=None):
    """`build(data, obj)` makes the form for a row; `act` calls the action with what was typed in it.

    `done` is what to say afterwards, or a function that says it of what the action answered.
    """
    posted = request.POST if request.method == "POST" else None
    form = build(posted, obj)
    if posted is not None and form.is_valid():
        try:
            with errors_of(form):
                result = act(form.cleaned_data)
                said = done(result) if callable(done) else done
                return refreshed(request, target(result) if target else result, said)
        except Stale as stale:
            return conflict(request, build, stale, template, context)
    return page(request, template, {**context, "form": form})


def conflict(request, build, stale, template, context):
    """The typed text stays in the form, the stored one stands above it; saving again is then deliberate."""
    form = build(request.POST, stale.current)
    differences = carry_on(form, stale, build(None, stale.current))
    form.is_valid()
    fresh = {name: stale.current for name, value in context.items() if value == stale.current}
    context = {**context, **fresh, "form": form, "differences": differences}
    return page(request, template, context, status=409)
