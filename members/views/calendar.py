"""One's own calendar: the address under which Outlook and others fetch it."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.http import ask, page, refreshed
from members.actions import calendar as calendar_actions
from members.models import CalendarAddress
from members.selectors.calendar import fetched_at


@never_cache
@require_http_methods(["GET", "POST"])
def calendar(request):
    """Posting makes a new address and shows it, this once; `?neu` asks before, where there is one already."""
    if request.method == "GET" and "neu" in request.GET:
        question = _("Eine neue Adresse anlegen? Die bisherige gilt dann nicht mehr.")
        return ask(request, question, verb=_("Neue Adresse anlegen"), back=reverse("members:calendar"))
    secret = calendar_actions.renew_calendar_address(by=request.user) if request.method == "POST" else ""
    known = CalendarAddress.objects.filter(user=request.user).first()
    address = secret and f"{settings.BASE_URL}{reverse('personal_calendar', args=[secret])}"
    context = {
        "known": known,
        "fetched_at": known and fetched_at(known),
        "address": address,
        "subscribe_address": re.sub("^https?:", "webcal:", address),
        "public_address": f"{settings.BASE_URL}{reverse('public_calendar')}",
    }
    return page(request, "members/calendar.html", context)


@require_http_methods(["GET", "POST"])
def drop(request):
    if request.method == "GET":
        question = _("Die Adresse löschen? Kalender, die sie abonniert haben, bekommen nichts Neues mehr.")
        return ask(request, question, verb=_("Adresse löschen"), back=reverse("members:calendar"))
    calendar_actions.drop_calendar_address(by=request.user)
    return refreshed(request, reverse("members:calendar"), _("Die Adresse Ihres Kalenders gilt nicht mehr."))
