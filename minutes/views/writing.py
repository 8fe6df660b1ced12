"""Minutes come into being and are written."""

from functools import cache

from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comments.presenters import sides_of
from core.access import Forbidden, require
from core.dates import clock
from core.http import errors_of, get_visible_or_404, page, refreshed
from core.language import with_languages
from core.locking import Stale
from meetings.models import Meeting
from minutes.access import circulation
from minutes.access import writing as writing_access
from minutes.actions import presence, writing
from minutes.forms.writing import AudienceForm, SectionForm
from minutes.models import Minutes
from minutes.presenters.checklist import missing_of
from minutes.presenters.writing import drafts_of, lines_to_record, missing_items, with_agenda
from minutes.selectors.holders import holders
from minutes.text.merge import merge

FORM_ID = "schreiben"


@require_http_methods(["GET", "POST"])
def create(request, pk):
    """The one button of this page makes the minutes of a meeting."""
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    known = Minutes.objects.visible_to(request.user).filter(meeting=meeting).first()
    if known:
        return redirect(known)
    require(writing_access.can_create(request.user, meeting))
    if request.method == "POST":
        minutes = writing.create(meeting=meeting, by=request.user)
        url = reverse("minutes:write", args=[minutes.pk])
        return refreshed(request, url, _("Das Protokoll ist angelegt."))
    return page(request, "minutes/create.html", {"meeting": meeting})


@require_http_methods(["GET", "POST"])
def write(request, pk):
    """All sections on one page. Without scripts, one button saves those that were changed."""
    minutes = _minutes_to_write(request, pk)
    drafts = drafts_of(minutes, request.user)
    known = cache(holders)  # asked once, for the lines of all sections and for what is suggested while typing
    forms = [_form_of(draft.section, request, known) for draft in drafts]
    problems = 0
    if request.method == "POST":
        problems = sum(form.is_bound and not saved(form, request.user) for form in forms)
        if not problems:
            url = reverse("minutes:write", args=[pk])
            return refreshed(request, url, _("Alles ist gespeichert."))
    context = {
        "minutes": minutes,
        "drafts": list(zip(drafts, forms, strict=True)),
        "missing": missing_items(minutes),
        "problems": problems,
        "checks": missing_of(minutes.meeting, minutes, request.user),
        "can_circulate": circulation.can_circulate(request.user, minutes),
        "form_id": FORM_ID,
        "holders": known,
    }
    return page(request, "minutes/write.html", context, status=409 if problems else 200)


def _minutes_to_write(request, pk):
    rows = Minutes.objects.select_related("meeting__minute_taker", "author")
    minutes = get_visible_or_404(rows, request.user, pk=pk)
    require(writing_access.can_write(request.user, minutes))
    return minutes


def _form_of(section, request, known):
    # Sections that were not sent are left as they are: a page may hold the editor of one of them alone.
    form = SectionForm(section=section, form_id=FORM_ID, holders=known)
    sent = request.method == "POST" and form.add_prefix("body") in request.POST
    return SectionForm(request.POST, section=section, form_id=FORM_ID, holders=known) if sent else form


def saved(form, user):
    """Save one section of the big form; a conflict stays in its form, with both texts."""
    if not form.is_valid():
        return False
    body, version = form.cleaned_data["body"], form.cleaned_data["version"]
    try:
        with errors_of(form):
            writing.save_section(section=form.section, body=body, version=version, by=user)
            return True
    except Stale as conflict:
        form.keep_both(conflict)
    return False


@require_POST
def save_section(request, pk):
    """What the browser sends while somebody types; the answer says where the text stands now."""
    section = get_visible_or_404(with_agenda(), request.user, pk=pk)
    stored = None
    try:
        require(writing_access.can_write(request.user, section.minutes))
        form = SectionForm(request.POST, section=section, prefix="")
        if form.is_valid():
            with errors_of(form):
                stored = writing.save_section(
                    section=section, body=form.cleaned_data["body"], version=form.cleaned_data["version"],
                    before=request.POST.get("before"), by=request.user,
                )  # fmt: skip
    except Stale as conflict:
        return _conflict(request, conflict)
    except Forbidden as refusal:
        return JsonResponse(
            {"state": "refused", "message": str(refusal.reason)}, status=409 if refusal.is_overtaken else 403
        )
    if stored is None:
        problem = next(iter(form.errors.values()))[0]
        return JsonResponse({"state": "problem", "message": problem}, status=422)
    if "writing" in request.POST:
        presence.be_at(minutes=section.minutes, section=section, by=request.user)
    message = _("gespeichert um %(time)s") % {"time": clock(timezone.now())}
    lines = [line.key for line in lines_to_record(stored)]
    return JsonResponse({"state": "saved", "version": stored.version, "message": message, "lines": lines})


def _conflict(request, conflict):
    """Both texts and the difference; and both joined, when this browser says with which text it began."""
    base = request.POST.get("base")
    joined = (
        None if base is None else merge(base.replace("\r\n", "\n"), conflict.current.body, conflict.typed)
    )
    context = {"conflict": sides_of(conflict), "live": True, "joined": joined}
    html = with_languages(render_to_string("minutes/editor/conflict.html", context, request))
    answer = {
        "state": "conflict",
        "message": _("Konflikt: Jemand anderes hat diesen Abschnitt geändert."),
        "version": conflict.current.version,
        "current": conflict.current.body,
        "joined": joined and joined.text,
        "overlaps": joined and joined.overlaps,
        "html": html,
    }
    return JsonResponse(answer, status=409)


@require_POST
def add_sections(request, pk):
    minutes = _minutes_to_write(request, pk)
    writing.add_missing_sections(minutes=minutes, by=request.user)
    return refreshed(request, reverse("minutes:write", args=[pk]), _("Die neuen Abschnitte sind da."))


@require_http_methods(["GET", "POST"])
def section_audience(request, pk):
    section = get_visible_or_404(with_agenda(), request.user, pk=pk)
    minutes = section.minutes
    require(writing_access.can_set_audience(request.user, minutes))
    form = AudienceForm(request.POST or None, section=section)
    if request.method == "POST" and form.is_valid():
        audience = form.cleaned_data["audience"]
        with errors_of(form):
            writing.set_section_audience(section=section, audience=audience, by=request.user)
            url = section.get_absolute_url()
            if writing_access.can_write(request.user, minutes):
                url = f"{reverse('minutes:write', args=[minutes.pk])}#abschnitt-{section.pk}"
            return refreshed(request, url, _("Gespeichert."))
    return page(request, "minutes/audience.html", {"section": section, "minutes": minutes, "form": form})
