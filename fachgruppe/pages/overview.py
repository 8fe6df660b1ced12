"""The overview of a member: what all of the same audience see is made once, what is one's own is added."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.db.models import Count, Q
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.page_cache import cached
from core.safe_html import CSRF_PLACE, SafeHtml, with_csrf_token
from fachgruppe.pages.to_do import Waiting, to_do, waiting_among
from meetings.presenters.meetings import MeetingDetail, next_meeting
from members.enums import PILLARS
from members.models import Membership
from members.viewers import Viewer
from minutes.models import Minutes
from minutes.selectors import listing as minutes_listing
from minutes.selectors.audiences import version_and_audience
from minutes.selectors.readings import TokenWithReadings
from polls.forms import AnswerForm
from polls.models import DatePoll
from polls.selectors import polls
from topics.models import Support, Topic
from topics.selectors import most_wanted

MOST_TO_ANSWER_HERE = 12  # options; more have a page of their own


@dataclass(frozen=True)
class Circle:
    """Who takes part: people, organisations, and how the people divide among the pillars."""

    people: int = 0
    organisations: int = 0
    pillars: dict = field(default_factory=dict)

    @property
    def sentence(self):
        people = ngettext("%(n)s Mitglied", "%(n)s Mitglieder", self.people) % {"n": self.people}
        organisations = ngettext("%(n)s Organisation", "%(n)s Organisationen", self.organisations) % {
            "n": self.organisations
        }
        return _("%(people)s aus %(houses)s") % {"people": people, "houses": organisations}


class OwnAnswers(NamedTuple):
    """What one person has answered; for all who have answered the same, the form looks the same."""

    version: int = 0  # of the reply, which the form sends back
    answered_at: dt.datetime | None = None
    remark: str = ""
    said: tuple = ()  # (option, (choice, remark)) in the order of the options


@dataclass(frozen=True)
class RunningPoll:
    """The running Terminabstimmung that ends first, with what all have answered so far."""

    poll: DatePoll
    options: list[polls.Option]  # those to come, without the people
    count: int
    is_next_meeting: bool
    present_date: str  # of the next meeting, where this poll may replace it
    answers: dict[int, OwnAnswers]  # person → what they have answered


@dataclass(frozen=True)
class Shared:
    """What one audience sees on the overview."""

    next_meeting: str
    minutes: SafeHtml
    circle: SafeHtml
    topics: list[Topic]
    supporters: dict[int, set[int]]  # topic → people
    poll: RunningPoll | None
    waiting: Waiting


def overview(request, token: TokenWithReadings) -> dict:
    """What the template shows to a member; `token` was read before."""
    user = request.user
    passing, audience = version_and_audience(user.viewer, token.plain)
    version = (token.of_all, passing)
    shared = cached("overview", version=version, audience=audience, make=shared_among)
    for topic in shared.topics:
        topic.is_mine = user.person_id in shared.supporters[topic.pk]  # type: ignore[attr-defined]
    return {
        "shared": shared,
        "poll": poll_of(request, shared.poll, version, audience) if shared.poll else "",
        "to_do": to_do(user, shared.waiting),
    }


def shared_among(viewer: Viewer) -> Shared:
    in_hand = polls.in_hand(viewer)
    meeting = next_meeting(viewer)
    poll = poll_to_show(viewer, in_hand, meeting)
    topics = list(most_wanted(viewer))
    return Shared(
        next_meeting="" if poll and poll.is_next_meeting else part("next_meeting", next_meeting=meeting),
        minutes=part("minutes", minutes=newest_minutes(viewer)),
        circle=part("circle", circle=circle()),
        topics=topics,
        supporters=supporters_of(topics),
        poll=poll,
        waiting=waiting_among(viewer, in_hand),
    )


def part(name, **context) -> SafeHtml:
    return render_to_string(f"pages/overview/{name}.html", context)


def newest_minutes(viewer):
    rows = minutes_listing.listed(Minutes.objects.visible_to(viewer).newest_first(), viewer)[:3]
    return minutes_listing.as_rows(rows)


def circle() -> Circle:
    """One query; whoever belongs to two organisations is one person."""
    counts = Membership.objects.active().aggregate(
        people=Count("person", distinct=True),
        organisations=Count("organisation", distinct=True),
        **{kind.value: Count("person", distinct=True, filter=Q(organisation__kind=kind)) for kind in PILLARS},
    )
    return Circle(counts.pop("people"), counts.pop("organisations"), counts)


def supporters_of(topics) -> dict[int, set[int]]:
    people: dict[int, set[int]] = {topic.pk: set() for topic in topics}
    for topic, person in Support.objects.filter(topic__in=people).values_list("topic", "person"):
        people[topic].add(person)
    return people


# --- the running Terminabstimmung -------------------------------------------------------------------------


def poll_to_show(viewer, in_hand, meeting: MeetingDetail | None) -> RunningPoll | None:
    running = next((poll for poll in in_hand if poll.is_running), None)
    if running is None:
        return None
    result = polls.result_of(running, viewer, with_marks=False)
    is_next_meeting = meeting is not None and running.meeting_id == meeting.pk
    return RunningPoll(
        poll=running,
        options=[replace(option, people=[]) for option in result.to_come],
        count=len(result.options),
        is_next_meeting=is_next_meeting,
        present_date=meeting.when if meeting and is_next_meeting and meeting.date else "",
        answers=answers_to(result),
    )


def answers_to(result) -> dict[int, OwnAnswers]:
    """Also of who has taken everything back: their reply goes on counting its versions."""
    said = {row.person: (row.reply, row.said) for row in result.rows}
    found = {}
    for person, reply in result.replies.items():
        given, answers = said.get(person, (None, {}))
        found[person] = OwnAnswers(
            reply.version, given and given.answered_at, reply.remark,
            tuple((pk, tuple(words)) for pk, words in sorted(answers.items())),
        )  # fmt: skip
    return found


def poll_of(request, poll: RunningPoll, version, audience) -> SafeHtml:
    """Made once for all who have answered the same, and then given the token of this reader's form."""
    own = poll.answers.get(request.user.person_id, OwnAnswers())
    html = cached(
        "overview poll", version=(version, own), audience=audience, make=lambda _viewer: poll_card(poll, own)
    )
    return with_csrf_token(html, get_token(request))


def poll_card(poll: RunningPoll, own: OwnAnswers) -> SafeHtml:
    """The form stands here as on the poll's own page, but for the remarks."""
    context = {"result": poll, "own": own, "csrf_token": CSRF_PLACE}
    if poll.options and len(poll.options) <= MOST_TO_ANSWER_HERE:
        rows = [option.row for option in poll.options]
        form = AnswerForm(options=rows, reply=own, said=dict(own.said))
        fields = [field for _row, field, _remark in form.ballots]
        context |= {"form": form, "answers": list(zip(poll.options, fields, strict=True))}
    return part("poll", **context)
