"""The audit log: written with the deed, never changed, read by admins."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from activity.changes import change_token
from activity.events import erase_actor, record
from activity.models import Event
from activity.presenters import describe, sentence_for
from activity.querysets import AppendOnly
from members import audience
from tests.factories.rows import MeetingFactory, TopicFactory

pytestmark = pytest.mark.database

URL = "/verwaltung/vorgaenge/"


@pytest.fixture
def event(cast, topic):
    return record("topics.proposed", actor=cast.member_city, target=topic, data={"level": "operativ"})


def test_the_line_outlives_person_and_thing(event, cast, topic):
    assert (event.actor_name, event.target_label) == ("Mitglied Stadtverwaltung", "Offene Daten")
    topic.delete()
    assert Event.objects.get().target_label == "Offene Daten"


def test_what_is_rolled_back_did_not_happen(cast, topic):
    before = change_token()
    with pytest.raises(RuntimeError), transaction.atomic():
        record("topics.proposed", actor=cast.member_city, target=topic)
        raise RuntimeError
    assert not Event.objects.exists()
    assert change_token() == before


@pytest.mark.django_db(transaction=True)
def test_recording_needs_a_transaction():
    from tests.factories.rows import TopicFactory

    with pytest.raises(transaction.TransactionManagementError):
        record("topics.proposed", actor=None, target=TopicFactory())


def test_the_orm_refuses_change_and_deletion(event):
    with pytest.raises(AppendOnly):
        Event.objects.update(verb="nothing")
    with pytest.raises(AppendOnly):
        Event.objects.all().delete()
    with pytest.raises(AppendOnly):
        event.delete()
    with pytest.raises(AppendOnly):
        Event.objects.bulk_update([event], ["verb"])


@pytest.mark.parametrize(
    "change",
    ["verb = 'x'", "actor_name = 'x'", "target_label = 'x'", "actor_id = NULL", "actor_id = 7", "at = NULL"],
)
def test_the_database_refuses_a_rewriting(event, change):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE activity_event SET {change}")


def test_saving_again_is_refused(event):
    event.verb = "topics.closed"
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the trigger against DELETE is PostgreSQL's")
def test_the_database_refuses_deletion(event):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM activity_event")


def test_a_name_can_be_blanked_for_erasure(event, cast, topic):
    record("topics.supported", actor=cast.organiser, target=topic)
    assert erase_actor(cast.member_city.pk) == 1
    assert sorted(Event.objects.values_list("actor_name", flat=True)) == ["", "Organisation"]
    assert set(Event.objects.values_list("actor_id", flat=True)) == {cast.member_city.pk, cast.organiser.pk}


def test_sentences_are_german_and_never_break(event, monkeypatch):
    assert sentence_for(event) != ""
    monkeypatch.setattr("activity.presenters.SENTENCES", {})
    describe({"topics.proposed": "hat »%(target)s« vorgeschlagen (%(level)s, %(missing)s)"})
    assert sentence_for(event) == "hat »Offene Daten« vorgeschlagen (operativ, )"


# --- the change token -------------------------------------------------------------------------------------


def test_the_token_changes_with_every_event(cast, topic, django_assert_num_queries):
    seen = {change_token()}
    for _round in range(5):
        record("topics.supported", actor=cast.member_city, target=topic)
        seen.add(change_token())
    assert len(seen) == 6
    with django_assert_num_queries(1):
        change_token()


def test_an_event_that_commits_late_changes_the_token(cast, topic):
    first = record("topics.proposed", actor=None, target=topic)
    gap, late = first.pk + 1, first.pk + 2
    Event.objects.create(pk=late, verb="b", target_type="topics.topic")
    before = change_token()
    Event.objects.create(pk=gap, verb="a", target_type="topics.topic")
    assert change_token() != before


# --- the page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("anonymous", 302),
        ("member_city", 403),
        ("organiser", 403),
        ("minute_taker", 403),
        ("former_member", 403),
        ("admin", 200),
    ],
)
def test_only_admins_read_the_log(client_of, event, persona, status):
    response = client_of(persona).get(URL)
    assert response.status_code == status
    assert ("Offene Daten" in response.content.decode()) == (status == 200)


def test_the_refusal_says_why(client_of):
    assert "Nur Admins können die Vorgänge lesen." in client_of("member_city").get(URL).content.decode()


def test_the_log_shows_who_did_what(client_of, event):
    text = client_of("admin").get(reverse("activity:events")).content.decode()
    assert "Mitglied Stadtverwaltung" in text
    assert "Offene Daten" in text
    assert "Thema" in text


@pytest.fixture
def filtered(client_of, cast, topic, clock):
    from tests.factories.rows import MeetingFactory

    record("topics.proposed", actor=cast.member_city, target=topic, label="Alpha")
    clock.shift(dt.timedelta(days=3))
    record("meetings.created", actor=cast.organiser, target=MeetingFactory(), label="Beta")

    def shown(**query):
        text = client_of("admin").get(URL, query).content.decode()
        return [label for label in ("Alpha", "Beta") if label in text]

    return shown


def test_the_log_can_be_narrowed(filtered):
    assert filtered() == ["Alpha", "Beta"]
    assert filtered(wer="stadtverw") == ["Alpha"]
    assert filtered(art="meetings.meeting") == ["Beta"]
    assert filtered(von="2025-07-04") == ["Beta"]
    assert filtered(bis="2025-07-01") == ["Alpha"]
    assert filtered(wer="niemand") == []


def test_the_history_of_one_thing(filtered, topic):
    assert filtered(art="topics.topic", nummer=topic.pk) == ["Alpha"]
    assert filtered(art="topics.topic", nummer=topic.pk + 1) == []


@pytest.mark.parametrize("query", [{"von": "gestern"}, {"art": "x"}, {"nummer": "9" * 40}, {"seite": "x"}])
def test_a_nonsense_filter_is_no_error(client_of, event, query):
    assert client_of("admin").get(URL, query).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_costs_the_same_with_many_rows(client_of, cast, topic, django_assert_max_num_queries, rows):
    for _row in range(rows):
        record("topics.supported", actor=cast.member_city, target=topic)
    client = client_of("admin")
    with django_assert_max_num_queries(8):
        client.get(URL)


def test_long_logs_have_pages(client_of, cast, topic):
    for number in range(51):
        record("topics.supported", actor=cast.member_city, target=topic, label=f"Eintrag-{number}.")
    client = client_of("admin")
    assert "Eintrag-0." not in client.get(URL).content.decode()
    assert "Eintrag-0." in client.get(URL, {"seite": 2}).content.decode()


# --- the log is no way around the Sichtbarkeit ------------------------------------------------------------


@pytest.fixture
def secrets(cast, city_topic):
    """Lines about what only one pillar may see, about a draft, and about something that is gone."""
    draft = MeetingFactory(state="DRAFT", title="Geheimer Entwurf")
    gone = TopicFactory(title="Gelöschtes Geheimnis", audience=audience.pillars("CITY"))
    changed = {"changes": {"title": ["Alter Titel der Stadt", "Nur für die Stadt"]}}
    record("topics.edited", actor=cast.organiser, target=city_topic, data=changed)
    record("meetings.created", actor=cast.organiser, target=draft)
    record("topics.proposed", actor=cast.member_city, target=gone)
    gone.delete()
    return ["Nur für die Stadt", "Alter Titel der Stadt", "Geheimer Entwurf", "Gelöschtes Geheimnis"]


def test_an_admin_reads_no_word_of_what_they_may_not_see(client_of, secrets):
    text = client_of("admin").get(URL).content.decode()
    assert [secret for secret in secrets if secret in text] == []
    assert text.count("»nichtöffentlich«: alle Vorgänge dazu") == 3


def test_an_admin_who_also_organises_reads_it_all(client_of, cast, secrets):
    cast.admin.person.memberships.update(is_organiser=True)
    text = client_of("admin").get(URL).content.decode()
    assert [secret for secret in secrets if secret not in text] == []


def test_an_edit_says_what_it_changed(client_of, cast):
    membership = cast.member_city.person.memberships.get()
    data = {"changes": {"is_admin": ["nein", "ja"], "ends_on": ["", "2025-12-31"]}}
    record("members.membership_changed", actor=cast.admin, target=membership, data=data)
    for url in (URL, f"/verwaltung/personen/{cast.member_city.person.slug}/"):
        text = client_of("admin").get(url).content.decode()
        assert "Admin: nein → ja" in text
        assert "bis: – → 2025-12-31" in text
