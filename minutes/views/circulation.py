"""Into the circulation, back, and to its end; the revisions that stay from it."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import dates
from core.access import require
from core.diff import changed_words
from core.http import get_visible_or_404, page, perform, refreshed
from minutes import access, actions
from minutes.forms import CirculateForm
from minutes.models import Minutes, Revision
from minutes.queries import record
from minutes.queries.checklist import missing_of


def _minutes(request, pk):
    return get_visible_or_404(Minutes.objects.select_related("meeting"), request.user, pk=pk)


@require_http_methods(["GET", "POST"])
def circulate(request, pk):
    minutes = _minutes(request, pk)
    require(access.can_circulate(request.user, minutes))
    form = CirculateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = perform(form, actions.circulate, minutes=minutes, by=request.user, **form.cleaned_data)
        if done:
            message = _("Der Umlauf läuft. Alle, die das Protokoll lesen dürfen, erfahren davon.")
            return refreshed(request, minutes, message)
    checks = missing_of(minutes.meeting, minutes, request.user)
    return page(request, "minutes/circulate.html", {"minutes": minutes, "form": form, "checks": checks})


@require_http_methods(["GET", "POST"])
def recall(request, pk):
    minutes = _minutes(request, pk)
    require(access.can_recall(request.user, minutes))
    if request.method == "POST":
        actions.recall(minutes=minutes, by=request.user)
        return refreshed(request, minutes, _("Das Protokoll ist wieder ein Entwurf."))
    return page(request, "minutes/recall.html", {"minutes": minutes})


@require_http_methods(["GET", "POST"])
def close(request, pk):
    minutes = _minutes(request, pk)
    require(access.can_close(request.user, minutes))
    if request.method == "POST":
        actions.close(minutes=minutes, by=request.user)
        return refreshed(request, minutes, _("Der Umlauf ist beendet."))
    return page(request, "minutes/close.html", {"minutes": minutes})


# --- revisions --------------------------------------------------------------------------------------------


@require_safe
def revisions(request, pk):
    minutes = _minutes(request, pk)
    rows = Revision.objects.visible_to(request.user).filter(minutes=minutes).order_by("-number")
    shown = rows.values_list("number", "author_name", "created_at", "reason")
    listed = [(number, name, dates.stamp(at), reason) for number, name, at, reason in shown]
    return page(request, "minutes/revisions.html", {"minutes": minutes, "revisions": listed})


@require_safe
def revision(request, pk, number):
    frozen = _revision(request, pk, number)
    context = {
        "minutes": frozen.minutes,
        "revision": frozen,
        "when": dates.stamp(frozen.created_at),
        "sections": record.sections_for(request.user, frozen),
        "attendance": record.attendance_for(request.user, frozen),
        "times": record.real_times(frozen),
    }
    return page(request, "minutes/revision.html", context)


@require_safe
def changes(request, pk, number, since):
    """What changed from one revision to another, by words and sections."""
    newer, older = _revision(request, pk, number), _revision(request, pk, since)
    rows = []
    for top, title, old, new in record.changes_between(request.user, older, newer):
        rows.append((top, title, list(changed_words(old, new)) if old != new else None))
    context = {"minutes": newer.minutes, "newer": newer, "older": older, "rows": rows}
    return page(request, "minutes/changes.html", context)


def _revision(request, pk, number):
    rows = Revision.objects.select_related("minutes__meeting")
    return get_visible_or_404(rows, request.user, minutes=pk, number=number)
