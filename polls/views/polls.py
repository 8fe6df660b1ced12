"""A Terminabstimmung: its result for the members, and what organisers do with it."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from activity.presenters import delivery_of
from core.access import require
from core.http import ask, errors_of, found_or_404, get_visible_or_404, not_modified, page, refreshed
from meetings import ports
from meetings.access.meetings import can_schedule
from meetings.models import Meeting
from meetings.selectors.people import asked
from meetings.views.saving import save
from polls import access
from polls.actions import polls as actions
from polls.enums import PollState
from polls.forms import OptionsForm, PollForm, StartForm
from polls.models import PollOption
from polls.selectors import days, polls

STARTED = gettext_lazy("Die Terminabstimmung läuft. Die Einladungen gehen jetzt hinaus.")


@require_GET
def poll(request, pk):
    """Who said what, the best option first."""
    row = found_or_404(polls.poll_of(request.user, pk))
    if row.state == PollState.DRAFT:
        return redirect("polls:options", pk)
    can = _possible(request.user, row)
    mails = delivery_of(row) if can["organise"] else None
    token = ports.reader_token(request.user)
    unchanged = not_modified(request, token.own, ports.version_of(token.plain), row.pk, mails)
    if unchanged:
        return unchanged
    context = {
        "poll": row,
        "meeting": row.meeting,
        "result": polls.result_of(row, request.user),
        "can": can,
        "mails": mails,
    }
    if can["organise"]:
        context["reminder"] = polls.reminder_in_words(row)
    return page(request, "polls/poll.html", context)


def _possible(user, row):
    """What the reader can do here; what is refused is not offered."""
    verdicts = {
        "answer": access.can_answer(user, row), "propose": access.can_propose(user, row),
        "decide": access.can_decide(user, row), "change": access.can_change(user, row),
        "close": access.can_close(user, row), "withdraw": access.can_withdraw(user, row),
        "add": access.can_add_options(user, row),
    }  # fmt: skip
    organise = any(verdicts[name] for name in ("decide", "change", "close", "add"))
    return {name: bool(verdict) for name, verdict in verdicts.items()} | {"organise": organise}


# --- options ----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def options(request, pk):
    """Prepare the poll, or add to one that runs."""
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    row = polls.poll_of(request.user, pk)
    require(access.can_add_options(request.user, row) if row else access.can_prepare(request.user, meeting))
    known = list(_options_of(row, request.user))
    is_turning = "ab" in request.POST
    form = _options_form(request, row, known, is_turning)
    if request.method == "POST" and not is_turning and form.is_valid():
        with errors_of(form):
            if getattr(form, "is_starting", False):
                started = actions.start_poll(meeting=meeting, **form.kwargs(), by=request.user)
                return refreshed(request, started, STARTED)
            added = actions.add_options(meeting=meeting, **form.kwargs(), by=request.user)
            return refreshed(request, _url("options", pk), _added(added, known))
    is_draft = row is None or row.state == PollState.DRAFT
    context = {
        "meeting": meeting, "poll": row, "options": known, "form": form, "is_draft": is_draft,
        "asked": _asked_but(request, meeting) if is_draft else None,
        "can_schedule": can_schedule(request.user, meeting),
        "sheet": days.sheet_of(meeting, known, request.user, _wanted_month(request), form.chosen),
    }  # fmt: skip
    return page(request, "polls/options.html", context)


def _options_form(request, row, known, is_turning):
    """A poll that nobody knows of can be started from the same page."""
    earlier = days.earlier_meetings(request.user)
    offered = {"times": days.usual_times(earlier, known), "places": days.places(earlier)}
    given = {"kept": request.POST} if is_turning else {"data": request.POST or None}
    if row is None or row.state == PollState.DRAFT:
        return StartForm(has_options=bool(known), **given, **offered)
    return OptionsForm(**given, **offered)


def _asked_but(request, meeting):
    """How many others get a mail when the poll starts."""
    return asked(meeting).exclude(pk=request.user.pk).count()


def _wanted_month(request):
    """The one turned to, else that on the screen, else that of the address."""
    return request.POST.get("ab") or request.POST.get("monat") or request.GET.get("ab", "")


def _options_of(row, user):
    if row is None:
        return []
    return PollOption.objects.visible_to(user).filter(poll=row).with_answers().in_order()


def _added(row, known):
    n = row.options.count() - len(known)
    if not n:
        return _("Diese Vorschläge gab es schon.")
    return ngettext("%(n)s Vorschlag ist aufgenommen.", "%(n)s Vorschläge sind aufgenommen.", n) % {"n": n}


@require_http_methods(["GET", "POST"])
def remove_option(request, pk, option):
    """A second click finds nothing left to do."""
    row = found_or_404(polls.poll_of(request.user, pk))
    require(access.can_add_options(request.user, row))
    found = row.options.filter(pk=option).first()
    if found is not None and request.method == "GET":
        question = _("Den Vorschlag »%(when)s« entfernen?") % {"when": found.when}
        return ask(request, question, verb=_("Entfernen"), back=_url("options", pk))
    if found is not None:
        actions.remove_option(option=found, by=request.user)
    return refreshed(request, _url("options", pk), _("Der Vorschlag ist entfernt."))


# --- on its way -------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def start(request, pk):
    row = found_or_404(polls.poll_of(request.user, pk))
    require(access.can_open(request.user, row))
    return save(
        request, lambda data, current: PollForm(data, poll=current), row,
        lambda data: actions.open_poll(poll=row, **data, by=request.user),
        template="polls/start.html",
        context={"poll": row, "meeting": row.meeting, "options": row.options.in_order(),
                 "asked": _asked_but(request, row.meeting)},
        done=STARTED,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def change(request, pk):
    row = found_or_404(polls.poll_of(request.user, pk))
    require(access.can_change(request.user, row))
    return save(
        request, lambda data, current: PollForm(data, poll=current), row,
        lambda data: actions.change_poll(poll=row, **data, by=request.user),
        template="polls/start.html",
        context={"poll": row, "meeting": row.meeting, "is_change": True},
        done=_("Die Änderungen sind gespeichert."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def close(request, pk):
    row = found_or_404(polls.poll_of(request.user, pk))
    require(access.organises_polls(request.user))
    if request.method == "GET":
        require(access.can_close(request.user, row))
        question = _("Die Terminabstimmung jetzt schließen? Danach kann niemand mehr antworten.")
        return ask(request, question, verb=_("Jetzt schließen"), back=row.get_absolute_url())
    actions.close_poll(poll=row, by=request.user)
    return refreshed(request, row, _("Die Terminabstimmung ist geschlossen."))


@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    row = found_or_404(polls.poll_of(request.user, pk))
    require(access.organises_polls(request.user))
    if request.method == "GET":
        require(access.can_withdraw(request.user, row))
        question = _("Die Terminabstimmung zurücknehmen? Die Links in den Mails gelten dann nicht mehr.")
        return ask(request, question, verb=_("Zurücknehmen"), back=row.get_absolute_url())
    actions.withdraw_poll(poll=row, by=request.user)
    return refreshed(
        request, _url("options", pk),
        _("Die Terminabstimmung ist zurückgenommen. Die Links in den Mails gelten nicht mehr."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def decide(request, pk, option):
    """Which option becomes the date: shown once more, with what that means."""
    row = found_or_404(polls.poll_of(request.user, pk))
    require(access.organises_polls(request.user))
    found = get_visible_or_404(
        PollOption.objects.select_related("poll__meeting"), request.user, pk=option, poll=row
    )
    if request.method == "POST":
        meeting = actions.decide(option=found, by=request.user)
        return refreshed(request, meeting, _("Der Termin steht: %(when)s.") % {"when": found.when})
    found.poll = row
    require(access.can_decide_for(request.user, found))
    result = polls.result_of(row, request.user)
    told = next(each for each in result.options if each.pk == found.pk)
    context = {"poll": row, "meeting": row.meeting, "option": told, "result": result}
    return page(request, "polls/decide.html", context)


def _url(name, pk):
    return reverse(f"polls:{name}", args=[pk])
