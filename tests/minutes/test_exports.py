"""Downloads: each reader's part, how far the minutes are on each page, and names that offices can file."""

import datetime as dt
import hashlib
import io
import re
import zipfile
from urllib.parse import unquote

import docx
import pypdf
import pytest
from django.db import transaction
from docx.enum.text import WD_ALIGN_PARAGRAPH

from core.dates import local
from documents import cache
from documents.paper import TOO_LARGE, Unprintable
from meetings.enums import Presence
from meetings.models import Attendance
from members import audience
from minutes.actions.circulation import freeze
from minutes.enums import Approval, SealKind, State
from minutes.models import Minutes, MinutesSection, Seal
from outcomes.models import ActionItem, Decision
from tests.files import failures, read_docx, read_pdf
from tests.older import stored_before

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
READ = {"pdf": read_pdf, "docx": read_docx, "md": lambda content: content.decode()}
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}
SECRETS = ("Geheime Vergabe", "Der Zuschlag geht an Unbekannt", "Zuschlag für Unbekannt", "Vertrag aufsetzen")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "FOLDER", tmp_path / "papers")


def url_of(made, form):
    return f"{made.url}als/{form}/"


def text_of(response, form):
    """Lines may end anywhere."""
    assert response.status_code == 200
    return " ".join(READ[form](response.content).split())


@pytest.mark.parametrize("form", KINDS)
@pytest.mark.parametrize("persona, sees", [
    ("member_city", True), ("member_utility", False), ("admin", False), ("minute_taker", True),
    ("organiser", True),
])  # fmt: skip
def test_everybody_gets_their_own_part(client_of, circulating, persona, sees, form):
    text = text_of(client_of(persona).get(url_of(circulating, form)), form)
    assert [secret for secret in SECRETS if (secret in text) is not sees] == []
    assert ("nichtöffentlich" in text) is not sees
    assert "Wir listen Datenquellen." in text
    assert "Bitte die Quelle nennen." not in text  # comments are no part of the record


@pytest.mark.parametrize("form", KINDS)
def test_the_public_gets_the_published_part_without_names(client_of, published, cast, form):
    Attendance.objects.create(
        meeting=published.meeting, person=cast.member_city.person, presence=Presence.PRESENT
    )
    text = text_of(client_of("anonymous").get(url_of(published, form)), form)
    assert "Die Runde sprach über" in text
    for hidden in ("Es geht weiter", "Geheime Vergabe", "Protokollführung", "Mitglied Stadtverwaltung"):
        assert hidden not in text
    inside = text_of(client_of("member_utility").get(url_of(published, form)), form)
    assert "Es geht weiter" in inside
    assert "Mitglied Stadtverwaltung" in inside


@pytest.mark.parametrize("form", KINDS)
def test_only_those_who_write_get_a_draft_and_it_says_so(client_of, draft, form):
    assert client_of("member_city").get(url_of(draft, form)).status_code == 404
    assert client_of("anonymous").get(url_of(draft, form)).status_code == 404
    response = client_of("minute_taker").get(url_of(draft, form))
    assert "entwurf" in text_of(response, form).casefold()
    assert "Entwurf" in unquote(response["Content-Disposition"])


def test_a_draft_is_marked_on_every_page(client_of, draft):
    draft.open.body = "Langer Text. " * 2000
    draft.open.save(update_fields=["body"])
    pages = pypdf.PdfReader(io.BytesIO(client_of("organiser").get(url_of(draft, "pdf")).content)).pages
    assert len(pages) > 2
    assert all("ENTWURF" in leaf.extract_text() for leaf in pages)


def test_what_goes_round_is_no_draft(client_of, circulating):
    text = text_of(client_of("member_city").get(url_of(circulating, "pdf")), "pdf")
    assert "ENTWURF" not in text
    assert "Im Umlauf bis 15. Juli 2025" in text


