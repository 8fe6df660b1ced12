"""What is typed into minutes is what is sealed; what was sealed in the version before stays as it was."""

import pytest
from django.core.files.storage import storages

from core.dialects.renewal import renew
from core.dialects.versions import CURRENT, FIRST
from core.markdown import render
from minutes.actions import approval, revisions, suggestions
from minutes.enums import State
from minutes.models import MinutesSection, Objection, Seal, SectionComment
from minutes.selectors.record import content_of
from minutes.text.passages import words_of_text
from tests.factories.rows import CommentFactory, SuggestionFactory, TopicFactory, anchored
from tests.files import read_docx, read_pdf
from tests.minutes.approving import fresh, hold, waiting
from tests.minutes.tampering import findings, tampered

pytestmark = pytest.mark.django_db

DATES = "04. Juni 2025: Auftakt\n11. Juni 2025: Workshop\n24. Juni 2025: Abschluss"
TYPED = f"""{DATES}

Bürger*innen und Mitarbeiter*innen (c) teilen, +-5, ????

Ablage: \\\\srv01\\smart_city\\_neu und https://example.org/a_b/_final_(2).pdf

+ 5 %
>5 Personen"""
OLD = "04. Juni\n11. Juni\n\nBürger*innen und Kolleg*innen planen lange den Weg der Daten"
OLD_LIST, OLD_STARS = '<ol start="4">', "Bürger<em>innen und Kolleg</em>innen"


def as_before(*sections, text=OLD):
    """As the portal stored sections before its dialect had a version."""
    html = render(text, FIRST)
    keys = [section.pk for section in sections]
    MinutesSection.objects.filter(pk__in=keys).update(body=text, body_html=html, dialect=FIRST)
    for section in sections:
        section.refresh_from_db()


@pytest.fixture
def sealed_before(cast, clock, archive, monkeypatch):
    """Approved in the first version, by a portal that did not name it in what it sealed."""
    made = waiting(cast)
    as_before(*made.sections)
    hold(made.next, clock)

    def unnamed(minutes):
        content = content_of(minutes)
        for row in content["sections"]:
            del row["dialect"]
        return content

    with monkeypatch.context() as patched:
        patched.setattr(revisions, "content_of", unnamed)
        approval.approve(minutes=fresh(made.minutes), by=cast.organiser)
    made.seal = Seal.objects.get()
    return made


@pytest.mark.slow
def test_one_text_says_the_same_everywhere(client_of, draft, cast):
    writer = client_of("minute_taker")
    url = f"/protokolle/abschnitte/{draft.open.pk}/"
    assert writer.post(url, {"body": TYPED, "version": draft.open.version}).status_code == 200
    section = MinutesSection.objects.get(pk=draft.open.pk)
    preview = writer.post("/vorschau/", {"_field": "body", "body": TYPED}).content.decode()
    assert section.body_html.strip() in preview
    assert writer.post(f"{draft.url}umlauf/", {"until": "2025-07-20"}).status_code == 303
    reader = client_of("member_city")
    assert section.body_html in reader.get(draft.url).content.decode()
    for form, read in (("pdf", read_pdf), ("docx", read_docx), ("md", bytes.decode)):
        said = "".join(read(reader.get(f"{draft.url}als/{form}/").content).split())
        assert [line for line in TYPED.split("\n") if "".join(line.split()) not in said] == [], form


def test_the_version_is_part_of_what_is_sealed(cast, clock, archive):
    made = waiting(cast)
    hold(made.next, clock)
    approval.approve(minutes=fresh(made.minutes), by=cast.organiser)
    assert [row["dialect"] for row in Seal.objects.get().revision.content["sections"]] == [CURRENT] * 3
    assert '"dialect":2' in Seal.objects.get().text
    assert findings() == []


@pytest.mark.slow
def test_what_was_sealed_before_is_shown_and_checked_as_before(client_of, sealed_before):
    reader = client_of("organiser")
    page = reader.get(sealed_before.url).content.decode()
    assert OLD_LIST in page
    assert OLD_STARS in page
    in_word = read_docx(reader.get(f"{sealed_before.url}als/docx/").content)
    assert "Bürgerinnen" in "".join(in_word.split())
    assert "04. Juni" not in in_word
    with storages["records"].open(sealed_before.seal.pdf) as file:
        assert "Bürgerinnen" in "".join(read_pdf(file.read()).split())
    assert findings() == []
    statement = "UPDATE minutes_minutessection SET dialect = 2 WHERE id = %s"
    assert "Abschnitt TOP 1: Schreibweise weicht ab." in str(
        tampered(statement, [sealed_before.open.pk], findings)
    )


