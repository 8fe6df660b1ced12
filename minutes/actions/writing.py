"""Minutes come into being and are written, section by section."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _now

from activity.events import record
from core.access import require
from core.language import for_the_record
from core.locking import lock, require_version
from core.markdown import render, require_renderable
from core.validity import require_valid
from meetings.actions import agenda_dropped
from meetings.models import AgendaItem
from members import audience as audiences
from minutes.access import writing
from minutes.actions import texts
from minutes.actions.approval import hold_approvals
from minutes.actions.revisions import QUIET_FOR, keep_what_others_saw
from minutes.models import Minutes, MinutesSection
from outcomes.access import effective_audience


@transaction.atomic
def create(*, meeting, by, source_url=""):
    """Create the minutes of a meeting, a section for each TOP. A second click finds those of the first."""
    meeting = lock(meeting)
    require(writing.can_create(by, meeting))
    known = Minutes.objects.filter(meeting=meeting).first()
    if known:
        return known
    author_id = meeting.minute_taker_id or by.person_id
    minutes = Minutes(meeting=meeting, author_id=author_id, source_url=source_url)
    require_valid(minutes, "source_url")
    minutes.save()
    _add_sections(minutes)
    record("minutes.created", actor=by, target=minutes)
    return minutes


@transaction.atomic
def add_missing_sections(*, minutes, by) -> int:
    """Add a section for each TOP that came onto the agenda later; return how many."""
    minutes = lock(minutes)
    require(writing.can_write(by, minutes))
    added = _add_sections(minutes)
    if added:
        record("minutes.sections_added", actor=by, target=minutes, data={"number": added})
    return added


def _add_sections(minutes):
    items = AgendaItem.objects.filter(meeting=minutes.meeting_id, section__isnull=True).tops().in_order()
    last = minutes.sections.count()
    # A number that was fixed is never given to another TOP: a dropped one keeps its section and says so.
    dropped = {"body": left_out_words(), "body_html": render(left_out_words())}
    new = [
        MinutesSection(
            minutes=minutes, agenda_item=item, position=last + at, **(dropped if item.is_dropped else {})
        )
        for at, item in enumerate(items, start=1)
    ]
    MinutesSection.objects.bulk_create(new)
    return len(new)


def left_out_words() -> str:
    # In the language of the record: `_left_out` finds the sections again by these words.
    with for_the_record():
        return _now("Entfällt.")


@transaction.atomic
def leave_out(*, section, by):
    """Note »entfällt«: the meeting did not deal with this TOP. Its topic waits for another meeting again.

    Raises Forbidden where the record says otherwise already.
    """
    # All locks on minutes before the one on the meeting (in `agenda_dropped`), as everywhere.
    place_approvals = hold_approvals()
    minutes, section = lock_to_write(section, by)
    require(writing.can_leave_out(by, section))
    store_text(minutes, section, left_out_words(), by)
    if not section.agenda_item.is_dropped:
        agenda_dropped.leave_out(item=section.agenda_item, by=by)
    place_approvals()
    return section


@transaction.atomic
def take_up(*, section, by):
    """Deal with what was left out after all. A second click changes nothing."""
    minutes, section = lock_to_write(section, by)
    if not section.agenda_item.is_dropped:
        return section
    left_out = _left_out(minutes)
    agenda_dropped.take_up(item=section.agenda_item, by=by)
    _empty_taken_up(minutes, left_out, by)
    return section


def hold_record(meeting):
    """Return the minutes of `meeting`, locked, where there are any."""
    return Minutes.objects.select_for_update().filter(meeting=meeting.pk).first()


def hold_sections(meeting):
    """Lock the minutes of `meeting`; return the function that empties what its agenda took up again."""
    minutes = hold_record(meeting)
    left_out = _left_out(minutes) if minutes else []

    def empty(*, by):
        # Minutes that are no draft say what they said when they went round.
        if minutes is not None and writing.can_write(by, minutes):
            _empty_taken_up(minutes, left_out, by)

    return empty


def _left_out(minutes):
    """Sections that say that their TOP is dropped. Where it stands, somebody typed these words."""
    dropped = minutes.sections.filter(body=left_out_words(), agenda_item__dropped_at__isnull=False)
    return list(dropped.values_list("pk", flat=True))


def _empty_taken_up(minutes, left_out, by):
    taken_up = minutes.sections.filter(pk__in=left_out, agenda_item__dropped_at__isnull=True)
    for section in taken_up.select_for_update(of=("self",)).order_by("pk"):
        keep_what_others_saw(minutes, section, by)
        # The portal's own words go: whoever takes up the TOP has not written in the minutes by it.
        texts.put(section, "", section.updated_by)
        minutes.version += 1
        minutes.save(update_fields=["version"])


def save_section(*, section, body, version, by, before=None):
    """Store what was typed. Raises Stale when somebody saved since `version`, Forbidden outside drafts.

    `before` is the text that the same browser sent a moment ago and of which it has no answer: if that is
    what is stored, this one follows it.
    """
    body = body.replace("\r\n", "\n")
    require_renderable(body)
    html = render(body)  # before the lock: a long text takes a while
    with transaction.atomic():
        minutes, section = lock_to_write(section, by)
        if section.body == body:
            return section
        if before is None or section.body != before.replace("\r\n", "\n"):
            require_version(section, version, typed=body)
        return store_text(minutes, section, body, by, html=html)


def lock_to_write(section, by):
    """Return (minutes, section), both locked, so that no text changes while a circulation freezes it."""
    minutes = lock(section.minutes)
    require(writing.can_write(by, minutes))
    return minutes, lock(section)


def store_text(minutes, section, body, by, html=None):
    """Store the new text of a locked section of locked minutes, and return the section."""
    keep_what_others_saw(minutes, section, by)
    texts.put(section, body, by, html=html)
    minutes.version += 1
    minutes.save(update_fields=["version"])
    # The log gets a line every ten minutes; the row says for good who has written here.
    now = timezone.now()
    if not section.writers.filter(user=by, recorded_at__gt=now - QUIET_FOR).exists():
        section.writers.update_or_create(user=by, defaults={"recorded_at": now})
        record("minutes.section_written", actor=by, target=section, label=lambda: section.label)
    return section


@transaction.atomic
def set_section_audience(*, section, audience, by):
    """Set who may read the section: like its TOP (None), or fewer."""
    minutes = lock(section.minutes)
    require(writing.can_set_audience(by, minutes))
    section = lock(section)
    if audience is not None:
        audiences.require_valid(audience, parent=widest_audience(section))
    if audience != section.audience:
        section.audience = audience
        section.version += 1
        section.save(update_fields=["audience", "version", "updated_at"])
        data = {"audience": audience}
        record("minutes.section_audience", actor=by, target=section, label=lambda: section.label, data=data)
    return section


def widest_audience(section):
    """Return who may read the section at most: whoever reads its TOP, or the meeting where it has none."""
    item = section.agenda_item
    return effective_audience(item) if item else section.minutes.meeting.audience
