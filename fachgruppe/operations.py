"""The site below /betrieb/: Django's, without the ways round the portal that it brings along."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver

# One finds the address of any row by its number, the other any row by its name, whoever may see it.
LEFT_OUT = ("view_on_site", "autocomplete")


class OperationsSite(AdminSite):
    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [each for each in super().get_urls() if getattr(each, "name", "") not in LEFT_OUT]

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Where everybody changes it: there other sessions end, and a mail says so."""
        return redirect("account_change_password")

    def password_change_done(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        return redirect("account_change_password")


class OperationsConfig(AdminConfig):
    default_site = "fachgruppe.operations.OperationsSite"
