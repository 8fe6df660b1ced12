"""The chain of seals: what it is made of, that it stays, and that every change of it is found and named."""

import datetime as dt
import hashlib
import json
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation
from django.utils.html import strip_tags

from activity.models import JobRun
from activity.querysets import AppendOnly
from minutes.actions import approval, corrections, publication, seals
from minutes.actions.revisions import freeze
from minutes.models import Revision, Seal
from minutes.presenters.document import whole_document_of
from minutes.presenters.papers import paper_of
from minutes.presenters.rendition import fingerprint
from minutes.presenters.verification import verify
from minutes.selectors import chain as chain_text
from minutes.selectors.corrections import Correction
from outcomes.enums import DecisionVerb, TaskVerb
from outcomes.models import Decision
from tests.minutes.approving import fresh, hold, waiting
from tests.minutes.sealed import make_chain
from tests.minutes.tampering import findings, tampered, without_guards

pytestmark = pytest.mark.slow

# --- what a seal is --------------------------------------------------------------------------------------


def test_anybody_can_compute_the_seal_again(chain):
    before = None
    for seal in Seal.objects.in_order():
        assert hashlib.sha256(seal.text.encode()).hexdigest() == seal.digest
        said = json.loads(seal.text)
        assert said["previous"] == (before.digest if before else "")
        assert said["previous_pdf"] == (before.pdf_digest if before else "")
        assert said["content"] == seal.revision.content
        with chain.archive.open(seal.pdf) as file:
            content = file.read()
        assert content.startswith(b"%PDF")
        assert hashlib.sha256(content).hexdigest() == seal.pdf_digest
        before = seal
    assert [seal.position for seal in Seal.objects.in_order()] == [1, 2, 3]
    assert findings() == []


def test_other_votes_of_the_approving_decision_are_found(chain):
    """It belongs to the next meeting, whose own minutes are not sealed."""
    decision = fresh(chain.first.minutes).approval_decision
    found = tampered("UPDATE outcomes_decision SET votes_yes = %s WHERE id = %s", [8, decision.pk], findings)
    assert any("durch welchen Beschluss" in finding for finding in found)


def test_the_file_is_made_with_the_seal_on_it(chain):
    seal = Seal.objects.in_order().first()
    document = whole_document_of(seal.revision)
    assert (document.seal.position, document.seal.digest) == (1, seal.digest)
    assert seal.digest in " ".join(paper_of(document).foot)


def test_page_and_paper_name_the_revision_that_was_approved_as_well(client_of, cast, clock, archive):
    made = waiting(cast)
    with transaction.atomic():
        freeze(fresh(made.minutes), by=cast.minute_taker, reason="Umlauf")
    hold(made.next, clock)
    approval.approve(minutes=fresh(made.minutes), by=cast.organiser)
    seal = Seal.objects.get()
    assert "wird in der Fassung 1 genehmigt" in fresh(made.minutes).approval_decision.wording
    assert ", genehmigt als Fassung 1" in paper_of(whole_document_of(seal.revision)).foot[0]
    client = client_of("organiser")
    assert "Genehmigt als Fassung 1, gesiegelt am" in client.get(f"{made.url}fassungen/2/").text
    assert "Fassung 2 vom 10. September 2025, genehmigt als Fassung 1" in client.get(made.url).text


def test_sealing_works_at_any_fraction_of_a_second(cast, clock, archive):
    made = waiting(cast)
    clock.shift(dt.timedelta(microseconds=123_456))
    approval.approve_silently(minutes=fresh(made.minutes))
    assert findings() == []


def test_everything_named_in_the_record_is_in_the_text(chain):
    text = Seal.objects.in_order().first().text
    for word in (
        "Die Runde sprach",
        "Wir listen Datenquellen.",
        "Quellen nachtragen.",
        "Gustav Gast",
        "Vera Tretung",
    ):
        assert word in text


