"""The addresses of the portal: one include per app, each app's addresses in its own urls.py."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from . import health

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("fachgruppe.pages.urls")),
    path("", include("meetings.urls")),
    path("", include("polls.urls")),
    path("", include("invitations.urls")),
    path("", include("minutes.urls")),
    path("", include("topics.urls")),
    path("", include("outcomes.urls")),
    path("", include("members.urls")),
    path("", include("activity.urls")),
    path("", include("core.urls")),
    path("gesund", health.alive, name="alive"),
    path("bereit", health.ready, name="ready"),
    path("konto/", include("allauth.urls")),
    path("betrieb/", admin.site.urls),
]

handler400 = "fachgruppe.errors.bad_request"
handler403 = "fachgruppe.errors.permission_denied"
handler404 = "fachgruppe.errors.page_not_found"
handler429 = "fachgruppe.errors.too_many_requests"
handler500 = "fachgruppe.errors.server_error"
