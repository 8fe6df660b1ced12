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


def knows_only_the_quarter(user, meeting) -> bool:
    """An announced draft: others than those who prepare it see its quarter and nothing else."""
    return is_not_notified(meeting) and not writes_minutes(user, meeting)


def can_create(user) -> Verdict:
    return _organises(user, "create")


def can_edit(user, meeting) -> Verdict:
    return first_denial(_organises(user, "edit"), not_cancelled(meeting))


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


# --- in the room ------------------------------------------------------------------------------------------


def can_enter_live_meeting(user, meeting) -> Verdict:
    """The page of whoever takes the minutes: from the date on, and afterwards to look something up."""
    return first_denial(_runs(user, meeting), _dated(meeting), not_cancelled(meeting))


def can_begin(user, meeting) -> Verdict:
    return first_denial(
        can_enter_live_meeting(user, meeting),
        may_step(TRANSITIONS, meeting.state, Verb.BEGIN, _why_not(meeting.state, Verb.BEGIN)),
        _on_its_day(meeting),
    )


def can_steer(user, meeting) -> Verdict:
    """Call the next TOP, pause, go on, end."""
    sentence = HELD if meeting.state == State.HELD else NOT_RUNNING
    running = ALLOWED if meeting.state == State.RUNNING else overtaken(sentence)
    return first_denial(can_enter_live_meeting(user, meeting), running)


def can_take_back(user, meeting) -> Verdict:
    """A meeting begun by mistake, as long as nothing followed. What has followed says the action."""
    sentence = HELD if meeting.state == State.HELD else NOT_RUNNING
    return first_denial(
        can_enter_live_meeting(user, meeting), may_step(TRANSITIONS, meeting.state, Verb.TAKE_BACK, sentence)
    )


def can_take_back_end(user, meeting) -> Verdict:
    """A meeting ended by mistake, on the same day and before anybody was told what came of it."""
    return first_denial(
        can_enter_live_meeting(user, meeting),
        may_step(TRANSITIONS, meeting.state, Verb.REOPEN, NOT_ENDED),
        _ended_today(meeting),
        _still_a_draft(meeting),
        _nothing_published(meeting),
    )


def can_record_attendance(user, meeting) -> Verdict:
    """Also before the meeting: excuses come early. What went round stays as it was read."""
    return first_denial(can_enter_live_meeting(user, meeting), _still_a_draft(meeting))


def can_correct_times(user, meeting) -> Verdict:
    verdict = first_denial(can_enter_live_meeting(user, meeting), _still_a_draft(meeting))
    if verdict and meeting.state not in (State.RUNNING, State.HELD):
        return overtaken(_("Zeiten lassen sich nachtragen, sobald das Treffen begonnen hat."))
    return verdict


def _runs(user, meeting) -> Verdict:
    return ALLOWED if writes_minutes(user, meeting) else deny(ONLY_WHO_RUNS_IT)


def _dated(meeting) -> Verdict:
    return overtaken(NO_DATE_YET) if meeting.state in UNDATED else ALLOWED


def _on_its_day(meeting) -> Verdict:
    """Begun on another day, the record would be wrong by days; the clock is for the day itself."""
    if meeting.starts_at is None:
        return overtaken(NO_DATE_YET)
    first = berlin(meeting.starts_at).date()
    last = berlin(meeting.ends_at).date() if meeting.ends_at else first
    if today() < first:
        return overtaken(_("Das Treffen ist erst am %(day)s.") % {"day": day(first)})
    return overtaken(DAY_IS_OVER) if today() > last else ALLOWED


def _ended_today(meeting) -> Verdict:
    if not (meeting.began_at and meeting.ended_at):
        return overtaken(NO_END)
    return ALLOWED if berlin(meeting.ended_at).date() == today() else overtaken(END_IS_OLD)


def _nothing_published(meeting) -> Verdict:
    report = getattr(meeting, "report", None)
    return overtaken(REPORT_IS_OUT) if report is not None and report.published_at else ALLOWED


def _still_a_draft(meeting) -> Verdict:
    status = ports.record_status(meeting)
    if status in (RecordStatus.NONE, RecordStatus.DRAFT):
        return ALLOWED
    return overtaken(FINAL if status == RecordStatus.APPROVED else ON_ITS_WAY)


# --- agenda and Rückblick ---------------------------------------------------------------------------------


def can_build_agenda(user, meeting) -> Verdict:
    return first_denial(_organises(user, "agenda"), not_cancelled(meeting), _not_on_record(meeting))


def can_write_report(user, meeting) -> Verdict:
    verdict = _organises(user, "report")
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
    return _organises(user, "view_as")


def _organises(user, what) -> Verdict:
    return organises(user, ROLE[what])


def _may(user, meeting, verb) -> Verdict:
    return first_denial(
        _organises(user, verb),
        may_step(TRANSITIONS, meeting.state, verb, _why_not(meeting.state, verb)),
    )


def _why_not(state, verb):
    if state == State.CANCELLED:
        return CANCELLED
    if state == State.HELD:
        return HELD
    return STATE.get(verb, WRONG_STATE)


def not_cancelled(meeting) -> Verdict:
    return overtaken(CANCELLED) if meeting.state == State.CANCELLED else ALLOWED


def _not_on_record(meeting) -> Verdict:
    """Approved minutes are the record; their headings are the agenda."""
    if is_on_record(meeting):
        return overtaken(_("Das Protokoll ist genehmigt. Die Tagesordnung bleibt, wie sie war."))
    return ALLOWED


def is_on_record(meeting) -> bool:
    """Whether its minutes are approved."""
    return meeting.state == State.HELD and ports.record_status(meeting) == RecordStatus.APPROVED
