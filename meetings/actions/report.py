"""The Rückblick: written in peace, published and withdrawn deliberately."""

from django.db import transaction
from django.utils import timezone

from activity.events import record
from core.access import require
from core.locking import Stale, lock, require_version
from core.markdown import render, require_renderable
from core.validity import require_valid
from meetings.access import meetings
from meetings.models import Report


@transaction.atomic
def write_report(*, meeting, version, by, **typed):
    """Save title, body and source_url; the first saving makes the Rückblick.

    Raises Stale when somebody else saved since.
    """
    meeting = lock(meeting)
    require(meetings.can_write_report(by, meeting))
    report = Report.objects.select_for_update().filter(meeting=meeting).first()
    require_renderable(typed["body"])
    require_valid(Report(**typed), "title", "body", "source_url")
    if report is None:
        report = Report(meeting=meeting, version=0)
    elif not version:  # two began the first text at once: the second sees that of the first
        raise Stale(report, typed)
    else:
        require_version(report, version, typed)
    for field, value in typed.items():
        setattr(report, field, value)
    report.body_html = render(report.body)
    report.version += 1
    report.save()
    record("meetings.report_written", actor=by, target=report, data={"version": report.version})
    return report


@transaction.atomic
def publish_report(*, report, version, by):
    """Exactly the version that was looked at becomes visible to those who may see the meeting."""
    report = lock(report)
    require(meetings.can_publish_report(by, report))
    require_version(report, version)
    report.published_at, report.published_by = timezone.now(), by
    report.version += 1
    report.save(update_fields=["published_at", "published_by", "version", "updated_at"])
    record("meetings.report_published", actor=by, target=report)
    return report


@transaction.atomic
def withdraw_report(*, report, by):
    report = lock(report)
    require(meetings.can_withdraw_report(by, report))
    report.published_at = report.published_by = None
    report.version += 1
    report.save(update_fields=["published_at", "published_by", "version", "updated_at"])
    record("meetings.report_withdrawn", actor=by, target=report)
    return report
