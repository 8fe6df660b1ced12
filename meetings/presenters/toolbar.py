"""What this reader can do with a meeting now, as the bar on its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import ALLOWED, Verdict
from meetings import ports
from meetings.access import meetings
from meetings.access.attachments import can_attach
from meetings.access.people import takes_minutes
from meetings.access.running_order import can_note
from meetings.enums import WITHOUT_MINUTES, State

ENOUGH_FOR_A_MENU = 2


@dataclass
class ToolbarLink:
    label: str
    url: str
    verdict: Verdict = ALLOWED
    is_rare: bool = False


class Bar(NamedTuple):
    """The next step, the other buttons, and what stands behind »Mehr«."""

    main: ToolbarLink | None
    links: list[ToolbarLink]
    rare: list[ToolbarLink]


def bar_of(user, meeting, has_agenda=True, step=None) -> Bar:
    """What the state of the meeting rules out is left out."""
    possible = [link for link in _links(user, meeting, has_agenda) if link.verdict]
    main = None
    if step is not None:
        main = next((link for link in possible if link.url == step.url), None)
        main = main or ToolbarLink(step.label, step.url)
        possible = [link for link in possible if link is not main]
    # Without a next step the first link stands out, so it is not put away.
    rare = [link for link in possible[0 if main else 1 :] if link.is_rare]
    if len(rare) < ENOUGH_FOR_A_MENU:
        return Bar(main, possible, [])
    return Bar(main, [link for link in possible if link not in rare], rare)


def _links(user, meeting, has_agenda) -> Iterator[ToolbarLink]:
    """In the order of a meeting's life; where it is held, what comes afterwards stands first."""

    def to(name, label, verdict, *, is_rare=False):
        return ToolbarLink(label, reverse(f"meetings:{name}", args=[meeting.pk]), verdict, is_rare)

    def offered(way, *, is_rare=False):  # by an app above: (label, address) or None
        return [ToolbarLink(way[0], way[1], is_rare=is_rare)] if way else []

    organises, is_held = meetings.can_view_as(user), meeting.state == State.HELD
    is_live = meetings.can_begin(user, meeting) or meetings.can_steer(user, meeting)
    replies = offered(ports.way_to_replies(user, meeting), is_rare=meeting.state != State.INVITED)
    live = [ToolbarLink(_("Sitzung"), ports.url_of_live_meeting(meeting))] if is_live else []
    writes = (organises or takes_minutes(user, meeting)) and meeting.state not in WITHOUT_MINUTES
    after = offered(ports.way_to_writing(meeting)) if writes else []
    if organises:
        after.append(to("report", _("Rückblick schreiben"), meetings.can_write_report(user, meeting)))
        yield from _dates(user, meeting, to, offered)
        yield from live
        yield to("hold", _("Als durchgeführt vermerken"), meetings.can_hold(user, meeting))
        yield from after if is_held else ()
        agenda = to("agenda", _("Tagesordnung aufstellen"), meetings.can_build_agenda(user, meeting))
        asking = [*offered(ports.way_to_invite(user, meeting)), *replies]
        yield from (
            [*asking, agenda] if has_agenda else [agenda, *asking]
        )  # who is asked to come wants to know why
        yield from () if is_held else after
    else:
        yield from [*replies, *live, *after]
    yield to("running_order", _("Regiebuch"), can_note(user, meeting), is_rare=True)
    if not meetings.can_steer(user, meeting):  # the live meeting has both
        may_record, may_correct = (
            meetings.can_record_attendance(user, meeting), meetings.can_correct_times(user, meeting),
        )  # fmt: skip
        yield to("attendance", _("Teilnahme"), may_record, is_rare=True)
        yield to("times", _("Zeiten und Ort"), may_correct, is_rare=True)
    if organises:
        yield to("attachments", _("Anlagen"), can_attach(user, meeting), is_rare=True)
        yield to("edit", _("Bearbeiten"), meetings.can_edit(user, meeting), is_rare=True)
        yield to("move", _("Verschieben"), meetings.can_move(user, meeting), is_rare=True)
        yield to("cancel", _("Absagen"), meetings.can_cancel(user, meeting), is_rare=True)


def _dates(user, meeting, to, offered):
    """A date by asking everybody, or set directly; while people are asked, the answers come first."""
    poll = ports.way_to_poll(user, meeting)
    yield from offered(poll)
    if poll is None or meeting.state != State.DRAFT:  # before that the page of the poll leads to both
        may = meetings.can_schedule(user, meeting)
        yield to("schedule", _("Ohne Abstimmung festlegen"), may, is_rare=poll is not None)
