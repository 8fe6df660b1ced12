"""What the portal does for minutes every now and then."""

import datetime as dt

from activity.jobs import every, for_each, in_working_time
from core.language import for_the_record
from minutes.actions import approval, circulation, follow_up, readings
from minutes.models import Minutes
from minutes.presenters.checking import JOB
from minutes.presenters.verification import verify


@every(dt.timedelta(minutes=10), "minutes.place_approvals")
def place_approvals():
    # A repair: the TOP comes with the change of a meeting, unless two changes crossed or a decision went.
    approval.place_all()


class RecordsDiffer(Exception):
    """The record is not what was sealed; the first findings are the note of the job."""


@every(dt.timedelta(days=1), JOB)
def verify_records():
    # Noted for the operator and written to the log as an error; the portal goes on working.
    with for_the_record():
        findings = [str(finding) for finding in verify().findings if not finding.is_hint]
    if findings:
        raise RecordsDiffer(f"{len(findings)}: {' '.join(findings)}")


@every(dt.timedelta(hours=1), "minutes.follow_up")
@in_working_time
def tell_follow_ups():
    # Two working days before a Fachgruppentreffen.
    for_each(follow_up.meetings_to_follow_up(), lambda meeting: follow_up.notify(meeting=meeting))


@every(dt.timedelta(minutes=10), "minutes.end_circulation")
def end_circulation():
    for_each(Minutes.objects.run_out(), lambda minutes: circulation.end_circulation(minutes=minutes))


@every(dt.timedelta(minutes=10), "minutes.remind_before_end")
@in_working_time
def remind_before_end():
    for_each(Minutes.objects.to_object_to(), lambda minutes: readings.remind_before_end(minutes=minutes))
