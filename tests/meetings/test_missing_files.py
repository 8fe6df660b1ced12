"""The row of an attachment is there and its file is not: whoever can do something about it hears of it."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from meetings.enums import TextState
from meetings.jobs import read_attachments
from meetings.models import AttachmentVersion
from tests.meetings.conftest import fresh
from tests.meetings.test_attachments import attached, fetch, page_of, replace, upload
from tests.uploads import PDF

MISSING = "Die Datei fehlt auf dem Server"


def lose(attachment, keep=0):
    """What a failed restore does: the file is gone, or only its first bytes are left."""
    path = Path(fresh(attachment).current.file.path)
    path.unlink()
    if keep:
        path.write_bytes(PDF[:keep])


@pytest.mark.parametrize("keep", [0, 5])
def test_a_missing_file_is_said_to_those_who_can_do_something(client_of, public_meeting, keep):
    organiser = client_of("organiser")
    kept, lost = (attached(organiser, public_meeting, title=name) for name in ("Da", "Weg"))
    lose(lost, keep)
    manage = organiser.get(f"/treffen/{public_meeting.pk}/anlagen/").content.decode()
    assert "Bei 1 Anlage fehlt die Datei auf dem Server." in manage
    for html in (manage, page_of(organiser, public_meeting)):
        assert html.count(f"{MISSING}.") == 1
    assert MISSING in organiser.get(f"/anlagen/{lost.pk}/").content.decode()
    assert MISSING not in organiser.get(f"/anlagen/{kept.pk}/").content.decode()
    assert MISSING not in page_of(client_of("member_city"), public_meeting)
    answer = fetch(organiser, lost)
    assert (answer.status_code, f'href="/anlagen/{lost.pk}/"' in answer.content.decode()) == (404, True)


def test_who_asks_for_a_missing_file_hears_whom_to_tell(client_of, public_meeting):
    added = attached(client_of("organiser"), public_meeting)
    lose(added)
    for persona in ("member_city", "anonymous"):
        answer = fetch(client_of(persona), added)
        html = answer.content.decode()
        assert (answer.status_code, MISSING in html) == (404, True)
        assert "Bitte sagen Sie der Organisation Bescheid" in html
        assert (public_meeting.get_absolute_url() in html) is (persona == "member_city")


def test_the_same_file_can_be_uploaded_anew(client_of, public_meeting):
    organiser = client_of("organiser")
    added = attached(organiser, public_meeting)
    refused = replace(organiser, added, upload())
    assert "dieselbe Datei wie bisher" in refused.content.decode()
    lose(added)
    assert replace(organiser, added, upload()).status_code == 303
    assert b"".join(fetch(client_of("member_city"), added).streaming_content) == PDF
    assert MISSING not in page_of(organiser, public_meeting)


def test_readiness_names_missing_files_and_the_operator_sees_which(client, client_of, public_meeting, capsys):
    added = attached(client_of("organiser"), public_meeting)
    lose(added)
    answer = client.get("/bereit")
    assert (answer.status_code, answer.json()["checks"]["attachment_files"]) == (503, "failed")
    with pytest.raises(CommandError, match="Es fehlen 1 Anlagen"):
        call_command("missing_files")
    assert fresh(added).current.file.name in capsys.readouterr().out


def test_words_are_not_given_up_while_the_disk_does_not_answer(client_of, meeting, monkeypatch, tmp_path):
    added = attached(client_of("organiser"), meeting, file=upload(b"Trafo Nord", "Netz.txt"))
    blocked = tmp_path / "folder"
    blocked.write_text("a file where the folder was")
    with monkeypatch.context() as patch:
        patch.setattr(AttachmentVersion._meta.get_field("file").storage, "location", str(blocked))
        for _ in range(3):
            with pytest.raises(ExceptionGroup):
                read_attachments()
    read_attachments()
    assert fresh(added).current.text_state == TextState.READ
    lost = attached(client_of("organiser"), meeting, file=upload(PDF, "Weg.pdf"))
    lose(lost)
    read_attachments()
    assert fresh(lost).current.text_state == TextState.NONE
