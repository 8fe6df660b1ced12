"""The front page, made once for all who see the same."""

import re
from dataclasses import dataclass

from django.template.loader import render_to_string

from core.markdown import words_of
from core.page_cache import cached
from core.safe_html import German, SafeHtml
from meetings.presenters.meetings import next_meeting
from meetings.selectors.meetings import published_reports
from members.viewers import viewer_for
from minutes.selectors.shared_pages import version_and_audience
from topics.selectors import listed

TOPICS = 4
TEASER = 420  # characters


@dataclass(frozen=True)
class FrontPage:
    """What one audience sees on the front page."""

    news: SafeHtml
    next_meeting: SafeHtml


def front_page(user, change_token) -> FrontPage:
    """`change_token` was read before."""
    version, audience = version_and_audience(viewer_for(user), change_token)
    return cached("front page", version=version, audience=audience, make=made_for)


def made_for(viewer) -> FrontPage:
    report, teaser = published_reports(viewer).first(), ""
    if report:
        # The first paragraph says what it was about; headings and lists before it do not.
        paragraph = re.search(r"<p>.*?</p>", report.body_html, re.DOTALL)
        teaser = German(words_of(paragraph[0] if paragraph else report.body_html, TEASER))
    news = {"report": report, "teaser": teaser, "topics": listed(viewer)[:TOPICS]}
    return FrontPage(
        render_to_string("pages/home/news.html", news),
        render_to_string("pages/home/next_meeting.html", {"next_meeting": next_meeting(viewer)}),
    )
