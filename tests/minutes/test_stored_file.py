"""The file that was stored with a seal: the whole record, for those from whom nothing of it is kept."""

import hashlib
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from members import audience
from minutes.actions import approval, corrections, publication
from minutes.actions.revisions import freeze
from minutes.models import MinutesSection, Seal
from minutes.presenters.rendition import fingerprint
from minutes.selectors.corrections import Correction
from outcomes.models import ActionItem, Decision
from tests.files import read_pdf
from tests.minutes.approving import approved, fresh, hold, waiting
from tests.minutes.tampering import without_guards

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECRETS = ("Geheime Vergabe", "Der Zuschlag geht an Unbekannt")
LABEL = "Gesiegelte Fassung (PDF)"


@pytest.fixture
def sealed(cast, clock, archive):
    """Approved and sealed minutes; what TOP 2 says is for the Stadtverwaltung."""
    return with_file(approved(cast, clock))


@pytest.fixture
def without_gaps(cast, clock, archive):
    """The same where nothing is restricted."""
    made = waiting(cast)
    narrow(made.items[1], None)
    hold(made.next, clock)
    approval.approve(minutes=fresh(made.minutes), by=cast.organiser)
    made.seal = Seal.objects.get(minutes=made.minutes)
    return with_file(made)


def with_file(made):
    made.file = f"{made.url}fassungen/{made.seal.revision.number}/besiegelt/"
    return made


def narrow(row, mask=audience.CITY):
    type(row).objects.filter(pk=row.pk).update(audience=mask)


def pages_with_the_link(client, made):
    number = made.seal.revision.number
    pages = {"protokoll": made.url, "fassung": f"{made.url}fassungen/{number}/"}
    return {name for name, url in pages.items() if LABEL in client.get(url).content.decode()}


@pytest.mark.parametrize("persona, reads_all", [
    ("organiser", True), ("minute_taker", True), ("member_city", True),
    ("member_enterprise", False), ("member_utility", False), ("admin", False),
])  # fmt: skip
def test_it_is_for_those_who_read_every_section(client_of, sealed, persona, reads_all):
    client = client_of(persona)
    answer = client.get(sealed.file)
    assert answer.status_code == (200 if reads_all else 404)
    assert pages_with_the_link(client, sealed) == ({"protokoll", "fassung"} if reads_all else set())
    if reads_all:
        assert hashlib.sha256(answer.content).hexdigest() == sealed.seal.pdf_digest
        text = " ".join(read_pdf(answer.content).split())
        assert [secret for secret in SECRETS if secret not in text] == []


def test_whoever_is_outside_gets_nothing(client_of, sealed):
    assert client_of("anonymous").get(sealed.file).status_code == 302
    assert client_of("former_member").get(sealed.file).status_code == 404


def test_where_nothing_is_restricted_every_member_gets_it(client_of, without_gaps):
    client = client_of("member_utility")
    assert client.get(without_gaps.file).status_code == 200
    assert pages_with_the_link(client, without_gaps) == {"protokoll", "fassung"}


@pytest.mark.parametrize("model", [Decision, ActionItem])
def test_a_restricted_outcome_in_an_open_section_keeps_it_back(client_of, without_gaps, model):
    row = model.objects.get(meeting=without_gaps.meeting)
    narrow(row)
    client = client_of("member_utility")
    assert client.get(without_gaps.file).status_code == 404
    assert pages_with_the_link(client, without_gaps) == set()
    assert client_of("organiser").get(without_gaps.file).status_code == 200


def test_what_was_restricted_when_it_was_sealed_keeps_it_back(client_of, sealed):
    """Also when the TOP was opened afterwards: the file says what was said behind the closed door."""
    narrow(sealed.items[1], None)
    narrow(sealed.secret, None)
    assert client_of("member_utility").get(sealed.file).status_code == 404


