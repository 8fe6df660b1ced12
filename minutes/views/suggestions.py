"""Suggestions: made at a section, decided beside it or several at once on a page of their own."""

import json

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from comments.views import form_page, stay_in_form
from core.access import require
from core.http import errors_of, found_or_404, get_visible_or_404, page, refreshed
from core.numbers import numbers_in
from core.safe_html import phrase
from minutes.access import suggestions as suggestion_access
from minutes.actions import suggestions
from minutes.actions.suggestions import wording_of
from minutes.enums import SuggestionVerb
from minutes.forms.suggestions import DeclineForm, PassageForm, SuggestForm
from minutes.models import Minutes, Suggestion
from minutes.presenters import suggestions as presenters
from minutes.presenters.page import page_for
from minutes.selectors.page import seen_by
from minutes.views.comments import names_url, section_to_read, threads, trail


def _suggestion(request, pk):
    rows = Suggestion.objects.select_related(
        "comment__author", "comment__section__minutes__meeting", "comment__section__agenda_item__meeting",
        "comment__section__agenda_item__parent",
    )  # fmt: skip
    return get_visible_or_404(rows, request.user, pk=pk)


# --- making one -------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def suggest(request, pk):
    """First the passage (marked in the page, or chosen here), then better words for it."""
    section = section_to_read(request, pk)
    require(suggestion_access.can_suggest_at(request.user, section))
    if request.method == "GET":
        return _choose(request, section)
    form = SuggestForm(request.POST, place=_place(section), names_url=names_url(section))
    if form.is_valid():
        with errors_of(form):
            new = suggestions.suggest(section=section, **form.cleaned_data, by=request.user)
            return threads(request, section, new.comment, _("Ihr Vorschlag ist gespeichert."))
    return _form(request, section, form)


def _choose(request, section):
    """Ask for the passage, unless the address names one that is certain."""
    place = _place(section)
    form = PassageForm(request.GET if "quote" in request.GET else None, section=section, place=place)
    if form.is_bound and form.is_valid():
        with errors_of(form):
            wording = wording_of(section, **form.cleaned_data)
            start = {
                "quote": wording.passage.quote, "start": wording.passage.start, "original": wording.original,
                "replacement": wording.original, "revision": section.minutes.revision_number,
            }  # fmt: skip
            second = SuggestForm(initial=start, place=place, names_url=names_url(section))
            return _form(request, section, second)
    context = {"submit": _("Weiter"), "method": "get"}
    return _form(request, section, form, status=422 if form.errors else None, **context)


def _place(section):
    return f"vorschlag-zu-{section.pk}"


def _form(request, section, form, *, status=None, **context):
    context = {"submit": _("Vorschlagen"), "method": "post"} | context | {
        "title": phrase(_("%(section)s: Änderung vorschlagen"), section=section.label),
        "action": request.path,
        "target": f"#kommentare-{section.pk}" if context.get("method") != "get" else f"#neu-{section.pk}",
        "quote": form["quote"].value() if isinstance(form, SuggestForm) else "",
        "original": form["original"].value() if isinstance(form, SuggestForm) else "",
        "passage_html": section.body_html,
        "back": section.get_absolute_url(),
        "trail": trail(section.minutes),
    }  # fmt: skip
    response = form_page(request, form, template="minutes/suggest.html", **context)
    if any(error.code == "changed" for error in form.non_field_errors().as_data()):
        status = 409
    response.status_code = status or response.status_code
    return response


# --- deciding ---------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def accept(request, pk):
    """One click: the text of the section changes, the thread is settled."""
    suggestion = _suggestion(request, pk)
    section = suggestion.comment.section
    require(suggestion_access.can_decide(request.user, section.minutes))
    if request.method == "GET":
        require(suggestion_access.can_step(request.user, suggestion, SuggestionVerb.ACCEPT))
        return _ask(request, suggestion, SuggestionVerb.ACCEPT)
    try:
        suggestions.accept(minutes=section.minutes, suggestions=[pk], by=request.user)
    except ValidationError as error:
        return _refused(request, suggestion, error)
    message = _("Der Vorschlag ist übernommen.")
    if not request.htmx:
        return refreshed(request, suggestion.comment.get_absolute_url(), message)
    seen = found_or_404(seen_by(request.user, section.minutes_id))
    shown = page_for(request.user, section.minutes_id, seen)
    html = dict(shown.passages)[section.pk]
    context = {"passage_html": html, "minutes": shown.minutes, "page": shown, "swapped": True}
    response = refreshed(request, "", message, "minutes/threads/swapped.html", context)
    response.headers["HX-Trigger-After-Settle"] = json.dumps({"said": f"kommentar-{suggestion.comment_id}"})
    return response


