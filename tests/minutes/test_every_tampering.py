"""Every column and row of every sealed table, listed from the models, and every file.

Any single change, deletion or exchange is found and named, and the page about it answers.
"""

import datetime as dt
import json
import os
import shutil
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, connection

from activity.models import Event
from meetings.models import AgendaItem, Attendance, Meeting
from minutes.models import Minutes, MinutesSection, Revision, Seal
from minutes.presenters import checking
from minutes.presenters.verification import verify
from outcomes.models import ActionItem, Decision
from tests.minutes.tampering import findings, found, tampered

pytestmark = pytest.mark.slow

URL = "/protokolle/pruefung/"
STAMPS = {"created_at", "updated_at", "version", "submission_key"}
# What goes on living after the approval, or is not part of the record (docs/adr/0010). A column that is not
# named here is sealed.
LIVING = {
    Minutes: {"objections_until", "circulated_at", "published_at", "approval_item", "previous_number"},
    MinutesSection: {"position", "updated_by", "writer", "writer_seen_at"},
    AgendaItem: {
        "kind", "topic", "presenter", "presenter_organisation", "presenter_name", "duration", "description",
        "description_html", "dropped_at", "dropped_topic", "discussed_at", "carried_from", "position",
    },
    Meeting: {
        "kind", "state", "target_year", "target_quarter", "is_announced", "place_address", "online_url",
        "place_room", "place_way", "place_access", "capacity", "invited_at", "invitation_message",
        "week_reminded_at", "day_reminded_at", "polled_at", "agenda_fixed_at",
        "description", "description_html", "minute_taker", "cancelled_because", "agenda_version",
        "uid", "sequence", "date_sequence",
    },
    # When an outcome was released is no part of the record; that it is, is asked for below.
    Decision: {
        "status", "status_reason", "replaced_by", "review_on", "released_at", "review_reminded_on",
    },
    ActionItem: {
        "state", "reason", "finished_at", "released_at", "link_version", "reminded_soon", "reminded_late",
    },
    Attendance: set(),
    Revision: set(),
    # Which row of the table it is says nothing: the chain goes by its own numbers.
    Seal: {"id"},
    Event: {"id"},
}  # fmt: skip
# Tables of which nothing is part of the record.
WHOLLY_LIVING = {
    "minutes": {
        "SectionComment", "SectionCommentText", "Suggestion", "Objection", "Reading", "SecondLook",
        "SectionWriter", "ApprovalPlacing", "FollowUpNotice",
    },
    "meetings": {
        "Move", "AgendaSpan", "Attachment", "AttachmentVersion", "InternalNote", "Report", "AgendaTemplate",
    },
    "polls": {"DatePoll", "PollOption", "PollReply", "PollAnswer"},
    "invitations": {"MeetingInvitation", "MailedReply", "Mailbox"},
    "outcomes": {"DecisionCounter", "TaskRemark", "TaskOnAgenda"},
}  # fmt: skip
RECORD = (Revision, Seal, Event)
MINUTES = {
    Minutes: "pk", Meeting: "minutes", MinutesSection: "minutes", AgendaItem: "meeting__minutes",
    Decision: "meeting__minutes", ActionItem: "meeting__minutes", Attendance: "meeting__minutes",
    Revision: "minutes", Seal: "minutes", Event: "target_id",
}  # fmt: skip


def test_every_table_is_sealed_or_says_that_it_goes_on_living():
    known = {model.__name__ for model in LIVING if model is not Event}
    for app, living in WHOLLY_LIVING.items():
        models = {model.__name__ for model in apps.get_app_config(app).get_models()}
        assert models - known == living, f"{app}: what is part of the record, what is not?"
    for model, living in LIVING.items():
        assert living | STAMPS <= {field.name for field in model._meta.concrete_fields} | STAMPS


def rows_of(model):
    """(row, key of the minutes) of all that was sealed."""
    sealed = Seal.objects.values("minutes")
    rows = model._base_manager.filter(**{f"{MINUTES[model]}__in": sealed}).order_by("pk")
    if model is Event:
        rows = rows.filter(verb="minutes.sealed")
    keys = dict(rows.values_list("pk", MINUTES[model]))
    return [(row, keys[row.pk]) for row in rows]


def sealed_rows(models=tuple(LIVING)):
    return [pair for model in models for pair in rows_of(model)]


def positions(row, key) -> set[int]:
    """The seals of which one has to be named when this row is not what it was."""
    if isinstance(row, Seal):
        return {row.position}
    if isinstance(row, Event):
        return {row.data["seal"]}
    seals = list(Seal.objects.filter(minutes=key).order_by("position").values_list("position", flat=True))
    return set(seals) if isinstance(row, Revision) else {seals[-1]}


