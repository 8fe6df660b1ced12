"""Files that programs ask for: what to index, what there is, whom to tell about a weakness."""

import datetime as dt
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.http import public
from meetings.models import Meeting
from members.viewers import ANONYMOUS
from topics.models import Topic

NOT_FOR_INDEXES = (
    "/aufgaben/", "/betrieb/", "/darstellung/", "/einladung/", "/entwicklung/", "/konto/", "/mitglieder/",
    "/postausgang/", "/profil/", "/sprache/", "/uebersicht/", "/verwaltung/", "/vorschau/",
    "/treffen/monat/",  # for everybody, but without end; all that is in it stands in the list
)  # fmt: skip
FIXED = (
    "home",
    "about",
    "meetings:list",
    "topics:list",
    "minutes:list",
    "outcomes:decisions",
    "accessibility",
)


@public
@require_safe
@cache_control(public=True, max_age=86400)
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_INDEXES)]
    lines += ["", f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public
@require_safe
def sitemap(request):
    """What an anonymous visitor may see, whoever asks."""
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl({"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}))
    found: list[tuple[str, dt.datetime | None]] = [(reverse(name), None) for name in FIXED]
    for model, name in ((Meeting, "meetings:detail"), (Topic, "topics:detail")):
        rows = model.objects.visible_to(ANONYMOUS).order_by("pk").values_list("pk", "updated_at")
        found += [(reverse(name, args=[pk]), changed) for pk, changed in rows]
    for path, changed in found:
        xml.startElement("url", AttributesImpl({}))
        xml.addQuickElement("loc", f"{settings.BASE_URL}{path}")
        if changed:
            xml.addQuickElement("lastmod", changed.date().isoformat())
        xml.endElement("url")
    xml.endElement("urlset")
    return response


@public
@require_safe
@cache_control(public=True, max_age=86400)
def security(request):
    """RFC 9116."""
    # It asks to be read again after half a year: 2.5.5 recommends less than one.
    expires = timezone.now().replace(microsecond=0) + dt.timedelta(days=180)
    address = settings.OPERATOR["email"] or settings.CONTACT_EMAIL
    lines = [
        f"Contact: mailto:{address}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: de, en",
        f"Canonical: {settings.BASE_URL}{request.path}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
