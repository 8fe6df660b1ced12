"""Any single change of a row, a file or a text of the record is found and named."""

import datetime as dt
import hashlib
import json
import os

from django.db import IntegrityError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activity.models import Event
from meetings.models import AgendaItem, Attendance, Meeting
from minutes.models import Minutes, MinutesSection, Revision, Seal
from outcomes.models import ActionItem, Decision
from tests.minutes.approving import fresh
from tests.minutes.tampering import findings, tampered

# --- any single change is found --------------------------------------------------------------------------

STAMPS = {"id", "created_at", "updated_at", "version", "submission_key"}
# What goes on living after the approval, or is not part of the record: docs/adr/0010.
LIVING = {
    Minutes: {"objections_until", "circulated_at", "published_at", "approval_item", "previous_number"},
    MinutesSection: {"position", "updated_by", "writer", "writer_seen_at"},
    AgendaItem: {
        "kind", "topic", "presenter", "presenter_organisation", "presenter_name", "duration", "description",
        "description_html", "dropped_at", "dropped_topic", "carried_from",
    },
    Meeting: {
        "kind", "state", "target_year", "target_quarter", "is_announced", "place_address", "online_url",
        "place_room", "place_way", "place_access", "capacity", "invited_at", "invitation_message",
        "week_reminded_at", "day_reminded_at", "polled_at", "agenda_fixed_at",
        "description", "description_html", "minute_taker", "cancelled_because", "agenda_version",
        "uid", "sequence",
    },
    Decision: {
        "standing", "standing_reason", "replaced_by", "review_on", "released_at", "review_reminded_on",
    },
    # When it was released is no part of the record; that it is, is asked for below.
    ActionItem: {
        "state", "reason", "finished_at", "released_at", "turn", "reminded_soon", "reminded_late",
    },
    Attendance: {"guest_name", "guest_organisation"},
    Revision: {"author"},
    Seal: set(),
    Event: {"at", "actor_id", "actor_name", "target_type", "target_label"},
}  # fmt: skip


def rows_of(chain):
    """(row, columns that go on living) of everything that the record depends on."""
    first = chain.first
    decision = fresh(first.minutes).approval_decision
    here = {"agenda_item", "audience", "released_at", "agenda_item_id"}
    yield fresh(first.minutes), ()
    yield Meeting.objects.get(pk=first.meeting.pk), ()
    yield MinutesSection.objects.get(pk=first.open.pk), ()
    yield AgendaItem.objects.get(pk=first.items[0].pk), ()
    yield Decision.objects.get(pk=first.decision.pk), ()
    yield decision, here
    yield ActionItem.objects.get(pk=first.task.pk), ()
    yield first.present, ()
    yield Attendance.objects.get(pk=first.represented.pk), {"deputy_name"}  # somebody of the directory
    yield from ((row, ()) for row in Revision.objects.order_by("pk"))
    yield from ((row, ()) for row in Seal.objects.in_order())
    yield from ((row, ()) for row in Event.objects.filter(verb="minutes.sealed").order_by("pk"))


def cells(chain):
    for row, more in rows_of(chain):
        living = STAMPS | LIVING[type(row)] | set(more)
        if isinstance(row, Revision | Seal):
            living -= {"created_at"}
        for field in row._meta.concrete_fields:
            if field.name not in living and field.attname not in living:
                yield row, field


def another(row, field):
    """Some other value that the column takes; None where the constraints of the table leave none."""
    value = getattr(row, field.attname)
    if field.is_relation:
        others = field.related_model._base_manager.exclude(pk=value)
        taken = type(row)._base_manager.values(field.attname) if field.unique else []
        return (
            None
            if field.null and value is not None
            else others.exclude(pk__in=taken).values_list("pk", flat=True).first()
        )
    kind = field.get_internal_type()
    if field.choices:
        return next(choice for choice, _label in field.flatchoices if choice not in (value, ""))
    if kind == "DateTimeField":
        return (value or dt.datetime(2025, 6, 4, 12, tzinfo=dt.UTC)) + dt.timedelta(minutes=1)
    if kind == "DateField":
        return None if value else dt.date(2030, 1, 1)
    if kind == "BooleanField":
        return not value
    if kind == "JSONField":
        return json.dumps({**value, "x": 1, "digest": "0"})
    if "Integer" in kind:
        return 3 if field.name == "audience" else (value or 0) + 90
    return f"x{value}"[: field.max_length or None]


def test_any_changed_cell_is_found_and_named(chain):
    unnoticed, refused, tried = [], set(), 0
    for row, field in list(cells(chain)):
        value = another(row, field)
        if value is None and getattr(row, field.attname) is None:
            continue
        table, column = row._meta.db_table, field.column
        prepared = field.get_db_prep_save(value, connection) if not isinstance(value, str) else value
        statement = f"UPDATE {table} SET {column} = %s WHERE id = %s"
        try:
            found = tampered(statement, [prepared, row.pk], findings)
        except IntegrityError:  # a check between columns leaves no such row
            refused.add(f"{type(row).__name__}.{field.name}")
            continue
        tried += 1
        if not found:
            unnoticed.append(f"{type(row).__name__} {row.pk}.{field.name}: {value!r}")
    assert not unnoticed, "\n".join(unnoticed)
    assert tried > 90
    # Tried below, together with the column beside them; of the last two there is no other that is free.
    assert refused <= {"ActionItem.assignee_organisation", "ActionItem.due_next_meeting", "Meeting.ends_at",
                       "Attendance.person", "Revision.minutes", "Seal.revision"}  # fmt: skip


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


def test_any_missing_row_is_found(chain):
    unnoticed = []
    first = chain.first
    rows = [*Seal.objects.all(), first.open, first.decision, first.task, first.present, first.guest]
    rows += Event.objects.filter(verb="minutes.sealed")
    for row in rows:
        found = tampered(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk], findings)
        if not found:
            unnoticed.append(repr(row))
    assert unnoticed == []


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
