"""Who shows approved minutes to the public. Sentences are shown to people."""

from django.utils.translation import gettext_lazy as _

from core.access import Verdict, deny, overtaken
from core.workflow import may_step
from meetings.access.people import writes_minutes
from members import audience
from minutes.access.corrections import NOT_APPROVED
from minutes.enums import Verb
from minutes.workflow import TRANSITIONS

ONLY_WRITERS_PUBLISH = _("Veröffentlichen können nur die Protokollführung und die Organisation.")
ALREADY_PUBLISHED = _("Das Protokoll ist schon veröffentlicht.")
NOT_PUBLISHED = _("Das Protokoll ist nicht veröffentlicht.")
NOT_A_PUBLIC_MEETING = _(
    "Das Treffen ist nicht öffentlich. Veröffentlichen lässt sich nur das Protokoll eines öffentlichen "
    "Treffens."
)


def can_publish(user, minutes) -> Verdict:
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_PUBLISH)
    stepping = may_step(TRANSITIONS, minutes.state, Verb.PUBLISH, NOT_APPROVED)
    if stepping and minutes.published_at:
        return overtaken(ALREADY_PUBLISHED)
    # A page for everybody may not tell of a meeting that only some may know.
    if stepping and not minutes.meeting.audience & audience.ANYBODY:
        return overtaken(NOT_A_PUBLIC_MEETING)
    return stepping


def can_withdraw(user, minutes) -> Verdict:
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_PUBLISH)
    # Also where the meeting is no longer public: what must not be read any more goes at once.
    stepping = may_step(TRANSITIONS, minutes.state, Verb.WITHDRAW, NOT_APPROVED)
    return overtaken(NOT_PUBLISHED) if stepping and not minutes.published_at else stepping