@pytest.mark.parametrize("form", KINDS)
def test_seal_and_revision_stand_on_each_page(client_of, circulating, cast, form):
    circulating.open.body = "Langer Text. " * 2000
    circulating.open.save(update_fields=["body"])
    with transaction.atomic():
        revision = freeze(circulating.minutes, by=cast.organiser, reason="Genehmigung")
    Minutes.objects.filter(pk=circulating.pk).update(
        state=State.APPROVED, approved_at=local(dt.date(2025, 7, 1), dt.time(9)), approval=Approval.SILENT
    )
    digest = "ab" * 32
    Seal.objects.create(
        position=1, minutes=circulating.minutes, revision=revision, kind=SealKind.APPROVAL, text="x",
        digest=digest, pdf="x", pdf_digest="x", sealed_at=local(dt.date(2025, 7, 1), dt.time(9)),
    )  # fmt: skip
    for url in (url_of(circulating, form), f"{circulating.url}fassungen/1/als/{form}/"):
        content = client_of("member_utility").get(url).content
        if form == "pdf":
            pages = [
                " ".join(leaf.extract_text().split()) for leaf in pypdf.PdfReader(io.BytesIO(content)).pages
            ]
        else:
            pages = [" ".join(READ[form](content).split())]
        for text in pages:
            assert digest in text
            assert "Fassung 1 vom 1. Juli 2025" in text
            assert "enehmigt am 1. Juli 2025" in text


@pytest.mark.parametrize("form", KINDS)
def test_headers(client_of, circulating, form):
    response = client_of("member_city").get(url_of(circulating, form))
    assert response["Content-Type"] == KINDS[form]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].startswith("private")
    assert "Cookie" in response["Vary"]
    name = response["Content-Disposition"]
    assert name.startswith("attachment")
    assert f"Protokoll 2025-06-04 Auftakt.{form}" in unquote(name)


def test_names_of_files_hold_nothing_that_a_system_forbids(client_of, circulating):
    title = 'Ü/ber\\uns: "Wo"? <*|> \r\nX-Evil: 1 \u202e' + "lang " * 30
    stored_before(circulating.meeting, title=title)
    response = client_of("member_city").get(url_of(circulating, "md"))
    assert "X-Evil" not in response.headers
    name = unquote(response["Content-Disposition"].split("''")[1])
    assert name.startswith("Protokoll 2025-06-04 Ü ber uns Wo")
    assert name.endswith(".md")
    assert len(name) < 130
    assert not set('/\\:"?<>|*\r\n\u202e') & set(name)


@pytest.mark.parametrize("form", KINDS)
def test_asked_again_it_is_not_made_again(client_of, circulating, cast, form, monkeypatch):
    client = client_of("member_city")
    mark = client.get(url_of(circulating, form))["ETag"]
    monkeypatch.setattr("minutes.views.exports.document_of", None)
    again = client.get(url_of(circulating, form), headers={"If-None-Match": mark})
    assert again.status_code == 304
    monkeypatch.undo()
    other = client_of("member_utility").get(url_of(circulating, form), headers={"If-None-Match": mark})
    assert other.status_code == 200
    Minutes.objects.filter(pk=circulating.pk).update(version=99)
    assert client.get(url_of(circulating, form), headers={"If-None-Match": mark}).status_code == 200


def test_head_says_the_same_without_the_file(client_of, circulating):
    response = client_of("member_city").head(url_of(circulating, "pdf"))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response.content == b""
    assert client_of("member_city").post(url_of(circulating, "pdf")).status_code == 405


def test_two_readers_share_a_file_only_when_they_see_the_same(client_of, circulating):
    files = {
        persona: client_of(persona).get(url_of(circulating, "pdf")).content
        for persona in ("organiser", "member_utility", "admin", "member_city")
    }
    assert files["organiser"] == files["member_city"]
    assert files["admin"] == files["member_utility"] != files["organiser"]
    assert len(list(cache.FOLDER.iterdir())) == 2


