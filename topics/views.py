from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity.changes import change_token
from core.access import require
from core.conflicts import carry_on
from core.http import errors_of, get_visible_or_404, not_modified, page, public, refreshed, way_back
from core.locking import Stale
from core.paging import ListAddress
from members.viewers import viewer_for
from topics import access, actions, presenters, selectors
from topics.enums import Verb
from topics.forms import EditForm, ProposeForm, ReasonForm
from topics.models import Topic

VERBS = {verb.value.lower(): verb for verb in access.MODERATION}
DONE = {
    Verb.ACCEPT: _lazy("Das Thema ist angenommen."),
    Verb.CLOSE: _lazy("Das Thema ist abgeschlossen."),
    Verb.POSTPONE: _lazy("Das Thema ist vertagt."),
    Verb.DECLINE: _lazy("Das Thema ist abgelehnt."),
    Verb.REOPEN: _lazy("Das Thema ist wieder aufgenommen."),
}


@public
@require_GET
def topics(request):
    token = change_token()
    unchanged = not_modified(request, token)
    if unchanged:
        return unchanged
    viewer = viewer_for(request.user)
    found = presenters.topic_list(viewer, ListAddress.of(request, "stand", "ebene"), token)
    context = {
        "found": found,
        "rows": [entry.as_seen_by(viewer.person_id) for entry in found.entries],
        "may_propose": access.can_propose(viewer),
    }
    return page(request, "topics/list.html", context)


@public
@require_GET
def detail(request, pk):
    topic = get_visible_or_404(selectors.detail(request.user), request.user, pk=pk)
    unchanged = not_modified(request, change_token(), topic.pk)
    if unchanged:
        return unchanged
    context = {
        "topic": topic,
        "items": selectors.agenda_items_of(topic, request.user),
        "verbs": [(verb.value.lower(), verb) for verb in access.possible_verbs(request.user, topic)],
        "with_reason": access.WITH_REASON,
        "may_edit": access.can_edit(request.user, topic),
        "may_support": access.can_support(request.user, topic),
    }
    return page(request, "topics/detail.html", context)


@require_http_methods(["GET", "POST"])
def propose(request):
    require(access.can_propose(request.user))
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            topic = actions.propose(**form.cleaned_data, by=request.user)
            return refreshed(request, topic, _("Danke. Ihr Thema steht jetzt im Themenspeicher."))
    return page(request, "topics/form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    topic = get_visible_or_404(Topic, request.user, pk=pk)
    require(access.can_edit(request.user, topic))
    form = EditForm.for_topic(topic, request.POST or None)
    differences = None
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                actions.edit(topic=topic, **form.cleaned_data, by=request.user)
                return refreshed(request, topic, _("Das Thema ist gespeichert."))
        except Stale as stale:
            differences = carry_on(form, stale, EditForm.for_topic(stale.current))
    context = {"form": form, "topic": topic, "differences": differences}
    return page(request, "topics/form.html", context, status=None if differences is None else 409)


@require_POST
def support(request, pk):
    """The button says which state is wanted, so that a second click changes nothing."""
    topic = get_visible_or_404(Topic, request.user, pk=pk)
    require(access.can_support(request.user, topic))
    # Not »the other of what it is now«: two clicks would take the voice back.
    wanted = request.POST.get("dafuer") == "1"
    actions.support(topic=topic, is_for=wanted, by=request.user)
    topic = selectors.detail(request.user).get(pk=pk)
    message = _("Sie sind dafür.") if wanted else _("Ihre Stimme ist zurückgenommen.")
    context = {"topic": topic, "may_support": True}
    return refreshed(
        request, way_back(request, topic.get_absolute_url()), message, "topics/vote.html", context
    )


@require_http_methods(["GET", "POST"])
def move(request, pk, verb):
    """One step of the organisers; those with a reason ask for it on a page of their own."""
    topic = get_visible_or_404(Topic, request.user, pk=pk)
    verb = VERBS.get(verb)
    if verb is None:
        raise Http404
    require(access.can_move(request.user, topic, verb))
    needs_reason = verb in access.WITH_REASON
    if request.method == "GET" and not needs_reason:
        return redirect(topic)
    form = ReasonForm(request.POST or None) if needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        with errors_of(form):
            actions.move(topic=topic, verb=verb, reason=reason, by=request.user)
            return refreshed(request, topic, DONE[verb])
    return page(request, "topics/reason.html", {"form": form, "topic": topic, "verb": verb})
