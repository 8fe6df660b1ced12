"""Answering a date poll: in the portal, and by the personal link without signing in."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.access import Forbidden, require
from core.conflicts import carry_on
from core.dates import stamp
from core.http import ask, errors_of, found_or_404, page, public, refreshed
from core.locking import Stale
from members.viewers import ANONYMOUS
from polls import access
from polls.actions import answers as actions
from polls.forms import ALL, AnswerForm
from polls.presenters.options import marks_of_days
from polls.selectors import answers as selectors
from polls.selectors.links import link_of
from polls.selectors.polls import poll_of

ALL_YES = gettext_lazy("Alle stehen auf Ja. Gespeichert wird mit dem Knopf darunter.")
NONE_CHOSEN = gettext_lazy("Nichts ist gewählt. Gespeichert wird mit dem Knopf darunter.")


@require_http_methods(["GET", "POST"])
def answer(request, pk):
    row = found_or_404(poll_of(request.user, pk))
    require(access.takes_part(request.user))
    if request.method == "GET":
        require(access.can_answer(request.user, row))
    saved, context, status = answered(request, row, request.user)
    if saved:
        message = _("Ihre Antworten sind gespeichert (%(moment)s Uhr).") % {"moment": stamp(saved.updated_at)}
        from_overview = request.POST.get("von") == "uebersicht"
        return refreshed(request, reverse("overview") if from_overview else row, message)
    context["asked"] = with_marks(context["form"], request.user)
    return page(request, "polls/answer.html", context, status=status)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request, token):
    """Opening it changes nothing: mail programs look at links before people do."""
    link = link_of(token, is_sending=request.method == "POST")
    if link is None or link.poll is None:
        # The same words for every reason but the end of the poll: they tell nothing of the meeting.
        context = {"has_ended": link is not None and link.has_ended}
        return page(request, "polls/link_over.html", context, status=404 if link is None else 410)
    saved, context, status = answered(request, link.poll, link.user, by_link=True)
    if saved:
        context |= {"form": form_of(link.poll, link.user, saved), "reply": saved, "is_saved": True}
    # Whoever holds the link is not known: holidays, and no meeting that only members see.
    context |= {"who": link.user, "asked": with_marks(context["form"], ANONYMOUS)}
    return page(request, "polls/by_link.html", context, status=status)


@require_http_methods(["GET", "POST"])
def block_link(request, pk):
    row = found_or_404(poll_of(request.user, pk))
    require(access.can_answer(request.user, row))
    if request.method == "GET":
        question = _("Den Link in Ihrer Mail sperren? Hier im Portal antworten Sie weiter.")
        return ask(request, question, verb=_("Diesen Link sperren"), back=reverse("polls:answer", args=[pk]))
    actions.block_link(poll=row, by=request.user)
    message = _("Der Link in Ihrer Mail ist gesperrt. Hier im Portal antworten Sie weiter.")
    return refreshed(request, reverse("polls:answer", args=[pk]), message)


def answered(request, poll, user, *, by_link=False):
    """Return (the saved reply or None, context, status); what was chosen stays, whatever came between."""
    reply = selectors.own_reply(poll, user)
    is_for_all = request.method == "POST" and ALL in request.POST  # only fills the form, nothing is saved
    form = form_of(poll, user, reply, request.POST if request.method == "POST" else None)
    context = {"poll": poll, "meeting": poll.meeting, "form": form, "reply": reply, "differences": None}
    if is_for_all:
        context["all_given"] = ALL_YES if request.POST[ALL] else NONE_CHOSEN
    if request.method != "POST" or is_for_all:
        return None, context, None
    in_time = access.can_answer(user, poll)
    if not in_time:
        return None, context | {"refusal": str(in_time.reason)}, 409
    if form.is_valid():
        try:
            with errors_of(form):
                return actions.answer(poll=poll, **form.kwargs(), by_link=by_link, by=user), context, None
        except Forbidden as refusal:  # it ended between the look above and the lock
            return None, context | {"refusal": str(refusal.reason)}, 409
        except Stale as stale:
            stored = form_of(poll, user, stale.current)
            return None, context | {"differences": carry_on(form, stale, stored)}, 409
    return None, context, None


def form_of(poll, user, reply, sent=None) -> AnswerForm:
    options = selectors.options_to_answer(poll, user)
    return AnswerForm(sent, options=options, reply=reply, said=selectors.said_by(reply))


def with_marks(form, viewer) -> list[tuple]:
    """Return (option, its buttons, its remark, what is on that day)."""
    marks = marks_of_days(viewer, {option.day for option in form.options})
    return [(*fields, marks[fields[0].day]) for fields in form.asked]
