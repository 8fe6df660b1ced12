"""Into the circulation, back, and to its end."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import dates
from core.access import require
from core.http import errors_of, get_visible_or_404, page, refreshed
from minutes.access import circulation as circulation_access
from minutes.actions import circulation
from minutes.enums import Verb
from minutes.forms.circulation import CirculateForm, ExtendForm
from minutes.models import Minutes
from minutes.presenters.checklist import missing_of
from minutes.presenters.readings import standing_of
from minutes.selectors.suggestions import open_suggestions


def _minutes(request, pk):
    return get_visible_or_404(Minutes.objects.select_related("meeting"), request.user, pk=pk)


@require_http_methods(["GET", "POST"])
def circulate(request, pk):
    minutes = _minutes(request, pk)
    require(circulation_access.can_circulate(request.user, minutes))
    form = CirculateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until, note = form.cleaned_data["until"], form.cleaned_data["message"]
        with errors_of(form):
            circulation.circulate(minutes=minutes, until=until, message=note, by=request.user)
            message = _("Der Umlauf läuft. Alle, die das Protokoll lesen dürfen, erfahren davon.")
            return refreshed(request, minutes, message)
    checks = missing_of(minutes.meeting, minutes, request.user)
    return page(request, "minutes/circulate.html", {"minutes": minutes, "form": form, "checks": checks})


@require_http_methods(["GET", "POST"])
def recall(request, pk):
    minutes = _minutes(request, pk)
    require(circulation_access.can_step(request.user, minutes, Verb.RECALL))
    if request.method == "POST":
        circulation.recall(minutes=minutes, by=request.user)
        return refreshed(request, minutes, _("Das Protokoll ist wieder ein Entwurf."))
    return page(request, "minutes/recall.html", {"minutes": minutes})


@require_http_methods(["GET", "POST"])
def close(request, pk):
    minutes = _minutes(request, pk)
    require(circulation_access.can_step(request.user, minutes, Verb.CLOSE))
    if request.method == "POST":
        circulation.close(minutes=minutes, by=request.user)
        return refreshed(request, minutes, _("Der Umlauf ist beendet."))
    context = {
        "minutes": minutes,
        "standing": standing_of(minutes),
        "objections": minutes.objections.visible_to(request.user).open().count(),
        "suggestions": open_suggestions(minutes, request.user),
    }
    return page(request, "minutes/close.html", context)


@require_http_methods(["GET", "POST"])
def extend(request, pk):
    minutes = _minutes(request, pk)
    require(circulation_access.can_step(request.user, minutes, Verb.EXTEND))
    form = ExtendForm(request.POST or None, minutes=minutes)
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            circulation.extend(minutes=minutes, **form.cleaned_data, by=request.user)
            return refreshed(request, minutes, _("Der Umlauf ist verlängert. Alle erfahren davon."))
    context = {"minutes": minutes, "form": form, "until": dates.day_long(minutes.objections_until)}
    return page(request, "minutes/extend.html", context)
