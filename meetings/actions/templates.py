"""What an agenda begins with: missing formalities, what the last meeting left, a Vorlage."""

from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import require
from core.language import for_the_record
from core.locking import Stale, lock
from core.validity import require_valid
from meetings.access import meetings
from meetings.actions import topics as topics_of
from meetings.actions.agenda import UNSEEN, add_item, agenda_of, put_on
from meetings.enums import ItemKind, Missing
from meetings.models import AgendaItem, AgendaTemplate
from meetings.selectors.templates import left_over, worth_keeping
from members import audience as audiences
from topics.enums import Verb
from topics.workflow import TRANSITIONS

PAUSE_MINUTES, MOST_TEMPLATES = 15, 30
COPIED = (
    "title", "kind", "presenter", "presenter_organisation", "presenter_name", "duration", "description",
    "description_html",
)  # fmt: skip


@transaction.atomic
def add_missing(*, meeting, what, by):
    """One click on a suggestion; a second one finds the item of the first, wherever it stands by now."""
    meeting, what = lock(meeting), Missing(what)
    require(meetings.can_build_agenda(by, meeting))
    # Made of meeting and suggestion, so that clicks of two organisers make the same key.
    key = uuid5(NAMESPACE_URL, f"{what.value}-of-meeting-{meeting.pk}")
    twin = meeting.agenda_items.filter(submission_key=key).first()
    if twin is not None:
        return twin
    with for_the_record():
        fields = {
            Missing.WELCOME: {"title": _now("Begrüßung"), "kind": ItemKind.FORMAL, "duration": 5},
            Missing.ANY_OTHER: {"title": _now("Verschiedenes"), "kind": ItemKind.ANY_OTHER, "duration": 10},
            Missing.PAUSE: {"title": _now("Pause"), "kind": ItemKind.BREAK, "duration": PAUSE_MINUTES},
        }[what]
    item = add_item(meeting=meeting, submission_key=key, by=by, **fields)
    if what != Missing.ANY_OTHER:
        with agenda_of(meeting, by) as agenda:
            agenda.put(agenda.find(item), 1 if what == Missing.WELCOME else _middle(agenda))
            agenda.has_changed = True
    item.refresh_from_db()
    return item


def _middle(agenda):
    """The place after which about half of the time has passed."""
    top = [item for item in agenda.tree[None] if not item.is_break]
    lengths = [sum(each.duration or 0 for each in [item, *agenda.children(item)]) for item in top]
    passed = 0
    for at, length in enumerate(lengths, start=1):
        passed += length
        if passed * 2 >= sum(lengths):
            return at + 1
    return len(top) + 1


# --- from the last meeting --------------------------------------------------------------------------------


@transaction.atomic
def carry_over(*, meeting, item, by):
    """What the last meeting did not deal with, once more: a new TOP that knows where it comes from."""
    with agenda_of(meeting, by) as agenda:
        known = next((each for each in agenda.items if each.carried_from_id == item.pk), None)
        if known is not None:
            return known
        source = next((each for each in left_over(agenda.meeting, by) if each.pk == item.pk), None)
        if source is None:
            raise Stale(agenda.meeting)
        audience = source.mask & agenda.meeting.audience
        if not audience:
            raise ValidationError(UNSEEN % {"title": source.title})
        topic, taken = source.topic or source.dropped_topic, {item.topic_id for item in agenda.items}
        if topic is not None and ((topic.state, Verb.PLAN) not in TRANSITIONS or topic.pk in taken):
            topic = None
        new = AgendaItem(
            meeting=agenda.meeting, position=0, carried_from=source, topic=topic,
            audience=audience if audience != agenda.meeting.audience else None,
            **{name: getattr(source, name) for name in COPIED},
        )  # fmt: skip
        agenda.append(new)
        record("meetings.item_added", actor=by, target=agenda.meeting, data={"number": new.number})
        if new.topic_id:
            topics_of.hold([new.topic])
            topics_of.plan(new, by=by)
        return new


# --- Vorlagen ---------------------------------------------------------------------------------------------


@transaction.atomic
def save_template(*, meeting, name, by):
    """What belongs to this one meeting (topics, tasks, approvals, what was dropped) is left out."""
    require(meetings.can_build_agenda(by, meeting))
    require_valid(AgendaTemplate(name=name), "name")
    # A meeting of some pillars keeps what it says for them.
    of_pillars = meeting.audience if meeting.audience <= audiences.ALL_PILLARS else None
    items = [
        {
            "title": item.title, "kind": item.kind, "duration": item.duration,
            "description": item.description, "audience": item.audience or of_pillars,
            "below": item.parent_id is not None,
        }
        for item in worth_keeping(meeting)
    ]  # fmt: skip
    if not items:
        raise ValidationError(_("Auf dieser Tagesordnung steht nichts, was sich wiederverwenden lässt."))
    if AgendaTemplate.objects.count() >= MOST_TEMPLATES:
        raise ValidationError(_("Es gibt schon viele Vorlagen. Bitte löschen Sie zuerst eine."))
    try:
        with transaction.atomic():  # a savepoint, for the name may be taken a moment ago
            template = AgendaTemplate.objects.create(name=name, items=items)
    except IntegrityError:
        raise ValidationError({"name": _("Eine Vorlage mit diesem Namen gibt es schon.")}) from None
    record("meetings.template_saved", actor=by, target=template)
    return template


@transaction.atomic
def take_template(*, meeting, template, by):
    """All its items, but for those whose title stands on the agenda already. Answers with the new ones."""
    parent, added = None, []
    with agenda_of(meeting, by) as agenda:
        known = {item.title.casefold() for item in agenda.items}
        for kept in template.items:
            made, below = None, parent if kept["below"] else None
            above = below.mask if below else agenda.meeting.audience
            # Never seen by more people than where it was kept; left out where nobody would be left.
            audience = None if kept["audience"] is None else kept["audience"] & above
            if kept["title"].casefold() not in known and audience != 0:
                fields = {name: kept[name] for name in ("title", "kind", "duration", "description")}
                made = put_on(agenda, audience=audience, parent=below, by=by, **fields)
                added.append(made)
            if not kept["below"]:
                parent = made if made and not made.is_break else None
    return added


@transaction.atomic
def delete_template(*, template, by):
    require(meetings.can_create(by))
    record("meetings.template_deleted", actor=by, target=template)
    template.delete()
