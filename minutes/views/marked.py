"""Lines of a draft that become decisions and tasks, in place."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import require
from core.dialects.marks import DECISION
from core.http import errors_of, get_visible_or_404, page, refreshed
from core.language import with_languages
from minutes.access import writing
from minutes.actions import marks
from minutes.forms.marks import LINE_FORMS
from minutes.forms.writing import SectionForm
from minutes.presenters.writing import draft_of, with_agenda
from minutes.selectors.holders import holders


def _section_to_write(request, pk):
    section = get_visible_or_404(with_agenda(), request.user, pk=pk)
    require(writing.can_write(request.user, section.minutes))
    return section


@require_safe
def below(request, pk):
    """What stands below the text of a section: its marked lines, decisions and tasks."""
    section = _section_to_write(request, pk)
    context = {"draft": draft_of(section, request.user), "form": SectionForm(section=section)}
    return render(request, "minutes/editor/below.html", context)


@require_POST
def record_line(request, pk):
    section = _section_to_write(request, pk)
    sort = LINE_FORMS.get(request.POST.get("kind", ""), LINE_FORMS[DECISION])
    form = sort(request.POST, section=section, auto_id=f"z{section.pk}-%s")
    done = _keep(form, request.user) if "als-text" in request.POST else _record(form, request.user)
    if done is None:
        return _refused(request, section, form)
    if _wants_data(request):
        return JsonResponse({"state": "saved", "version": done.version, "body": done.body})
    back = f"{reverse('minutes:write', args=[section.minutes_id])}#abschnitt-{section.pk}"
    return refreshed(request, back, _("Gespeichert.") if "als-text" in request.POST else _("Festgehalten."))


def _record(form, user):
    if not form.is_valid():
        return None
    data = form.cleaned_data
    with errors_of(form):
        section, _outcome = marks.record_line(
            section=form.section, kind=form.kind, line=data["line"],
            submission_key=data["submission_key"], by=user, **form.values(),
        )  # fmt: skip
        return section
    return None


def _keep(form, user):
    form.is_valid()  # who has the task need not be known for that
    line = form.cleaned_data.get("line")
    form.errors.clear()
    with errors_of(form):
        return marks.keep_line(section=form.section, kind=form.kind, line=line, by=user)
    return None


def _refused(request, section, form):
    is_over = any(form.has_error(NON_FIELD_ERRORS, code) for code in ("gone", "used"))
    status = 409 if is_over else 422
    context = {
        "section": section,
        "form": form,
        "is_decision": form.kind == DECISION,
        "holders": holders,
        "url": request.path,
        "back": f"{reverse('minutes:write', args=[section.minutes_id])}#abschnitt-{section.pk}",
    }
    if _wants_data(request):
        html = with_languages(render_to_string("minutes/editor/line_form.html", context, request))
        return JsonResponse({"state": "gone" if status == 409 else "problem", "html": html}, status=status)
    return page(request, "minutes/line.html", context, status=status)


def _wants_data(request):
    return request.headers.get("Accept", "").startswith("application/json")
