"""Files by keyboard from the page, two revisions beside each other, and an older one brought back."""

from pathlib import Path

from playwright.sync_api import expect

from documents import cache
from minutes.actions import circulation, writing
from minutes.models import Minutes, MinutesSection
from tests.files import failures, read_pdf

from .keys import Keys


def test_a_member_downloads_by_keyboard_and_what_comes_passes_the_checks(
    kickoff, window_of, axe, tmp_path, monkeypatch
):
    monkeypatch.setattr(cache, "FOLDER", tmp_path / "papers")
    reader = window_of("member_utility")
    reader.goto(kickoff.minutes.get_absolute_url())
    keys = Keys(reader)
    menu = reader.locator("summary", has_text="Herunterladen")
    keys.press(menu)
    for name, ending in (("PDF", ".pdf"), ("Word", ".docx"), ("Textdatei (Markdown)", ".md")):
        link = reader.get_by_role("link", name=name, exact=True)
        with reader.expect_download(timeout=60_000) as given:
            keys.press(link)
        file = given.value
        assert file.suggested_filename.startswith("Protokoll 2025-06-04 Auftakt im JEDI")
        assert file.suggested_filename.endswith(ending)
        if ending == ".pdf":
            content = Path(file.path()).read_bytes()
            assert "Datenstrategie als Fundament" in read_pdf(content)
            assert failures(content) == []
    axe(reader)
    reader.keyboard.press("Escape")
    expect(menu).to_be_focused()
    beside = reader.get_by_role("complementary", name="Kommentare zu TOP 1")
    more = beside.locator("summary", has_text="Mehr zu TOP 1")
    keys.press(more)
    with reader.expect_download(timeout=60_000) as given:
        keys.press(beside.get_by_role("link", name="Auszug herunterladen (PDF)"))
    assert "Protokollauszug" in given.value.suggested_filename


def test_the_minute_taker_compares_two_revisions_and_brings_one_back(kickoff, window_of, cast, axe):
    minutes = Minutes.objects.get(pk=kickoff.minutes.pk)
    circulation.recall(minutes=minutes, by=cast.organiser)
    section = MinutesSection.objects.select_related("minutes__meeting").filter(minutes=minutes).first()
    for text, who in (("Erster Wortlaut.", cast.minute_taker), ("Zweiter Wortlaut.", cast.organiser)):
        section = writing.save_section(section=section, body=text, version=section.version, by=who)
    taker = window_of("minute_taker")
    taker.goto(f"{minutes.get_absolute_url()}fassungen/")
    axe(taker)
    keys = Keys(taker)
    keys.press(taker.get_by_role("button", name="Vergleichen"))
    expect(taker.get_by_role("heading", level=1)).to_have_text("Fassung 2: Änderungen seit Fassung 1")
    expect(taker.locator("ins").last).to_contain_text("Erster Wortlaut")
    axe(taker)
    taker.goto(f"{minutes.get_absolute_url()}fassungen/2/")
    axe(taker)
    keys.press(taker.get_by_role("link", name="Wiederherstellen"))
    expect(taker.locator("ins").last).to_contain_text("Erster")
    axe(taker)
    keys.press(taker.get_by_role("button", name="Wiederherstellen"))
    expect(taker.get_by_text("Fassung 2 ist wiederhergestellt.")).to_be_visible()
    expect(taker.get_by_label("Text zu TOP 1")).to_have_value("Erster Wortlaut.")
