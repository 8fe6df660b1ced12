"""What overview, front page and others ask of meetings."""

from meetings.enums import State
from meetings.presenters import meetings as meeting_presenters
from meetings.selectors.meetings import published_reports
from members import audience
from tests.factories.rows import MeetingFactory, ReportFactory
from tests.meetings.conftest import at


def test_the_next_meeting_is_the_soonest_that_the_reader_may_see(cast):
    MeetingFactory(title="Später", starts_at=at(2025, 10, 1), audience=audience.PUBLIC)
    MeetingFactory(title="Nur Stadtwerke", starts_at=at(2025, 8, 1), audience=audience.UTILITY)
    MeetingFactory(title="Abgesagt", starts_at=at(2025, 7, 2), state=State.CANCELLED)
    MeetingFactory(title="Vergessen", starts_at=at(2025, 6, 1))
    MeetingFactory(title="Für Mitglieder", starts_at=at(2025, 9, 1))
    assert meeting_presenters.next_meeting(cast.member_utility).title == "Nur Stadtwerke"
    assert meeting_presenters.next_meeting(cast.member_city).title == "Für Mitglieder"
    assert meeting_presenters.next_meeting(None).title == "Später"


def test_without_a_date_the_announced_quarter_comes_next(cast, announced):
    card = meeting_presenters.next_meeting(cast.member_city)
    assert (card.title, card.when, card.day) == ("3. Quartal 2025", "Der Termin steht noch nicht fest.", "")
    assert not card.agenda
    assert (card.place, card.online_url, card.description_html, card.kind) == ("", "", "", "")
    assert meeting_presenters.next_meeting(cast.organiser).title == "Geheimer Arbeitstitel"


def test_a_date_stands_before_a_mere_quarter(cast, announced, public_meeting):
    assert meeting_presenters.next_meeting(None).pk == public_meeting.pk


def test_there_may_be_nothing(cast):
    assert meeting_presenters.next_meeting(cast.organiser) is None


def card_seen_by_the_public(meeting):
    rows = meeting_presenters.meetings_for_page(None).visible_to(None)
    return meeting_presenters.detail_of(rows.get(pk=meeting.pk), None)


def test_one_that_was_held_has_its_report_once_that_is_published(cast, held):
    assert card_seen_by_the_public(held).report is None
    report = ReportFactory(meeting=held, published_at=held.starts_at)
    assert card_seen_by_the_public(held).report == report
    assert list(published_reports(None)) == [report]


def test_unpublished_reports_are_not_listed_for_anybody(cast, held):
    ReportFactory(meeting=held)
    assert not published_reports(cast.organiser)
    assert not published_reports(None)


def test_the_agenda_of_a_card_can_be_cut_and_counted(cast, meeting, build):
    build(meeting, "Eins", "Zwei", "Drei")
    agenda = meeting_presenters.next_meeting(cast.member_city).agenda
    assert len(agenda) == 3
    assert [row.title for row in agenda[:2]] == ["Eins", "Zwei"]
