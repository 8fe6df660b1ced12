"""What this reader can do with a meeting now, as the bar on its page."""

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
    verdict: Verdict
    is_rare: bool = False


class Bar(NamedTuple):
    """The next step, the other buttons, and what stands behind »Mehr«."""

    main: ToolbarLink | None
    links: list[ToolbarLink]
    rare: list[ToolbarLink]


def bar_of(user, meeting, has_agenda=True, step=None) -> Bar:
    """What the state of the meeting rules out is left out."""
    possible = possible_links(user, meeting, has_agenda)
    main = None
    if step is not None:
        main = next(
            (link for link in possible if link.url == step.url), ToolbarLink(step.label, step.url, ALLOWED)
        )
        possible = [link for link in possible if link is not main]
    rare = [link for link in possible[0 if main else 1 :] if link.is_rare]
    if len(rare) < ENOUGH_FOR_A_MENU:
        return Bar(main, possible, [])
    return Bar(main, [link for link in possible if link not in rare], rare)


def possible_links(user, meeting, has_agenda) -> list[ToolbarLink]:
    if not meetings.can_view_as(user):
        links = [
            *_replies(user, meeting), *_room(user, meeting), *_minutes(user, meeting),
            _running_order(user, meeting), *_afterwards(user, meeting),
        ]  # fmt: skip
        return [link for link in links if link.verdict]
    buildable = meetings.can_build_agenda(user, meeting)
    agenda = ToolbarLink(_("Tagesordnung aufstellen"), _url("agenda", meeting), buildable)
    after = [
        *_minutes(user, meeting),
        ToolbarLink(
            _("Rückblick schreiben"), _url("report", meeting), meetings.can_write_report(user, meeting)
        ),
    ]
    is_held = meeting.state == State.HELD
    asking = [
        *_links(ports.way_to_invite(user, meeting)),
        *_replies(user, meeting),
    ]
    links = [
        *_dating(user, meeting),
        *_room(user, meeting),
        ToolbarLink(_("Als durchgeführt vermerken"), _url("hold", meeting), meetings.can_hold(user, meeting)),
        *(after if is_held else []),
        *([*asking, agenda] if has_agenda else [agenda, *asking]),
        *([] if is_held else after),
        _running_order(user, meeting),
        *_afterwards(user, meeting),
        ToolbarLink(_("Anlagen"), _url("attachments", meeting), can_attach(user, meeting), is_rare=True),
        ToolbarLink(_("Bearbeiten"), _url("edit", meeting), meetings.can_edit(user, meeting), is_rare=True),
        ToolbarLink(_("Verschieben"), _url("move", meeting), meetings.can_move(user, meeting), is_rare=True),
        ToolbarLink(_("Absagen"), _url("cancel", meeting), meetings.can_cancel(user, meeting), is_rare=True),
    ]
    return [link for link in links if link.verdict]


def _links(way, *, is_rare=False) -> list[ToolbarLink]:
    """Of a way that an app above offers: (label, address), or None."""
    if way is None:
        return []
    label, url = way
    return [ToolbarLink(label, url, ALLOWED, is_rare=is_rare)]


def _replies(user, meeting):
    return _links(ports.way_to_replies(user, meeting), is_rare=meeting.state != State.INVITED)


def _dating(user, meeting):
    """A date by asking everybody, or set directly; while people are asked, the answers come first."""
    poll = ports.way_to_poll(user, meeting)
    if poll is not None and meeting.state == State.DRAFT:
        return _links(poll)  # with the way to both
    directly = ToolbarLink(
        _("Ohne Abstimmung festlegen"), _url("schedule", meeting), meetings.can_schedule(user, meeting),
        is_rare=poll is not None,
    )  # fmt: skip
    return [*_links(poll), directly]


def _room(user, meeting):
    """On its day and while it runs: the page with clock, text and presence."""
    if not (meetings.can_begin(user, meeting) or meetings.can_steer(user, meeting)):
        return []
    return [ToolbarLink(_("Sitzung"), ports.url_of_live_meeting(meeting), ALLOWED)]


def _running_order(user, meeting):
    return ToolbarLink(_("Regiebuch"), _url("running_order", meeting), can_note(user, meeting), is_rare=True)


def _afterwards(user, meeting):
    """What the record tells beside the text; excuses come before the meeting, too."""
    if meetings.can_steer(user, meeting):
        return []  # the room has both
    return [
        ToolbarLink(
            _("Teilnahme"),
            _url("attendance", meeting),
            meetings.can_record_attendance(user, meeting),
            is_rare=True,
        ),
        ToolbarLink(
            _("Zeiten und Ort"),
            _url("times", meeting),
            meetings.can_correct_times(user, meeting),
            is_rare=True,
        ),
    ]


def _minutes(user, meeting):
    """The way into writing the minutes, as long as they are a draft."""
    writes = meetings.can_view_as(user) or takes_minutes(user, meeting)
    if not writes or meeting.state in WITHOUT_MINUTES:
        return []
    return _links(ports.way_to_writing(meeting))


def _url(name, meeting):
    return reverse(f"meetings:{name}", args=[meeting.pk])
