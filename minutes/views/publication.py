"""The public rendition: looked at, published, taken back."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import require
from core.http import errors_of, get_visible_or_404, page, refreshed
from core.locking import Stale
from minutes.access import publication as access
from minutes.access import second_looks
from minutes.actions import publication
from minutes.enums import Verb
from minutes.forms.publication import ReasonForm
from minutes.models import Minutes, SecondLook
from minutes.presenters.rendition import preview_of
from minutes.views.approval import asked


@require_http_methods(["GET", "POST"])
def publish(request, pk):
    # What was looked at is published; if it is another text by now, it is shown again.
    minutes = _minutes(request, pk)
    require(access.can_publish(request.user, minutes))
    require(second_looks.nothing_waits(minutes, Verb.PUBLISH))
    has_changed = False
    if request.method == "POST":
        try:
            done = publication.publish(minutes=minutes, seen=request.POST.get("seen", ""), by=request.user)
        except Stale:
            has_changed = True
        else:
            made = _("Das Protokoll ist jetzt öffentlich.")
            return refreshed(request, minutes, asked(done) if isinstance(done, SecondLook) else made)
    context = {"minutes": minutes, "preview": preview_of(minutes), "has_changed": has_changed}
    return page(request, "minutes/publish.html", context, status=409 if has_changed else 200)


@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    minutes = _minutes(request, pk)
    require(access.can_withdraw(request.user, minutes))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            publication.withdraw(minutes=minutes, reason=form.cleaned_data["reason"], by=request.user)
            return refreshed(request, minutes, _("Das Protokoll ist nicht mehr öffentlich."))
    return page(request, "minutes/withdraw.html", {"minutes": minutes, "form": form})


def _minutes(request, pk):
    return get_visible_or_404(Minutes.objects.select_related("meeting"), request.user, pk=pk)
