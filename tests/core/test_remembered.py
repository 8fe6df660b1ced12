"""Only the wording of a query is remembered: every call asks the database."""

import datetime as dt

import pytest

from core.remembered import remembered
from meetings.models import Meeting
from tests.factories.rows import MeetingFactory


def test_lists_of_any_length_find_their_rows(cast):
    @remembered
    def chosen(*, keys):
        return Meeting.objects.filter(pk__in=keys).order_by("pk").values_list("pk", flat=False)

    made = [meeting.pk for meeting in MeetingFactory.create_batch(5)]
    for length in range(6):
        assert chosen(keys=made[:length]) == [(key,) for key in made[:length]]


def test_rows_are_those_of_the_queryset(cast):
    @remembered
    def before(*, moment, title):
        return Meeting.objects.filter(starts_at__lt=moment, title=title).order_by("pk")

    for title in ("Eins", "Zwei"):
        meeting = MeetingFactory(title=title)
        moment = meeting.starts_at + dt.timedelta(microseconds=1)
        assert before(moment=moment, title=title) == [meeting]
        assert before(moment=moment, title=title)[0].ends_at == meeting.ends_at
        assert before(moment=meeting.starts_at, title=title) == []


def test_a_value_that_does_not_reach_the_query_is_refused(cast):
    @remembered
    def lost(*, key):
        return Meeting.objects.filter(pk=key + 1)

    with pytest.raises(ValueError, match="does not stand in the query"):
        lost(key=1)