@pytest.mark.slow
def test_a_correction_writes_its_section_as_its_preview_shows(client_of, sealed_before, cast):
    comment = anchored(sealed_before.open, "planen lange den Weg der Daten", author=cast.member_city.person)
    new = OLD.replace("11. Juni", "12. Juni")
    revision = fresh(sealed_before.minutes).revision_number
    data = {"reason": "Tag", "revision": revision, "schritt": "berichtigen"}
    data |= {f"text_{section.pk}": section.body for section in sealed_before.sections}
    data |= {
        f"text_{sealed_before.open.pk}": new,
        f"wording_{sealed_before.decision.pk}": "Wir listen Datenquellen.",
    }
    assert client_of("organiser").post(f"{sealed_before.url}berichtigen/", data).status_code == 303
    page = client_of("organiser").get(sealed_before.url).content.decode()
    assert "04. Juni<br>\n12. Juni" in page
    assert page.count(OLD_LIST) == 2  # the sections that stayed
    assert findings() == []
    comment.refresh_from_db()
    words = words_of_text(render(new))
    assert words[comment.place_start : comment.place_end] == "planen lange den Weg der Daten"


def test_what_goes_round_stays_as_it_was_read_until_it_is_a_draft(client_of, circulating, cast):
    as_before(circulating.open)
    suggestion = SuggestionFactory.on(
        circulating.open, "planen lange", "planen kurz", author=cast.member_utility.person
    )
    comment = anchored(circulating.open, "den Weg der Daten", author=cast.member_city.person)
    suggestions.accept(minutes=circulating.minutes, suggestions=[suggestion.pk], by=cast.organiser)
    section = MinutesSection.objects.get(pk=circulating.open.pk)
    assert section.dialect == FIRST
    assert OLD_STARS in section.body_html
    assert "planen kurz" in section.body_html
    assert client_of("organiser").post(f"{circulating.url}zurueckholen/").status_code == 303
    section.refresh_from_db()
    assert (section.dialect, section.body_html) == (CURRENT, render(section.body))
    assert (
        client_of("organiser").post(f"{circulating.url}umlauf/", {"until": "2025-07-20"}).status_code == 303
    )
    comment.refresh_from_db()
    words = words_of_text(section.body_html)
    assert words[comment.place_start : comment.place_end] == "den Weg der Daten"


def test_drafts_and_texts_that_are_no_record_move_to_the_new_version(draft, circulating, cast):
    as_before(draft.open, circulating.open)
    person = cast.member_city.person
    link = f'<a href="/mitglieder/{person.slug}/" rel="noopener noreferrer nofollow">@{person.name}</a>'
    said = CommentFactory(section=circulating.open, author=person, body=f"@{person.slug} (c) @niemand")
    SectionComment.objects.filter(pk=said.pk).update(body_html=f"<p>{link} © @niemand</p>\n")
    topic = TopicFactory(body="(c) 2025")
    type(topic).objects.filter(pk=topic.pk).update(body_html=render(topic.body, FIRST))
    renew(SectionComment.objects.filter(pk=said.pk), "body")
    renew(type(topic).objects.filter(pk=topic.pk), "body")
    drafts = MinutesSection.objects.filter(minutes__state=State.DRAFT)
    renew(drafts, "body")
    drafts.update(dialect=CURRENT)
    for row in (draft.open, circulating.open, said, topic):
        row.refresh_from_db()
    assert (draft.open.dialect, draft.open.body_html) == (CURRENT, render(OLD))
    assert (circulating.open.dialect, circulating.open.body_html) == (FIRST, render(OLD, FIRST))
    assert said.body_html == f"<p>{link} (c) @niemand</p>\n"
    assert topic.body_html == "<p>(c) 2025</p>\n"


def test_a_mail_quotes_line_by_line(client_of, circulating, cast, mailbox, worker):
    slug = cast.member_utility.person.slug
    body = f"@{slug} bitte prüfen:\n04. Juni **neu**\n+ 5 %, Bürger*innen"
    url = f"/protokolle/abschnitte/{circulating.open.pk}/kommentieren/"
    assert client_of("member_city").post(url, {"body": body}).status_code == 303
    worker.drain()
    assert body.replace("**", "") in mailbox[0].body


def test_addresses_in_decisions_and_objections_can_be_clicked(client_of, circulating, cast):
    text = "Siehe https://jena.de/a_b/_x_(2).pdf."
    type(circulating.decision).objects.filter(pk=circulating.decision.pk).update(wording=text)
    objection = {"minutes": circulating.minutes, "author": cast.member_city.person, "reason": text}
    Objection.objects.create(**objection)
    link = 'href="https://jena.de/a_b/_x_(2).pdf" rel="noopener noreferrer nofollow">https://jena.de/'
    reader = client_of("organiser")
    assert reader.get(circulating.url).content.decode().count(link) == 2
    assert link in reader.get(circulating.decision.get_absolute_url()).content.decode()
