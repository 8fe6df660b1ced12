"""What every page may say about the site. Nothing here asks the database before a template does."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from activity import restored_copy
from core.views import theme_of
from fachgruppe.navigation import addresses, administration, entries
from fachgruppe.pages.presenters.demonstration import example_accounts
from members.viewers import viewer_for


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "demo": settings.DEMO,
        "example_accounts": example_accounts,
        "catalogue": settings.DEMO or settings.DEBUG,
        "portal_version": settings.VERSION,
        "file_reference": settings.FILE_REFERENCE,
        "contact_email": settings.CONTACT_EMAIL,
        "contact_phone": settings.CONTACT_PHONE,
        "theme": theme_of(request),
        "addresses": addresses,
        "viewer": SimpleLazyObject(lambda: viewer_for(getattr(request, "user", None))),
        "navigation": lambda: entries(request, viewer_for(getattr(request, "user", None))),
        "mail_hold": restored_copy.held,
        "administration": lambda: administration(request),
    }
