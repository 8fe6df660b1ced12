"""Approving in a meeting, and what waits for a second person."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import require
from core.http import errors_of, get_visible_or_404, page, refreshed
from core.locking import Stale
from minutes.access import approval as access
from minutes.access import second_looks as second_look_access
from minutes.actions import approval, corrections, publication, second_looks
from minutes.enums import Verb
from minutes.forms.approval import ApproveForm
from minutes.models import Minutes, SecondLook
from minutes.presenters.approval import usual_wording
from minutes.presenters.second_looks import shown_in
from minutes.selectors.people import second_people


@require_http_methods(["GET", "POST"])
def approve(request, pk):
    minutes = _minutes(request, pk)
    require(access.can_approve(request.user, minutes))
    require(second_look_access.nothing_waits(minutes, Verb.APPROVE))
    recorded = access.recorded_at(minutes.approval_item)
    sent = request.POST if request.method == "POST" else None
    form = ApproveForm(sent, usual=usual_wording(minutes), recorded=recorded)
    if sent is not None and form.is_valid():
        with errors_of(form):
            done = approval.approve(minutes=minutes, decided=form.cleaned_data, by=request.user)
            if isinstance(done, SecondLook):
                message = asked(done)
            elif done.approved_at is None:
                message = _("Die Genehmigung ist vertagt.")
            else:
                message = _("Das Protokoll ist genehmigt und gesiegelt.")
            return refreshed(request, minutes, message)
    context = {"minutes": minutes, "form": form, "recorded": recorded, "item": minutes.approval_item}
    return page(request, "minutes/approve.html", context)


def asked(look) -> str:
    """What happened instead, and whom it waits for."""
    names = ", ".join(user.get_full_name() for user in second_people(look.minutes, look.asked_by_id))
    if not names:
        return _("Zurzeit gibt es keine zweite Person, die bestätigen könnte. Es wartet, bis es sie gibt.")
    return _("Jetzt fehlt noch die Bestätigung durch eine zweite Person: %(names)s.") % {"names": names}


# --- the second person ------------------------------------------------------------------------------------

CONFIRM: dict[Verb, Callable] = {
    Verb.APPROVE: approval.confirm,
    Verb.CORRECT: corrections.confirm,
    Verb.PUBLISH: publication.confirm,
}


@require_http_methods(["GET", "POST"])
def second_look(request, pk):
    """What one person asked for, as the second one has to see it; one button agrees."""
    look = _look(request, pk)
    may_confirm = second_look_access.can_confirm(
        request.user, look, second_people(look.minutes, look.asked_by_id)
    )
    problem, status = "", 200
    if request.method == "POST":
        require(may_confirm)
        more = {"seen": request.POST.get("seen", "")} if look.verb == Verb.PUBLISH else {}
        try:
            CONFIRM[Verb(look.verb)](look=look, by=request.user, **more)
            return refreshed(request, look.minutes, _("Bestätigt."))
        except Stale:
            problem, status = _("Inzwischen hat sich etwas geändert. Bitte sehen Sie es noch einmal an."), 409
    context = {
        "look": look,
        "minutes": look.minutes,
        "may_confirm": may_confirm,
        "may_take_back": second_look_access.can_take_back(request.user, look),
        "is_own": look.asked_by_id == request.user.pk,
        "problem": problem,
        **shown_in(look),
    }
    return page(request, "minutes/second_look.html", context, status=status)


@require_http_methods(["GET", "POST"])
def take_back(request, pk):
    look = _look(request, pk)
    require(second_look_access.can_take_back(request.user, look))
    if request.method == "POST":
        second_looks.take_back(look=look, by=request.user)
        return refreshed(request, look.minutes, _("Die Bitte um Bestätigung ist beendet."))
    context = {"look": look, "minutes": look.minutes, "is_own": look.asked_by_id == request.user.pk}
    return page(request, "minutes/take_back.html", context)


def _minutes(request, pk):
    related = ("meeting", "approval_item__meeting")
    return get_visible_or_404(Minutes.objects.select_related(*related), request.user, pk=pk)


def _look(request, pk):
    related = ("minutes__meeting", "minutes__approval_item__meeting", "asked_by__person")
    return get_visible_or_404(SecondLook.objects.select_related(*related), request.user, pk=pk)
