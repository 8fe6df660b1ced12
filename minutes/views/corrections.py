"""Berichtigung: typed, looked at as a difference, then made."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import require
from core.http import errors_of, get_visible_or_404, page, refreshed
from core.locking import Stale
from minutes.access import corrections as access
from minutes.access import second_looks
from minutes.actions import corrections
from minutes.enums import Verb
from minutes.forms.corrections import CorrectForm
from minutes.models import Minutes, SecondLook
from minutes.selectors.corrections import changes, decisions_of, sections_of
from minutes.views.approval import asked

MAKE_IT = "berichtigen"  # the button under the difference; every other one only shows


@require_http_methods(["GET", "POST"])
def correct(request, pk):
    minutes = get_visible_or_404(Minutes.objects.select_related("meeting"), request.user, pk=pk)
    require(access.can_correct(request.user, minutes))
    require(second_looks.nothing_waits(minutes, Verb.CORRECT))
    sent = request.POST if request.method == "POST" else None
    form = _form(sent, minutes)
    if sent is None or sent.get("schritt") == "zurueck" or not form.is_valid():
        return _typing(request, minutes, form)
    correction = form.correction()
    if sent.get("schritt") != MAKE_IT or correction.revision != minutes.revision_number:
        return _difference(request, minutes, form, changes(minutes, correction))
    try:
        with errors_of(form):
            done = corrections.correct(minutes=minutes, correction=correction, by=request.user)
            made = _("Das Protokoll ist berichtigt und neu gesiegelt.")
            return refreshed(request, minutes, asked(done) if isinstance(done, SecondLook) else made)
    except Stale:
        minutes.refresh_from_db()
        return _difference(request, minutes, form, changes(minutes, correction))
    return _typing(request, minutes, form)


def _form(sent, minutes):
    sections, decisions = list(sections_of(minutes)), list(decisions_of(minutes))
    return CorrectForm(sent, minutes=minutes, sections=sections, decisions=decisions)


def _typing(request, minutes, form):
    return page(request, "minutes/correct.html", {"minutes": minutes, "form": form})


def _difference(request, minutes, form, rows):
    # What changes, against the text as it stands now; somebody may have corrected it meanwhile.
    if not rows:
        form.add_error(None, _("Es ist noch nichts geändert."))
        return _typing(request, minutes, form)
    is_stale = form.cleaned_data["revision"] != minutes.revision_number
    typed = form.data.copy()
    typed["revision"] = minutes.revision_number
    form.data = typed
    context = {"minutes": minutes, "form": form, "changes": rows, "is_stale": is_stale, "step": MAKE_IT}
    return page(request, "minutes/correct_preview.html", context, status=409 if is_stale else 200)
