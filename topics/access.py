"""May they, and if not, why not."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, first_denial, overtaken
from core.workflow import may_step
from members.access import organises
from members.viewers import viewer_for
from topics.enums import State, Verb
from topics.workflow import TRANSITIONS

# The verbs that people use on the topic's own page, in the order of their buttons there.
MODERATION = (Verb.ACCEPT, Verb.CLOSE, Verb.POSTPONE, Verb.DECLINE, Verb.REOPEN)
WITH_REASON = (Verb.POSTPONE, Verb.DECLINE)


def can_propose(user) -> Verdict:
    if viewer_for(user).is_member:
        return ALLOWED
    return deny(_("Nur Mitglieder können hier Themen vorschlagen. Anderen hilft der Kontakt zur Fachgruppe."))


def can_support(user, topic) -> Verdict:
    if not viewer_for(user).is_member:
        return deny(_("Nur Mitglieder können Themen unterstützen."))
    # A postponed topic still collects voices: they say what to take up first.
    if topic.state in (State.CLOSED, State.DECLINED):
        return overtaken(_("Dieses Thema ist nicht mehr offen."))
    return ALLOWED


def can_edit(user, topic) -> Verdict:
    """Organisers always; the proposer while nobody has dealt with the idea yet."""
    viewer = viewer_for(user)
    if viewer.is_organiser:
        return ALLOWED
    if not viewer.is_member or topic.proposed_by_id != viewer.person_id:
        return deny(
            _("Nur die Organisation und die Person, die das Thema vorgeschlagen hat, können es ändern.")
        )
    # What was accepted was accepted with these words.
    if topic.state != State.IDEA:
        return overtaken(_("Ein Thema, über das schon entschieden ist, ändert nur die Organisation."))
    return ALLOWED


def can_moderate(user) -> Verdict:
    return organises(user, _("Über Themen entscheidet die Organisation."))


def can_move(user, topic, verb) -> Verdict:
    return first_denial(can_moderate(user), may_step(TRANSITIONS, topic.state, verb))


def possible_verbs(user, topic) -> list[Verb]:
    return [verb for verb in MODERATION if can_move(user, topic, verb)]
