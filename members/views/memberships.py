"""/verwaltung/mitgliedschaften/ and /verwaltung/personen/: who belongs to what, for admins."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import require
from core.http import errors_of, get_visible_or_404, page, refreshed
from core.locking import Stale
from members.access import can_end_membership, can_manage
from members.actions import memberships as membership_actions
from members.enums import KIND_PLURALS, KIND_WORDS, ROLE_WORDS, Period
from members.forms.memberships import EndForm, MembershipForm, PeriodForm
from members.models import Membership, Person
from members.selectors import administration
from members.selectors.directory import memberships_of, organisation_options
from members.views.conflict import conflict

MEMBERSHIPS_PER_PAGE = 50


@require_safe
def manage(request):
    require(can_manage(request.user))
    context = {
        "numbers": administration.numbers(),
        "ending": administration.memberships(period=Period.ENDING)[:10],
        "without_contact": administration.organisations_without_contact(),
    }
    return page(request, "members/manage.html", context)


@require_safe
def index(request):
    require(can_manage(request.user))
    chosen = {
        "organisation": request.GET.get("organisation", ""),
        "kind": request.GET.get("saeule", ""),
        "role": request.GET.get("rolle", ""),
        "period": request.GET.get("stand", ""),
        "text": request.GET.get("suche", "").strip()[:100],
    }
    rows = Paginator(administration.memberships(**chosen), MEMBERSHIPS_PER_PAGE)
    context = {
        "rows": rows.get_page(request.GET.get("seite")),
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "kinds": [(word, KIND_PLURALS[kind]) for word, kind in KIND_WORDS.items()],
        "roles": [(word, role.label) for word, role in ROLE_WORDS.items()],
        "periods": [(period.value, period.label) for period in Period if period != Period.ACTIVE],
        "organisations": organisation_options(),
    }
    return page(request, "members/memberships.html", context)


@require_http_methods(["GET", "POST"])
def create(request, slug):
    """A second organisation, or the return, of a known person."""
    require(can_manage(request.user))
    person = get_visible_or_404(Person, request.user, slug=slug)
    form = PeriodForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            row = Membership(person=person, **form.values())
            membership_actions.add_membership(membership=row, by=request.user)
            return refreshed(request, _history_url(person), _("Die Mitgliedschaft ist angelegt."))
    return page(request, "members/membership_form.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    row = _membership_or_404(request, pk)
    form = MembershipForm(request.POST or None, membership=row)
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                version, columns = form.cleaned_data["version"], form.values()
                wanted = Membership(person=row.person, **columns)
                membership_actions.change_membership(
                    membership=row, version=version, wanted=wanted, by=request.user
                )
                return refreshed(request, _history_url(row.person), _("Die Mitgliedschaft ist geändert."))
        except Stale as stale:
            return conflict(request, form, stale, request.path, membership=row)
    context = {"form": form, "person": row.person, "membership": row}
    context["may_end"] = can_end_membership(request.user, row)
    return page(request, "members/membership_form.html", context)


@require_http_methods(["GET", "POST"])
def end(request, pk):
    row = _membership_or_404(request, pk)
    if request.method == "GET":  # the action asks again; a second click there is no mistake
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
    rows = memberships_of(person, request.user)
    context = {"person": person, "memberships": rows, "events": administration.history_of(person)}
    return page(request, "members/history.html", context)