def test_seals_of_the_first_format_stay_true(cast, clock, archive, monkeypatch):
    """They know earlier revisions by number and digest, and no account."""

    def first_format(*args, **kwargs):
        said = json.loads(chain_text.text_of(*args, **kwargs)) | {"format": chain_text.FIRST_FORMAT}
        said["earlier"] = [[row["number"], row["digest"]] for row in said["earlier"]]
        del said["revision"]["account"]
        return chain_text.as_text(said)

    monkeypatch.setattr(seals, "text_of", first_format)
    chained = make_chain(cast, clock, archive)
    assert findings() == []
    earlier = Revision.objects.get(minutes=chained.first.pk, number=1)
    change = "UPDATE minutes_revision SET content = %s WHERE id = %s"
    found = tampered(change, ['{"x": 1}', earlier.pk], findings)
    assert "Siegel 1: Der Text der früheren Fassung 1 wurde verändert." in found


def test_a_seal_that_comes_while_the_check_reads_is_no_finding(chain, cast, clock, monkeypatch):
    """Rows from before and after it do not fit together; the check looks again."""
    from minutes.presenters import verification

    told = verification._told_of_seals

    def then_somebody_seals():
        monkeypatch.setattr(verification, "_told_of_seals", told)
        found = told()
        correction = Correction(fresh(chain.second.minutes).revision_number, "x", {chain.second.open.pk: "y"})
        corrections.correct(minutes=fresh(chain.second.minutes), correction=correction, by=cast.organiser)
        return found

    monkeypatch.setattr(verification, "_told_of_seals", then_somebody_seals)
    checked = verify()
    assert (len(checked.seals), checked.findings) == (4, [])


