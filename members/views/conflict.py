from core.conflicts import carry_on
from core.http import page


def conflict(request, form, stale, cancel_url, **form_options):
    """Somebody saved first: show both values of every field that differs, and offer to save again on top."""
    stored = type(form)(**_as_stored(form_options, stale.current))
    context = {"form": form, "differences": carry_on(form, stale, stored), "cancel_url": cancel_url}
    return page(request, "members/conflict.html", context, status=409)


def _as_stored(options, current):
    """What the same form is made of when it shows the stored row."""
    if "user" in options:
        options["user"].person = current
        return options
    return dict.fromkeys(options, current)
