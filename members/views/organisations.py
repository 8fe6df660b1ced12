"""/verwaltung/organisationen/: the organisations there are, for admins."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import require
from core.http import ask, errors_of, page, refreshed
from core.locking import Stale
from members.access import can_close_organisation, can_manage
from members.actions import organisations as organisation_actions
from members.forms.organisations import OrganisationForm
from members.models import Organisation
from members.selectors import administration
from members.views.conflict import conflict


@require_safe
def index(request):
    require(can_manage(request.user))
    context = {"organisations": administration.organisations()}
    return page(request, "members/organisations.html", context)


@require_http_methods(["GET", "POST"])
def create(request):
    require(can_manage(request.user))
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            organisation_actions.create_organisation(**form.values(), by=request.user)
            return refreshed(request, reverse("members:organisations"), _("Die Organisation ist angelegt."))
    return page(request, "members/organisation_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    require(can_manage(request.user))
    organisation = get_object_or_404(Organisation, pk=pk)
    form = OrganisationForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                version, wanted = form.cleaned_data["version"], Organisation(**form.values())
                organisation_actions.change_organisation(
                    organisation=organisation, version=version, wanted=wanted, by=request.user
                )
                message = _("Die Organisation ist geändert.")
                return refreshed(request, reverse("members:organisations"), message)
        except Stale as stale:
            return conflict(request, form, stale, request.path, organisation=organisation)
    context = {"form": form, "organisation": organisation}
    context["may_close"] = can_close_organisation(request.user, organisation)
    return page(request, "members/organisation_form.html", context)


@require_http_methods(["GET", "POST"])
def close(request, pk):
    require(can_manage(request.user))
    organisation = get_object_or_404(Organisation, pk=pk)
    if request.method == "GET":
        question = _("»%(name)s« als aufgelöst vermerken?") % {"name": organisation.name}
        back = reverse("members:edit_organisation", args=[pk])
        return ask(request, question, verb=_("Als aufgelöst vermerken"), back=back)
    organisation_actions.close_organisation(organisation=organisation, by=request.user)
    message = _("»%(name)s« ist als aufgelöst vermerkt.") % {"name": organisation.name}
    return refreshed(request, reverse("members:organisations"), message)


@require_POST
def reopen(request, pk):
    require(can_manage(request.user))
    organisation = get_object_or_404(Organisation, pk=pk)
    organisation_actions.reopen_organisation(organisation=organisation, by=request.user)
    message = _("»%(name)s« ist wieder geöffnet.") % {"name": organisation.name}
    return refreshed(request, reverse("members:organisations"), message)
