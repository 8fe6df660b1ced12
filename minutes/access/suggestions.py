"""Suggestions of better words: who makes them and who decides. Sentences are shown to people."""

from django.utils.translation import gettext_lazy as _

from comments import access as comments
from core.access import ALLOWED, Verdict, deny, first_denial, overtaken
from core.workflow import may_step
from meetings.access.people import writes_minutes
from members.viewers import viewer_for
from minutes.access.writing import FINAL
from minutes.enums import State, SuggestionState, SuggestionVerb
from minutes.workflow import SUGGESTIONS

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
    # Where nothing is written there are no words to make better.
    there = ALLOWED if section.body.strip() else overtaken(NOTHING_THERE)
    return first_denial(can_suggest(user, section.minutes), there)


def can_decide(user, minutes) -> Verdict:
    """Whether this reader decides about suggestions for these minutes at all, now."""
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_DECIDE)
    # A draft is written, not suggested to: what waits is decided in the text or after the next circulation.
    if minutes.state == State.DRAFT:
        return deny(DECIDE_IN_TEXT)
    return overtaken(FINAL) if minutes.state == State.APPROVED else ALLOWED


def can_step(user, suggestion, verb) -> Verdict:
    """Whether `user` may accept or decline this one: nobody has decided yet."""
    deciding = can_decide(user, suggestion.comment.section.minutes)
    return first_denial(deciding, _is_undecided(suggestion, verb))


def can_withdraw(user, suggestion) -> Verdict:
    """One's own, as long as nobody has decided."""
    if not comments.is_own(user, suggestion.comment):
        return deny(NOT_YOUR_SUGGESTION)
    taking_part = can_suggest(user, suggestion.comment.section.minutes)
    return first_denial(taking_part, _is_undecided(suggestion, SuggestionVerb.WITHDRAW))


def _is_undecided(suggestion, verb):
    return may_step(SUGGESTIONS, suggestion.state, verb, DECIDED.get(suggestion.state, ""))


def can_see(user) -> Verdict:
    """The list of them; each of them only where its section is seen."""
    return ALLOWED if viewer_for(user).is_member else deny(ONLY_MEMBERS_READ_SUGGESTIONS)