@require_http_methods(["GET", "POST"])
def decline(request, pk):
    suggestion = _suggestion(request, pk)
    require(suggestion_access.can_step(request.user, suggestion, SuggestionVerb.DECLINE))
    form = DeclineForm(request.POST or None, place=f"vorschlag-{pk}-ablehnen")
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            suggestions.decline(suggestion=suggestion, **form.cleaned_data, by=request.user)
            message = _("Der Vorschlag ist abgelehnt.")
            return threads(request, suggestion.comment.section, suggestion.comment, message)
    return _ask(request, suggestion, SuggestionVerb.DECLINE, form=form)


@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    suggestion = _suggestion(request, pk)
    require(suggestion_access.can_withdraw(request.user, suggestion))
    if request.method == "POST":
        suggestions.withdraw(suggestion=suggestion, by=request.user)
        message = _("Ihr Vorschlag ist zurückgezogen.")
        return threads(request, suggestion.comment.section, suggestion.comment, message)
    return _ask(request, suggestion, SuggestionVerb.WITHDRAW)


def _ask(request, suggestion, verb, *, form=None, problem=""):
    """The page of a decision; with htmx only its form, below the thread. A problem is a 409."""
    title, submit, question = {
        SuggestionVerb.ACCEPT: (
            _("Vorschlag übernehmen"), _("Übernehmen"),
            _("Soll der Vorschlag so in den Text? Es entsteht eine neue Fassung."),
        ),
        SuggestionVerb.DECLINE: (_("Vorschlag ablehnen"), _("Ablehnen"), ""),
        SuggestionVerb.WITHDRAW: (
            _("Vorschlag zurückziehen"), _("Zurückziehen"),
            _("Möchten Sie den Vorschlag zurückziehen? Er bleibt lesbar."),
        ),
    }[verb]  # fmt: skip
    section, status = suggestion.comment.section, 409 if problem else 200
    context = {
        "form": form, "title": title, "submit": submit, "suggestion": suggestion,
        "question": "" if problem else question,
        "action": request.path, "target": f"#kommentare-{section.pk}", "trail": trail(section.minutes),
        "back": suggestion.comment.get_absolute_url(), "problem": problem,
        "place": form.place if form else f"vorschlag-{suggestion.pk}",
    }  # fmt: skip
    wrong = form is not None and bool(form.errors)
    response = page(request, "minutes/decide.html", context, status=422 if wrong else status, partial="form")
    return stay_in_form(response, form) if wrong else response


def _refused(request, suggestion, error):
    # What changed meanwhile stands where one clicked.
    problem = " ".join(error.messages)
    if not request.htmx:
        return _ask(request, suggestion, SuggestionVerb.ACCEPT, problem=problem)
    response = render(request, "minutes/problem.html", {"problem": problem}, status=409)
    response.headers["HX-Retarget"] = f"#antwort-{suggestion.comment_id}"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


# --- several at once --------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def index(request, pk):
    """All suggestions for these minutes; those who write them accept several at once."""
    minutes = get_visible_or_404(Minutes.objects.select_related("meeting"), request.user, pk=pk)
    require(suggestion_access.can_see(request.user))
    problems, chosen = [], []
    if request.method == "POST":
        require(suggestion_access.can_decide(request.user, minutes))
        chosen = numbers_in(request.POST.getlist("vorschlag"))
        try:
            visible = Suggestion.objects.visible_to(request.user).filter(pk__in=chosen[:500])
            keys = list(visible.values_list("pk", flat=True))
            suggestions.accept(minutes=minutes, suggestions=keys, by=request.user)
        except ValidationError as error:
            problems = error.messages
        else:
            message = ngettext(
                "%(number)s Vorschlag ist übernommen.", "%(number)s Vorschläge sind übernommen.", len(keys)
            )  # fmt: skip
            return refreshed(
                request, reverse("minutes:suggestions", args=[pk]), message % {"number": len(keys)}
            )
    context = {
        "minutes": minutes,
        "listed": presenters.listed(minutes, request.user),
        "may_decide": suggestion_access.can_decide(request.user, minutes),
        "problems": problems,
        "chosen": chosen,
    }
    return page(request, "minutes/suggestions.html", context, status=409 if problems else 200)
