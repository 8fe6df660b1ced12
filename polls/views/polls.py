"""A date poll: its result for the members, and what organisers do with it."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity.presenters import delivery_of
from core.access import require
from core.http import ask, found_or_404, get_visible_or_404, not_modified, page, refreshed
from core.page_cache import cached
from meetings import ports
from meetings.selectors.people import asked
from meetings.views.saving import save
from polls import access
from polls.actions import polls as actions
from polls.enums import PollState
from polls.forms import PollForm
from polls.models import PollOption
from polls.presenters import polls as presenters
from polls.selectors import polls as selectors
from polls.views.options import STARTED


@require_GET
def poll(request, pk):
    """Who said what, the best option first."""
    user = request.user
    token = ports.reader_token(user)  # read first: a part is kept under the state that it is never older than
    version, audience = ports.version_and_audience(user.viewer, token.plain)
    row = found_or_404(
        cached(
            "poll row", version=(version, pk), audience=audience,
            make=lambda viewer: selectors.poll_of(viewer, pk),
        )
    )  # fmt: skip
    if row.state == PollState.DRAFT:
        return redirect("polls:options", pk)
    can = {
        "answer": access.can_answer(user, row), "propose": access.can_propose(user, row),
        "decide": access.can_decide(user, row), "change": access.can_change(user, row),
        "close": access.can_close(user, row), "withdraw": access.can_withdraw(user, row),
        "add": access.can_add_options(user, row),
    }  # fmt: skip
    organises = any(can[name] for name in ("decide", "change", "close", "add"))
    mails = delivery_of(row) if organises else None
    unchanged = not_modified(request, token.own, version, row.pk, mails)
    if unchanged:
        return unchanged
    shown = cached(
        "poll", version=(version, pk), audience=audience,
        make=lambda viewer: presenters.result_in_html(row, viewer),  # a row of this version and audience too
    )  # fmt: skip
    context = {
        "poll": row,
        "meeting": row.meeting,
        "shown": shown,
        "answered_at": shown.answered_at.get(user.person_id),
        "state": presenters.state_of(row),
        "can": can | {"organise": organises},
        "mails": mails,
        "reminder": presenters.reminder(row) if organises else "",
    }
    return page(request, "polls/poll.html", context)


@require_http_methods(["GET", "POST"])
def start(request, pk):
    row = found_or_404(selectors.poll_of(request.user, pk))
    require(access.can_open(request.user, row))
    others = asked(row.meeting).exclude(pk=request.user.pk).count()  # get a mail when it starts
    return save(
        request, lambda data, current: PollForm(data, poll=current), row,
        lambda data: actions.open(poll=row, **data, by=request.user),
        template="polls/start.html",
        context={"poll": row, "meeting": row.meeting, "options": row.options.in_order(), "asked": others},
        done=STARTED,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def change(request, pk):
    row = found_or_404(selectors.poll_of(request.user, pk))
    require(access.can_change(request.user, row))
    return save(
        request, lambda data, current: PollForm(data, poll=current), row,
        lambda data: actions.change(poll=row, **data, by=request.user),
        template="polls/start.html",
        context={"poll": row, "meeting": row.meeting, "is_change": True},
        done=_("Die Änderungen sind gespeichert."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def close(request, pk):
    row = found_or_404(selectors.poll_of(request.user, pk))
    require(access.organises_polls(request.user))
    if request.method == "GET":
        require(access.can_close(request.user, row))
        question = _("Die Terminabstimmung jetzt schließen? Danach kann niemand mehr antworten.")
        return ask(request, question, verb=_("Jetzt schließen"), back=row.get_absolute_url())
    actions.close(poll=row, by=request.user)
    return refreshed(request, row, _("Die Terminabstimmung ist geschlossen."))


@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    row = found_or_404(selectors.poll_of(request.user, pk))
    require(access.organises_polls(request.user))
    if request.method == "GET":
        require(access.can_withdraw(request.user, row))
        question = _("Die Terminabstimmung zurücknehmen? Die Links in den Mails gelten dann nicht mehr.")
        return ask(request, question, verb=_("Zurücknehmen"), back=row.get_absolute_url())
    actions.withdraw(poll=row, by=request.user)
    return refreshed(
        request, reverse("polls:options", args=[pk]),
        _("Die Terminabstimmung ist zurückgenommen. Die Links in den Mails gelten nicht mehr."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def decide(request, pk, option):
    """Which option becomes the date: shown once more, with what that means."""
    row = found_or_404(selectors.poll_of(request.user, pk))
    require(access.organises_polls(request.user))
    found = get_visible_or_404(
        PollOption.objects.select_related("poll__meeting"), request.user, pk=option, poll=row
    )
    # The action asks again under its locks, and knows a second click.
    if request.method == "POST":
        meeting = actions.decide(option=found, by=request.user)
        return refreshed(request, meeting, _("Der Termin steht: %(when)s.") % {"when": found.when})
    found.poll = row
    require(access.can_decide_for(request.user, found))
    result = selectors.result_of(row, request.user)
    context = {
        "poll": row,
        "meeting": row.meeting,
        "option": presenters.option_in_words(result, found, request.user),
        "silent": len(result.people) - result.answered,
    }
    return page(request, "polls/decide.html", context)
