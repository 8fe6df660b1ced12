"""The pages around a comment, the same in every app; the app's own views load and act."""

from core.http import page


def form_page(request, form, *, template="comments/form.html", **context):
    """A form as a page of its own, or as a fragment beside the thread."""
    wrong = form.is_bound and not form.is_valid()
    response = page(
        request, template, {"form": form, **context}, status=422 if wrong else 200, partial="form"
    )
    if wrong:
        stay_in_form(response, form)
    return response


def stay_in_form(response, form):
    """Errors replace the form, although its success replaces the thread."""
    response.headers["HX-Retarget"] = f"#{form.place}"
    response.headers["HX-Reswap"] = "outerHTML"
    return response
