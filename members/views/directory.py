from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activity.changes import change_token
from core.access import require
from core.http import get_visible_or_404, not_modified, page, refreshed
from members.access import can_confirm_people, can_manage, can_see_directory
from members.actions import organisations
from members.enums import KIND_PLURALS, KIND_WORDS
from members.models import Organisation, Person
from members.selectors import directory as selectors
from members.viewers import viewer_for


@require_safe
def directory(request):
    require(can_see_directory(request.user))
    # After the right is checked: a copy of who was a member last week is no answer.
    if unchanged := not_modified(request, change_token()):
        return unchanged
    chosen = {
        "kind": request.GET.get("saeule", ""),
        "organisation": request.GET.get("organisation", ""),
        "text": request.GET.get("suche", "").strip()[:100],
    }
    counts = selectors.pillar_counts()
    rows, groups = selectors.directory(**chosen, number=request.GET.get("seite", ""))
    context = {
        "rows": rows,
        "directory": groups,
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "counts": {"city": counts.get("CITY"), "enterprise": counts.get("ENTERPRISE")}
        | {"utility": counts.get("UTILITY")},
        "kinds": [(word, KIND_PLURALS[kind]) for word, kind in KIND_WORDS.items()],
        "organisations": selectors.organisation_options(),
        "to_confirm": selectors.organisations_to_confirm(viewer_for(request.user)),
    }
    return page(request, "members/directory.html", context)


@require_safe
def person(request, slug):
    shown = get_visible_or_404(Person.objects.select_related("user"), request.user, slug=slug)
    memberships = list(selectors.memberships_of(shown, request.user))
    account = getattr(shown, "user", None)
    context = {
        "person": shown,
        "current": [row for row in memberships if row.is_current],
        "speaks_as": selectors.speaks_as(memberships),
        "others": [row for row in memberships if not row.is_current],
        "address": account.email if account is not None and account.is_active else "",
        "topics": shown.proposed_topics.visible_to(request.user).order_by("-pk")[:20],
        "is_me": shown.pk == request.user.person_id,
        "manages": bool(can_manage(request.user)),
    }
    return page(request, "members/person.html", context)


@require_safe
def organisation(request, slug):
    require(can_see_directory(request.user))
    organisation = get_object_or_404(Organisation, slug=slug)
    context = {
        "organisation": organisation,
        "memberships": selectors.people_of(organisation, request.GET.get("seite", "")),
        "may_confirm": can_confirm_people(request.user, organisation),
    }
    return page(request, "members/organisation.html", context)


@require_POST
def confirm(request, slug):
    require(can_see_directory(request.user))
    organisation = get_object_or_404(Organisation, slug=slug)
    organisations.confirm_people(organisation=organisation, by=request.user)
    return refreshed(request, organisation, _("Danke, die Personen sind bestätigt."))
