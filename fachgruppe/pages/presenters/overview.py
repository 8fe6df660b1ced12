"""The overview of a member: what all of the same audience see is made once, what is one's own is added."""

from dataclasses import dataclass
from typing import NamedTuple

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import today
from core.page_cache import cached, packed, unpacked
from core.safe_html import CSRF_PLACE, SafeHtml, with_csrf_token
from fachgruppe.pages.presenters.to_do import Waiting, to_do, waiting_among
from fachgruppe.pages.selectors import overview as selectors
from fachgruppe.pages.selectors.overview import OwnAnswers, RunningPoll
from fachgruppe.pages.selectors.to_do import PersonalToDo, of_people
from meetings.presenters.meetings import next_meeting
from members.models import Membership
from members.viewers import Viewer
from minutes.models import Minutes
from minutes.presenters.listing import lines_of
from minutes.selectors.readings import TokenWithReadings
from minutes.selectors.shared_pages import version_and_audience
from polls.forms import AnswerForm
from polls.selectors import polls
from polls.selectors.answers import Given
from topics.presenters import TopicEntry, entries
from topics.selectors import most_wanted

NEWEST_MINUTES = 3


class Own(NamedTuple):
    """What is one person's alone."""

    answers: OwnAnswers = OwnAnswers()  # to the running poll
    to_do: PersonalToDo | None = None  # of members of today


@dataclass(frozen=True)
class Shared:
    """What one audience sees on the overview, nearly all of it written already."""

    next_meeting: str  # empty where the poll stands in its place
    minutes: SafeHtml
    participants: SafeHtml
    topics: list[TopicEntry]
    poll: bytes  # a PollCard, empty without one
    waiting: Waiting
    own: dict[int, bytes]  # person → Own


@dataclass(frozen=True)
class PollCard:
    """What the card of the running poll is written of, for those who have answered the same."""

    result: RunningPoll
    is_next_meeting: bool  # what the poll is about
    present_date: str  # of the next meeting, where this poll may replace it


def overview(request, token: TokenWithReadings) -> dict:
    """What the template shows to a member; `token` was read before."""
    user = request.user
    passing, audience = version_and_audience(user.viewer, token.plain)
    version = (token.of_all, passing)
    shared = cached("overview", version=version, audience=audience, make=made_for)
    mine = shared.own.get(user.person_id)
    own: Own = unpacked(mine) if mine else Own()
    poll = ""
    if shared.poll:
        # Made once for all who have answered the same, and then given the token of this reader's form.
        html = cached(
            "overview poll", version=(version, own.answers), audience=audience,
            make=lambda _viewer: poll_card(unpacked(shared.poll), own.answers),
        )  # fmt: skip
        poll = with_csrf_token(html, get_token(request))
    return {
        "shared": shared,
        "poll": poll,
        "topics": [topic.as_seen_by(user.person_id) for topic in shared.topics],
        "to_do": to_do(user, own.to_do, shared.waiting),
    }


def made_for(viewer: Viewer) -> Shared:
    in_hand = polls.in_hand(viewer)
    meeting, poll = next_meeting(viewer), selectors.running_poll(viewer, in_hand)
    card, answers, given = None, {}, Given({}, {})
    if poll:
        is_next_meeting = bool(meeting and poll.poll.meeting_id == meeting.pk)
        present_date = meeting.when if meeting and is_next_meeting and meeting.date else ""
        card = PollCard(poll, is_next_meeting, present_date)
        # Without room for the form the card looks the same for everybody.
        answers, given = poll.answers if poll.has_room else {}, poll.given
    newest = Minutes.objects.visible_to(viewer).newest_first()
    minutes = lines_of(newest.values_list("pk", flat=True)[:NEWEST_MINUTES], viewer)
    people = of_people(viewer, in_hand, given)
    return Shared(
        next_meeting="" if card and card.is_next_meeting else part("next_meeting", next_meeting=meeting),
        minutes=part("minutes", minutes=minutes),
        participants=part("participants", **participants()),
        topics=entries(most_wanted(viewer), may_support=True, with_state=False),
        poll=packed(card) if card else b"",
        waiting=waiting_among(viewer, in_hand),
        own={
            person: packed(Own(answers.get(person, OwnAnswers()), people.get(person)))
            for person in people.keys() | answers.keys()
        },
    )


def part(name, **context) -> SafeHtml:
    return render_to_string(f"pages/overview/{name}.html", context)


def participants() -> dict:
    """»17 Mitglieder aus 8 Organisationen«, and how the people divide among the pillars."""
    counts = selectors.participants()
    people, organisations = counts.pop("people"), counts.pop("organisations")
    words = {
        "people": ngettext("%(n)s Mitglied", "%(n)s Mitglieder", people) % {"n": people},
        "organisations": ngettext("%(n)s Organisation", "%(n)s Organisationen", organisations)
        % {"n": organisations},
    }
    return {"sentence": _("%(people)s aus %(organisations)s") % words, "pillars": counts}


def without_membership(user) -> dict:
    """For people whose membership has ended or not begun: what they were, and what they may still do."""
    memberships = Membership.objects.visible_to(user).filter(person=user.person_id)
    return {
        "today": today(),
        "memberships": memberships.select_related("organisation").order_by("-starts_on"),
        "next_meeting": next_meeting(user),
    }


def poll_card(card: PollCard, own: OwnAnswers) -> SafeHtml:
    """The form stands here as on the poll's own page, but for the remarks."""
    poll = card.result
    context = {"card": card, "result": poll, "own": own, "csrf_token": CSRF_PLACE}
    if poll.options and poll.has_room:
        rows = [each.option for each in poll.options]
        form = AnswerForm(options=rows, reply=own, said=dict(own.said))
        fields = [field for _option, field, _remark in form.asked]
        context |= {"form": form, "answers": list(zip(poll.options, fields, strict=True))}
    return part("poll", **context)
