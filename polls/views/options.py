"""The options of a date poll: organisers prepare them, and members may propose further ones."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from core.access import require
from core.http import ask, errors_of, found_or_404, get_visible_or_404, page, refreshed
from meetings.access.meetings import can_schedule
from meetings.models import Meeting
from meetings.selectors.people import asked
from polls import access
from polls.actions import options as actions
from polls.enums import PollState
from polls.forms import OptionsForm, ProposeForm, StartForm
from polls.models import PollOption
from polls.presenters.options import sheet_of
from polls.selectors import options as selectors
from polls.selectors.polls import poll_of

STARTED = gettext_lazy("Die Terminabstimmung läuft. Die Einladungen gehen jetzt hinaus.")


@require_http_methods(["GET", "POST"])
def options(request, pk):
    """Prepare the poll, or add to one that runs."""
    user, url = request.user, reverse("polls:options", args=[pk])
    meeting = get_visible_or_404(Meeting, user, pk=pk)
    row = poll_of(user, pk)
    require(access.can_add_options(user, row) if row else access.can_prepare(user, meeting))
    is_draft = row is None or row.state == PollState.DRAFT
    rows = PollOption.objects.visible_to(user).filter(poll=row) if row else PollOption.objects.none()
    known = list(rows.annotate(answered=Count("answers")).in_order())
    earlier = selectors.earlier_meetings(user)
    is_turning = "ab" in request.POST  # to other months: what is ticked and typed stays, nothing is sent yet
    fields = {
        "times": selectors.usual_times(earlier, known), "places": selectors.places(earlier),
        **({"kept": request.POST} if is_turning else {"data": request.POST or None}),
    }  # fmt: skip
    # A poll that nobody knows of can be started from the same page.
    form = StartForm(has_options=bool(known), **fields) if is_draft else OptionsForm(**fields)
    if request.method == "POST" and not is_turning and form.is_valid():
        with errors_of(form):
            if getattr(form, "is_starting", False):
                started = actions.start(meeting=meeting, **form.kwargs(), by=user)
                return refreshed(request, started, STARTED)
            added = actions.add(meeting=meeting, **form.kwargs(), by=user)
            n = added.options.count() - len(known)
            words = ngettext("%(n)s Vorschlag ist aufgenommen.", "%(n)s Vorschläge sind aufgenommen.", n)
            return refreshed(request, url, words % {"n": n} if n else _("Diese Vorschläge gab es schon."))
    wanted = request.POST.get("ab") or request.POST.get("monat") or request.GET.get("ab", "")
    context = {
        "meeting": meeting, "poll": row, "options": known, "form": form, "is_draft": is_draft,
        "asked": asked(meeting).exclude(pk=user.pk).count() if is_draft else None,
        "can_schedule": can_schedule(user, meeting),
        "sheet": sheet_of(meeting, known, user, wanted, form.chosen),
    }  # fmt: skip
    return page(request, "polls/options.html", context)


@require_http_methods(["GET", "POST"])
def remove_option(request, pk, option):
    """A second click finds nothing left to do."""
    row = found_or_404(poll_of(request.user, pk))
    require(access.can_add_options(request.user, row))
    found = row.options.filter(pk=option).first()
    url = reverse("polls:options", args=[pk])
    if found is not None and request.method == "GET":
        question = _("Den Vorschlag »%(when)s« entfernen?") % {"when": found.when}
        return ask(request, question, verb=_("Entfernen"), back=url)
    if found is not None:
        actions.remove(option=found, by=request.user)
    return refreshed(request, url, _("Der Vorschlag ist entfernt."))


@require_http_methods(["GET", "POST"])
def propose(request, pk):
    row = found_or_404(poll_of(request.user, pk))
    require(access.can_propose(request.user, row))
    places = selectors.places(selectors.earlier_meetings(request.user))
    form = ProposeForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            actions.propose(poll=row, **form.kwargs(), by=request.user)
            message = _("Ihr Vorschlag ist aufgenommen. Bitte antworten Sie auch zu ihm.")
            return refreshed(request, reverse("polls:answer", args=[pk]), message)
    return page(request, "polls/propose.html", {"poll": row, "meeting": row.meeting, "form": form})
