"""Kinds of notifications for these tests, about topics: the nearest thing with an audience."""

import pytest
from django.db import transaction
from django.utils.translation import gettext as _

from activity import registry
from activity.enums import Frequency
from activity.notifications import Notification
from members import audience
from tests.factories.rows import TopicFactory


def _kinds():
    class TopicNoted(Notification):
        kind = "test.noted"
        label = "Neues zu Themen"
        group = "Themen"
        why = "Sie erhalten diese Nachricht zur Probe."

        def subject(self):
            return _("Thema: %(title)s") % {"title": self.target.title}

        def paragraphs(self):
            return ["Es gibt Neues.", self.data.get("message", "")]

        def quote(self):
            return "Wörtlich <b>gesagt</b>"

        def facts(self):
            return [("Stand", "Idee")]

        def url(self):
            return f"/themen/{self.target.pk}/"

    class TopicOnce(TopicNoted):
        kind = "test.once"
        label = "Einmaliges zu Themen"
        once = True

    class TopicDaily(TopicNoted):
        kind = "test.daily"
        label = "Tägliches zu Themen"
        default = Frequency.DAILY

    class Welcome(TopicNoted):
        kind = "test.welcome"
        label = "Einladung"
        essential = True

        def load(self, recipient):
            from topics.models import Topic

            return Topic.objects.filter(pk=self.target_id).first()

    class Code(Welcome):
        kind = "test.code"
        secret = True

        def subject(self):
            return self.data["code"]

    return {"code": Code, "noted": TopicNoted, "once": TopicOnce, "daily": TopicDaily, "welcome": Welcome}


@pytest.fixture
def kinds():
    before = dict(registry.KINDS)
    registry.KINDS.clear()
    yield _kinds()
    registry.KINDS.clear()
    registry.KINDS.update(before)


@pytest.fixture
def topic(db):
    return TopicFactory(title="Offene Daten")


@pytest.fixture
def city_topic(db):
    return TopicFactory(title="Nur für die Stadt", audience=audience.pillars("CITY"))


@pytest.fixture
def tell(kinds):
    """An action that only tells: `tell("noted", topic, users, but=…)`."""

    @transaction.atomic
    def told(name, target, users, but=None, **data):
        return kinds[name](target, **data).to(users, but=but)

    return told
