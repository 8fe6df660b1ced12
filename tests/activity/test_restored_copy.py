"""A portal that was made from a backup sends no mail and reads none, until somebody releases it."""

import datetime as dt
import json
import os
import sqlite3
import tarfile
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from activity import restored_copy
from activity.enums import MailState
from activity.models import MailHold, OutboxMail
from core.dates import local
from core.mailbox import place_of
from fachgruppe.env import Environment

pytestmark = pytest.mark.django_db
STRIP = "Mails sind angehalten."


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def used(cast, folder, topic, tell, mailbox, worker):
    """A portal that has sent a mail, and in which another one waits."""
    tell("noted", topic, [cast.member_city])
    worker.drain()
    assert len(mailbox) == 1
    mailbox.clear()
    tell("noted", topic, [cast.member_utility])
    # Where the mark is written before it gets its name.
    half = folder / f"mail.{os.getpid()}.part"
    return SimpleNamespace(folder=folder, mark=folder / "mail.json", note=folder / "backup.json", half=half)


def restored_elsewhere(used):
    """pg_restore into a new data folder, and nothing else."""
    used.mark.unlink()


def restored_with_its_files(used):
    restored_elsewhere(used)
    used.note.write_text(restored_copy.note_of(MOMENT))


def restored_over_a_portal_that_went_on(used):
    """The same folder, the same database server; meanwhile a mail has left."""
    said = json.loads(used.mark.read_text())
    used.mark.write_text(json.dumps({**said, "departures": said["departures"] + 1}))


def restored_over_another_portal(used):
    used.mark.write_text(json.dumps({"word": "another", "departures": 0}))


def mark_is_damaged(used):
    used.mark.write_text("{")


MOMENT = local(dt.date(2025, 6, 30), dt.time(2, 15))
WAYS = [
    restored_elsewhere, restored_with_its_files, restored_over_a_portal_that_went_on,
    restored_over_another_portal, mark_is_damaged,
]  # fmt: skip


@pytest.mark.parametrize("restore", WAYS)
def test_nothing_leaves_a_restored_copy_until_it_is_released(
    used, worker, mailbox, restore, cast, clock, topic, tell
):
    restore(used)
    for _look in range(3):
        worker.tick()
        clock.shift(3600)
    tell("noted", topic, [cast.member_city])
    worker.tick()
    assert mailbox == []
    with pytest.raises(CommandError, match=r"Es warten 2 Mails\. .*--verwerfen"):
        call_command("release_mail")
    assert released("--senden") == "Freigegeben. 2 Mails auf dem Weg.\n"
    clock.shift(61)
    worker.tick()
    assert len(mailbox) == 2
    assert not used.note.exists()
    assert not restored_copy.is_held()


def released(*options):
    out = StringIO()
    call_command("release_mail", *options, stdout=out)
    return out.getvalue()


def test_what_waited_in_the_backup_can_be_dropped(used, worker, mailbox, cast, topic, tell):
    restored_elsewhere(used)
    assert released("--verwerfen") == "Freigegeben. 1 Mail verworfen.\n"
    tell("noted", topic, [cast.member_city])
    worker.tick()
    assert [mail.to for mail in mailbox] == [[cast.member_city.email]]
    assert OutboxMail.objects.filter(state=MailState.NEEDLESS, reason="restored").count() == 1


def test_the_portal_itself_is_no_copy(used, worker, mailbox):
    """Also after a full disk: then the older mark stays."""
    used.half.mkdir()
    worker.tick()
    used.half.rmdir()
    worker.tick()
    assert len(mailbox) == 1
    assert released() == "Die Mails sind nicht angehalten.\n"


def test_a_new_portal_with_a_folder_that_cannot_be_written_sends(
    cast, settings, tmp_path, worker, mailbox, topic, tell
):
    settings.DATA_DIR = tmp_path / "away"
    tell("noted", topic, [cast.member_city])
    worker.tick()
    assert len(mailbox) == 1
    assert not MailHold.objects.exists()


def test_the_mailbox_is_not_read(used, settings):
    settings.REPLIES = place_of("imap://somebody:secret@127.0.0.1:1/INBOX")
    with pytest.raises(CommandError, match="Das Postfach lässt sich nicht lesen: ConnectionRefusedError"):
        call_command("fetch_replies")
    restored_elsewhere(used)
    out = StringIO()
    call_command("fetch_replies", stdout=out)
    assert out.getvalue() == "0 Antworten gelesen.\n"


@pytest.mark.slow
def test_admins_read_it_on_every_page_and_nobody_else(used, worker, client_of):
    pages = ("/", "/uebersicht/", "/treffen/", "/mitglieder/", "/gibt-es-nicht/")
    assert not any(STRIP in client_of("admin").get(page).content.decode() for page in pages)
    restored_with_its_files(used)
    worker.tick()
    for page in pages:
        html = client_of("admin").get(page).content.decode()
        assert STRIP in html, page
        assert "Stand 30. Juni 2025, 02:15" in html
        assert "manage.py release_mail" in html
        for persona in ("anonymous", "member_city", "organiser"):
            assert STRIP not in client_of(persona).get(page).content.decode()
    released("--verwerfen")
    assert STRIP not in client_of("admin").get("/").content.decode()


def test_an_archive_carries_its_moment(settings, tmp_path, monkeypatch, clock):
    """Unpacked where the handbook says, it holds the mails, and the mark of the portal stays at home."""
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"
    settings.DATA_DIR.mkdir()
    source = settings.DATA_DIR / "portal.sqlite3"
    sqlite3.connect(source).close()
    database = Environment({}).database(settings.DATA_DIR)
    monkeypatch.setitem(settings.DATABASES, "default", database)
    restored_copy._begin()
    call_command("backup", to=tmp_path / "backups", stdout=StringIO())
    (archive,) = (tmp_path / "backups").glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        assert sorted(tar.getnames()) == ["backup.json", "portal.sqlite3"]
        said = json.load(tar.extractfile("backup.json"))
    assert said["moment"] == "2025-07-01T08:00:00+00:00"
    (settings.DATA_DIR / "backup.json").write_text(json.dumps(said))
    assert restored_copy.is_held()
    assert MailHold.objects.get().backup_at == dt.datetime(2025, 7, 1, 8, tzinfo=dt.UTC)


def test_a_release_that_fails_leaves_the_hold(used):
    restored_elsewhere(used)
    used.half.mkdir()
    with transaction.atomic(), pytest.raises(CommandError, match="DATA_DIR"):
        call_command("release_mail", "--verwerfen")
    assert OutboxMail.objects.unsettled().count() == 1
    assert restored_copy.is_held()