# --- it stays --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table, column", [("minutes_seal", "reason"), ("minutes_seal", "text"), ("minutes_revision", "reason"),
                      ("minutes_revision", "content"), ("minutes_revision", "number")],
)  # fmt: skip
def test_the_database_refuses_to_rewrite_the_record(chain, table, column):
    value = 99 if column == "number" else '"x"'
    with (
        pytest.raises((IntegrityError, DatabaseError), match="the record is never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {table} SET {column} = %s", [value])


def test_postgres_refuses_to_delete_from_the_record(chain):
    if connection.vendor != "postgresql":
        with pytest.raises(AppendOnly):
            Seal.objects.all().delete()
        return
    for table in ("minutes_seal", "minutes_revision"):
        with (
            pytest.raises(IntegrityError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM {table}")


def test_so_does_the_portal(chain):
    seal, revision = Seal.objects.in_order().first(), Revision.objects.first()
    for refused in (
        seal.delete, revision.delete, Seal.objects.all().delete, Revision.objects.all().delete,
        lambda: Seal.objects.update(reason="x"), lambda: Revision.objects.update(reason="x"),
    ):  # fmt: skip
        with pytest.raises(AppendOnly):
            refused()


def test_an_erased_account_leaves_the_record_alone(chain, cast):
    """The key of the account goes, the name in the record stays, and nothing is found wrong."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE minutes_revision SET author_id = NULL")
    assert findings() == []


def test_a_file_is_never_overwritten(chain):
    name = Seal.objects.in_order().first().pdf
    with pytest.raises(FileExistsError):
        chain.archive.save(name, ContentFile(b"anderes"))
    assert findings() == []


def test_a_rollback_leaves_at_most_a_file_that_belongs_to_no_seal(cast, clock, archive):
    made = waiting(cast)
    with pytest.raises(RuntimeError), transaction.atomic():
        approval.approve_silently(minutes=fresh(made.minutes))
        raise RuntimeError
    assert not Seal.objects.exists()
    hints = [str(finding) for finding in verify().findings]
    assert hints == [f"Die Datei {archive.names()[0]} gehört zu keinem Siegel."]
    clock.shift(5)
    approval.approve_silently(minutes=fresh(made.minutes))
    assert findings() == []


def test_later_life_is_no_difference(chain, cast):
    """Tasks are done, decisions carried out, people marry, houses are renamed, the page is public."""
    from outcomes.actions import decisions, tasks

    tasks.move_task(task=chain.first.task, verb=TaskVerb.FINISH, by=cast.organiser)
    decision = Decision.objects.get(pk=chain.first.decision.pk)
    decided = {"verb": DecisionVerb.CARRY_OUT, "version": decision.version}
    decisions.set_status(decision=decision, **decided, by=cast.organiser)
    person = cast.member_city.person
    person.name = "Neuer Name"
    person.save(update_fields=["name"])
    cast.organisations["city"].name = "Stadtverwaltung Jena"
    cast.organisations["city"].save(update_fields=["name"])
    preview = fingerprint(chain.first.minutes)
    publication.publish(minutes=fresh(chain.first.minutes), seen=preview, by=cast.organiser)
    assert findings() == []


# --- who is told -----------------------------------------------------------------------------------------


def command():
    out = StringIO()
    call_command("verify_records", stdout=out)
    return out.getvalue()


def test_the_command_says_that_all_is_well(chain):
    assert "Geprüft: 3 Siegel, keine Abweichung." in command()


def test_the_command_fails_and_names_what_differs(chain):
    def outcome():
        out = StringIO()
        with pytest.raises(CommandError, match="Abweichungen in 3 Siegeln"):
            call_command("verify_records", stdout=out)
        return out.getvalue()

    said = tampered("UPDATE minutes_seal SET reason = 'x' WHERE position = %s", [1], outcome)
    assert "Siegel 1: Die Angabe »Grund« weicht vom gesiegelten Text ab." in said


def test_the_daily_job_keeps_its_result(chain, worker):
    worker.tick()
    assert JobRun.objects.get(name="minutes.verify_records").note == ""
    with connection.cursor() as cursor:
        without_guards(cursor)
        cursor.execute("UPDATE minutes_seal SET reason = 'x' WHERE position = 1")
    JobRun.objects.filter(name="minutes.verify_records").update(
        next_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    )
    worker.tick()
    assert "Siegel 1" in JobRun.objects.get(name="minutes.verify_records").note


URL = "/protokolle/pruefung/"


def test_the_page_shows_the_chain_to_everybody_and_names_what_one_may_see(chain, client_of):
    for persona, sees_second in (("anonymous", False), ("member_utility", False), ("member_city", True)):
        html = client_of(persona).get(URL).content.decode()
        assert "Alles stimmt" in html
        copied = strip_tags(html)  # shown in groups, copied whole
        assert all(seal.digest in copied for seal in Seal.objects.all())
        assert all(seal.digest not in html for seal in Seal.objects.all())
        assert ("2. Treffen: Zweites" in html) == sees_second
        assert ("nichtöffentliches Protokoll" in html) != sees_second or persona == "anonymous"


def test_the_page_finds_the_same_in_english(chain, client_of):
    """What is sealed is German, and so is what it is compared with."""
    client = client_of("member_city")
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        assert findings() == []
        html = client.get(URL).content.decode()
    assert "Everything is correct" in html


def test_a_finding_about_hidden_minutes_tells_nothing_of_them(chain, client_of):
    change = "UPDATE minutes_minutessection SET body = 'Anders.' WHERE id = %s"

    def page(persona):
        return tampered(change, [chain.second.open.pk], lambda: client_of(persona).get(URL).content.decode())

    assert "Siegel 2: Die Prüfung fand eine Abweichung." in page("anonymous")
    assert "Abschnitt TOP 1" not in page("anonymous")
    assert "Abschnitt TOP 1" not in page("member_utility")
    assert "weicht vom gesiegelten Text ab" in page("member_city")
    assert "Abschnitt TOP 1" not in page("member_city")
    assert "Abschnitt TOP 1: Text weicht ab." in page("organiser")
    assert "Die Prüfung fand Abweichungen" in page("organiser")


def test_the_page_looks_again_only_now_and_then(chain, client_of, settings, clock):
    from minutes.presenters import checking

    settings.RECORDS_CHECKED_EVERY = 60
    checking._latest.clear()
    client = client_of("anonymous")
    assert "Alles stimmt" in client.get(URL).content.decode()
    with connection.cursor() as cursor:
        without_guards(cursor)
        cursor.execute("UPDATE minutes_seal SET reason = 'x' WHERE position = 1")
    assert "Alles stimmt" in client.get(URL).content.decode()
    clock.shift(61)
    assert "Die Prüfung fand Abweichungen" in client.get(URL).content.decode()
