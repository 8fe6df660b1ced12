"""Who may do what with minutes: the same sentence for the 403 page, the greyed button and the test."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments import access as comments
from core.access import ALLOWED, Verdict, deny, first_denial, overtaken
from core.workflow import may_step
from meetings.access.people import writers_of, writes_minutes
from meetings.enums import WITHOUT_MINUTES
from members.viewers import viewer_for
from minutes.enums import ObjectionState, State, SuggestionState, SuggestionVerb, Verb
from minutes.querysets import is_period_over
from minutes.workflow import SUGGESTIONS, TRANSITIONS

ONLY_WRITERS = _("Das Protokoll schreiben nur die Protokollführung dieses Treffens und die Organisation.")
ONLY_WRITERS_CIRCULATE = _("Nur die Protokollführung und die Organisation können den Umlauf steuern.")
ONLY_DRAFTS = _("Der Text lässt sich nur im Entwurf ändern. Holen Sie das Protokoll zuerst zurück.")
FINAL = _("Das Protokoll ist genehmigt und lässt sich nicht mehr ändern.")
STILL_EMPTY = _("Das Protokoll ist noch leer.")
NO_MEETING_YET = _("Ein Protokoll gibt es erst, wenn der Termin des Treffens feststeht.")
EXISTS = _("Zu diesem Treffen gibt es schon ein Protokoll.")
ONLY_MEMBERS = _("Kommentieren können nur Mitglieder der Fachgruppe.")
NOT_YET = _("Kommentieren ist möglich, sobald das Protokoll im Umlauf ist.")
NOT_EMPTY = _("Zu diesem TOP ist schon etwas festgehalten. Er ist nicht entfallen.")
CLOSED = _("Das Protokoll ist genehmigt. Kommentieren ist nicht mehr möglich.")

STEP_REFUSED = {
    Verb.CIRCULATE: _("In den Umlauf kommt ein Protokoll nur aus dem Entwurf."),
    Verb.RECALL: _("Das Protokoll ist nicht im Umlauf."),
    Verb.CLOSE: _("Das Protokoll ist nicht im Umlauf."),
    Verb.EXTEND: _("Verlängern lässt sich nur ein Umlauf, der noch läuft."),
    Verb.APPROVE: _("Genehmigt wird ein Protokoll erst nach dem Umlauf."),
}


def can_follow_up(user) -> Verdict:
    """»Was wurde aus …?« names people and what they have to do."""
    if viewer_for(user).is_member:
        return ALLOWED
    return deny(_("Was aus den Vereinbarungen wurde, lesen nur Mitglieder der Fachgruppe."))


def can_create(user, meeting) -> Verdict:
    if not writes_minutes(user, meeting):
        return deny(ONLY_WRITERS)
    return overtaken(NO_MEETING_YET) if meeting.state in WITHOUT_MINUTES else ALLOWED


def can_write(user, minutes) -> Verdict:
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS)
    if minutes.state == State.APPROVED:
        return overtaken(FINAL)
    return ALLOWED if minutes.state == State.DRAFT else overtaken(ONLY_DRAFTS)


def can_leave_out(user, section) -> Verdict:
    """»entfällt« is for a TOP of which the record says nothing yet, nor of one below it."""
    return first_denial(can_write(user, section.minutes), _nothing_recorded(section))


def _nothing_recorded(section) -> Verdict:
    item = section.agenda_item
    if item is None or section.body or item.children.standing().exists():
        return overtaken(NOT_EMPTY)
    has_outcomes = item.decisions.exists() or item.actionitems.exists()
    return overtaken(NOT_EMPTY) if has_outcomes else ALLOWED


def can_set_audience(user, minutes) -> Verdict:
    """Also while it goes round: what was shown to too many must be narrowed at once."""
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS)
    return overtaken(FINAL) if minutes.state == State.APPROVED else ALLOWED


def can_circulate(user, minutes) -> Verdict:
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_CIRCULATE)
    stepping = in_state(minutes, Verb.CIRCULATE)
    if stepping and not minutes.sections.filled().exists():
        return overtaken(STILL_EMPTY)
    return stepping


def can_recall(user, minutes) -> Verdict:
    return _can_step(user, minutes, Verb.RECALL)


def can_close(user, minutes) -> Verdict:
    return _can_step(user, minutes, Verb.CLOSE)


def can_extend(user, minutes) -> Verdict:
    return _can_step(user, minutes, Verb.EXTEND)


def in_state(minutes, verb) -> Verdict:
    return may_step(TRANSITIONS, minutes.state, verb, STEP_REFUSED[verb])


def _can_step(user, minutes, verb):
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_CIRCULATE)
    return in_state(minutes, verb)


# --- comments: about minutes that the reader sees anyway --------------------------------------------------


def can_comment(user, minutes) -> Verdict:
    """Whether this reader takes part in the talk about these minutes at all."""
    if not viewer_for(user).is_member:
        return deny(ONLY_MEMBERS)
    if minutes.state == State.DRAFT:
        return overtaken(NOT_YET)
    return overtaken(CLOSED) if minutes.state == State.APPROVED else ALLOWED


def moderates(user) -> bool:
    return viewer_for(user).is_organiser


def can_answer(user, comment) -> Verdict:
    return comments.can_answer(user, comment, _taking_part(user, comment))


def can_edit_comment(user, comment) -> Verdict:
    return comments.can_edit(user, comment, _taking_part(user, comment))


def can_withdraw_comment(user, comment) -> Verdict:
    return comments.can_withdraw(user, comment, moderates(user))


def closes_thread(user, comment) -> Verdict:
    return comments.closes(user, comment, writes_minutes(user, comment.section.minutes.meeting))


def can_settle(user, comment) -> Verdict:
    leads = writes_minutes(user, comment.section.minutes.meeting)
    return comments.can_settle(user, comment, _taking_part(user, comment), leads)


def can_reopen(user, comment) -> Verdict:
    return comments.can_reopen(user, comment, _taking_part(user, comment))


def can_read_older_texts(user, comment) -> Verdict:
    return overtaken(comments.WITHDRAWN) if comment.withdrawn_at else ALLOWED


def _taking_part(user, comment):
    return can_comment(user, comment.section.minutes)


# --- while it goes round: reading, consenting, reminding ---------------------------------------------------

ONLY_MEMBERS_READ = _(
    "Nur Mitglieder der Fachgruppe können das Protokoll als gelesen vermerken oder zustimmen."
)
NOT_IN_CIRCULATION = _("Das Protokoll ist nicht im Umlauf.")
PERIOD_OVER = _("Der Umlauf ist zu Ende.")
OWN_OBJECTION_OPEN = _(
    "Sie haben selbst eine Einwendung erhoben. »Keine Einwendungen« ist möglich, wenn sie beantwortet oder "
    "zurückgezogen ist."
)
ONLY_WRITERS_SEE_STANDING = _("Wer gelesen hat, sehen nur die Protokollführung und die Organisation.")


def in_circulation(minutes) -> Verdict:
    """Whether the period for reading and objecting runs now."""
    if minutes.state != State.CIRCULATING:
        return overtaken(NOT_IN_CIRCULATION)
    return overtaken(PERIOD_OVER) if is_period_over(minutes) else ALLOWED


def can_mark_read(user, minutes) -> Verdict:
    if not viewer_for(user).is_member:
        return deny(ONLY_MEMBERS_READ)
    return in_circulation(minutes)


def can_consent(user, minutes) -> Verdict:
    verdict = can_mark_read(user, minutes)
    if verdict and minutes.objections.open().filter(author=viewer_for(user).person_id).exists():
        return overtaken(OWN_OBJECTION_OPEN)
    return verdict


def can_see_standing(user, minutes) -> Verdict:
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_SEE_STANDING)
    return overtaken(NOT_IN_CIRCULATION) if minutes.state == State.DRAFT else ALLOWED


def can_remind(user, minutes) -> Verdict:
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_CIRCULATE)
    return in_circulation(minutes)


# --- objections --------------------------------------------------------------------------------------------

ONLY_MEMBERS_OBJECT = _("Einwendungen erheben nur Mitglieder der Fachgruppe.")
OBJECT_NOT_YET = _("Einwendungen sind möglich, sobald das Protokoll im Umlauf ist.")
OBJECT_TOO_LATE = _(
    "Die Frist für Einwendungen ist abgelaufen. Melden Sie sich bei der Protokollführung oder im nächsten "
    "Treffen."
)
OBJECTIONS_CLOSED = _("Das Protokoll ist genehmigt. Einwendungen sind nicht mehr möglich.")
NOT_YOUR_OBJECTION = _("Das ist die Einwendung einer anderen Person.")
ANSWERED_ALREADY = _("Diese Einwendung ist schon beantwortet.")
WITHDRAWN_ALREADY = _("Diese Einwendung ist zurückgezogen.")
ONLY_WRITERS_ANSWER = _("Einwendungen beantworten nur die Protokollführung und die Organisation.")
NOT_ONES_OWN = _(
    "Die eigene Einwendung beantwortet jemand anderes: die Protokollführung oder die Organisation."
)


def can_object(user, minutes) -> Verdict:
    if not viewer_for(user).is_member:
        return deny(ONLY_MEMBERS_OBJECT)
    if minutes.state == State.DRAFT:
        return overtaken(OBJECT_NOT_YET)
    if minutes.state == State.APPROVED:
        return overtaken(OBJECTIONS_CLOSED)
    return ALLOWED if in_circulation(minutes) else overtaken(OBJECT_TOO_LATE)


def owns_objection(user, objection) -> Verdict:
    return ALLOWED if objection.author_id == viewer_for(user).person_id else deny(NOT_YOUR_OBJECTION)


def can_withdraw_objection(user, objection) -> Verdict:
    """Also when the period is over: whoever is satisfied need not wait for the meeting."""
    return first_denial(owns_objection(user, objection), _is_open(objection))


def can_see_objections(user, minutes) -> Verdict:
    """The list for those who answer; everybody else finds them on the page of the minutes."""
    return ALLOWED if writes_minutes(user, minutes.meeting) else deny(ONLY_WRITERS_ANSWER)


def answers_objection(user, objection) -> Verdict:
    """Whose objection it is to answer, open or not. Nobody answers their own, unless nobody else could."""
    return first_denial(can_see_objections(user, objection.minutes), _not_ones_own(user, objection))


def can_answer_objection(user, objection) -> Verdict:
    return first_denial(answers_objection(user, objection), _is_open(objection))


def _not_ones_own(user, objection) -> Verdict:
    if objection.author_id != viewer_for(user).person_id:
        return ALLOWED
    return deny(NOT_ONES_OWN) if others_answer(objection.minutes, objection.author_id) else ALLOWED


def others_answer(minutes, author_id) -> bool:
    return writers_of(minutes.meeting).exclude(person=author_id).exists()


def _is_open(objection) -> Verdict:
    if objection.state == ObjectionState.OPEN:
        return ALLOWED
    return overtaken(WITHDRAWN_ALREADY if objection.state == ObjectionState.WITHDRAWN else ANSWERED_ALREADY)


def objections_answered(minutes) -> Verdict:
    """The part of the rule about approval that concerns objections: each has its answer."""
    count = minutes.objections.open().count()
    if not count:
        return ALLOWED
    sentence = ngettext(
        "Eine Einwendung ist noch nicht beantwortet. Das Protokoll wird erst genehmigt, wenn sie "
        "beantwortet ist.",
        "%(count)s Einwendungen sind noch nicht beantwortet. Das Protokoll wird erst genehmigt, wenn sie "
        "beantwortet sind.",
        count,
    )
    return overtaken(sentence % {"count": count})


# --- suggestions ------------------------------------------------------------------------------------------

ONLY_MEMBERS_SUGGEST = _("Änderungen vorschlagen können nur Mitglieder der Fachgruppe.")
ONLY_MEMBERS_READ_SUGGESTIONS = _("Änderungsvorschläge lesen nur Mitglieder der Fachgruppe.")
NOTHING_THERE = _("Zu diesem Punkt steht nichts im Protokoll. Bitte kommentieren Sie ihn.")
SUGGEST_LATER = _("Änderungen lassen sich vorschlagen, sobald das Protokoll im Umlauf ist.")
SUGGEST_CLOSED = _("Das Protokoll ist genehmigt. Änderungen lassen sich nicht mehr vorschlagen.")
ONLY_WRITERS_DECIDE = _(
    "Über Änderungsvorschläge entscheiden nur die Protokollführung dieses Treffens und die Organisation."
)
DECIDE_IN_TEXT = _("Das Protokoll ist im Entwurf. Ändern Sie den Text dort selbst.")
NOT_YOUR_SUGGESTION = _("Das ist der Vorschlag einer anderen Person.")
DECIDED = {
    SuggestionState.ACCEPTED: _("Dieser Vorschlag ist schon übernommen."),
    SuggestionState.DECLINED: _("Dieser Vorschlag ist schon abgelehnt."),
    SuggestionState.WITHDRAWN: _("Dieser Vorschlag wurde zurückgezogen."),
}


def can_suggest(user, minutes) -> Verdict:
    if not viewer_for(user).is_member:
        return deny(ONLY_MEMBERS_SUGGEST)
    if minutes.state == State.DRAFT:
        return overtaken(SUGGEST_LATER)
    return overtaken(SUGGEST_CLOSED) if minutes.state == State.APPROVED else ALLOWED


def can_suggest_at(user, section) -> Verdict:
    """Where nothing is written there are no words to make better."""
    there = ALLOWED if section.body.strip() else overtaken(NOTHING_THERE)
    return first_denial(can_suggest(user, section.minutes), there)


def can_decide_suggestions(user, minutes) -> Verdict:
    """Whether this reader decides about suggestions for these minutes at all, now."""
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_DECIDE)
    if minutes.state == State.DRAFT:
        return deny(DECIDE_IN_TEXT)
    return overtaken(FINAL) if minutes.state == State.APPROVED else ALLOWED


def can_accept_suggestion(user, suggestion) -> Verdict:
    return _can_decide(user, suggestion, SuggestionVerb.ACCEPT)


def can_decline_suggestion(user, suggestion) -> Verdict:
    return _can_decide(user, suggestion, SuggestionVerb.DECLINE)


def can_withdraw_suggestion(user, suggestion) -> Verdict:
    """One's own, as long as nobody has decided."""
    if not comments.is_own(user, suggestion.comment):
        return deny(NOT_YOUR_SUGGESTION)
    taking_part = can_suggest(user, suggestion.comment.section.minutes)
    return first_denial(taking_part, _is_undecided(suggestion, SuggestionVerb.WITHDRAW))


def _can_decide(user, suggestion, verb):
    deciding = can_decide_suggestions(user, suggestion.comment.section.minutes)
    return first_denial(deciding, _is_undecided(suggestion, verb))


def _is_undecided(suggestion, verb):
    return may_step(SUGGESTIONS, suggestion.state, verb, DECIDED.get(suggestion.state, ""))


def can_see_suggestions(user) -> Verdict:
    """The list of them; each of them only where its section is seen."""
    return ALLOWED if viewer_for(user).is_member else deny(ONLY_MEMBERS_READ_SUGGESTIONS)
