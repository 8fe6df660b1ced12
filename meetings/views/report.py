"""The Rückblick: write, look at it as others will, publish, withdraw."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import require
from core.http import get_visible_or_404, refreshed
from meetings import ports
from meetings.access import meetings
from meetings.actions import report as report_actions
from meetings.forms.meetings import ReportForm, VersionForm
from meetings.models import Meeting, Report
from meetings.presenters import meetings as meeting_presenters
from meetings.views.saving import save


@require_http_methods(["GET", "POST"])
def report(request, pk):
    meeting = get_visible_or_404(Meeting.objects.select_related("report"), request.user, pk=pk)
    require(meetings.can_write_report(request.user, meeting))
    found = getattr(meeting, "report", None)
    draft = "" if found or request.method == "POST" else ports.first_draft_of_report(meeting, request.user)
    return save(
        request, lambda data, current: ReportForm(data, meeting=meeting, report=current, draft=draft),
        found,
        lambda data: report_actions.write_report(meeting=meeting, **data, by=request.user),
        template="meetings/report.html",
        context={"meeting": meeting, "report": found, "is_draft": bool(draft)},
        target=lambda _report: reverse("meetings:publish_report", args=[meeting.pk]),
        done=_("Der Rückblick ist gespeichert."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def publish(request, pk):
    """The preview is the page of the decision: what stands there is what gets published."""
    found = get_visible_or_404(Report.objects.select_related("meeting"), request.user, meeting=pk)
    require(meetings.can_write_report(request.user, found.meeting))
    return save(
        request, lambda data, current: VersionForm(data, initial={"version": current.version}), found,
        lambda data: report_actions.publish_report(report=found, **data, by=request.user),
        template="meetings/publish_report.html",
        context={
            "meeting": found.meeting,
            "report": found,
            "detail": meeting_presenters.detail_of(found.meeting, request.user),
            "can_publish": meetings.can_publish_report(request.user, found),
        },
        target=lambda _report: f"{found.meeting.get_absolute_url()}#rueckblick",
        done=_("Der Rückblick ist veröffentlicht."),
    )  # fmt: skip


@require_POST
def withdraw(request, pk):
    found = get_visible_or_404(Report.objects.select_related("meeting"), request.user, meeting=pk)
    report_actions.withdraw_report(report=found, by=request.user)
    target = reverse("meetings:publish_report", args=[pk])
    return refreshed(request, target, _("Der Rückblick ist nicht mehr veröffentlicht."))