def test_the_cache_does_not_grow_for_ever(client_of, circulating, monkeypatch):
    monkeypatch.setattr(cache, "KEPT", 2)
    for number in range(4):
        circulating.open.body = f"Text {number}"
        circulating.open.save(update_fields=["body"])
        assert f"Text {number}" in text_of(client_of("organiser").get(url_of(circulating, "pdf")), "pdf")
    assert len(list(cache.FOLDER.iterdir())) == 2


@pytest.mark.parametrize("form", KINDS)
def test_an_extract_is_one_section(client_of, circulating, form):
    url = f"/protokolle/abschnitte/{circulating.open.pk}/auszug/{form}/"
    response = client_of("member_utility").get(url)
    text = text_of(response, form)
    assert "Auszug aus dem Protokoll" in text
    assert "Die Runde sprach über" in text
    assert "Wir listen Datenquellen." in text
    assert "Es geht weiter." not in text
    name = unquote(response["Content-Disposition"])
    assert f"Protokollauszug 2025-06-04 Auftakt TOP 1.{form}" in name
    secret = f"/protokolle/abschnitte/{circulating.secret.pk}/auszug/{form}/"
    assert client_of("member_utility").get(secret).status_code == 404
    assert "Zuschlag" in text_of(client_of("member_city").get(secret), form)


@pytest.mark.parametrize("form", KINDS)
def test_a_revision_is_given_as_it_was(client_of, circulating, cast, form):
    with transaction.atomic():
        freeze(circulating.minutes, by=cast.organiser, reason="Umlauf")
    MinutesSection.objects.filter(pk=circulating.open.pk).update(body="Ganz neu.")
    with transaction.atomic():
        freeze(circulating.minutes, by=cast.organiser, reason="Nachtrag")
    old = text_of(client_of("member_utility").get(f"{circulating.url}fassungen/1/als/{form}/"), form)
    assert "Die Runde sprach über" in old
    assert "Ganz neu." not in old
    assert "Frühere Fassung" in old
    assert not [secret for secret in SECRETS if secret in old]
    new = text_of(client_of("member_utility").get(f"{circulating.url}fassungen/2/als/{form}/"), form)
    assert "Ganz neu." in new


def test_an_internal_revision_is_given_to_those_who_write_alone(client_of, circulating, cast):
    with transaction.atomic():
        freeze(circulating.minutes, by=cast.organiser, reason="Zwischenstand", is_internal=True)
    url = f"{circulating.url}fassungen/1/als/md/"
    assert client_of("member_city").get(url).status_code == 404
    assert client_of("former_member").get(url).status_code == 404
    assert "Entwurf" in text_of(client_of("minute_taker").get(url), "md")


def test_the_pdf_passes_both_checks(client_of, circulating, cast):
    Attendance.objects.create(
        meeting=circulating.meeting,
        person=cast.member_city.person,
        presence=Presence.EXCUSED,
        reason="Urlaub",
    )
    circulating.open.body = (
        "# So\n\n- [ ] offen\n- [x] fertig\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\n> Zitat\n\nI: Info 😀"
    )
    circulating.open.save(update_fields=["body"])
    content = client_of("organiser").get(url_of(circulating, "pdf")).content
    assert failures(content) == []


