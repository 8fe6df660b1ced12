"""/verwaltung/: people and organisations, for admins."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import require
from core.http import ask, errors_of, get_visible_or_404, page, refreshed
from core.locking import Stale
from members import selectors
from members.access import (
    can_change_membership,
    can_close_organisation,
    can_end_membership,
    can_manage,
    can_manage_organisations,
)
from members.actions import memberships as membership_actions
from members.actions import organisations as organisation_actions
from members.enums import ROLE_WORDS, Period
from members.forms.management import AddMembershipForm, EndForm, MembershipForm, OrganisationForm
from members.models import Membership, Organisation, Person
from members.views.conflict import conflict

MEMBERSHIPS_PER_PAGE = 50


@require_safe
def manage(request):
    require(can_manage(request.user))
    context = {
        "numbers": selectors.numbers(),
        "ending": selectors.memberships(period=Period.ENDING)[:10],
        "without_contact": selectors.organisations_without_contact(),
    }
    return page(request, "members/manage.html", context)


# --- memberships ------------------------------------------------------------------------------------------


@require_safe
def memberships(request):
    require(can_manage(request.user))
    chosen = {
        "organisation": request.GET.get("organisation", ""),
        "kind": request.GET.get("saeule", ""),
        "role": request.GET.get("rolle", ""),
        "period": request.GET.get("stand", ""),
        "text": request.GET.get("suche", "").strip()[:100],
    }
    rows = Paginator(selectors.memberships(**chosen), MEMBERSHIPS_PER_PAGE)
    context = {
        "rows": rows.get_page(request.GET.get("seite")),
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "kinds": selectors.kind_options(),
        "roles": [(word, role.label) for word, role in ROLE_WORDS.items()],
        "periods": [(period.value, period.label) for period in Period if period != Period.ACTIVE],
        "organisations": selectors.organisation_options(),
    }
    return page(request, "members/memberships.html", context)


@require_http_methods(["GET", "POST"])
def add_membership(request, slug):
    """A second organisation, or the return, of a known person."""
    require(can_manage(request.user))
    person = get_visible_or_404(Person, request.user, slug=slug)
    form = AddMembershipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            membership_actions.add_membership(person=person, **form.values(), by=request.user)
            return refreshed(request, _history_url(person), _("Die Mitgliedschaft ist angelegt."))
    return page(request, "members/membership_form.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
def membership(request, pk):
    row = _membership_or_404(request, pk)
    require(can_change_membership(request.user, row))
    form = MembershipForm(request.POST or None, membership=row)
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                membership_actions.change_membership(membership=row, **form.values(), by=request.user)
                return refreshed(request, _history_url(row.person), _("Die Mitgliedschaft ist geändert."))
        except Stale as stale:
            return conflict(request, form, stale, request.path, membership=row)
    context = {"form": form, "person": row.person, "membership": row}
    context["may_end"] = can_end_membership(request.user, row)
    return page(request, "members/membership_form.html", context)


@require_http_methods(["GET", "POST"])
def end_membership(request, pk):
    row = _membership_or_404(request, pk)
    if request.method == "GET":
        require(can_end_membership(request.user, row))
    form = EndForm(request.POST or None, at_once="sofort" in request.POST)
    if request.method == "POST" and form.is_valid():
        ends_on, reason = form.cleaned_data["ends_on"], form.cleaned_data["reason"]
        with errors_of(form):
            membership_actions.end_membership(membership=row, ends_on=ends_on, reason=reason, by=request.user)
            return refreshed(request, _history_url(row.person), _("Die Mitgliedschaft ist beendet."))
    return page(request, "members/membership_end.html", {"form": form, "membership": row})


def _membership_or_404(request, pk):
    require(can_manage(request.user))
    rows = Membership.objects.select_related("person", "organisation")
    return get_visible_or_404(rows, request.user, pk=pk)


def _history_url(person):
    return reverse("members:history", args=[person.slug])


@require_safe
def history(request, slug):
    """One person: all memberships that were and are, and what the log says about them."""
    require(can_manage(request.user))
    person = get_visible_or_404(Person.objects.select_related("user"), request.user, slug=slug)
    rows = selectors.memberships_of(person, request.user)
    context = {"person": person, "memberships": rows, "events": selectors.history_of(person)}
    return page(request, "members/history.html", context)


# --- organisations ----------------------------------------------------------------------------------------


@require_safe
def organisations(request):
    require(can_manage_organisations(request.user))
    context = {"organisations": selectors.organisations()}
    return page(request, "members/organisations.html", context)


@require_http_methods(["GET", "POST"])
def create_organisation(request):
    require(can_manage_organisations(request.user))
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        with errors_of(form):
            organisation_actions.create_organisation(**values, by=request.user)
            return refreshed(request, reverse("members:organisations"), _("Die Organisation ist angelegt."))
    return page(request, "members/organisation_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def edit_organisation(request, pk):
    require(can_manage_organisations(request.user))
    organisation = get_object_or_404(Organisation, pk=pk)
    form = OrganisationForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                organisation_actions.change_organisation(
                    organisation=organisation, **form.cleaned_data, by=request.user
                )
                message = _("Die Organisation ist geändert.")
                return refreshed(request, reverse("members:organisations"), message)
        except Stale as stale:
            return conflict(request, form, stale, request.path, organisation=organisation)
    context = {"form": form, "organisation": organisation}
    context["may_close"] = can_close_organisation(request.user, organisation)
    return page(request, "members/organisation_form.html", context)


@require_http_methods(["GET", "POST"])
def close_organisation(request, pk):
    require(can_manage_organisations(request.user))
    organisation = get_object_or_404(Organisation, pk=pk)
    if request.method == "GET":
        question = _("»%(name)s« als aufgelöst vermerken?") % {"name": organisation.name}
        back = reverse("members:edit_organisation", args=[pk])
        return ask(request, question, verb=_("Als aufgelöst vermerken"), back=back)
    organisation_actions.close_organisation(organisation=organisation, by=request.user)
    message = _("»%(name)s« ist als aufgelöst vermerkt.") % {"name": organisation.name}
    return refreshed(request, reverse("members:organisations"), message)


@require_POST
def reopen_organisation(request, pk):
    require(can_manage_organisations(request.user))
    organisation = get_object_or_404(Organisation, pk=pk)
    organisation_actions.reopen_organisation(organisation=organisation, by=request.user)
    message = _("»%(name)s« ist wieder geöffnet.") % {"name": organisation.name}
    return refreshed(request, reverse("members:organisations"), message)
