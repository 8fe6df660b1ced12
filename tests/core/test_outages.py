"""The database is away, the disk is full: 503, what was typed comes back, and nothing is done twice."""

import errno
import logging
import sqlite3

import psycopg
import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, connection
from django.test import Client

from core import outages
from core.outages import Outage, outage_of
from core.sessions import SessionStore
from documents import cache
from documents.paper import Line, Paper
from meetings.models import Attachment, AttachmentVersion
from members.audience import MEMBERS
from tests.factories.rows import MeetingFactory
from topics.models import Topic

OURS = {"HTTP_ORIGIN": "http://testserver"}
TEXT = "Ein Gedanke mit <b>Zeichen</b> & Länge."
FULL = OSError(errno.ENOSPC, "No space left on device")


class Failing:
    """Wraps the statements: those that hold `word` fail, the first `times` of them."""

    def __init__(self, error, word="", times=1000):
        self.error, self.word, self.times = error, word, times

    def __call__(self, execute, sql, *args):
        if self.word in sql and self.times:
            self.times -= 1
            raise self.error
        return execute(sql, *args)


def browser(client_of, persona):
    client = client_of(persona)
    client.raise_request_exception = False
    return client


@pytest.fixture
def member(client_of):
    return browser(client_of, "member_city")


@pytest.fixture
def organiser(client_of):
    return browser(client_of, "organiser")


def proposal(**more):
    key = "6f1c1f7e-8a51-4c0e-9d7b-0d8f3f3f1f10"
    return {"title": "Ladesäulen", "summary": TEXT, "audience": str(MEMBERS), "submission_key": key, **more}


def propose(client, **more):
    return client.post("/themen/neu/", proposal(), **OURS, **more)


def caused(error, cause):
    error.__cause__ = cause
    return error


def of_sqlite(code):
    cause = sqlite3.OperationalError("x")
    cause.sqlite_errorcode = code
    return caused(OperationalError("x"), cause)


@pytest.mark.parametrize("error, outage", [
    (OperationalError("connection refused"), Outage.DATABASE),
    (InterfaceError("connection already closed"), Outage.DATABASE),
    (caused(OperationalError(), psycopg.errors.AdminShutdown()), Outage.DATABASE),
    (caused(OperationalError(), psycopg.errors.DiskFull()), Outage.STORAGE),
    (caused(OperationalError(), psycopg.errors.IoError()), Outage.STORAGE),
    (caused(InternalError(), psycopg.errors.ReadOnlySqlTransaction()), Outage.STORAGE),
    (caused(OperationalError(), psycopg.errors.StatementTooComplex()), None),
    (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), Outage.DATABASE),
    (of_sqlite(sqlite3.SQLITE_FULL), Outage.STORAGE),
    (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), Outage.STORAGE),
    (of_sqlite(sqlite3.SQLITE_READONLY), Outage.STORAGE),
    (of_sqlite(sqlite3.SQLITE_ERROR), None),  # »no such column«
    (FULL, Outage.STORAGE),
    (OSError(errno.EROFS, ""), Outage.STORAGE),
    (PermissionError(errno.EACCES, ""), Outage.STORAGE),
    (OSError(errno.ENAMETOOLONG, ""), None),
    (caused(ValueError(), FULL), Outage.STORAGE),
    (ExceptionGroup("2 failed", [ValueError(), OperationalError()]), Outage.DATABASE),
    (DatabaseError(), None),
    (ValueError(), None),
    (None, None),
])  # fmt: skip
def test_an_outage_is_told_from_a_mistake(error, outage):
    assert outage_of(error) == outage


# --- the page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error, words", [
    (OperationalError("gone"), "Das Portal ist gleich wieder da"),
    (InterfaceError("gone"), "Das Portal ist gleich wieder da"),
    (FULL, "Das Portal kann gerade nichts speichern"),
])  # fmt: skip
@pytest.mark.parametrize("word", ["django_session", "INSERT INTO"])
def test_what_was_typed_comes_back_to_be_sent_again(member, error, words, word):
    with connection.execute_wrapper(Failing(error, word)):
        answer = propose(member)
    html = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "no-store" in answer["Cache-Control"]
    assert words in html
    assert "doppelt angelegt wird dabei nichts" in html
    assert "Ein Gedanke mit &lt;b&gt;Zeichen&lt;/b&gt; &amp; Länge.</textarea>" in html
    assert f'<input type="hidden" name="submission_key" value="{proposal()["submission_key"]}">' in html
    assert '<form method="post" action="/themen/neu/"' in html
    assert "<script" not in html  # base_alone: nothing of the page asks anybody