def test_word_knows_headings_lists_tables_and_its_language(client_of, circulating, cast):
    Attendance.objects.create(
        meeting=circulating.meeting, person=cast.member_city.person, presence=Presence.PRESENT
    )
    circulating.open.body = (
        "# Lage\n\n1. eins\n2. zwei\n\n- Punkt\n\nText\n\n1. wieder eins\n2. und zwei\n\n"
        "| a | b |\n|-|-|\n| 1 | 2 |"
    )
    circulating.open.save(update_fields=["body"])
    file = docx.Document(io.BytesIO(client_of("organiser").get(url_of(circulating, "docx")).content))
    styles = [(p.style.name, p.text) for p in file.paragraphs]
    assert styles[0] == ("Title", "Protokoll: 1. Treffen: Auftakt")
    assert ("Heading 1", "1 Datenstrategie als Fundament") in styles
    assert ("Heading 2", "Lage") in styles
    assert ("List Number", "zwei") in styles
    assert ("List Bullet", "Punkt") in styles
    numbers = [p._p.pPr.numPr.numId.val for p in file.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]
    for number in set(numbers):  # each begins anew
        assert 'w:startOverride w:val="1"' in file.part.numbering_part.element.num_having_numId(number).xml
    assert len(file.tables) == 4  # decisions, tasks, attendance, and that of the text
    for table in file.tables:
        assert 'w:tblHeader w:val="true"' in table.rows[0]._tr.xml
        assert "tblHeader" not in table.rows[1]._tr.xml
    assert file.core_properties.language == "de-DE"
    assert 'w:lang w:val="de-DE"' in file.styles.element.xml
    foot = file.sections[0].footer.paragraphs[0]._p.xml
    assert "Im Umlauf bis 15. Juli 2025" in foot
    assert 'w:instr="PAGE"' in foot
    assert 'w:instr="NUMPAGES"' in foot


@pytest.mark.parametrize("form", KINDS)
def test_it_begins_with_what_was_decided_and_who_does_what(client_of, circulating, form):
    text = text_of(client_of("member_utility").get(url_of(circulating, form)), form)
    decided, tasks = text.index("Wir listen Datenquellen."), text.index("Quellen nachtragen.")
    assert text.index("Beschlüsse und Aufgaben") < decided < tasks < text.index("Die Runde sprach über")
    for said in ("Wir listen Datenquellen.", "Quellen nachtragen."):
        assert text.count(said) == 2  # there, and in its section
    url = f"/protokolle/abschnitte/{circulating.open.pk}/auszug/{form}/"
    extract = text_of(client_of("member_utility").get(url), form)
    assert "Beschlüsse und Aufgaben" not in extract
    assert extract.count("Wir listen Datenquellen.") == 1


@pytest.mark.parametrize("form", KINDS)
def test_without_decisions_and_tasks_there_is_no_overview(client_of, circulating, form):
    Decision.objects.all().delete()
    ActionItem.objects.all().delete()
    text = text_of(client_of("organiser").get(url_of(circulating, form)), form)
    assert "Beschlüsse und Aufgaben" not in text
    assert "Die Runde sprach über" in text


@pytest.mark.parametrize("form", KINDS)
@pytest.mark.parametrize("persona", ["member_utility", "anonymous"])
def test_each_file_names_whose_record_it_is(client_of, published, settings, form, persona):
    settings.FILE_REFERENCE = "10.4-2025/017"
    for url in (url_of(published, form), f"/protokolle/abschnitte/{published.open.pk}/auszug/{form}/"):
        client = client_of(persona)
        client.cookies["django_language"] = "en"  # the record is German
        content = client.get(url).content
        text = " ".join(READ[form](content).split())
        assert "Fachgruppe Smart City Jena" in text
        assert "Aktenzeichen: 10.4-2025/017" in text
        assert author_of(content, form) == "Fachgruppe Smart City Jena"


def author_of(content, form):
    if form == "pdf":
        return pypdf.PdfReader(io.BytesIO(content)).metadata.author
    if form == "docx":
        return docx.Document(io.BytesIO(content)).core_properties.author
    return content.decode().splitlines()[0].removesuffix("  ")


