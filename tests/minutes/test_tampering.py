"""Changes of more than one column or row, what they are called, and any byte of files and sealed texts."""

import hashlib
import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minutes.models import Seal
from tests.minutes.tampering import findings, tampered

pytestmark = pytest.mark.slow


def test_columns_that_depend_on_each_other(chain):
    first = chain.first
    pairs = [
        ("UPDATE outcomes_decision SET released_at = NULL WHERE id = %s", first.decision.pk, "freigegeben"),
        ("UPDATE outcomes_actionitem SET released_at = NULL WHERE id = %s", first.task.pk, "freigegeben"),
        ("UPDATE meetings_meeting SET ends_at = NULL WHERE id = %s", first.meeting.pk, "geplantes Ende"),
        ("UPDATE outcomes_actionitem SET due_on = NULL, due_next_meeting = %s WHERE id = %s",
         (True, first.task.pk), "Frist"),
        ("UPDATE meetings_attendance SET guest_name = 'X' WHERE id = %s", first.guest.pk, "Gustav Gast"),
        ("UPDATE meetings_attendance SET guest_organisation = 'X' WHERE id = %s", first.guest.pk, "Gustav"),
    ]  # fmt: skip
    for statement, params, word in pairs:
        params = list(params) if isinstance(params, tuple) else [params]
        found = tampered(statement, params, findings)
        assert any(word in finding for finding in found), statement


def test_the_end_of_the_chain_cannot_be_cut_off(chain):
    digest = Seal.objects.get(position=3).digest
    found = tampered("DELETE FROM minutes_seal WHERE position = %s", [3], findings)
    assert any("Siegel 3 fehlt in der Kette" in finding and digest in finding for finding in found)


def test_findings_have_names(chain):
    first, number = chain.first, chain.first.decision.label
    differs = "Was die Seite zeigt, weicht vom gesiegelten Text ab."
    named = {
        ("UPDATE outcomes_decision SET wording = 'Anders.' WHERE id = %s", first.decision.pk):
            f"Siegel 3: {differs} Beschluss {number}: Wortlaut weicht ab.",
        ("UPDATE minutes_minutessection SET body_html = 'Anders.' WHERE id = %s", first.open.pk):
            f"Siegel 3: {differs} Abschnitt TOP 1: gezeigter Text weicht ab.",
        ("UPDATE minutes_minutes SET state = 'DRAFT' WHERE id = %s", chain.second.pk):
            f"Siegel 2: {differs} Der Stand ist nicht mehr »genehmigt«.",
        ("DELETE FROM minutes_seal WHERE position = %s", 2):
            "Siegel 3: Es schließt nicht an das Siegel davor an.",
    }  # fmt: skip
    for (statement, key), sentence in named.items():
        assert sentence in tampered(statement, [key], findings)
    number = Seal.objects.get(position=1).revision.number
    json_text = json.dumps({"sections": [], "x": 1})
    change = "UPDATE minutes_revision SET content = %s WHERE minutes_id = %s AND number = %s"
    found = tampered(change, [json_text, first.pk, number], findings)
    assert f"Siegel 1: Der Text der Fassung {number} wurde verändert." in found


def test_minutes_that_say_approved_without_a_seal_are_found(cast, archive):
    from tests.minutes.conftest import HELD_ON, make_minutes

    make_minutes(cast, state="APPROVED", approved_at=HELD_ON)
    assert findings() == ["Ein Protokoll gilt als genehmigt, hat aber kein Siegel. »1. Treffen: Auftakt«"]


def path_of(chain, position):
    return chain.archive.path(Seal.objects.get(position=position).pdf)


def written(path, content):
    os.chmod(path, 0o640)
    with open(path, "wb") as file:
        file.write(content)


def test_a_missing_file_is_named(chain):
    name = Seal.objects.get(position=2).pdf
    os.unlink(chain.archive.path(name))
    assert findings() == [f"Siegel 2: Die Datei {name} fehlt."]


@pytest.mark.varies
def test_any_changed_byte_of_any_file_is_found(chain):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(position=st.integers(1, 3), where=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
    def each(position, where, flip):
        path = path_of(chain, position)
        with open(path, "rb") as file:
            content = file.read()
        at = int(where * len(content))
        written(path, content[:at] + bytes([content[at] ^ flip]) + content[at + 1 :])
        try:
            assert any(f"Siegel {position}: Die Datei" in finding for finding in findings())
        finally:
            written(path, content)

    each()
    assert findings() == []


@pytest.mark.varies
def test_any_changed_character_of_a_sealed_text_is_found(chain):
    seals = {seal.position: seal for seal in Seal.objects.all()}

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        position=st.integers(1, 3), where=st.floats(0, 1, exclude_max=True), letter=st.sampled_from("ax ,0}")
    )
    def each(position, where, letter):
        text = seals[position].text
        at = int(where * len(text))
        changed = text[:at] + letter + text[at + 1 :]
        if changed == text:
            return
        found = tampered(
            "UPDATE minutes_seal SET text = %s WHERE position = %s", [changed, position], findings
        )
        assert any(finding.startswith(f"Siegel {position}:") for finding in found)
        # Whoever also computes the digest anew meets the link of the next seal, and the log.
        digest = hashlib.sha256(changed.encode()).hexdigest()
        both = "UPDATE minutes_seal SET text = %s, digest = %s WHERE position = %s"
        assert tampered(both, [changed, digest, position], findings)

    each()