def columns(row):
    living = LIVING[type(row)] | (set() if isinstance(row, Revision | Seal) else STAMPS)
    if isinstance(row, Attendance):
        # The name of somebody in the directory stands there; whom they represent or who does, too.
        living |= {"guest_name", "guest_organisation"} if row.person_id else set()
        living |= {"deputy_name"} if row.deputy_id else set()
    if isinstance(row, MinutesSection | Decision | ActionItem) and row.agenda_item_id is None:
        living |= {"agenda_item"}
    return [field for field in row._meta.concrete_fields if field.name not in living]


def others(row, field):
    """Other values that the column takes."""
    value = getattr(row, field.attname)
    if field.primary_key:
        yield 90_000 + value
    elif field.is_relation:
        yield from other_keys(row, field, value)
    elif field.choices:
        yield next(choice for choice, _label in field.flatchoices if choice not in (value, ""))
    else:
        yield from OTHERS[str if isinstance(value, str) else type(value)](value, field)
    if field.null and value is not None and field.name not in ERASABLE.get(type(row), ()):
        yield None


def other_keys(row, field, value):
    if isinstance(row, Seal | Revision | Attendance):
        yield 90_000  # points to nothing
    rows = field.related_model._base_manager.exclude(pk=value)
    taken = type(row)._base_manager.values(field.attname) if field.unique else []
    yield rows.exclude(pk__in=taken).values_list("pk", flat=True).first()


def other_data(value, field):
    yield from ({**value, "x": 1}, {}, [], "x")
    for key in value if field.name == "data" else ():
        yield {**value, key: None}
        yield {name: value[name] for name in value if name != key}


def filled(_value, field):
    today = dt.datetime(2025, 6, 4, 12, tzinfo=dt.UTC)
    yield {"DateTimeField": today, "DateField": today.date()}.get(field.get_internal_type(), 3)


OTHERS = {
    dict: other_data,
    bool: lambda value, field: [not value],
    dt.datetime: lambda value, field: [value + dt.timedelta(minutes=1)],
    dt.date: lambda value, field: [value + dt.timedelta(days=1)],
    int: lambda value, field: [3] if field.name == "audience" else [value + 90],
    str: lambda value, field: [f"x{value}"[: field.max_length or None]],
    type(None): filled,
}


def written(field, value):
    if isinstance(value, dict | list) or field.get_internal_type() == "JSONField":
        return json.dumps(value)
    return field.get_db_prep_save(value, connection) if not field.is_relation else value


def change(row, field, value, outcome):
    table, column = row._meta.db_table, field.column
    statement = f"UPDATE {table} SET {column} = %s WHERE id = %s"
    return tampered(statement, [written(field, value), row.pk], outcome)


def named(outcome) -> set:
    return {finding.position for finding in outcome if str(finding)}


@pytest.fixture
def look(client, monkeypatch):
    """Ask as the command does, and look at the page of the same result as everybody may."""

    def asked():
        checked = verify()
        monkeypatch.setattr(checking, "verify", lambda: checked)
        answer = client.get(URL)
        assert answer.status_code == 200
        wrong = [finding for finding in checked.findings if not finding.is_hint]
        assert ("Die Prüfung fand Abweichungen" in answer.content.decode()) == bool(wrong)
        return wrong

    return asked


@pytest.mark.database
@pytest.mark.varies
def test_any_other_value_in_any_column_of_any_row_is_named(chain, look):
    """On PostgreSQL the record itself; what the pages show today is compared in Python in any case."""
    unnoticed, refused, tried, seen = [], set(), set(), set()
    models = LIVING if connection.vendor == "sqlite" else RECORD
    for row, key in sealed_rows(models):
        expected = positions(row, key)
        for field in columns(row):
            for value in others(row, field):
                if value == getattr(row, field.attname):
                    continue
                # The page shows the seal, its minutes and their meeting: asked once per column.
                is_on_page = isinstance(row, Seal | Minutes | Meeting) and field not in seen
                try:
                    outcome = change(row, field, value, look if is_on_page else found)
                except IntegrityError:  # a check between columns leaves no such row
                    refused.add(field)
                    continue
                seen.add(field)
                tried.add(field)
                if not named(outcome) & expected:
                    unnoticed.append(f"{row!r}.{field.name}: {value!r}")
    assert not unnoticed, "\n".join(unnoticed)
    assert {str(field) for field in refused - tried} <= DEPENDENT


# No other value fits without another column: test_tampering.py tries them together.
DEPENDENT = {"meetings.Meeting.ends_at", "outcomes.ActionItem.due_next_meeting"}


def test_any_missing_row_is_named(chain, look):
    for row, key in sealed_rows():
        statement = f"DELETE FROM {row._meta.db_table} WHERE id = %s"
        outcome = tampered(statement, [row.pk], look)
        assert named(outcome) & positions(row, key), repr(row)


