"""Einwendungen: raised by members, answered by those who write the minutes."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import require
from core.http import errors_of, get_visible_or_404, page, refreshed
from core.locking import Stale
from minutes.access import circulation, writing
from minutes.access import objections as objection_access
from minutes.actions import objections
from minutes.enums import ObjectionState, Verb
from minutes.forms.objections import AnswerObjectionForm, ObjectionForm
from minutes.models import Minutes, MinutesSection, Objection
from minutes.presenters.objections import shown_to
from minutes.selectors.objections import objections_to


def _minutes(request, pk):
    return get_visible_or_404(Minutes.objects.select_related("meeting"), request.user, pk=pk)


def _objection(request, pk):
    rows = Objection.objects.select_related(
        "author", "organisation", "section__agenda_item", "minutes__meeting", "answered_by__person"
    )
    return get_visible_or_404(rows, request.user, pk=pk)


@require_safe
def index(request, pk):
    """For those who answer: what waits stands first."""
    minutes = _minutes(request, pk)
    require(objection_access.can_see(request.user, minutes))
    shown = shown_to(minutes, request.user, objections_to(minutes, request.user))
    shown.sort(key=lambda each: not each.is_open)
    waiting = sum(each.is_open for each in shown)
    context = {"minutes": minutes, "objections": shown, "waiting": waiting}
    return page(request, "minutes/objections.html", context)


@require_http_methods(["GET", "POST"])
def object_to(request, pk):
    minutes = _minutes(request, pk)
    require(objection_access.can_object(request.user, minutes))
    readable = MinutesSection.objects.visible_to(request.user).filter(minutes=minutes)
    sections = readable.select_related("agenda_item").in_order()
    form = ObjectionForm(
        request.POST or None, sections=sections, initial={"section": request.GET.get("abschnitt")}
    )
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            new = objections.object_to(minutes=minutes, **form.cleaned_data, by=request.user)
            message = _("Ihre Einwendung ist erhoben. Die Protokollführung beantwortet sie.")
            return refreshed(request, new, message)
    return page(request, "minutes/object.html", {"minutes": minutes, "form": form})


@require_http_methods(["GET", "POST"])
def answer(request, pk):
    objection = _objection(request, pk)
    require(objection_access.answers(request.user, objection))
    if request.method == "GET":
        require(objection_access.can_answer(request.user, objection))
    form = AnswerObjectionForm(request.POST or None, initial={"version": objection.version})
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                objections.answer(objection=objection, **form.cleaned_data, by=request.user)
                url = reverse("minutes:objections", args=[objection.minutes_id])
                return refreshed(request, url, _("Die Einwendung ist beantwortet."))
        except Stale as stale:
            return _answer_page(request, stale.current, form, status=409)
    return _answer_page(request, objection, form)


def _answer_page(request, objection, form, status=None):
    # After a conflict the stored answer stands above the field that still holds what was typed.
    context = {
        "objection": objection,
        "minutes": objection.minutes,
        "form": form,
        "answered": ObjectionState(objection.state).label if status == 409 else "",
        "can_recall": circulation.can_step(request.user, objection.minutes, Verb.RECALL),
        "can_write": writing.can_write(request.user, objection.minutes),
    }
    return page(request, "minutes/answer_objection.html", context, status=status)


@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    objection = _objection(request, pk)
    require(objection_access.owns(request.user, objection))
    if request.method == "POST":
        objections.withdraw(objection=objection, by=request.user)
        message = _("Ihre Einwendung ist zurückgezogen.")
        return refreshed(request, f"{objection.minutes.get_absolute_url()}#umlauf", message)
    require(objection_access.can_withdraw(request.user, objection))
    context = {"objection": objection, "minutes": objection.minutes}
    return page(request, "minutes/withdraw_objection.html", context)
