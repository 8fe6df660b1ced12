from django.conf import settings
from django.views.decorators.http import require_safe

from activity.changes import change_token
from activity.presenters import mail_trouble
from core.dates import month as month_name
from core.dates import today
from core.http import found_or_404, not_modified, page, public
from core.months import first_of
from fachgruppe.pages.presenters.about import organisations_by_kind
from fachgruppe.pages.presenters.home import front_page
from fachgruppe.pages.presenters.month import month_of, month_to_begin_with
from fachgruppe.pages.presenters.overview import overview as overview_of
from fachgruppe.pages.presenters.overview import without_membership
from members.viewers import viewer_for
from minutes.selectors.readings import token_with_readings
from minutes.selectors.shared_pages import version_of


@public
@require_safe
def home(request):
    """What the group is, what it last did, what comes next. Nobody is redirected from here."""
    now = change_token()
    unchanged = not_modified(request, version_of(now))
    return unchanged or page(request, "pages/home.html", {"shared": front_page(request.user, now)})


@require_safe
def overview(request):
    viewer = viewer_for(request.user)
    # Part of the mark: mails that fail do so without an event.
    trouble = mail_trouble() if viewer.is_admin else []
    token = token_with_readings(request.user)
    unchanged = not_modified(request, token.own, version_of(token.plain), trouble)
    if unchanged:
        return unchanged
    if not viewer.is_member:
        return page(
            request,
            "pages/overview_without_membership.html",
            without_membership(request.user),
        )
    context = overview_of(request, token) | {"mail_trouble": trouble, "today": today()}
    return page(request, "pages/overview.html", context)


@public
@require_safe
def month(request, name=""):
    """Without a name the month of the next meeting, which passes by itself: so it is part of the mark."""
    first = found_or_404(first_of(name) if name else month_to_begin_with(request.user))
    token = change_token()
    unchanged = not_modified(request, version_of(token), first)
    if unchanged:
        return unchanged
    context = {"name": month_name(first), "section": month_of(first, request.user, token)}
    return page(request, "pages/month.html", context)


@public
@require_safe
def about(request):
    return page(request, "pages/about.html", {"organisations_by_kind": organisations_by_kind()})


def legal(template):
    """The same for all legal pages: text in the template, the operator's fields from the settings."""

    @public
    @require_safe
    def view(request):
        return page(request, template, {"operator": settings.OPERATOR, "host": request.get_host()})

    return view


imprint = legal("pages/imprint.html")
privacy = legal("pages/privacy.html")
accessibility = legal("pages/accessibility.html")
