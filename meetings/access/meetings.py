"""May they, and if not, why not (shown to people: German, whole sentences)."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, first_denial, overtaken
from core.dates import berlin, day, today
from core.workflow import WRONG_STATE, may_step
from meetings import ports
from meetings.access.people import writes_minutes
from meetings.enums import UNDATED, RecordStatus, State, Verb
from meetings.querysets import is_not_notified
from meetings.workflow import TRANSITIONS
from members.access import organises

ROLE = {
    "create": _("Nur die Organisation kann Treffen anlegen."),
    "edit": _("Nur die Organisation kann Treffen bearbeiten."),
    Verb.SCHEDULE: _("Nur die Organisation kann den Termin festlegen."),
    Verb.MOVE: _("Nur die Organisation kann Treffen verschieben."),
    Verb.CANCEL: _("Nur die Organisation kann Treffen absagen."),
    Verb.HOLD: _("Nur die Organisation kann Treffen als durchgeführt vermerken."),
    "agenda": _("Nur die Organisation kann die Tagesordnung aufstellen."),
    "report": _("Nur die Organisation schreibt und veröffentlicht den Rückblick."),
    "view_as": _("Nur die Organisation kann die Seite mit den Augen anderer ansehen."),
}
STATE = {
    Verb.SCHEDULE: _("Das Treffen hat schon einen Termin. Sie können es verschieben."),
    Verb.MOVE: _("Verschieben lässt sich nur ein Treffen, das einen Termin hat und noch bevorsteht."),
    Verb.HOLD: _("Nur ein Treffen mit Termin kann durchgeführt worden sein."),
}
ONLY_WHO_RUNS_IT = _("Die Sitzung führen nur die Protokollführung dieses Treffens und die Organisation.")
NO_DATE_YET = _("Der Termin des Treffens steht noch nicht fest.")
DAY_IS_OVER = _(
    "Der Tag des Treffens ist vorbei. Vermerken Sie es als durchgeführt und tragen Sie die Zeiten nach."
)
NOT_RUNNING = _("Das Treffen läuft nicht.")
ON_ITS_WAY = _("Das Protokoll ist nicht mehr im Entwurf. Holen Sie es zuerst zurück.")
NOT_ENDED = _("Das Treffen ist noch nicht beendet.")
NO_END = _("Beginn und Ende sind nicht vermerkt. Es gibt nichts zurückzunehmen.")
END_IS_OLD = _("Das Ende lässt sich nur am selben Tag zurücknehmen. Zeiten können Sie ändern.")
REPORT_IS_OUT = _("Der Rückblick ist veröffentlicht. Das Ende lässt sich nicht mehr zurücknehmen.")
FINAL = _("Das Protokoll ist genehmigt. Teilnahme und Zeiten bleiben, wie sie sind.")
CANCELLED = _("Das Treffen ist abgesagt.")
HELD = _("Das Treffen ist schon durchgeführt.")
OVER = {State.CANCELLED: CANCELLED, State.HELD: HELD}


def knows_only_the_quarter(user, meeting) -> bool:
    """An announced draft: others than those who prepare it see its quarter and nothing else."""
    return is_not_notified(meeting) and not writes_minutes(user, meeting)


def can_create(user) -> Verdict:
    return organises(user, ROLE["create"])


def can_edit(user, meeting) -> Verdict:
    return first_denial(organises(user, ROLE["edit"]), not_cancelled(meeting))


def can_schedule(user, meeting) -> Verdict:
    return _may(user, meeting, Verb.SCHEDULE)


def can_move(user, meeting) -> Verdict:
    return _may(user, meeting, Verb.MOVE)


def can_cancel(user, meeting) -> Verdict:
    return _may(user, meeting, Verb.CANCEL)


def can_hold(user, meeting) -> Verdict:
    verdict = _may(user, meeting, Verb.HOLD)
    if verdict and not meeting.has_begun:
        return overtaken(_("Das Treffen liegt noch in der Zukunft."))
    return verdict


def _may(user, meeting, verb) -> Verdict:
    """The role first: who may not do it at all is not told about states."""
    return first_denial(organises(user, ROLE[verb]), _in_state(meeting, verb))


def _in_state(meeting, verb) -> Verdict:
    why_not = OVER.get(meeting.state) or STATE.get(verb, WRONG_STATE)
    return may_step(TRANSITIONS, meeting.state, verb, why_not)


def not_cancelled(meeting) -> Verdict:
    return overtaken(CANCELLED) if meeting.state == State.CANCELLED else ALLOWED


# --- the live meeting -------------------------------------------------------------------------------------


def can_enter_live_meeting(user, meeting) -> Verdict:
    """The page of whoever takes the minutes: from the date on, and afterwards to look something up."""
    if not writes_minutes(user, meeting):
        return deny(ONLY_WHO_RUNS_IT)
    if meeting.state in UNDATED:
        return overtaken(NO_DATE_YET)
    return not_cancelled(meeting)


def can_begin(user, meeting) -> Verdict:
    verdict = first_denial(can_enter_live_meeting(user, meeting), _in_state(meeting, Verb.BEGIN))
    if not verdict:
        return verdict
    if meeting.starts_at is None:
        return overtaken(NO_DATE_YET)
    # Begun on another day, the record would be wrong by days; the clock is for the day itself.
    first = berlin(meeting.starts_at).date()
    last = berlin(meeting.ends_at).date() if meeting.ends_at else first
    if today() < first:
        return overtaken(_("Das Treffen ist erst am %(day)s.") % {"day": day(first)})
    return overtaken(DAY_IS_OVER) if today() > last else verdict


def can_steer(user, meeting) -> Verdict:
    """Call the next TOP, pause, go on, end."""
    if meeting.state == State.RUNNING:  # so it has a date and is not cancelled
        return ALLOWED if writes_minutes(user, meeting) else deny(ONLY_WHO_RUNS_IT)
    why_not = overtaken(HELD if meeting.state == State.HELD else NOT_RUNNING)
    return first_denial(can_enter_live_meeting(user, meeting), why_not)


def can_take_back(user, meeting) -> Verdict:
    """A meeting begun by mistake, as long as nothing followed. What has followed says the action."""
    sentence = HELD if meeting.state == State.HELD else NOT_RUNNING
    return first_denial(
        can_enter_live_meeting(user, meeting), may_step(TRANSITIONS, meeting.state, Verb.TAKE_BACK, sentence)
    )


def can_take_back_end(user, meeting) -> Verdict:
    """A meeting ended by mistake, on the same day and before anybody was told what came of it."""
    verdict = first_denial(
        can_enter_live_meeting(user, meeting), may_step(TRANSITIONS, meeting.state, Verb.REOPEN, NOT_ENDED)
    )
    if not verdict:
        return verdict
    if not (meeting.began_at and meeting.ended_at):
        return overtaken(NO_END)
    if berlin(meeting.ended_at).date() != today():
        return overtaken(END_IS_OLD)
    report = getattr(meeting, "report", None)
    is_out = report is not None and report.published_at
    return first_denial(_still_a_draft(meeting), overtaken(REPORT_IS_OUT) if is_out else ALLOWED)


def can_record_attendance(user, meeting) -> Verdict:
    """Also before the meeting: excuses come early. What went round stays as it was read."""
    return first_denial(can_enter_live_meeting(user, meeting), _still_a_draft(meeting))


def can_correct_times(user, meeting) -> Verdict:
    verdict = can_record_attendance(user, meeting)
    if verdict and meeting.state not in (State.RUNNING, State.HELD):
        return overtaken(_("Zeiten lassen sich nachtragen, sobald das Treffen begonnen hat."))
    return verdict


def _still_a_draft(meeting) -> Verdict:
    status = ports.record_status(meeting)
    if status in (RecordStatus.NONE, RecordStatus.DRAFT):
        return ALLOWED
    return overtaken(FINAL if status == RecordStatus.APPROVED else ON_ITS_WAY)


# --- agenda and Rückblick ---------------------------------------------------------------------------------


def can_build_agenda(user, meeting) -> Verdict:
    verdict = first_denial(organises(user, ROLE["agenda"]), not_cancelled(meeting))
    # Approved minutes are the record; their headings are the agenda.
    if verdict and is_on_record(meeting):
        return overtaken(_("Das Protokoll ist genehmigt. Die Tagesordnung bleibt, wie sie war."))
    return verdict


def is_on_record(meeting) -> bool:
    """Whether its minutes are approved."""
    return meeting.state == State.HELD and ports.record_status(meeting) == RecordStatus.APPROVED


def can_write_report(user, meeting) -> Verdict:
    verdict = organises(user, ROLE["report"])
    if verdict and meeting.state != State.HELD:
        return overtaken(_("Einen Rückblick gibt es erst, wenn das Treffen durchgeführt ist."))
    return verdict


def can_publish_report(user, report) -> Verdict:
    verdict = can_write_report(user, report.meeting)
    if verdict and report.published_at:
        return overtaken(_("Der Rückblick ist schon veröffentlicht."))
    return verdict


def can_withdraw_report(user, report) -> Verdict:
    verdict = can_write_report(user, report.meeting)
    if verdict and not report.published_at:
        return overtaken(_("Der Rückblick ist nicht veröffentlicht."))
    return verdict


def can_view_as(user) -> Verdict:
    return organises(user, ROLE["view_as"])
