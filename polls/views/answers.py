"""Answering a Terminabstimmung: in the portal, and by the personal link without signing in."""

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
from polls.actions import answers
from polls.actions import polls as poll_actions
from polls.forms import ALL, AnswerForm, ProposeForm
from polls.models import PollOption
from polls.selectors import days, polls
from polls.selectors.links import link_of

ALL_YES = gettext_lazy("Alle stehen auf Ja. Gespeichert wird mit dem Knopf darunter.")
NONE_CHOSEN = gettext_lazy("Nichts ist gewählt. Gespeichert wird mit dem Knopf darunter.")


@require_http_methods(["GET", "POST"])
def answer(request, pk):
    row = found_or_404(polls.poll_of(request.user, pk))
    require(access.takes_part(request.user))
    if request.method == "GET":
        require(access.can_answer(request.user, row))
    ballot = Ballot(request, row, request.user, marks_for=request.user)
    if ballot.is_sent and ballot.cast():
        message = _("Ihre Antworten sind gespeichert (%(moment)s Uhr).") % {"moment": ballot.moment}
        from_overview = request.POST.get("von") == "uebersicht"
        return refreshed(request, reverse("overview") if from_overview else row, message)
    return page(request, "polls/answer.html", ballot.context(), status=ballot.status)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request, token):
    """Opening it changes nothing: mail programs look at links before people do."""
    link = link_of(token, is_sending=request.method == "POST")
    if link is None or link.poll is None:
        return _leads_nowhere(request, link)
    ballot = Ballot(request, link.poll, link.user, marks_for=ANONYMOUS, by_link=True)
    if ballot.is_sent and ballot.cast():
        ballot = Ballot(request, link.poll, link.user, marks_for=ANONYMOUS, by_link=True, is_saved=True)
    return page(request, "polls/by_link.html", ballot.context(), status=ballot.status)


def _leads_nowhere(request, link):
    """The same words for every reason but the end of the poll: they tell nothing of the meeting."""
    context = {"has_ended": link is not None and link.has_ended}
    return page(request, "polls/link_over.html", context, status=404 if link is None else 410)


@require_http_methods(["GET", "POST"])
def propose(request, pk):
    row = found_or_404(polls.poll_of(request.user, pk))
    require(access.can_propose(request.user, row))
    form = ProposeForm(request.POST or None, places=_places(request.user))
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            poll_actions.propose_option(poll=row, **form.kwargs(), by=request.user)
            message = _("Ihr Vorschlag ist aufgenommen. Bitte antworten Sie auch zu ihm.")
            return refreshed(request, reverse("polls:answer", args=[pk]), message)
    return page(request, "polls/propose.html", {"poll": row, "meeting": row.meeting, "form": form})


def _places(user):
    return days.places(days.earlier_meetings(user))


@require_http_methods(["GET", "POST"])
def block_link(request, pk):
    row = found_or_404(polls.poll_of(request.user, pk))
    require(access.can_answer(request.user, row))
    if request.method == "GET":
        question = _("Den Link in Ihrer Mail sperren? Hier im Portal antworten Sie weiter.")
        return ask(request, question, verb=_("Diesen Link sperren"), back=reverse("polls:answer", args=[pk]))
    answers.block_link(poll=row, by=request.user)
    message = _("Der Link in Ihrer Mail ist gesperrt. Hier im Portal antworten Sie weiter.")
    return refreshed(request, reverse("polls:answer", args=[pk]), message)


class Ballot:
    """The form of one person, from the first look to »saved«."""

    def __init__(self, request, poll, user, *, marks_for, by_link=False, is_saved=False):
        self.poll, self.user, self.by_link, self.is_saved = poll, user, by_link, is_saved
        self.marks_for, self.status, self.refusal, self.differences = marks_for, None, "", None
        self.options = [
            option
            for option in PollOption.objects.visible_to(user).filter(poll=poll).in_order()
            if not option.is_past
        ]
        self.reply = polls.own_reply(poll, user)
        has_come = request.method == "POST" and not is_saved
        self.is_sent = has_come and ALL not in request.POST
        kept = request.POST if has_come and not self.is_sent else None
        self.all_given = (ALL_YES if kept[ALL] else NONE_CHOSEN) if kept else ""
        self.form = AnswerForm(
            request.POST if self.is_sent else None,
            options=self.options, reply=self.reply, said=polls.said_by(self.reply), kept=kept,
        )  # fmt: skip

    def cast(self):
        """Answers whether it is saved. What was chosen stays in the form, whatever came between."""
        in_time = access.can_answer(self.user, self.poll)
        if not in_time:
            self.refusal, self.status = str(in_time.reason), 409
            return False
        if not self.form.is_valid():
            return False
        try:
            with errors_of(self.form):
                self.reply = answers.answer(
                    poll=self.poll, **self.form.kwargs(), by_link=self.by_link, by=self.user
                )
                return True
        except Forbidden as refusal:
            self.refusal, self.status = str(refusal.reason), 409
        except Stale as stale:
            self._show_both(stale)
        return False

    def _show_both(self, stale):
        stored = AnswerForm(options=self.options, reply=stale.current, said=polls.said_by(stale.current))
        self.differences, self.status = carry_on(self.form, stale, stored), 409

    @property
    def moment(self):
        return stamp(self.reply.updated_at) if self.reply else ""

    def context(self):
        marks = polls.marks_of_days(self.marks_for, {option.day for option in self.options})
        ballots = [(*ballot, marks[ballot[0].day]) for ballot in self.form.ballots]
        return {
            "poll": self.poll, "meeting": self.poll.meeting, "form": self.form, "ballots": ballots,
            "reply": self.reply, "who": self.user.person, "refusal": self.refusal, "is_saved": self.is_saved,
            "differences": self.differences, "all_given": self.all_given,
        }  # fmt: skip
