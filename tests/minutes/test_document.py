"""What an export is made from: each reader's own part of the minutes, and nothing else."""

import datetime as dt
import json
from dataclasses import asdict

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404

from core.dates import local
from meetings.enums import Presence
from meetings.models import Attendance
from minutes.actions.circulation import freeze
from minutes.enums import State
from minutes.models import Minutes, Revision
from minutes.presenters.document import document_of, document_of_revision, whole_document_of
from tests.factories.rows import ActionItemFactory

pytestmark = pytest.mark.django_db
SECRETS = ("Geheime Vergabe", "Zuschlag", "Vertrag aufsetzen", "Unbekannt")


def user_of(cast, persona):
    return AnonymousUser() if persona == "anonymous" else cast.users[persona]


def text_of(document):
    return json.dumps(asdict(document), default=str, ensure_ascii=False)


@pytest.fixture
def frozen(circulating, cast):
    with transaction.atomic():
        return freeze(circulating.minutes, by=cast.organiser, reason="Umlauf")


@pytest.fixture
def attended(circulating, cast):
    meeting = circulating.meeting
    at = local(dt.date(2025, 6, 4), dt.time(14, 20))
    Attendance.objects.create(
        meeting=meeting, person=cast.member_city.person, organisation=cast.organisations["city"],
        presence=Presence.PRESENT, arrived_at=at,
    )  # fmt: skip
    Attendance.objects.create(
        meeting=meeting, person=cast.member_utility.person, organisation=cast.organisations["utility"],
        presence=Presence.REPRESENTED, deputy_name="Vera Vertretung",
    )  # fmt: skip
    Attendance.objects.create(
        meeting=meeting, guest_name="Gerda Gast", guest_organisation="Uni Jena", presence=Presence.PRESENT
    )
    return circulating


@pytest.mark.parametrize("persona, sees", [
    ("member_city", True), ("member_utility", False), ("minute_taker", True), ("organiser", True),
    ("admin", False),
])  # fmt: skip
def test_a_section_is_in_it_for_its_readers_alone(circulating, frozen, cast, persona, sees):
    user = user_of(cast, persona)
    for document in (document_of(circulating.minutes, user), document_of_revision(frozen, user)):
        text = text_of(document)
        assert all((secret in text) is sees for secret in SECRETS if secret != "Unbekannt")
        assert [part.is_gap for part in document.sections] == [False, not sees, False]
        assert [part.number for part in document.sections] == ["1", "2", "3"]
        assert "Quellen nachtragen." in text


def test_the_public_reads_the_published_part_and_no_names(published, cast):
    text = text_of(document_of(published.minutes, AnonymousUser()))
    assert "Daten" in text
    for hidden in ("Es geht weiter", "Geheime Vergabe", "Protokollführung", "Nur unter uns"):
        assert hidden not in text
    assert "Protokollführung" in text_of(document_of(published.minutes, cast.member_city))


def test_who_was_there_is_for_members(attended, published, cast):
    document = document_of(attended.minutes, cast.admin)
    assert [(p.name, p.presence) for p in document.attendance] == [
        ("Mitglied Stadtverwaltung", "PRESENT"), ("Mitglied Stadtwerke", "REPRESENTED"),
        ("Gerda Gast", "PRESENT"),
    ]  # fmt: skip
    assert document.attendance[0].arrived == "14:20"
    assert document.attendance[1].deputy == "Vera Vertretung"
    Attendance.objects.filter(meeting=attended.meeting).update(meeting=published.meeting)
    assert document_of(published.minutes, AnonymousUser()).attendance == ()
    assert len(document_of(published.minutes, cast.member_city).attendance) == 3


def test_an_extract_is_one_section_and_says_nothing_of_the_others(attended, cast):
    document = document_of(attended.minutes, cast.member_city, section=attended.open)
    assert [part.title for part in document.sections] == ["Datenstrategie als Fundament"]
    assert document.is_extract
    assert document.attendance == ()
    with pytest.raises(Http404):
        document_of(attended.minutes, cast.member_utility, section=attended.secret)


def test_narrowing_a_section_afterwards_hides_it_in_older_revisions(circulating, frozen, cast):
    circulating.open.audience = circulating.items[1].audience
    circulating.open.save(update_fields=["audience"])
    document = document_of_revision(Revision.objects.get(pk=frozen.pk), cast.member_utility)
    assert [part.is_gap for part in document.sections] == [True, True, False]


def test_the_whole_is_the_whole(frozen):
    text = text_of(whole_document_of(frozen))
    assert all(secret in text for secret in SECRETS)


def test_it_says_how_far_the_minutes_are(circulating, frozen, draft, cast):
    assert document_of(circulating.minutes, cast.organiser).state == "im Umlauf bis 15. Juli 2025"
    assert document_of(circulating.minutes, cast.organiser).revision_number == 1
    draft_document = document_of(draft.minutes, cast.organiser)
    assert (draft_document.state, draft_document.is_draft) == ("Entwurf", True)
    Minutes.objects.filter(pk=circulating.pk).update(state=State.DRAFT)
    assert document_of_revision(Revision.objects.get(pk=frozen.pk), cast.organiser).is_draft


def test_a_task_says_until_when(circulating, cast):
    ActionItemFactory(
        agenda_item=circulating.items[0], released_at=circulating.meeting.starts_at, wording="Später.",
        due_next_meeting=True,
    )  # fmt: skip
    ActionItemFactory(
        agenda_item=circulating.items[0], released_at=circulating.meeting.starts_at, wording="Bald.",
        due_on=dt.date(2025, 7, 4),
    )  # fmt: skip
    tasks = document_of(circulating.minutes, cast.member_city).sections[0].tasks
    assert [task.until for task in tasks] == ["", "bis zum nächsten Treffen", "bis 4. Juli 2025"]


def test_what_a_hidden_section_says_does_not_show_in_the_rest(circulating, draft, cast):
    before = document_of(circulating.minutes, cast.member_utility)
    circulating.secret.body = "Ganz anders."
    circulating.secret.save()
    assert document_of(circulating.minutes, cast.member_utility) == before


def test_an_internal_revision_is_for_those_who_write(circulating, cast):
    with transaction.atomic():
        freeze(circulating.minutes, by=cast.organiser, reason="Zwischenstand", is_internal=True)
        freeze(circulating.minutes, by=cast.organiser, reason="Umlauf")
    for persona, numbers in (
        ("member_city", [2]), ("admin", [2]), ("minute_taker", [1, 2]), ("organiser", [1, 2]),
        ("former_member", []),
    ):  # fmt: skip
        seen = Revision.objects.visible_to(cast.users[persona]).order_by("number")
        assert list(seen.values_list("number", flat=True)) == numbers, persona
    assert Minutes.objects.get(pk=circulating.pk).previous_number is None
