from core.conflicts import carry_on
from core.http import page


def conflict(request, form, stale, cancel_url, **form_options):
    """Somebody saved first: show both values of every field that differs, and offer to save again on top."""
    # The same form once more, made of the row as it is stored now.
    if "user" in form_options:
        form_options["user"].person = stale.current
    else:
        form_options = dict.fromkeys(form_options, stale.current)
    differences = carry_on(form, stale, type(form)(**form_options))
    context = {"form": form, "differences": differences, "cancel_url": cancel_url}
    return page(request, "members/conflict.html", context, status=409)