def test_word_has_the_look_of_the_portal(client_of, circulating):
    circulating.open.body = (
        "Lang wie `x`.\n\n| Posten | Summe |\n|--|--|\n"
        f"| {'Ausstattung der Geschäftsstelle ' * 5} | 1.200,00 € |\n| Reise | 80,50 € |"
    )
    circulating.open.save(update_fields=["body"])
    content = client_of("member_utility").get(url_of(circulating, "docx")).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}  # nothing but text in it
    assert "python-docx" not in "".join(parts.values())
    assert set(re.findall(r'w:ascii="([^"]+)"', parts["word/styles.xml"])) == {"Fira Sans", "Fira Mono"}
    assert "Theme" not in parts["word/styles.xml"]
    file = docx.Document(io.BytesIO(content))
    assert {table.style.name for table in file.tables} == {"Tabelle des Portals"}
    table = next(table for table in file.tables if table.cell(0, 0).text == "Posten")
    assert table.columns[0].width > 3 * table.columns[1].width
    assert all("w:cantSplit" in row._tr.xml for row in table.rows)
    assert [row.cells[1].paragraphs[0].alignment for row in table.rows] == [WD_ALIGN_PARAGRAPH.RIGHT] * 3
    assert table.cell(1, 0).paragraphs[0].alignment is None


def test_word_shows_a_checksum_in_groups_that_are_copied_whole(client_of, circulating):
    digest = hashlib.sha256(b"x").hexdigest()
    circulating.open.body = f"Prüfsumme: {digest}."
    circulating.open.save(update_fields=["body"])
    file = docx.Document(io.BytesIO(client_of("member_utility").get(url_of(circulating, "docx")).content))
    line = next(paragraph for paragraph in file.paragraphs if digest in paragraph.text)
    assert line.text == f"Prüfsumme: {digest}."
    assert len(line.runs) == 10


HOSTILE = (
    "\x07\x0b\x1f\ufffe \u202eRTL\u202c 😀 漢字 [x](javascript:alert(1)) "
    '#read("/etc/passwd") <script> `a` | ]]> &amp; =1+1'
)


@pytest.mark.once
@pytest.mark.parametrize("form", KINDS)
@pytest.mark.parametrize("body", [HOSTILE, "y" * 50_000, "# \n\n##\n", "- " * 300, "1. a\n" * 1000])
def test_whatever_was_typed_a_file_comes_out(client_of, circulating, form, body):
    stored_before(circulating.open, body=body)
    stored_before(circulating.meeting, title=body[:190] or "x")
    response = client_of("organiser").get(url_of(circulating, form))
    assert response.status_code == 200
    text = READ[form](response.content)
    assert "root:x" not in text
    assert not {"\u202e", "\x0b"} & set(text)


def test_a_paper_that_cannot_be_made_is_a_sentence(client_of, circulating, monkeypatch):
    def refuse(paper):
        raise Unprintable(TOO_LARGE)

    monkeypatch.setattr("minutes.views.exports.typeset", refuse)
    response = client_of("organiser").get(url_of(circulating, "pdf"))
    assert response.status_code == 503
    assert "Bitte laden Sie einzelne Abschnitte als Auszug." in response.content.decode()


def test_unknown_formats_do_not_exist(client_of, circulating):
    assert client_of("organiser").get(url_of(circulating, "exe")).status_code == 404


def test_the_page_offers_them(client_of, published):
    html = client_of("anonymous").get(published.url).content.decode()
    for form in KINDS:
        assert f'href="{url_of(published, form)}"' in html
    assert f'href="/protokolle/abschnitte/{published.open.pk}/auszug/pdf/"' in html
    assert f"/abschnitte/{published.last.pk}/auszug/" not in html


def test_narrowing_an_audience_changes_the_file(client_of, circulating):
    client = client_of("member_utility")
    mark = client.get(url_of(circulating, "md"))["ETag"]
    client_of("organiser").post(
        f"/protokolle/abschnitte/{circulating.open.pk}/sichtbarkeit/", {"audience": audience.CITY}
    )
    response = client.get(url_of(circulating, "md"), headers={"If-None-Match": mark})
    assert response.status_code == 200
    assert "Die Runde sprach" not in response.content.decode()
