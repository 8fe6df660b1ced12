"""Members talk about sections. Each page works alone and, with htmx, as a fragment beside its section."""

import json

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comments.access import is_own
from comments.forms import AnswerForm, EditForm, WithdrawForm
from comments.presenters import sides_of
from comments.views import form_page, stay_in_form
from core import dates
from core.access import require
from core.http import errors_of, get_visible_or_404, page, refreshed
from core.locking import Stale
from core.numbers import number_in
from core.safe_html import phrase
from core.slugs import fold
from members.models import Person
from minutes.access import comments as comment_access
from minutes.actions import comments
from minutes.forms.comments import SectionCommentForm
from minutes.models import MinutesSection, SectionComment
from minutes.presenters.page import whole_talk
from minutes.selectors.people import readers_of_section

NAMES_OFFERED = 8


def section_to_read(request, pk):
    rows = MinutesSection.objects.select_related(
        "minutes__meeting", "agenda_item__meeting", "agenda_item__parent"
    )
    return get_visible_or_404(rows, request.user, pk=pk)


def _comment(request, pk):
    rows = SectionComment.objects.select_related(
        "author", "parent", "section__minutes__meeting", "section__agenda_item__meeting",
        "section__agenda_item__parent",
    )  # fmt: skip
    return get_visible_or_404(rows, request.user, pk=pk)


@require_safe
def index(request, pk):
    """All comments at one section, also those that are folded elsewhere; 404 where this reader sees none."""
    section = section_to_read(request, pk)
    view, takes_part = whole_talk(section, request.user)
    if not view.beside.comments:
        raise Http404
    context = {"section": view, "takes_part": takes_part, "minutes": section.minutes}
    if request.htmx:
        response = render(request, "minutes/threads/list.html", context)
        # The focus was on the link that has gone: reading goes on at the first of them.
        first = f"kommentar-{view.beside.keys[0]}"
        response.headers["HX-Trigger-After-Settle"] = json.dumps({"said": first})
        return response
    title = phrase(_("Kommentare zu %(place)s"), place=view.place)
    context |= {"title": title, "trail": trail(section.minutes), "back": section.get_absolute_url()}
    return page(request, "minutes/comments.html", context)


