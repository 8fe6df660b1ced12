"""Building the agenda. Every change answers with the whole new agenda, for htmx as a fragment."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.access import require
from core.http import ask, errors_of, get_visible_or_404, page, refreshed, saying
from core.locking import Stale
from core.numbers import numbers_in
from core.safe_html import phrase
from meetings import ports
from meetings.access import meetings
from meetings.actions import agenda as agenda_actions
from meetings.actions import agenda_undo
from meetings.enums import Direction
from meetings.forms.meetings import DurationForm, ItemForm, OrderForm, VersionForm
from meetings.forms.templates import TemplateForm
from meetings.models import Meeting
from meetings.presenters import agenda as agenda_presenters
from meetings.presenters import meetings as meeting_presenters
from meetings.presenters.attachments import add_attachments, attachments_of
from meetings.presenters.templates import suggestions_for
from meetings.selectors.agenda import topics_to_plan
from meetings.views.saving import save
from topics.models import Topic

TAKEN_OFF = "taken_off"  # in the session: the TOP that this person removed last, for »Rückgängig«
OUTDATED = gettext_lazy(
    "Jemand anderes hat die Tagesordnung inzwischen geändert. Sie sehen jetzt den neuen Stand; "
    "Ihre Änderung wurde nicht übernommen."
)


def meeting_to_build(request, pk):
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(meetings.can_build_agenda(request.user, meeting))
    return meeting


@require_GET
def agenda(request, pk):
    meeting = meeting_to_build(request, pk)
    return page(
        request, "meetings/agenda.html", builder(request, meeting, focus=request.GET.get("fokus", ""))
    )


@require_POST
def add(request, pk):
    meeting = meeting_to_build(request, pk)
    rows = agenda_presenters.agenda_rows(meeting, request.user) if meeting.agenda_fixed_at else ()
    form = ItemForm(request.POST, widest=meeting.audience, agenda=rows)
    if form.is_valid():
        with errors_of(form):
            item = agenda_actions.add_item(meeting=meeting, **form.cleaned_data, by=request.user)
            words = phrase(_("%(name)s ist hinzugefügt."), name=name_of(item))
            return rebuilt(request, meeting, words, fresh_form=True)
    context = builder(request, meeting) | {"add_form": form}
    if not request.htmx:
        return page(request, "meetings/agenda.html", context, status=422)
    response = page(request, "meetings/agenda.html#add", context, status=422)
    response.headers["HX-Retarget"] = "#neuer-top"
    return response


@require_POST
def add_topics(request, pk):
    meeting = meeting_to_build(request, pk)
    keys = numbers_in(request.POST.getlist("thema"))
    topics = list(Topic.objects.visible_to(request.user).filter(pk__in=keys))
    return attempt(
        request, meeting, partial(agenda_actions.add_topics, meeting=meeting, topics=topics),
        _("Das Thema steht auf der Tagesordnung."),
    )  # fmt: skip


@require_POST
def shift(request, pk, item):
    meeting = meeting_to_build(request, pk)
    found = meeting.agenda_items.filter(pk=item).first()
    direction = request.POST.get("richtung", "")
    if found is None or direction not in Direction.values:
        return outdated(request, meeting)
    version = _version(request)
    do = partial(agenda_actions.shift, item=found, direction=direction, version=version)
    return attempt(
        request, meeting, do, partial(_moved_words, found), focus=f"top-{found.pk}-{direction}"
    )  # fmt: skip


@require_POST
def reorder(request, pk):
    """From dragging. The script asks with fetch and reloads the page, which then tells what happened."""
    meeting = meeting_to_build(request, pk)
    form = OrderForm(request.POST)
    try:
        if not form.is_valid():
            raise Stale(meeting)
        order = form.cleaned_data["order"]
        agenda_actions.reorder(meeting=meeting, order=order, version=_version(request), by=request.user)
    except Stale:
        messages.warning(request, OUTDATED)
        return HttpResponse(status=409)
    messages.success(request, _("Die neue Reihenfolge ist gespeichert."))
    return HttpResponse(status=204)


@require_POST
def duration(request, pk, item):
    meeting = meeting_to_build(request, pk)
    found = meeting.agenda_items.filter(pk=item).first()
    form = DurationForm(request.POST)
    if found is None:
        return outdated(request, meeting)
    if not form.is_valid():
        words = _("Bitte geben Sie die Dauer in ganzen Minuten an, höchstens 1440.")
        return rebuilt(request, meeting, words, status=422, wrong={"item": found, "form": form})
    do = partial(
        agenda_actions.set_duration,
        item=found, duration=form.cleaned_data["duration"], version=form.cleaned_data["version"],
    )  # fmt: skip
    words = phrase(_("Die Dauer von %(name)s ist gespeichert."), name=name_of(found))
    if not request.htmx or request.POST.get("stand") != str(meeting.agenda_version):
        return attempt(request, meeting, do, words, focus=f"top-{found.pk}-dauer")
    # Only the times change: the fields stay, for somebody may be typing the next duration already.
    try:
        item = do(by=request.user)
    except Stale:
        return outdated(request, meeting)
    context = {"agenda": agenda_presenters.agenda_rows(meeting, request.user), "item": item}
    response = page(request, "meetings/agenda/times.html", context)
    response.headers["HX-Trigger"] = saying(words)
    return response


@require_http_methods(["GET", "POST"])
def remove(request, pk, item):
    meeting = meeting_to_build(request, pk)
    found = meeting.agenda_items.filter(pk=item, dropped_at__isnull=True).first()
    if found is None:
        return outdated(request, meeting)
    if request.method == "GET":
        return _ask_to_remove(request, meeting, found)
    words = phrase(_("%(name)s ist entfernt."), name=name_of(found))
    if meeting.agenda_fixed_at and not found.is_break:
        words = phrase(_("%(name)s entfällt. Die Nummer bleibt."), name=name_of(found))

    def do(by):
        kept = agenda_undo.kept_of(found)
        agenda_actions.remove_item(item=found, version=_version(request), by=by)
        request.session[TAKEN_OFF] = {"meeting": pk, "name": name_of(found), "kept": kept} if kept else None

    return attempt(request, meeting, do, words, focus="tagesordnung")


def _ask_to_remove(request, meeting, item):
    """The same words as in the dialog of meetings/agenda/item.html."""
    words, verb = {"name": name_of(item), "title": item.title}, _("Entfernen")
    question = _("»%(title)s« von der Tagesordnung entfernen?")
    if meeting.agenda_fixed_at and not item.is_break:
        verb = _("Entfällt")
        question = _(
            "%(name)s »%(title)s« entfallen lassen? Die Nummer bleibt, ein Thema geht zurück in den "
            "Themenspeicher."
        )
    elif item.children.exists():
        question = _("»%(title)s« mit allen Unterpunkten entfernen?")
    return ask(request, phrase(question, **words), verb=verb, back=f"{builder_url(meeting)}#top-{item.pk}")


@require_POST
def put_back(request, pk):
    """Undo the last removal; where that is not possible any more, show how the agenda stands."""
    meeting = meeting_to_build(request, pk)
    taken = request.session.get(TAKEN_OFF) or {}
    if taken.get("meeting") != pk:
        return outdated(request, meeting)

    def do(by):
        item = agenda_undo.put_back(meeting=meeting, kept=taken["kept"], by=by)
        request.session[TAKEN_OFF] = None
        return item

    return attempt(
        request, meeting, do,
        lambda item: phrase(_("%(name)s steht wieder auf der Tagesordnung."), name=name_of(item)),
    )  # fmt: skip


@require_POST
def reinstate(request, pk, item):
    meeting = meeting_to_build(request, pk)
    found = meeting.agenda_items.filter(pk=item).first()
    if found is None:
        return outdated(request, meeting)
    words = phrase(_("%(name)s steht wieder auf der Tagesordnung."), name=name_of(found))
    do = partial(agenda_actions.reinstate_item, item=found, version=_version(request))
    return attempt(request, meeting, do, words, focus=f"top-{found.pk}-hoch")


@require_http_methods(["GET", "POST"])
def edit(request, pk, item):
    meeting = meeting_to_build(request, pk)
    found = get_visible_or_404(
        meeting.agenda_items.filter(dropped_at__isnull=True).select_related("parent", "meeting"),
        request.user,
        pk=item,
    )
    above = found.parent.mask if found.parent_id else meeting.audience
    return save(
        request, lambda data, current: ItemForm(data, widest=above, item=current), found,
        lambda data: agenda_actions.edit_item(item=found, **data, by=request.user),
        template="meetings/item.html",
        context={"meeting": meeting, "item": found, "cancel_url": builder_url(meeting)},
        target=lambda changed: f"{builder_url(meeting)}#top-{changed.pk}",
        done=_("Der TOP ist gespeichert."),
    )  # fmt: skip


# --- answers ----------------------------------------------------------------------------------------------


def attempt(request, meeting, do, words, focus=""):
    """Do it and show the new agenda; when somebody was faster, show theirs and say so."""
    try:
        result = do(by=request.user)
    except Stale:
        return outdated(request, meeting)
    except ValidationError as error:
        return rebuilt(request, meeting, " ".join(error.messages), focus=focus, status=422)
    return rebuilt(request, meeting, words(result) if callable(words) else words, focus=focus)


def outdated(request, meeting):
    return rebuilt(request, meeting, OUTDATED, status=409)


def rebuilt(request, meeting, words, *, status=200, focus="", **more):
    """The builder as it stands; in `more`, `wrong` is the item whose duration cannot be, with its form."""
    context = builder(request, Meeting.objects.get(pk=meeting.pk), focus) | more
    if more.get("fresh_form"):  # the next item is typed right away
        context["add_form"].fields["title"].widget.attrs["data-focus"] = True
    context["problem"] = words if status >= 400 else ""
    if request.htmx:
        response = page(request, "meetings/agenda/changed.html", context | {"announce": words}, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#tagesordnung", "outerHTML"
        return response
    if status >= 400:
        return page(request, "meetings/agenda.html", context, status=status)
    anchor = focus.rpartition("-")[0] or "tagesordnung"
    return refreshed(request, f"{builder_url(meeting)}?fokus={focus}#{anchor}", words)


def builder(request, meeting, focus=""):
    """Everything that the page and its fragments show."""
    rows = ports.add_approvals(agenda_presenters.agenda_rows(meeting, request.user), request.user)
    add_attachments(rows, attachments_of(meeting, request.user))
    taken = request.session.get(TAKEN_OFF) or {}
    can_come_back = taken.get("meeting") == meeting.pk and not meeting.agenda_fixed_at
    return {
        "meeting": meeting,
        "detail": meeting_presenters.detail_of(meeting, request.user),
        "agenda": rows,
        "focus": focus,
        "tops": agenda_presenters.as_tree(rows, focus, meeting.agenda_fixed_at is not None),
        "stand": f"?version={meeting.agenda_version}",
        # The name of the TOP that this person removed last, if it can come back.
        "taken_off": taken.get("name", "") if can_come_back else "",
        "topics": topics_to_plan(meeting, request.user),
        "suggestions": suggestions_for(meeting, rows, request.user),
        "template_form": TemplateForm(),
        "add_form": ItemForm(widest=meeting.audience, agenda=rows if meeting.agenda_fixed_at else ()),
    }


def builder_url(meeting):
    return reverse("meetings:agenda", args=[meeting.pk])


def _version(request):
    form = VersionForm(request.POST if "version" in request.POST else request.GET)
    return (form.cleaned_data["version"] if form.is_valid() else None) or 0


def _moved_words(item, has_moved):
    if not has_moved:
        return phrase(_("»%(title)s« steht schon so weit wie möglich in dieser Richtung."), title=item.title)
    item.refresh_from_db(fields=["number", "position", "parent"])
    if item.is_break or item.meeting.agenda_fixed_at:
        row = item.meeting.agenda_items.filter(parent=item.parent_id, position__lte=item.position)
        return phrase(_("»%(title)s« steht jetzt an %(place)s. Stelle."), title=item.title, place=row.count())
    return phrase(_("»%(title)s« ist jetzt TOP %(number)s."), title=item.title, number=item.number)


def name_of(item):
    return item.title if item.is_break else _("TOP %(number)s") % {"number": item.number}
