"""What can be done with a topic. Nothing else writes topics."""

from typing import Any, Required, TypedDict, Unpack
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from activity import notices
from activity.events import record
from core.access import require
from core.locking import lock, require_version
from core.markdown import render, require_renderable
from core.submissions import require_same_form
from core.validity import require_between, require_text, require_valid
from core.workflow import step
from members import audience as audiences
from members.models import User
from members.speaking import organisation_of
from members.viewers import viewer_for
from topics import access
from topics.enums import ALL_LEVELS, LONGEST_REASON, State, Verb
from topics.models import Support, Topic
from topics.notifications import TopicMoved, TopicProposed
from topics.workflow import EVENTS, TRANSITIONS


class TopicFields(TypedDict, total=False):
    """What the form asks for."""

    title: Required[str]
    body: str
    levels: int
    audience: int


class WholeTopic(TypedDict):
    """What an edit brings: all of it, because what it leaves out would be set back."""

    title: str
    body: str
    levels: int
    audience: int


@transaction.atomic
def propose(*, submission_key=None, by, **fields: Unpack[TopicFields]):
    """Put an idea into the Themenspeicher. A second click finds the topic of the first."""
    require(access.can_propose(by))
    checked = _checked(by, fields)
    topic, is_new = Topic.objects.get_or_create(
        submission_key=submission_key or uuid4(),
        defaults={
            **checked,
            "proposed_by": by.person,
            "organisation": organisation_of(by, checked["audience"]),
        },
    )
    if is_new:
        record("topics.proposed", actor=by, target=topic)
        TopicProposed(topic).to(User.objects.organisers(), but=by)
    require_same_form(topic, proposed_by_id=by.person_id)
    return topic


@transaction.atomic
def edit(*, topic, version, by, **fields: Unpack[WholeTopic]):
    """Change the words. Raises Stale when somebody else saved since `version`."""
    topic = lock(topic)
    require(access.can_edit(by, topic))
    require_version(topic, version, dict(fields))
    checked = _checked(by, fields)
    for field, value in checked.items():
        setattr(topic, field, value)
    # The other columns are not written: a voice or a step that came meanwhile stays.
    topic.version += 1
    topic.save(update_fields=[*checked, "version", "updated_at"])
    record("topics.edited", actor=by, target=topic, data={"version": topic.version})
    return topic


def _checked(user, fields: TopicFields | WholeTopic) -> dict[str, Any]:
    """All columns that the form fills. Raises ValidationError beside the field that does not fit."""
    title, body, levels = fields["title"], fields.get("body", ""), fields.get("levels", 0)
    audience, viewer = fields.get("audience", audiences.MEMBERS), viewer_for(user)
    audiences.require_valid(audience)
    # Nobody hides a topic from themselves; organisers see everything anyway.
    if not viewer.is_organiser and not viewer.sees_mask(audience):
        raise ValidationError({"audience": _("Bitte wählen Sie so, dass Sie das Thema selbst sehen.")})
    require_valid(Topic(title=title), "title")
    require_renderable(body)
    require_between(levels, 0, ALL_LEVELS, "levels")
    return {
        "title": title, "body": body, "body_html": render(body), "levels": levels, "audience": audience,
    }  # fmt: skip


@transaction.atomic
def support(*, topic, is_for=True, by):
    """»dafür«: one voice a person, none if not `is_for`; a second click changes nothing."""
    topic = lock(topic)
    require(access.can_support(by, topic))
    voice = {"topic": topic, "person": by.person}
    if is_for:
        _support, changed = Support.objects.get_or_create(**voice, defaults={"created_by": by})
    else:
        gone, _rows = Support.objects.filter(**voice).delete()
        changed = gone > 0
    if changed:
        record("topics.supported" if is_for else "topics.unsupported", actor=by, target=topic)
    return topic


# --- where a topic stands ---------------------------------------------------------------------------------


def plan(*, topic, meeting_label="", by):
    """The topic stands on an agenda. Without `meeting_label` (the meeting is a draft) nobody is told."""
    return move(topic=topic, verb=Verb.PLAN, meeting=meeting_label, by=by)


@transaction.atomic
def move(*, topic, verb, by, reason="", meeting=""):
    """One step of the transition table. Vertagen and ablehnen need a reason."""
    topic = lock(topic)
    require(access.can_move(by, topic, verb))
    return _step(topic, verb, by=by, reason=reason, meeting=meeting)


# What a meeting brings about is an effect and no decision about the topic. The action that removes a TOP,
# ends the meeting or writes its minutes has asked for that right; the Protokollführung moderates no topics.


@transaction.atomic
def plan_again(*, topic, meeting_label="", by):
    """Its TOP takes place after all. A topic that waits for no meeting by now stays as it is."""
    topic = lock(topic)
    if (topic.state, Verb.PLAN) not in TRANSITIONS:
        return topic
    return _step(topic, Verb.PLAN, by=by, meeting=meeting_label)


@transaction.atomic
def unplan(*, topic, was_discussed=False, by):
    """The topic was taken off an agenda (call this afterwards): back to those that wait for a meeting.

    It stays planned while another agenda has it. `was_discussed`: it had counted as dealt with there.
    """
    topic = lock(topic)
    if topic.state != (State.DISCUSSED if was_discussed else State.PLANNED):
        return topic
    if topic.agenda_items.on_open_agendas().exists():
        return _step(topic, Verb.PLAN, by=by) if was_discussed else topic
    return _step(topic, Verb.UNPLAN, by=by)


@transaction.atomic
def mark_discussed(*, topic, by):
    """The meeting was held. A topic that is not planned any more stays as it is."""
    topic = lock(topic)
    return _step(topic, Verb.DISCUSS, by=by) if topic.state == State.PLANNED else topic


@transaction.atomic
def take_back_discussed(*, topic, by):
    """The end of the meeting was a mistake: the topic is planned there again."""
    topic = lock(topic)
    return _step(topic, Verb.PLAN, by=by) if topic.state == State.DISCUSSED else topic


def _step(topic, verb, *, by, reason="", meeting=""):
    reason = reason.strip()
    if verb in access.WITH_REASON and not reason:
        raise ValidationError({"reason": _("Bitte nennen Sie den Grund.")})
    require_text(reason, "reason", longest=LONGEST_REASON)
    before, topic.state = topic.state, step(TRANSITIONS, topic.state, verb)
    topic.reason = reason
    topic.save(update_fields=["state", "reason", "updated_at"])
    data = {"state": topic.state, "reason": reason, "meeting": meeting}
    record(EVENTS[verb], actor=by, target=topic, data={**data, "before": before})
    if verb == Verb.PLAN and not meeting:
        return topic  # of a meeting that is still a draft nobody hears
    if by is not None and topic.proposed_by_id and topic.proposed_by_id == by.person_id:
        notices.note(topic, by, data)  # they know it without a mail
    proposer = User.objects.filter(person=topic.proposed_by_id) if topic.proposed_by_id else []
    TopicMoved(topic, dedupe=topic.state, **data).to(proposer, but=by)
    return topic
