"""The calm suggestions beside the agenda: one button each."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.http import ask, errors_of, get_visible_or_404, page, refreshed
from core.numbers import number_in
from core.safe_html import phrase
from meetings.actions import templates as actions
from meetings.enums import Missing
from meetings.forms.templates import TemplateForm
from meetings.models import AgendaItem, AgendaTemplate
from meetings.views.agenda import attempt, builder, builder_url, meeting_to_build, name_of, outdated


@require_POST
def add_missing(request, pk):
    meeting = meeting_to_build(request, pk)
    what = request.POST.get("was", "")
    if what not in Missing.values:
        return outdated(request, meeting)
    do = partial(actions.add_missing, meeting=meeting, what=what)
    return attempt(request, meeting, do, _added, focus="tagesordnung")


@require_POST
def carry_over(request, pk):
    meeting = meeting_to_build(request, pk)
    item = get_visible_or_404(AgendaItem, request.user, pk=number_in(request.POST.get("top")))
    do = partial(actions.carry_over, meeting=meeting, item=item)
    return attempt(request, meeting, do, _added, focus="tagesordnung")


def _added(item):
    return phrase(_("%(name)s ist hinzugefügt."), name=name_of(item))


@require_POST
def save_template(request, pk):
    meeting = meeting_to_build(request, pk)
    form = TemplateForm(request.POST)
    if form.is_valid():
        with errors_of(form):
            actions.save_template(meeting=meeting, name=form.cleaned_data["name"], by=request.user)
            words = _("Die Vorlage »%(name)s« ist gespeichert.") % {"name": form.cleaned_data["name"]}
            return refreshed(request, f"{builder_url(meeting)}#vorlagen", words)
    context = builder(request, meeting) | {"template_form": form}
    return page(request, "meetings/agenda.html", context, status=422)


@require_POST
def take_template(request, pk, template):
    meeting = meeting_to_build(request, pk)
    found = get_visible_or_404(AgendaTemplate, request.user, pk=template)
    do = partial(actions.take_template, meeting=meeting, template=found)
    return attempt(request, meeting, do, _taken, focus="tagesordnung")


def _taken(items):
    if not items:
        return _("Alles aus dieser Vorlage steht schon auf der Tagesordnung.")
    words = ngettext("%(count)s Eintrag ist hinzugefügt.", "%(count)s Einträge sind hinzugefügt.", len(items))
    return words % {"count": len(items)}


@require_http_methods(["GET", "POST"])
def delete_template(request, pk, template):
    meeting = meeting_to_build(request, pk)
    found = get_visible_or_404(AgendaTemplate, request.user, pk=template)
    if request.method == "GET":
        question = _("Die Vorlage »%(name)s« löschen?") % {"name": found.name}
        return ask(request, question, verb=_("Löschen"), back=f"{builder_url(meeting)}#vorlagen")
    actions.delete_template(template=found, by=request.user)
    return refreshed(request, f"{builder_url(meeting)}#vorlagen", _("Die Vorlage ist gelöscht."))