def test_the_form_of_the_page_does_the_thing_once(member):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = member.cookies
    token = "a" * 32
    strict.cookies["csrftoken"] = token
    with connection.execute_wrapper(Failing(FULL, "INSERT INTO")):
        html = strict.post("/themen/neu/", proposal(csrfmiddlewaretoken=token), **OURS).content.decode()
    fresh = html.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    for _ in range(2):
        again = strict.post("/themen/neu/", proposal(csrfmiddlewaretoken=fresh), **OURS)
        assert again.status_code == 303
    assert Topic.objects.filter(title="Ladesäulen").count() == 1


def test_what_another_page_sent_is_not_offered(member):
    with connection.execute_wrapper(Failing(FULL)):
        answer = member.post("/themen/neu/", proposal(), HTTP_ORIGIN="https://example.org")
    assert answer.status_code == 503
    assert "Ladesäulen" not in answer.content.decode()


def test_secrets_are_never_kept_the_rest_can_be_copied(db):
    stranger = Client(raise_request_exception=False)
    with connection.execute_wrapper(Failing(FULL)):
        answer = stranger.post(
            "/konto/login/", {"login": "erika@example.org", "password": "geheimes-wort"}, **OURS
        )
    html = answer.content.decode()
    assert answer.status_code == 503
    assert "erika@example.org</textarea>" in html
    assert "readonly" in html
    assert "geheimes" not in html
    assert "<form" not in html
    assert '<a class="kern-btn kern-btn--primary" href="/konto/login/">' in html


def test_a_page_is_offered_again(member):
    with connection.execute_wrapper(Failing(OperationalError())):
        answer = member.get("/themen/?seite=2")
    assert answer.status_code == 503
    assert '<a class="kern-btn kern-btn--primary" href="/themen/?seite=2">' in answer.content.decode()


def test_a_script_gets_a_notice_that_leaves_the_form_alone(member):
    with connection.execute_wrapper(Failing(OperationalError())):
        answer = propose(member, HTTP_HX_REQUEST="true")
    html = answer.content.decode()
    assert (answer.status_code, answer["HX-Retarget"], answer["Retry-After"]) == (503, "#hinweis", "5")
    assert 'data-outage="post"' in html
    assert "Ihr Text steht noch im Formular" in html
    assert "<html" not in html


def test_a_mistake_of_the_program_stays_a_500(member):
    with connection.execute_wrapper(Failing(of_sqlite(sqlite3.SQLITE_ERROR))):
        assert propose(member).status_code == 500


def test_the_log_has_one_line_without_a_traceback(member, caplog):
    caplog.handler.addFilter(outages.OneLine())
    with connection.execute_wrapper(Failing(OperationalError("server\n\tclosed"))):
        member.get("/themen/")
    with connection.execute_wrapper(Failing(ValueError("broken"))):
        member.get("/themen/")
    outage, mistake = (record for record in caplog.records if record.levelno >= logging.ERROR)
    assert outage.getMessage() == "Service Unavailable: /themen/ (OperationalError: server closed)"
    assert outage.exc_info is None
    assert mistake.exc_info


# --- once more --------------------------------------------------------------------------------------------


@pytest.fixture
def back(monkeypatch):
    """The database is there again as soon as somebody looks; counts the looks."""
    looks = []
    monkeypatch.setattr(outages, "_is_back", lambda: looks.append(1) or True)
    return looks


def test_a_page_that_lost_the_database_is_answered_once_more(member, back):
    with connection.execute_wrapper(Failing(OperationalError(), "topics_topic", times=1)):
        assert member.get("/themen/").status_code == 200
    assert back == [1]


def test_only_once(member, back):
    with connection.execute_wrapper(Failing(OperationalError(), "topics_topic")):
        assert member.get("/themen/").status_code == 503
    assert back == [1]


def test_a_form_too_while_nothing_was_changed(member, back):
    with connection.execute_wrapper(Failing(OperationalError(), "django_session", times=1)):
        assert propose(member).status_code == 303
    assert Topic.objects.filter(title="Ladesäulen").count() == 1


@pytest.mark.parametrize("word", ["INSERT INTO", "activity_event"])
def test_a_form_that_may_have_changed_something_is_left_to_its_sender(member, back, word):
    with connection.execute_wrapper(Failing(OperationalError(), word, times=1)):
        assert propose(member).status_code == 503
    assert back == []
    assert not Topic.objects.filter(title="Ladesäulen").exists()


def test_a_full_disk_is_not_waited_for(member, back):
    with connection.execute_wrapper(Failing(FULL, times=1)):
        assert member.get("/themen/").status_code == 503
    assert back == []


