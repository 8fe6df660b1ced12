"""The overview of a member: what all of the same audience see is made once, what is one's own is added."""

from dataclasses import dataclass

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import today
from core.page_cache import cached
from core.safe_html import CSRF_PLACE, SafeHtml, with_csrf_token
from fachgruppe.pages.presenters.to_do import Waiting, to_do, waiting_among
from fachgruppe.pages.selectors import overview as selectors
from fachgruppe.pages.selectors.overview import OwnAnswers, RunningPoll
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
from topics.models import Topic
from topics.selectors import most_wanted

NEWEST_MINUTES = 3
MOST_TO_ANSWER_HERE = 12  # options; more have a page of their own


@dataclass(frozen=True)
class Shared:
    """What one audience sees on the overview."""

    next_meeting: str  # empty where the poll stands in its place
    present_date: str  # of the next meeting, where this poll may replace it
    minutes: SafeHtml
    participants: SafeHtml
    topics: list[Topic]
    supporters: dict[int, set[int]]  # topic → people
    poll: RunningPoll | None
    is_next_meeting: bool  # what the poll is about
    waiting: Waiting


def overview(request, token: TokenWithReadings) -> dict:
    """What the template shows to a member; `token` was read before."""
    user = request.user
    passing, audience = version_and_audience(user.viewer, token.plain)
    version = (token.of_all, passing)
    shared = cached("overview", version=version, audience=audience, make=made_for)
    for topic in shared.topics:
        topic.is_mine = user.person_id in shared.supporters[topic.pk]  # type: ignore[attr-defined]
    poll = ""
    if shared.poll:
        # Made once for all who have answered the same, and then given the token of this reader's form.
        # Without room for the form it looks the same for everybody.
        own = OwnAnswers()
        if len(shared.poll.options) <= MOST_TO_ANSWER_HERE:
            own = shared.poll.answers.get(user.person_id, own)
        html = cached(
            "overview poll", version=(version, own), audience=audience,
            make=lambda _viewer: poll_card(shared, own),
        )  # fmt: skip
        poll = with_csrf_token(html, get_token(request))
    return {"shared": shared, "poll": poll, "to_do": to_do(user, shared.waiting)}


def made_for(viewer: Viewer) -> Shared:
    in_hand = polls.in_hand(viewer)
    meeting, poll = next_meeting(viewer), selectors.running_poll(viewer, in_hand)
    is_next_meeting = bool(poll and meeting and poll.poll.meeting_id == meeting.pk)
    newest = Minutes.objects.visible_to(viewer).newest_first()
    minutes = lines_of(newest.values_list("pk", flat=True)[:NEWEST_MINUTES], viewer)
    topics = list(most_wanted(viewer))
    return Shared(
        next_meeting="" if is_next_meeting else part("next_meeting", next_meeting=meeting),
        present_date=meeting.when if meeting and is_next_meeting and meeting.date else "",
        minutes=part("minutes", minutes=minutes),
        participants=part("participants", **participants()),
        topics=topics,
        supporters=selectors.supporters_of(topics),
        poll=poll,
        is_next_meeting=is_next_meeting,
        waiting=waiting_among(viewer, in_hand, poll.given if poll else Given({}, {})),
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


def poll_card(shared: Shared, own: OwnAnswers) -> SafeHtml:
    """The form stands here as on the poll's own page, but for the remarks."""
    poll = shared.poll
    assert poll is not None
    context = {"result": poll, "own": own, "shared": shared, "csrf_token": CSRF_PLACE}
    if poll.options and len(poll.options) <= MOST_TO_ANSWER_HERE:
        rows = [each.option for each in poll.options]
        form = AnswerForm(options=rows, reply=own, said=dict(own.said))
        fields = [field for _option, field, _remark in form.asked]
        context |= {"form": form, "answers": list(zip(poll.options, fields, strict=True))}
    return part("poll", **context)
