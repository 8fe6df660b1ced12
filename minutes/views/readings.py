"""»Gelesen«, »keine Einwendungen«, and for those who write: who is still missing."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.access import require
from core.dates import day_long
from core.http import found_or_404, get_visible_or_404, page, refreshed
from core.numbers import numbers_in
from minutes.access import circulation
from minutes.access import readings as readings_access
from minutes.actions import readings
from minutes.enums import Verb
from minutes.models import Minutes
from minutes.presenters.readings import bar_of, days_left, standing_of
from minutes.selectors.objections import has_open_of
from minutes.selectors.page import seen_by
from minutes.selectors.readings import counts_of


def _minutes(request, pk):
    return get_visible_or_404(Minutes.objects.select_related("meeting"), request.user, pk=pk)


@require_POST
def mark_read(request, pk):
    minutes = _minutes(request, pk)
    readings.mark_read(minutes=minutes, by=request.user)
    return _bar(request, minutes, _("Das Protokoll ist als gelesen vermerkt."))


@require_POST
def consent(request, pk):
    minutes = _minutes(request, pk)
    readings.consent(minutes=minutes, by=request.user)
    return _bar(request, minutes, _("Vermerkt: Sie haben keine Einwendungen."))


@require_POST
def take_back_consent(request, pk):
    minutes = _minutes(request, pk)
    readings.take_back_consent(minutes=minutes, by=request.user)
    return _bar(request, minutes, _("»Keine Einwendungen« ist zurückgenommen."))


def _bar(request, minutes, message):
    """What this person can say now: the bar for htmx, else the page again, at the bar."""
    seen = found_or_404(seen_by(request.user, minutes.pk))
    has_open = has_open_of(minutes, request.user)
    context = {
        "minutes": minutes,
        "bar": bar_of(minutes, request.user, seen.said, has_open, counts_of(minutes)),
        "is_changed": True,
        "by_itself": "von_selbst" in request.POST,
    }
    return refreshed(
        request, f"{minutes.get_absolute_url()}#umlauf", message, "minutes/detail/bar.html", context
    )


# --- for those who write ----------------------------------------------------------------------------------


@require_safe
def standing(request, pk):
    minutes = _minutes(request, pk)
    require(readings_access.can_see_readings(request.user, minutes))
    in_circulation = circulation.in_circulation(minutes)
    context = {
        "minutes": minutes,
        "standing": standing_of(minutes),
        "in_circulation": in_circulation,
        "until": day_long(minutes.objections_until) if minutes.objections_until else "",
        "left": days_left(minutes.objections_until) if in_circulation else "",
        "can_extend": circulation.can_step(request.user, minutes, Verb.EXTEND),
    }
    return page(request, "minutes/standing.html", context)


@require_POST
def remind(request, pk):
    """All who are missing, or those with a tick."""
    minutes = _minutes(request, pk)
    require(readings_access.can_remind(request.user, minutes))
    chosen = set(numbers_in(request.POST.getlist("person")))
    done = readings.remind(minutes=minutes, people=chosen or None, by=request.user)
    parts = []  # »3 Mitglieder sind erinnert. Heute schon erinnert: …«
    if done.notified:
        words = ngettext(
            "%(n)s Mitglied ist erinnert.", "%(n)s Mitglieder sind erinnert.", len(done.notified)
        )
        parts.append(words % {"n": len(done.notified)})
    if done.left_out:
        names = ", ".join(user.get_full_name() for user in done.left_out)
        parts.append(_("Heute schon erinnert und darum ausgelassen: %(names)s.") % {"names": names})
    message = " ".join(parts) or _("Es fehlt niemand mehr.")
    return refreshed(request, reverse("minutes:standing", args=[pk]), message)