# --- signing in -------------------------------------------------------------------------------------------


@pytest.fixture
def counted_in_the_database(db, settings):
    in_database = {"BACKEND": "core.cache.DatabaseCache", "LOCATION": "test_cache"}
    settings.CACHES = settings.CACHES | {"default": in_database}
    call_command("createcachetable", verbosity=0)


class FullDisk:
    """The driver's cursor, below all that Django puts around it: `word` meets a full disk."""

    def __init__(self, cursor, word):
        self.cursor, self.word = cursor, word

    def execute(self, sql, *params):
        if self.word in sql:
            raise of_sqlite(sqlite3.SQLITE_FULL)
        return self.cursor.execute(sql, *params)

    def __getattr__(self, name):
        return getattr(self.cursor, name)

    def __iter__(self):
        return iter(self.cursor)


@pytest.mark.database
@pytest.mark.parametrize("words", ['INSERT INTO "test_cache"', 'FROM "test_cache"'])
def test_signing_in_on_a_full_disk_is_no_matter_of_too_many_tries(
    counted_in_the_database, monkeypatch, words
):
    stranger = Client(raise_request_exception=False)
    form = {"login": "erika@example.org", "password": "geheimes-wort"}
    make = connection.make_cursor
    with monkeypatch.context() as patch:
        patch.setattr(connection, "make_cursor", lambda cursor: make(FullDisk(cursor, words)))
        assert stranger.post("/konto/login/", form, **OURS).status_code == 503
    assert stranger.post("/konto/login/", form, **OURS).status_code == 200  # the form, with its sentence


@pytest.mark.database
def test_the_cache_still_says_who_was_first(counted_in_the_database):
    cache = caches["default"]
    assert [cache.add("key", 1), cache.add("key", 2), cache.get("key")] == [True, False, 1]
    cache.set("key", 3)
    assert cache.get("key") == 3


def test_a_session_that_cannot_be_written_was_not_ended_by_anybody(db):
    session = SessionStore()
    session.create()
    session["key"] = "value"
    refused = pytest.raises(OperationalError, match="full")
    with connection.execute_wrapper(Failing(OperationalError("full"), "UPDATE")), refused:
        session.save()


# --- files ------------------------------------------------------------------------------------------------


@pytest.fixture
def in_the_way(tmp_path):
    """A file where a folder is expected: for root as well, nothing can be written there."""
    path = tmp_path / "folder"
    path.write_text("a file")
    return path


def upload(client, meeting, size=10):
    file = SimpleUploadedFile("notiz.txt", b"x" * size, "text/plain")
    key = proposal()["submission_key"]
    form = {"datei-title": "Unsere Notiz", "datei-file": file, "datei-submission_key": key}
    return client.post(f"/treffen/{meeting.pk}/anlagen/datei/", form, **OURS)


@pytest.mark.parametrize("size", [10, 3_000_000])
def test_an_upload_that_cannot_be_stored(organiser, in_the_way, monkeypatch, settings, size):
    meeting = MeetingFactory()
    if size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        settings.FILE_UPLOAD_TEMP_DIR = str(in_the_way)
    else:
        monkeypatch.setattr(AttachmentVersion._meta.get_field("file").storage, "location", str(in_the_way))
    answer = upload(organiser, meeting, size)
    html = answer.content.decode()
    assert answer.status_code == 503
    assert "Unsere Notiz</textarea>" in html
    assert '<input type="hidden" name="datei-submission_key"' in html
    assert "Angehängte Dateien müssen Sie auf der ursprünglichen Seite neu auswählen." in html
    assert not Attachment.objects.exists()


def test_a_finished_pdf_that_cannot_be_kept_is_sent_all_the_same(in_the_way, monkeypatch, caplog):
    monkeypatch.setattr(cache, "FOLDER", in_the_way / "papers")
    paper = Paper(title="Netzplan", subtitle="", foot=(), moment=None, blocks=(Line("Trafo Nord"),))
    with caplog.at_level(logging.WARNING):
        assert cache.kept(paper, lambda paper: b"%PDF") == b"%PDF"
    assert "could not be kept" in caplog.text


def test_half_a_pdf_is_not_left_behind(tmp_path, monkeypatch):
    def full(*_paths):
        raise FULL

    monkeypatch.setattr(cache, "FOLDER", tmp_path)
    monkeypatch.setattr(cache.os, "replace", full)
    paper = Paper(title="Netzplan", subtitle="", foot=(), moment=None, blocks=(Line("Trafo Nord"),))
    assert cache.kept(paper, lambda paper: b"%PDF") == b"%PDF"
    assert list(tmp_path.iterdir()) == []
