"""Files and links of a meeting and its TOPs: through the front door, for those who may see them."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.actions import agenda
from meetings.enums import State
from meetings.jobs import read_attachments
from meetings.models import AgendaItem, Attachment, AttachmentVersion, Meeting
from members import audience
from tests.factories.rows import MeetingFactory
from tests.meetings.conftest import SECRET, fresh
from tests.meetings.test_fixed_numbers import fixed, take_off
from tests.uploads import DOCX, PDF, PNG

READERS = ("anonymous", "member_city", "member_utility", "organiser", "admin", "former_member")


def upload(content=PDF, name="Satzung.pdf"):
    return SimpleUploadedFile(name, content, content_type="text/html")  # what a browser says is not asked


def add_file(client, meeting, item=None, file=None, **data):
    fields = {"submission_key": str(uuid.uuid4()), "agenda_item": item.pk if item else "", **data}
    fields = {f"datei-{name}": value for name, value in fields.items()}
    if file is not False:
        fields["datei-file"] = file or upload()
    return client.post(f"/treffen/{meeting.pk}/anlagen/datei/", fields)


def add_link(client, meeting, url="https://www.jena.de/plan", title="Plan", **data):
    fields = {"url": url, "title": title, "submission_key": str(uuid.uuid4()), **data}
    fields = {f"link-{name}": value for name, value in fields.items()}
    return client.post(f"/treffen/{meeting.pk}/anlagen/link/", fields)


def attached(client, meeting, item=None, **data):
    response = add_file(client, meeting, item, **data)
    assert response.status_code == 303, response.content.decode()
    return Attachment.objects.latest("pk")


def page_of(client, meeting):
    return client.get(f"/treffen/{meeting.pk}/").content.decode()


def fetch(client, attachment):
    return client.get(f"/anlagen/{attachment.pk}/datei/")


def test_a_file_hangs_below_its_top(client_of, public_meeting, build):
    item = build(public_meeting, "Satzung")[0]
    added = attached(client_of("organiser"), public_meeting, item, file=upload(PDF, "Sätzung 2025.pdf"))
    assert (added.title, added.current.media_type, added.current.size) == (
        "Sätzung 2025", "application/pdf", len(PDF),
    )  # fmt: skip
    for persona in READERS:
        client = client_of(persona)
        row = page_of(client, public_meeting).partition('class="agenda"')[2].partition("</ol>")[0]
        assert f'<a href="/anlagen/{added.pk}/datei/">Sätzung 2025</a>' in row
        assert b"".join(fetch(client, added)) == PDF


def test_what_comes_down_is_never_run(client_of, meeting):
    added = attached(client_of("organiser"), meeting, file=upload(b"alert(1)", "<b>x.txt"))
    response = fetch(client_of("member_city"), added)
    assert response["Content-Disposition"] == 'attachment; filename="b x.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Type"] == "text/plain"
    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response["Vary"]
    again = client_of("member_city").get(
        f"/anlagen/{added.pk}/datei/", headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code in (200, 304)


def test_it_lies_under_a_name_of_the_portals_own(client_of, meeting, settings):
    added = attached(client_of("organiser"), meeting, file=upload(PDF, "../../satzung.pdf"))
    path = added.current.file.path
    assert path.startswith(f"{settings.DATA_DIR}/attachments/")
    assert "satzung" not in path
    with pytest.raises(ValueError, match="no address"):
        _ = added.current.file.url
    for address in (f"/media/{added.current.file.name}", f"/static/{added.current.file.name}"):
        assert client_of("organiser").get(address).status_code == 404


@pytest.mark.parametrize(
    "content, name, sentence",
    [
        (b"<html><script>alert(1)</script>", "harmlos.pdf", "Diese Art von Datei nehmen wir nicht an."),
        (b"MZ\x00\x01", "bericht.docx", "Diese Art von Datei nehmen wir nicht an."),
        (DOCX[:100], "bericht.docx", "Diese Datei ist beschädigt"),
        (b"", "leer.pdf", "Diese Datei ist leer."),
        (False, "", "Bitte wählen Sie eine Datei."),
    ],
    ids=["page", "program", "half", "empty", "none"],  # an archive has the time in it: no name for a test
)
def test_a_wrong_file_is_told_beside_its_field(client_of, meeting, content, name, sentence):
    file = upload(content, name) if content is not False else False
    response = add_file(client_of("organiser"), meeting, file=file, title="Meine Bezeichnung")
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html.partition('id="neue-datei"')[2].partition("</form>")[0]
    assert 'value="Meine Bezeichnung"' in html
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("size", [1025 * 1024, 4 * 1024 * 1024])
def test_a_file_that_is_too_large_is_told_and_not_kept(client_of, meeting, settings, size):
    settings.LARGEST_FILE, settings.LARGEST_UPLOAD = 1024 * 1024, 5 * 1024 * 1024
    response = add_file(client_of("organiser"), meeting, file=upload(b"a" * size, "groß.txt"), title="Da")
    html = response.content.decode()
    assert response.status_code == 422
    assert "Die Datei ist zu groß. Möglich sind höchstens 1 MB." in html
    assert "Bitte wählen Sie eine Datei." not in html
    assert 'value="Da"' in html


def test_far_too_large_it_is_not_even_read(client_of, meeting, settings):
    url = f"/treffen/{meeting.pk}/anlagen/datei/"
    too_much = str(settings.LARGEST_UPLOAD + 1)
    assert client_of("organiser").post(url, {}, CONTENT_LENGTH=too_much).status_code == 400
    link = f"/treffen/{meeting.pk}/anlagen/link/"  # takes no files
    assert client_of("organiser").post(link, {}, CONTENT_LENGTH="4000000").status_code == 400


def test_a_second_click_adds_nothing(client_of, meeting):
    client, key = client_of("organiser"), str(uuid.uuid4())
    for _click in range(2):
        assert add_file(client, meeting, submission_key=key).status_code == 303
        assert add_link(client, meeting, submission_key=key[::-1].replace("-", "0")[:32]).status_code == 303
    assert Attachment.objects.count() == 2
    assert AttachmentVersion.objects.count() == 1


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "file:///etc", ""]
)
def test_links_lead_into_the_web_and_nowhere_else(client_of, meeting, url):
    response = add_link(client_of("organiser"), meeting, url=url)
    assert response.status_code == 422
    assert not Attachment.objects.exists()


def test_a_link_tells_its_host(client_of, meeting):
    add_link(client_of("organiser"), meeting)
    html = page_of(client_of("member_city"), meeting)
    assert '<a href="https://www.jena.de/plan" rel="noopener noreferrer">Plan</a>' in html
    assert "www.jena.de</span>" in html
    assert fetch(client_of("member_city"), Attachment.objects.get()).status_code == 404


# --- who sees it ------------------------------------------------------------------------------------------


@pytest.fixture
def hidden(client_of, public_meeting, build):
    """A file of a TOP for the Stadtwerke, and a file for them on a TOP that all see."""
    open_item, secret_item = build(public_meeting, "Offen", (SECRET, {"audience": audience.UTILITY}))
    client = client_of("organiser")
    narrow = attached(client, public_meeting, open_item, title="Zählerliste-eng", audience=audience.UTILITY)
    inside = attached(client, public_meeting, secret_item, title="Zählerliste-innen")
    return narrow, inside


@pytest.mark.parametrize("persona", READERS)
def test_a_restricted_file_is_nowhere_for_others(client_of, public_meeting, hidden, persona):
    may = persona in ("member_utility", "organiser")
    client = client_of(persona)
    html = page_of(client, public_meeting)
    assert ("Zählerliste" in html) == may
    for attachment in hidden:
        assert (f"/anlagen/{attachment.pk}/" in html) == may
        assert fetch(client, attachment).status_code == (200 if may else 404)
        known = client.get(f"/anlagen/{attachment.pk}/datei/1/")
        assert known.status_code == (200 if may else 404)


def test_a_page_with_hidden_files_is_the_page_without_them(client_of, public_meeting, build):
    item = build(public_meeting, "Offen", ("Verdeckt", {"audience": audience.UTILITY}))[1]
    before = page_of(client_of("member_city"), public_meeting)
    attached(client_of("organiser"), public_meeting, item)
    attached(client_of("organiser"), public_meeting, audience=audience.UTILITY)
    after = page_of(client_of("member_city"), public_meeting)
    assert strip_tokens(after) == strip_tokens(before)


def strip_tokens(html):
    return re.sub(r'csrf\w*" value="\w+"', "", html)


def test_view_as_shows_what_they_see(client_of, public_meeting, hidden):
    client = client_of("organiser")
    assert (
        "Zählerliste"
        not in client.get(f"/treffen/{public_meeting.pk}/?ansicht=eigenbetriebe").content.decode()
    )
    assert "Zählerliste" in client.get(f"/treffen/{public_meeting.pk}/?ansicht=stadtwerke").content.decode()


def test_never_wider_than_the_top(client_of, public_meeting, build):
    item = build(public_meeting, ("Verdeckt", {"audience": audience.UTILITY}))[0]
    response = add_file(client_of("organiser"), public_meeting, item, audience=audience.MEMBERS)
    assert response.status_code == 422
    assert "Das darf nicht für mehr Menschen sichtbar sein als das Ganze." in response.content.decode()


def test_what_narrows_above_narrows_the_file(client_of, cast, public_meeting, build):
    item = build(public_meeting, "Offen")[0]
    added = attached(client_of("organiser"), public_meeting, item, audience=audience.MEMBERS)
    assert fetch(client_of("member_city"), added).status_code == 200
    agenda.edit_item(
        item=item, version=1, audience=audience.UTILITY, title=item.title, kind=item.kind, by=cast.organiser
    )
    assert fetch(client_of("member_city"), added).status_code == 404
    assert fetch(client_of("member_utility"), added).status_code == 200


def test_of_a_draft_nobody_gets_a_file(client_of, cast, draft):
    Meeting.objects.filter(pk=draft.pk).update(is_announced=True, audience=audience.PUBLIC)
    added = attached(client_of("organiser"), draft)
    for persona in ("anonymous", "member_city", "admin"):
        assert fetch(client_of(persona), added).status_code == 404
    assert fetch(client_of("organiser"), added).status_code == 200


def test_who_takes_the_minutes_sees_it_all(client_of, cast, public_meeting, hidden):
    Meeting.objects.filter(pk=public_meeting.pk).update(minute_taker=cast.minute_taker.person)
    for attachment in hidden:
        assert fetch(client_of("minute_taker"), attachment).status_code == 200


def test_mails_bring_links_and_no_files(client_of, cast, public_meeting, hidden, mailbox, worker, clock):
    add_link(client_of("organiser"), public_meeting)
    row = fresh(public_meeting)
    data = {
        "day": "2025-09-11",
        "begins": "14:00",
        "reason": "Raum",
        "version": row.version,
        "place_name": "X",
    }
    assert client_of("organiser").post(f"/treffen/{row.pk}/verschieben/", data).status_code == 303
    clock.shift(181)
    worker.drain()
    mails = {mail.to[0]: mail for mail in mailbox}
    city, utility = mails[cast.member_city.email], mails[cast.member_utility.email]
    assert "https://www.jena.de/plan" in city.body
    assert "Zählerliste" not in city.body + city.alternatives[0][0]
    assert f"http://testserver/anlagen/{hidden[0].pk}/datei/" in utility.body
    assert all(name.endswith(".ics") for name, *_rest in utility.attachments)


# --- afterwards -------------------------------------------------------------------------------------------


def replace(client, attachment, file, version=None):
    data = {"ersatz-file": file, "ersatz-version": attachment.version if version is None else version}
    return client.post(f"/anlagen/{attachment.pk}/ersetzen/", data)


def test_a_new_version_takes_the_place_of_the_old_which_stays(client_of, meeting):
    client = client_of("organiser")
    added = attached(client, meeting)
    assert replace(client, added, upload(PNG, "Bild.png")).status_code == 303
    reader = client_of("member_city")
    assert b"".join(fetch(reader, added)) == PNG
    assert reader.get(f"/anlagen/{added.pk}/datei/2/").status_code == 200
    assert reader.get(f"/anlagen/{added.pk}/datei/1/").status_code == 404
    assert b"".join(client.get(f"/anlagen/{added.pk}/datei/1/")) == PDF
    html = client.get(f"/anlagen/{added.pk}/").content.decode()
    assert html.index("Bild.png") < html.index("Satzung.pdf")


def test_the_same_file_again_is_no_new_version(client_of, meeting):
    client = client_of("organiser")
    added = attached(client, meeting)
    response = replace(client, added, upload())
    assert response.status_code == 422
    assert "Das ist dieselbe Datei wie bisher." in response.content.decode()
    assert added.versions.count() == 1


def test_a_wrong_replacement_is_told_beside_its_field(client_of, meeting, settings):
    client = client_of("organiser")
    added = attached(client, meeting)
    wrong = replace(client, added, upload(b"<html>", "x.pdf")).content.decode()
    assert "nehmen wir nicht an" in wrong.partition('id="ersetzen"')[2].partition("</form>")[0]
    settings.LARGEST_FILE = 1000
    assert "zu groß" in replace(client, added, upload(b"a" * 2000, "x.txt")).content.decode()
    assert replace(client, added, upload(PNG), version=7).status_code == 409


def test_two_organisers_change_one_attachment(client_of, meeting):
    client = client_of("organiser")
    added = attached(client, meeting)
    url = f"/anlagen/{added.pk}/"
    first = client.post(url, {"title": "Neu", "version": added.version, "audience": ""})
    second = client.post(url, {"title": "Anders", "version": added.version, "audience": ""})
    assert (first.status_code, second.status_code) == (303, 409)
    html = second.content.decode()
    assert "Neu" in html
    assert 'value="Anders"' in html


def test_removed_it_is_gone_for_all_but_the_organisers(client_of, meeting):
    client = client_of("organiser")
    added = attached(client, meeting)
    stale = client.post(f"/anlagen/{added.pk}/entfernen/", {"version": 99})
    assert stale.status_code == 409
    assert client.post(f"/anlagen/{added.pk}/entfernen/", {"version": added.version}).status_code == 303
    assert fetch(client_of("member_city"), added).status_code == 404
    assert "Satzung" not in page_of(client_of("member_city"), meeting)
    assert fetch(client, added).status_code == 200
    html = client.get(f"/treffen/{meeting.pk}/anlagen/").content.decode()
    assert "Satzung" in html.partition('id="entfernt"')[2]
    row = fresh(added)
    assert client.post(f"/anlagen/{added.pk}/", {"title": "x", "version": row.version}).status_code == 409
    assert client.post(f"/anlagen/{added.pk}/zurueckholen/", {"version": row.version}).status_code == 303
    assert fetch(client_of("member_city"), added).status_code == 200


def test_with_a_top_that_is_deleted_its_files_are_removed_and_kept(client_of, public_meeting, build):
    client = client_of("organiser")
    item = build(public_meeting, ("Verdeckt", {"audience": audience.UTILITY}))[0]
    added = attached(client, public_meeting, item)
    take_off(client, item)
    assert not AgendaItem.objects.filter(pk=item.pk).exists()
    row = fresh(added)
    assert row.is_removed
    client.post(f"/anlagen/{added.pk}/zurueckholen/", {"version": row.version})
    assert fetch(client_of("member_city"), added).status_code == 404  # as narrow as its TOP was
    assert fetch(client_of("member_utility"), added).status_code == 200


def test_a_dropped_top_keeps_its_files(client_of, meeting, build):
    client = client_of("organiser")
    item = build(meeting, "Eins")[0]
    added = attached(client, meeting, item)
    take_off(client, fixed(meeting).agenda_items.get())
    assert not fresh(added).is_removed
    response = add_file(client, meeting, item)
    assert response.status_code == 422


def test_nothing_is_added_to_a_cancelled_meeting(client_of, cast):
    meeting = MeetingFactory(state=State.CANCELLED)
    assert add_file(client_of("organiser"), meeting).status_code == 409
    assert client_of("organiser").get(f"/treffen/{meeting.pk}/anlagen/").status_code == 403


def test_what_happened_is_in_the_log(client_of, meeting):
    client = client_of("organiser")
    attached(client, meeting)
    assert "hat eine Anlage zum Treffen" in client_of("admin").get("/verwaltung/vorgaenge/").content.decode()


# --- the words in it --------------------------------------------------------------------------------------


def test_the_words_are_read_in_the_background(client_of, meeting):
    client = client_of("organiser")
    added = attached(client, meeting, file=upload(DOCX, "Strategie.docx"))
    attached(client, meeting, file=upload(b"%PDF-1.7 kaputt", "kaputt.pdf"))
    manage = f"/treffen/{meeting.pk}/anlagen/"
    assert client.get(manage).content.decode().count("Text wird gelesen") == 2
    read_attachments()
    html = client.get(manage).content.decode()
    assert "Text wird gelesen" not in html
    assert "Text ist gelesen" in html
    assert "ohne lesbaren Text" in html
    assert AttachmentVersion.objects.get(attachment=added).text.startswith("Datenstrategie")


def test_a_file_that_takes_its_reader_down_is_left_alone(client_of, meeting, monkeypatch):
    attached(client_of("organiser"), meeting)

    def killed(_content, _media_type):
        raise MemoryError

    monkeypatch.setattr("meetings.actions.attachments.words_of", killed)
    for _try in range(2):
        with pytest.raises(ExceptionGroup):
            read_attachments()
    read_attachments()
    assert AttachmentVersion.objects.get().get_text_state_display() == "ohne lesbaren Text"


@pytest.mark.parametrize("count", [1, 30])
def test_many_cost_what_few_cost(client_of, public_meeting, count, django_assert_num_queries):
    for n in range(count):
        Attachment.objects.create(meeting=public_meeting, title=f"Link {n}", url="https://example.org/")
    client = client_of("member_city")
    page_of(client, public_meeting)
    with django_assert_num_queries(4):
        page_of(client, public_meeting)