@pytest.mark.once
def test_values_of_two_rows_exchanged_are_named_at_both(chain):
    """All values of a row, too: the row then has the other's key. An account or a name may be erased."""
    unnoticed = []
    for (one, its), (other, others_) in pairwise(sealed_rows()):
        for field in columns(one):
            if type(one) is not type(other) or field not in columns(other):
                continue
            values = [getattr(row, field.attname) for row in (one, other)]
            if values[0] == values[1]:
                continue
            try:
                outcome = exchange(one, other, field, found)
            except IntegrityError:  # it takes another column as well
                continue
            for row, key, new in ((one, its, values[1]), (other, others_, values[0])):
                is_erased = field.name in ERASABLE.get(type(row), ()) and not new
                if not is_erased and not named(outcome) & positions(row, key):
                    unnoticed.append(f"{row!r}.{field.name}")
    assert not unnoticed, "\n".join(unnoticed)


ERASABLE = {Revision: {"author"}, Event: {"actor_name", "target_label"}}


def exchange(one, other, field, outcome):
    """Through a value in between, because of columns that are unique."""
    table, column = one._meta.db_table, field.column
    mine, its = (getattr(row, field.attname) for row in (one, other))
    between = "0" if isinstance(mine, str) else 80_000
    steps = [(between, one.pk), (mine, other.pk), (its, 80_000 if field.primary_key else one.pk)]
    if not field.unique and field.name not in {"number", "agenda_item", "person"}:
        steps = steps[1:]

    def take(steps):
        (value, key), *more = steps
        statement = f"UPDATE {table} SET {column} = %s WHERE id = %s"
        value = written(field, value)
        return tampered(statement, [value, key], (lambda: take(more)) if more else outcome)

    return take(steps)


# --- rows of no form at all -------------------------------------------------------------------------------


@pytest.mark.once  # PostgreSQL refuses what does not fit
def test_what_is_of_another_type_is_named_and_the_page_answers(chain, look):
    for model in LIVING:
        row, _key = rows_of(model)[-1]
        for field in columns(row):
            statement = f"UPDATE {row._meta.db_table} SET {field.column} = %s WHERE id = %s"
            for value in ("gestern", b"\xff\xfe"):
                try:
                    outcome = tampered(
                        statement, [value, row.pk], partial(unless_read_as_before, row, field, look)
                    )
                except IntegrityError:
                    continue
                assert outcome, f"{model.__name__}.{field.name} = {value!r}"


def unless_read_as_before(row, field, look):
    """What is no moment is read as none, and what is no number as »no«."""
    try:
        now = getattr(type(row)._base_manager.get(pk=row.pk), field.attname)
        return now == getattr(row, field.attname) or look()
    except (DatabaseError, ObjectDoesNotExist, ValueError, TypeError, AttributeError):
        return look()


@pytest.mark.once
def test_the_page_answers_whatever_row_of_the_portal_is_missing(chain, client):
    for model in apps.get_models():
        table, key = model._meta.db_table, model._meta.pk.column
        for row in list(model._base_manager.all()[:3]):
            value = model._meta.pk.get_db_prep_value(row.pk, connection)
            answer = tampered(f"DELETE FROM {table} WHERE {key} = %s", [value], lambda: client.get(URL))
            assert answer.status_code == 200, repr(row)


# --- files ------------------------------------------------------------------------------------------------


@pytest.fixture
def files(chain):
    """position → path of the file"""
    return {seal.position: chain.archive.path(seal.pdf) for seal in Seal.objects.in_order()}


def replaced(path, content):
    os.chmod(path, 0o640)
    with open(path, "wb") as file:
        file.write(content)


@pytest.mark.once
def test_any_file_that_is_gone_emptied_changed_or_a_folder_is_named(files, look):
    for position, path in files.items():
        with open(path, "rb") as file:
            content = file.read()
        for other in (b"", content[:-1], content + b" ", content[:9] + b"x" + content[10:]):
            replaced(path, other)
            assert named(look()) == {position}
        os.unlink(path)
        assert named(look()) == {position}
        os.mkdir(path)
        assert named(look()) == {position}
        os.rmdir(path)
        os.symlink("/nirgendwo", path)
        assert named(look()) == {position}
        os.unlink(path)
        replaced_by = os.path.join(os.path.dirname(path), "anders.pdf")
        with open(replaced_by, "wb") as file:
            file.write(content)
        assert {position, None} == named(look())
        os.rename(replaced_by, path)
    assert findings() == []


@pytest.mark.once
def test_any_two_files_exchanged_are_named(files, look, tmp_path):
    for (one, path), (other, its_path) in combinations(files.items(), 2):

        def swap(path=path, its_path=its_path):
            shutil.move(path, tmp_path / "aside")
            shutil.move(its_path, path)
            shutil.move(tmp_path / "aside", its_path)

        swap()
        assert named(look()) == {one, other}
        swap()
    assert findings() == []


@pytest.mark.once
def test_a_file_that_was_put_there_is_named(files, look, chain):
    folder = os.path.dirname(files[1])
    for name in ("beliebig.pdf", "siegel-00009-0123456789abcdef.pdf"):
        path = os.path.join(folder, name)
        Path(path).touch()
        assert findings() == [f"Die Datei {name} gehört zu keinem Siegel."]
        look()
        os.unlink(path)