@require_http_methods(["GET", "POST"])
def comment(request, pk):
    section = section_to_read(request, pk)
    require(comment_access.can_comment(request.user, section.minutes))
    # The passage that was marked in the page, as the browser names it; the action looks if it is true.
    given = request.POST if request.method == "POST" else request.GET
    is_marked = number_in(given.get("start")) is not None and given.get("quote", "").strip()
    marked = {name: given.get(name) for name in ("quote", "start", "revision")} if is_marked else {}
    form = SectionCommentForm(
        request.POST or None, section=section, marked=bool(marked), initial=marked,
        place=f"kommentar-zu-{pk}", names_url=names_url(section),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            new = comments.comment(section=section, **form.cleaned_data, by=request.user)
            return threads(request, section, new, _("Ihr Kommentar ist gespeichert."))
    title = phrase(_("%(section)s kommentieren"), section=section.label)
    return _form(
        request, form, section, title=title, submit=_("Kommentieren"), passage_html=section.body_html,
        quote=marked.get("quote", ""),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def answer(request, pk):
    asked = _comment(request, pk)
    require(comment_access.can_answer(request.user, asked))
    form = AnswerForm(request.POST or None, place=f"antwort-auf-{pk}", names_url=names_url(asked.section))
    if request.method == "POST" and form.is_valid():
        body, key = form.cleaned_data["body"], form.cleaned_data["key"]
        with errors_of(form):
            new = comments.answer(comment=asked, body=body, key=key, by=request.user)
            return threads(request, asked.section, new, _("Ihre Antwort ist gespeichert."))
    return _form(
        request, form, asked.section, title=_("Antworten"), submit=_("Antworten"), said_html=asked.body_html,
        whose=whose(asked),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    old = _comment(request, pk)
    require(comment_access.can_edit(request.user, old))
    place, names = f"kommentar-{pk}-aendern", names_url(old.section)
    start = {"body": old.body, "version": old.version}
    form = EditForm(request.POST or None, initial=start, place=place, names_url=names)
    more = {"title": _("Kommentar bearbeiten"), "submit": _("Speichern"), "whose": whose(old)}
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                new = comments.edit(comment=old, **form.cleaned_data, by=request.user)
                return threads(request, old.section, new, _("Ihr Kommentar ist geändert."))
        except Stale as conflict:
            joined = {"body": conflict.typed, "version": conflict.current.version}
            form = EditForm(initial=joined, place=place, names_url=names)
            response = _form(request, form, old.section, conflict=sides_of(conflict), status=409, **more)
            return stay_in_form(response, form)
    return _form(request, form, old.section, **more)


@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    old = _comment(request, pk)
    require(comment_access.can_withdraw(request.user, old))
    own = is_own(request.user, old)
    form = WithdrawForm(
        request.POST if request.method == "POST" else None, place=f"kommentar-{pk}-weg", is_own=own
    )
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            comments.withdraw(comment=old, **form.cleaned_data, by=request.user)
            done_words = _("Der Kommentar ist zurückgezogen.") if own else _("Der Kommentar ist entfernt.")
            return threads(request, old.section, old, done_words)
    return _form(
        request, form, old.section,
        title=_("Kommentar zurückziehen") if own else _("Kommentar entfernen"),
        submit=_("Zurückziehen") if own else _("Entfernen"),
        question=_("Der Text wird gelöscht, auch seine älteren Fassungen. Antworten bleiben stehen."),
        said_html=old.body_html, whose=whose(old),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def settle(request, pk):
    thread = _comment(request, pk)
    require(comment_access.closes_thread(request.user, thread))
    if request.method == "POST":
        comments.settle(comment=thread, by=request.user)
        return threads(request, thread.section, thread, _("Das Gespräch ist erledigt."))
    require(comment_access.can_settle(request.user, thread))
    question = _("Ist dieses Gespräch erledigt? Es bleibt lesbar und lässt sich wieder öffnen.")
    return _confirm(request, thread, title=_("Gespräch erledigen"), submit=_("Erledigt"), question=question)


@require_http_methods(["GET", "POST"])
def reopen(request, pk):
    thread = _comment(request, pk)
    require(comment_access.can_comment(request.user, thread.section.minutes))
    if request.method == "POST":
        comments.reopen(comment=thread, by=request.user)
        return threads(request, thread.section, thread, _("Das Gespräch ist wieder offen."))
    require(comment_access.can_reopen(request.user, thread))
    question = _("Soll dieses Gespräch weitergehen?")
    return _confirm(
        request, thread, title=_("Gespräch wieder öffnen"), submit=_("Wieder öffnen"), question=question
    )


@require_safe
def older_texts(request, pk):
    """What a comment said before it was edited: for everybody who sees the comment."""
    shown = _comment(request, pk)
    require(comment_access.can_read_older_texts(request.user, shown))
    rows = shown.older_texts.order_by("-pk").values_list("written_at", "body_html")
    texts = [(shown.edited_at or shown.created_at, shown.body_html), *rows]
    context = {
        "title": _("Ältere Fassungen eines Kommentars"),
        "comment": shown,
        "whose": whose(shown),
        "texts": [{"when": dates.stamp(at), "html": html} for at, html in texts],
        "trail": trail(shown.section.minutes),
        "back": shown.get_absolute_url(),
    }
    return page(request, "comments/older_texts.html", context)


@require_safe
def names(request, pk):
    """People to offer after »@«: only those who may read this section."""
    section = section_to_read(request, pk)
    require(comment_access.can_comment(request.user, section.minutes))
    typed = fold(request.GET.get("q", ""))[:40]
    people = Person.objects.visible_to(request.user).filter(user__in=readers_of_section(section)).by_name()
    fitting = [
        {"slug": person.slug, "name": person.name}
        for person in people.only("name", "slug")
        # Whatever part of the name somebody begins with, or the whole short name; nothing fits all.
        for words in [(person.slug, *fold(person.name).split(), *person.slug.split("."))]
        if any(word.startswith(typed) for word in words)
    ]
    return JsonResponse({"names": fitting[:NAMES_OFFERED]})


def names_url(section):
    return reverse("minutes:names", args=[section.pk])


def _form(request, form, section, *, status=None, **context):
    context |= {
        "action": request.path,
        "target": f"#kommentare-{section.pk}",
        "back": section.get_absolute_url(),
        "trail": trail(section.minutes),
    }
    response = form_page(request, form, **context)
    response.status_code = status or response.status_code
    return response


def _confirm(request, thread, **context):
    form = WithdrawForm(place=f"gespraech-{thread.pk}", is_own=True)
    return _form(request, form, thread.section, said_html=thread.body_html, whose=whose(thread), **context)


def whose(comment):
    """»Kommentar von Anna Muster, 22. Juni 2025, 09:14«: tells one page about a comment from another."""
    names = {"name": comment.author.name, "stamp": dates.stamp(comment.created_at)}
    return _("Kommentar von %(name)s, %(stamp)s") % names


def trail(minutes):
    return [
        (_("Protokolle"), reverse("minutes:list")),
        (minutes.meeting.name, reverse("minutes:detail", args=[minutes.pk])),
    ]


def threads(request, section, comment, message):
    """After a change: the threads beside the section for htmx, else back to the comment on the page."""
    view, takes_part = whole_talk(section, request.user)
    context = {"section": view, "takes_part": takes_part}
    response = refreshed(request, comment.get_absolute_url(), message, "minutes/threads/list.html", context)
    # The new words get the focus (static/js/minutes.js).
    response.headers["HX-Trigger-After-Settle"] = json.dumps({"said": f"kommentar-{comment.pk}"})
    return response
