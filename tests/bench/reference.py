"""T, L and F: the same data as the portal's pages, shown the way one writes it without a thought for speed.

T  session, user, 5 queries, a plain template with 10 items, 1,500 words and 50 comments
L  a list of 200 with `|date` and `{% url %}` in every row
F  a calendar feed of so many entries, its lines written by hand
"""

import hashlib
from datetime import UTC, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.urls import path

from meetings.models import Meeting
from minutes.models import Minutes, SectionComment


@login_required
def t(request: HttpRequest, pk: int) -> HttpResponse:
    minutes = get_object_or_404(Minutes.objects.select_related("meeting"), pk=pk)
    sections = list(minutes.sections.select_related("agenda_item__presenter").order_by("position"))
    comments = list(
        SectionComment.objects.filter(section__minutes=minutes)
        .exclude(body="")  # suggestions came later; what T shows stays the same
        .select_related("author", "organisation")
        .order_by("created_at")
    )
    for section in sections:
        section.thread = [comment for comment in comments if comment.section_id == section.pk]
    context = {
        "minutes": minutes,
        "sections": sections,
        "decisions": list(minutes.meeting.decisions.order_by("number")),
        "tasks": list(minutes.meeting.actionitems.select_related("assignee").order_by("pk")),
    }
    return render(request, "t.html", context)


@login_required
def t_unchanged(request: HttpRequest, pk: int) -> HttpResponse:
    minutes = get_object_or_404(Minutes, pk=pk)
    newest = minutes.sections.order_by("-updated_at").values_list("updated_at", flat=True).first()
    newest_comment = (
        SectionComment.objects.filter(section__minutes=minutes)
        .order_by("-pk")
        .values_list("pk", "edited_at")
        .first()
    )
    tag = hashlib.blake2b(
        repr((newest, newest_comment, request.user.pk)).encode(), digest_size=16
    ).hexdigest()
    if request.headers.get("If-None-Match") == f'"{tag}"':
        return HttpResponseNotModified(headers={"ETag": f'"{tag}"'})
    response = t(request, pk)
    response["ETag"] = f'"{tag}"'
    return response


@login_required
def l(request: HttpRequest) -> HttpResponse:  # noqa: E743
    meetings = Meeting.objects.select_related("minutes", "minute_taker").order_by("-starts_at")[:200]
    return render(request, "l.html", {"meetings": meetings})


def f(request: HttpRequest) -> HttpResponse:
    meetings = list(Meeting.objects.exclude(starts_at=None).order_by("starts_at"))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fachgruppe//DE"]
    for number in range(int(request.GET.get("eintraege", 1))):
        lines += event(meetings[number % len(meetings)], number)
    lines.append("END:VCALENDAR")
    return HttpResponse("".join(f"{fold(line)}\r\n" for line in lines), content_type="text/calendar")


def event(meeting: Meeting, number: int) -> list[str]:
    begins, ends = meeting.starts_at, meeting.ends_at or meeting.starts_at + timedelta(hours=2)
    return [
        "BEGIN:VEVENT",
        f"UID:treffen-{meeting.pk}-{number}@example.org",
        f"DTSTAMP:{meeting.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{begins.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTEND:{ends.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{escaped(meeting.title)}",
        f"LOCATION:{escaped(meeting.place_name)}",
        f"DESCRIPTION:{escaped(meeting.description)}",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> str:
    octets = line.encode()
    if len(octets) <= 75:
        return line
    parts, rest = [], line
    while len(rest.encode()) > 75:
        cut = 74
        while len(rest[:cut].encode()) > 74:
            cut -= 1
        parts.append(rest[:cut])
        rest = rest[cut:]
    return "\r\n ".join([*parts, rest])


def nowhere(request: HttpRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("t/<int:pk>/", t, name="t"),
    path("t304/<int:pk>/", t_unchanged, name="t304"),
    path("l/", l, name="l"),
    path("f/", f, name="f"),
    path("personen/<int:pk>/", nowhere, name="person"),
    path("treffen/<int:pk>/", nowhere, name="meeting"),
    path("treffen/<int:pk>/bearbeiten/", nowhere, name="meeting_edit"),
    path("protokolle/<int:pk>/", nowhere, name="minutes"),
    path("kommentare/<int:pk>/", nowhere, name="comment"),
    path("kommentare/<int:pk>/antworten/", nowhere, name="answer"),
    path("abschnitte/<int:pk>/", nowhere, name="section"),
]
