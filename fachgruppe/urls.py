"""The addresses of the portal: one include per app, each app's addresses in its own urls.py."""

from importlib.util import find_spec

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from . import health

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("gesund", health.alive, name="alive"),
    path("bereit", health.ready, name="ready"),
    path("konto/", include("allauth.urls")),
    path("betrieb/", admin.site.urls),
]

APPS = ("fachgruppe.pages", "meetings", "minutes", "topics", "outcomes", "members", "activity", "core")
urlpatterns += [
    path("", include(f"{app}.urls")) for app in APPS if find_spec(app) and find_spec(f"{app}.urls")
]

handler400 = "fachgruppe.errors.bad_request"
handler403 = "fachgruppe.errors.permission_denied"
handler404 = "fachgruppe.errors.page_not_found"
handler429 = "fachgruppe.errors.too_many_requests"
handler500 = "fachgruppe.errors.server_error"
