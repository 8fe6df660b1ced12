"""Berichtigung: typed, looked at, sealed anew; the old text stays readable."""

import pytest

from minutes.actions import corrections
from minutes.enums import SealKind
from minutes.models import Revision, Seal, SecondLook
from minutes.presenters.verification import verify
from minutes.selectors.corrections import Correction
from outcomes.models import Decision
from tests.factories.rows import CommentFactory
from tests.minutes.approving import approved, fresh, waiting


@pytest.fixture
def made(cast, clock):
    made = approved(cast, clock)
    made.correct_url = f"{made.url}berichtigen/"
    return made


def typed(made, **changed):
    """The whole form as the browser sends it."""
    data = {"reason": "Name falsch geschrieben", "revision": fresh(made.minutes).revision_number}
    data |= {f"text_{section.pk}": section.body for section in made.sections}
    for decision in Decision.objects.filter(meeting=made.meeting):
        data[f"wording_{decision.pk}"] = decision.wording
    return data | changed


def said(response):
    return response.content.decode()


def new_text(made):
    return {f"text_{made.open.pk}": "Die Gruppe sprach über **Daten**."}


def test_before_it_is_made_the_difference_is_shown(client_of, made):
    response = client_of("organiser").post(made.correct_url, typed(made, **new_text(made)))
    assert response.status_code == 200
    assert "<del>Runde</del><ins>Gruppe</ins>" in said(response)
    assert "Geheime Vergabe" not in said(response).split("<main")[1]  # what stays is not shown
    assert Seal.objects.count() == 1


@pytest.mark.slow
def test_a_correction_is_a_new_sealed_revision(client_of, made, cast, clock):
    before = fresh(made.minutes).revision_number
    clock.shift(60)
    wording = {f"wording_{made.decision.pk}": "Wir listen alle Datenquellen."}
    data = typed(made, **new_text(made), **wording, schritt="berichtigen")
    assert client_of("organiser").post(made.correct_url, data).status_code == 303
    seal = Seal.objects.get(position=2)
    assert (seal.kind, seal.reason) == (SealKind.CORRECTION, "Name falsch geschrieben")
    assert seal.revision.number == before + 1
    assert seal.previous == made.seal.digest
    page = said(client_of("member_utility").get(made.url))
    assert "Die Gruppe sprach" in page
    assert "Wir listen alle Datenquellen." in page
    assert "Berichtigt am 10. September 2025: Name falsch geschrieben" in page
    old = said(client_of("member_utility").get(f"{made.url}fassungen/{before}/"))
    assert "Die Runde sprach" in old
    assert f"/fassungen/{before + 1}/" in old
    assert "Berichtigt am 10. September 2025" in old
    assert [str(finding) for finding in verify().findings if not finding.is_hint] == []


@pytest.mark.slow
def test_everybody_hears_of_it_with_the_reason_and_the_seal(client_of, made, cast, mailbox, worker, clock):
    clock.shift(60)
    client_of("organiser").post(made.correct_url, typed(made, **new_text(made), schritt="berichtigen"))
    worker.drain()
    mails = [mail for mail in mailbox if mail.subject.startswith("Berichtigt")]
    assert len(mails) == 5
    assert all("Name falsch geschrieben" in mail.body for mail in mails)
    assert all(Seal.objects.get(position=2).digest in mail.body for mail in mails)


@pytest.mark.parametrize(
    "change, sentence",
    [({"reason": ""}, "Bitte füllen Sie dieses Feld aus."), ({}, "Es ist noch nichts geändert.")],
)
def test_bad_input_comes_back_with_what_was_typed(client_of, made, change, sentence):
    data = typed(made, **(new_text(made) if change else {}), **change)
    response = client_of("organiser").post(made.correct_url, data)
    assert response.status_code == 422
    assert sentence in said(response)
    assert ("Die Gruppe sprach" in said(response)) == bool(change)


def test_going_back_keeps_what_was_typed(client_of, made):
    response = client_of("organiser").post(made.correct_url, typed(made, **new_text(made), schritt="zurueck"))
    assert "Die Gruppe sprach" in said(response)
    assert "<textarea" in said(response)
    assert Seal.objects.count() == 1


def test_who_was_slower_sees_both_texts(client_of, made, cast, clock):
    data = typed(made, **new_text(made), schritt="berichtigen")
    clock.shift(60)
    number = fresh(made.minutes).revision_number
    faster = Correction(number, "Schneller", {made.open.pk: "Die Versammlung sprach über **Daten**."})
    corrections.correct(minutes=fresh(made.minutes), correction=faster, by=cast.organiser)
    response = client_of("organiser").post(made.correct_url, data)
    assert response.status_code == 409
    assert "<del>Versammlung</del><ins>Gruppe</ins>" in said(response)
    assert f'name="revision" value="{number + 1}"' in said(response)
    assert Seal.objects.count() == 2


@pytest.mark.slow
def test_a_writer_does_not_correct_alone(client_of, made, cast, clock, mailbox, worker):
    clock.shift(60)
    data = typed(made, **new_text(made), schritt="berichtigen")
    assert client_of("minute_taker").post(made.correct_url, data).status_code == 303
    assert Seal.objects.count() == 1
    assert "Die Runde sprach" in said(client_of("member_city").get(made.url))
    look = SecondLook.objects.get()
    assert client_of("minute_taker").get(made.correct_url).status_code == 403
    page = said(client_of("organiser").get(look.get_absolute_url()))
    assert "<del>Runde</del><ins>Gruppe</ins>" in page
    assert "Name falsch geschrieben" in page
    assert client_of("minute_taker").post(look.get_absolute_url()).status_code == 403
    assert client_of("organiser").post(look.get_absolute_url()).status_code == 303
    assert Seal.objects.count() == 2
    assert "Die Gruppe sprach" in said(client_of("member_city").get(made.url))


def test_remarks_on_passages_follow_or_say_that_their_passage_changed(made, cast, clock):
    quoted = {"quote": "Runde", "anchor_revision": 1, "anchor_start": 4, "anchor_end": 9}
    gone = CommentFactory(
        section=made.open, author=cast.member_city.person, place_start=4, place_end=9, **quoted
    )
    clock.shift(60)
    number = fresh(made.minutes).revision_number
    correction = Correction(number, "Wort", {made.open.pk: "Die Gruppe sprach über **Daten**."})
    corrections.correct(minutes=fresh(made.minutes), correction=correction, by=cast.organiser)
    gone.refresh_from_db()
    assert (gone.place_start, gone.place_end) == (None, None)


def test_only_approved_minutes_are_corrected(client_of, cast):
    made = waiting(cast)
    response = client_of("organiser").get(f"{made.url}berichtigen/")
    assert response.status_code == 403
    assert "erst, wenn das Protokoll genehmigt ist" in said(response)
    assert Revision.objects.count() == 0
