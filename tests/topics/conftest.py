import pytest

from members import audience
from tests.factories.rows import TopicFactory
from topics.enums import State
from topics.models import Topic


@pytest.fixture
def idea(cast) -> Topic:
    """Proposed by the city's member, seen by members."""
    return TopicFactory(title="Sensoren im Park", proposed_by=cast.member_city.person, state=State.IDEA)


@pytest.fixture
def accepted(cast) -> Topic:
    return TopicFactory(
        title="Offene Daten",
        proposed_by=cast.member_city.person,
        state=State.ACCEPTED,
        audience=audience.PUBLIC,
    )


@pytest.fixture
def utility_only(cast) -> Topic:
    return TopicFactory(title="Geheimes der Stadtwerke", state=State.ACCEPTED, audience=audience.UTILITY)
