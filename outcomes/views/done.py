"""»erledigt« from the mail: a page for whoever holds the link, without signing in."""

from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.access import Forbidden
from core.http import errors_of, page, public
from outcomes.actions import tasks
from outcomes.forms import DoneForm
from outcomes.selectors.done import link_of

OVER = "outcomes/done_over.html"  # the same words for every reason: they tell nothing about the task


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def done_from_mail(request, token):
    """Opening it changes nothing: mail programs look at links before people do."""
    link = link_of(token)
    if link is None or link.task is None:
        return page(request, OVER, status=404 if link is None else 410)
    form = DoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                tasks.finish_with_result(
                    task=link.task, link_version=link.link_version, result=form.cleaned_data["result"],
                    submission_key=form.cleaned_data["submission_key"], by=link.user,
                )  # fmt: skip
                return page(request, "outcomes/done_thanks.html", {"task": link.task})
        except Forbidden:
            return page(request, OVER, status=410)
    if not link.is_good:
        return page(request, OVER, status=410)
    return page(request, "outcomes/done.html", {"task": link.task, "form": form})
