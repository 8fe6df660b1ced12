"""Two people decide at the same moment: one result, and a clear sentence for the other."""

import threading

import pytest
from django.db import connections, transaction

from activity.models import Event
from core.access import Forbidden
from core.markdown import render
from minutes.access import suggestions as suggestion_access
from minutes.actions import circulation, suggestions
from minutes.actions.circulation import freeze
from minutes.enums import State, SuggestionState
from minutes.models import Minutes, MinutesSection
from tests.factories.rows import SuggestionFactory

TEXT = "Der Plan gilt ab Mai, und zwar für alle Häuser."


@pytest.fixture
def section(transactional_db, cast, circulating):
    MinutesSection.objects.filter(pk=circulating.open.pk).update(body=TEXT, body_html=render(TEXT))
    circulating.open.refresh_from_db()
    with transaction.atomic():
        freeze(circulating.minutes, by=cast.organiser, reason="Umlauf")
    return circulating.open


@pytest.fixture
def suggestion(cast, section):
    return SuggestionFactory.on(section, "gilt ab Mai", "gilt ab Juni", author=cast.member_city.person)


def body_of(section):
    return MinutesSection.objects.get(pk=section.pk).body


def together(*calls):
    """All at once, each with a connection of its own; answers with what was raised."""
    barrier, raised = threading.Barrier(len(calls)), []

    def run(call):
        try:
            barrier.wait()
            call()
        except Exception as error:  # the test looks at all of them
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_two_acceptances_at_once_are_one(cast, circulating, section, suggestion):
    def accept(by):
        return lambda: suggestions.accept(minutes=circulating.minutes, suggestions=[suggestion.pk], by=by)

    assert together(accept(cast.organiser), accept(cast.minute_taker)) == []
    assert body_of(section) == TEXT.replace("ab Mai", "ab Juni")
    assert Minutes.objects.get(pk=circulating.pk).revision_number == 2
    assert Event.objects.filter(verb="minutes.suggestions_accepted").count() == 1


def test_accepting_and_declining_at_once_have_one_result(
    transactional_db, cast, circulating, section, suggestion
):
    raised = together(
        lambda: suggestions.accept(
            minutes=circulating.minutes, suggestions=[suggestion.pk], by=cast.organiser
        ),
        lambda: suggestions.decline(suggestion=suggestion, reason="Nein.", by=cast.minute_taker),
    )
    assert [type(error) for error in raised] == [Forbidden]
    suggestion.refresh_from_db()
    accepted = suggestion.state == SuggestionState.ACCEPTED
    assert str(raised[0].reason) == str(suggestion_access.DECIDED[suggestion.state])
    assert ("Juni" in body_of(section)) is accepted


def test_accepting_while_it_is_called_back_has_one_result(
    transactional_db, cast, circulating, section, suggestion
):
    raised = together(
        lambda: suggestions.accept(
            minutes=circulating.minutes, suggestions=[suggestion.pk], by=cast.organiser
        ),
        lambda: circulation.recall(minutes=circulating.minutes, by=cast.minute_taker),
    )
    suggestion.refresh_from_db()
    assert Minutes.objects.get(pk=circulating.pk).state == State.DRAFT
    if raised:
        assert [str(error.reason) for error in raised] == [str(suggestion_access.DECIDE_IN_TEXT)]
    assert (suggestion.state == SuggestionState.OPEN) is bool(raised)
    assert ("Juni" in body_of(section)) is not bool(raised)