def test_what_is_restricted_today_keeps_it_back(client_of, without_gaps):
    narrow(without_gaps.last)
    client = client_of("member_utility")
    assert client.get(without_gaps.file).status_code == 404
    assert pages_with_the_link(client, without_gaps) == set()


def test_published_minutes_have_none_for_the_public(client_of, cast, clock, archive):
    made = with_file(approved(cast, clock, mask=audience.PUBLIC))
    seen = fingerprint(made.minutes)
    publication.publish(minutes=fresh(made.minutes), seen=seen, by=cast.organiser)
    public = client_of("anonymous")
    assert public.get(made.url).status_code == 200
    assert LABEL not in public.get(made.url).content.decode()
    assert public.get(made.file).status_code == 302
    former = client_of("former_member")
    assert LABEL not in former.get(made.url).content.decode()
    assert former.get(made.file).status_code == 404


def test_a_correction_has_a_file_of_its_own_and_the_old_one_stays(client_of, cast, clock, sealed):
    clock.shift(60)
    correction = Correction(sealed.seal.revision.number, "Schreibfehler", {sealed.open.pk: "Berichtigt."})
    corrections.correct(minutes=fresh(sealed.minutes), correction=correction, by=cast.organiser)
    newest = Seal.objects.in_order().last()
    client = client_of("member_city")
    new = f"{sealed.url}fassungen/{newest.revision.number}/besiegelt/"
    assert new in client.get(sealed.url).content.decode()
    assert "Berichtigt." in read_pdf(client.get(new).content)
    assert "Berichtigt." not in read_pdf(client.get(sealed.file).content)


def test_a_revision_without_a_seal_has_none(client_of, cast, circulating):
    with transaction.atomic():
        revision = freeze(circulating.minutes, by=cast.organiser, reason="Umlauf")
    circulating.seal = SimpleNamespace(revision=revision)
    client = client_of("organiser")
    assert pages_with_the_link(client, circulating) == set()
    assert client.get(with_file(circulating).file).status_code == 404


def test_its_name_says_what_it_is(client_of, sealed):
    answer = client_of("organiser").get(sealed.file)
    name = unquote(answer["Content-Disposition"])
    assert "Protokoll 2025-06-04 Auftakt Siegel 1.pdf" in name
    assert answer["Content-Type"] == "application/pdf"
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("damage", ["changed", "missing", "elsewhere"])
def test_a_file_that_is_not_the_sealed_one_is_not_handed_out(client_of, sealed, archive, damage):
    with archive.open(sealed.seal.pdf) as file:
        content = file.read()
    if damage == "elsewhere":
        with connection.cursor() as cursor:
            without_guards(cursor)
            cursor.execute("UPDATE minutes_seal SET pdf = '../../anderes.pdf'")
    else:
        archive.delete(sealed.seal.pdf)
    if damage == "changed":
        archive.save(sealed.seal.pdf, ContentFile(content + b" "))
    answer = client_of("organiser").get(sealed.file)
    assert answer.status_code == 503
    assert "wurde verändert" in answer.content.decode()


@pytest.mark.parametrize("more", [0, 20])
def test_the_page_of_sealed_minutes_keeps_its_budget(
    client_of, cast, sealed, more, django_assert_max_num_queries
):
    sections = [
        MinutesSection(minutes=sealed.minutes, position=10 + n, title=f"Punkt {n}", body="Text.")
        for n in range(more)
    ]
    MinutesSection.objects.bulk_create(sections)
    client = client_of("member_city")
    client.get(sealed.url)
    with django_assert_max_num_queries(9):  # one of them for the reader's next step
        client.get(sealed.url)


def test_readiness_misses_a_sealed_file(client, sealed):
    assert client.get("/bereit").json()["checks"]["sealed_files"] == "ok"
    storages["records"].delete(sealed.seal.pdf)
    assert client.get("/bereit").json()["checks"]["sealed_files"] == "failed"
    with pytest.raises(CommandError, match="1 gesiegelte Dateien"):
        call_command("missing_files")
