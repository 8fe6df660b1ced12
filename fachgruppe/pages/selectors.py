"""What the front page and the overview read: a handful of rows each, whoever is looking."""

import re
from dataclasses import dataclass

from django.template.loader import render_to_string

from core.dates import today
from core.markdown import words_of
from core.page_cache import cached
from core.safe_html import German, SafeHtml
from meetings.presenters.meetings import next_meeting, published_reports
from members.enums import KIND_PLURALS, Kind
from members.models import Membership, Organisation
from members.viewers import viewer_for
from minutes.selectors.audiences import version_and_audience
from topics.selectors import listed


@dataclass(frozen=True)
class FrontPage:
    """What one audience sees on the front page."""

    news: SafeHtml
    next_meeting: SafeHtml


def front_page(user, change_token) -> FrontPage:
    """`change_token` was read before."""
    version, audience = version_and_audience(viewer_for(user), change_token)
    return cached("front page", version=version, audience=audience, make=front_page_for)


def front_page_for(viewer) -> FrontPage:
    report = published_reports(viewer).first()
    news = {
        "report": report,
        "teaser": German(words_of(first_paragraph(report.body_html), 420)) if report else "",
        "topics": listed(viewer)[:4],
    }
    return FrontPage(
        render_to_string("pages/home/news.html", news),
        render_to_string("pages/home/next_meeting.html", {"next_meeting": next_meeting(viewer)}),
    )


def first_paragraph(html):
    found = re.search(r"<p>.*?</p>", html, re.DOTALL)
    return found[0] if found else html


# --- without a membership, and for everybody --------------------------------------------------------------


def farewell(user):
    """For people whose membership has ended or not begun: what they were, and what they may still do."""
    memberships = Membership.objects.visible_to(user).filter(person=user.person_id)
    return {
        "today": today(),
        "memberships": memberships.select_related("organisation").order_by("-starts_on"),
        "next_meeting": next_meeting(user),
    }


def organisations_by_kind():
    """[(kind, its organisations)] in the order of the kinds; names of organisations are public."""
    organisations = list(Organisation.objects.existing().by_name())
    return [
        (
            KIND_PLURALS[kind],
            kind,
            [organisation for organisation in organisations if organisation.kind == kind],
        )
        for kind in Kind
        if any(organisation.kind == kind for organisation in organisations)
    ]
