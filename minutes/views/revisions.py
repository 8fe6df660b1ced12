"""The revisions of minutes: list, one of them, two beside each other, and the way back to one."""

from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core import dates
from core.access import require
from core.http import errors_of, get_visible_or_404, page, refreshed
from core.locking import Stale
from core.numbers import numbers_in
from meetings.access.people import writes_minutes
from minutes.access import writing
from minutes.actions import revisions
from minutes.forms.revisions import RestoreForm
from minutes.models import Minutes, Revision
from minutes.presenters import changes as compared
from minutes.presenters import revisions as presenters
from minutes.presenters.seals import note_on
from minutes.selectors import record

CHOOSE_TWO = gettext_lazy("Bitte wählen Sie zwei verschiedene Fassungen.")


@require_safe
def index(request, pk):
    """All that this reader may see; with two of them chosen, on to what changed between them."""
    minutes = get_visible_or_404(Minutes.objects.select_related("meeting"), request.user, pk=pk)
    rows = Revision.objects.visible_to(request.user).filter(minutes=minutes)
    asked = "alt" in request.GET or "neu" in request.GET
    if asked:
        numbers = numbers_in((request.GET.get("alt"), request.GET.get("neu")))
        found = rows.filter(number__in=numbers).values_list("number", flat=True)
        if len(found) == 2:  # both exist for this reader; whichever way round they were chosen
            return redirect("minutes:changes", pk, max(found), min(found))
    context = {
        "minutes": minutes,
        "revisions": presenters.listed(rows),
        "problem": CHOOSE_TWO if asked else "",
    }
    return page(request, "minutes/revisions.html", context, status=422 if asked else 200)


@require_safe
def detail(request, pk, number):
    frozen = _revision(request, pk, number)
    minutes = frozen.minutes
    open_to = Q(minutes=minutes) & ~Q(number=number)
    newest = Revision.objects.visible_to(request.user).filter(open_to).newest_first()
    seals = note_on(frozen)
    context = {
        "minutes": minutes,
        "revision": frozen,
        "when": dates.stamp(frozen.created_at),
        "sections": record.sections_for(request.user, frozen),
        "attendance": presenters.attendance_for(request.user, frozen),
        "times": presenters.real_times(frozen),
        "seals": seals,
        "downloads": presenters.downloads_of(frozen, request.user, is_sealed=bool(seals["own"])),
        "others": list(newest.values_list("number", flat=True)[:50]),
        "restore": writing.can_write(request.user, minutes),
        "writes": writes_minutes(request.user, minutes.meeting),
    }
    return page(request, "minutes/revision.html", context)


@require_safe
def changes(request, pk, number, since):
    """What changed from one revision to another, by words and sections."""
    newer, older = _revision(request, pk, number), _revision(request, pk, since)
    rows = compared.changes_between(request.user, older, newer)
    context = {
        "minutes": newer.minutes,
        "newer": newer,
        "older": older,
        "changed": [row for row in rows if not row.is_unchanged],
        "unchanged": [row for row in rows if row.is_unchanged],
    }
    return page(request, "minutes/changes.html", context)


@require_http_methods(["GET", "POST"])
def restore(request, pk, number):
    frozen = _revision(request, pk, number)
    minutes = frozen.minutes
    require(writing.can_write(request.user, minutes))
    sent = request.POST if request.method == "POST" else None
    form, status = RestoreForm(sent, initial={"version": minutes.version}), None
    if form.is_valid():
        try:
            with errors_of(form):
                revisions.restore(revision=frozen, version=form.cleaned_data["version"], by=request.user)
                message = _("Fassung %(number)s ist wiederhergestellt.") % {"number": number}
                return refreshed(request, reverse("minutes:write", args=[pk]), message)
        except Stale as conflict:
            form, status = RestoreForm(initial={"version": conflict.current.version}), 409
            form.somebody_wrote = True
    context = {
        "minutes": minutes, "revision": frozen, "form": form, "when": dates.stamp(frozen.created_at),
        "changed": compared.what_restoring_changes(request.user, frozen),
    }  # fmt: skip
    return page(request, "minutes/restore.html", context, status=status)


def _revision(request, pk, number):
    rows = Revision.objects.select_related("minutes__meeting", "minutes__author")
    return get_visible_or_404(rows, request.user, minutes=pk, number=number)
