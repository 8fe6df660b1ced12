"""Members mark words of the minutes, say something about them and suggest better ones."""

import os
import re
from html import unescape

import pytest
from playwright.sync_api import expect

from minutes.models import SectionComment, Suggestion
from minutes.text.passages import even, words_of_text

from .keys import Keys
from .marking import SPOT, mark, spot

SHOTS = os.environ.get("SHOTS", "")  # a folder, to look at what the journeys see

BESIDE = 40  # px
PAINTED = """name => [...(CSS.highlights.get(name) ?? [])].map(range => range.toString())"""


@pytest.fixture
def section(kickoff):
    return kickoff.minutes.sections.in_order().first()


@pytest.fixture
def words(section):
    """Two stretches of the first section that stand next to each other in one piece of text."""
    piece = max(re.findall(r">([^<]+)<", section.body_html), key=len)
    text = even(unescape(piece)).split(" ")
    return " ".join(text[2:5]), " ".join(text[5:7])


def shot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def beside(page):
    return page.get_by_role("complementary", name="Kommentare zu TOP 1")


def test_words_are_marked_commented_and_found_again(kickoff, words, window_of, axe):
    page = window_of("member_city")
    page.goto(kickoff.minutes.get_absolute_url())
    tools = mark(page, words[0])
    shot(page, "marked")
    axe(page)
    tools = mark(page, words[0])
    tools.get_by_role("button", name="Kommentieren").click()
    expect(page.get_by_label("Ihr Kommentar")).to_be_focused()
    expect(beside(page).locator("form blockquote")).to_have_text(words[0])
    page.get_by_label("Ihr Kommentar").fill("Stimmt das so?")
    page.get_by_role("button", name="Kommentieren").click()
    thread = beside(page).locator(".thread")
    expect(thread).to_be_focused()
    expect(thread.locator(".quote")).to_contain_text(words[0])
    assert page.evaluate(PAINTED, "passage") == [words[0]]
    assert page.evaluate(PAINTED, "passage-now") == [words[0]]  # its thread has the focus
    shot(page, "commented")
    axe(page)
    assert SectionComment.objects.get().quote == words[0]

    # From the words to the comment and back, without a mouse.
    link = page.get_by_role("link", name="Zum Kommentar zu »")
    link.focus()
    page.keyboard.press("Enter")
    expect(thread).to_be_focused()
    thread.locator(".quote a").focus()
    page.keyboard.press("Enter")
    expect(link).to_be_focused()
    assert page.evaluate("getSelection().selectAllChildren(document.querySelector('.item > .prose'));"
                         "getSelection().toString()").count(words[0])  # fmt: skip


def test_a_suggestion_is_made_accepted_and_credited(kickoff, section, words, window_of, axe):
    page = window_of("member_city")
    page.goto(kickoff.minutes.get_absolute_url())
    mark(page, words[0]).get_by_role("button", name="Änderung vorschlagen").click()
    field = page.get_by_label("Ihr Vorschlag")
    expect(field).to_be_focused()
    expect(field).to_have_value(words[0])
    shot(page, "suggesting")
    axe(page)
    field.fill("ganz andere Worte")
    page.get_by_role("button", name="Vorschlagen").click()
    thread = beside(page).locator(".thread")
    expect(thread).to_contain_text("Änderungsvorschlag")
    expect(thread.locator("ins")).to_contain_text("ganz andere Worte")
    expect(thread.get_by_role("link", name="Übernehmen")).to_have_count(0)

    taker = window_of("minute_taker")
    taker.goto(kickoff.minutes.get_absolute_url())
    expect(taker.get_by_role("link", name="1 offener Änderungsvorschlag")).to_be_visible()
    shot(taker, "deciding")
    axe(taker)
    beside(taker).get_by_role("link", name="Übernehmen").click()
    expect(taker.locator(".item > .prose").first).to_contain_text("ganz andere Worte")
    thread = beside(taker).locator(".thread")
    expect(thread).to_be_focused()
    expect(thread).to_contain_text("in Fassung 2 · Protokollführung")
    expect(taker.locator("#protokoll-stand")).to_contain_text("Fassung 2 vom")
    expect(taker.get_by_role("link", name="offener Änderungsvorschlag")).to_have_count(0)
    shot(taker, "accepted")
    taker.get_by_role("link", name="Fassungen").click()
    expect(taker.get_by_text("Änderungsvorschlag von Mitglied Stadtverwaltung übernommen")).to_be_visible()


def test_overlaps_are_not_both_chosen_and_one_is_declined(kickoff, words, window_of, axe):
    page = window_of("member_utility")
    page.goto(kickoff.minutes.get_absolute_url())
    whole = " ".join(words)
    for quote, better in ((whole, "so"), (words[1], "oder so")):
        mark(page, quote).get_by_role("button", name="Änderung vorschlagen").click()
        expect(page.get_by_label("Ihr Vorschlag")).to_be_focused()
        passage, form = spot(page, quote)[1], page.locator("form.speak").bounding_box()["y"]
        assert abs(form - passage) < BESIDE, "the form stands at the height of the words"
        page.get_by_label("Ihr Vorschlag").fill(better)
        page.get_by_role("button", name="Vorschlagen").click()
        expect(beside(page).locator(".thread").last.locator("ins")).to_contain_text(better)
        page.reload()
    expect(beside(page)).to_contain_text("Überschneidet sich mit einem Vorschlag von Mitglied Stadtwerke")

    taker = window_of("organiser")
    taker.goto(kickoff.minutes.get_absolute_url())
    taker.get_by_role("link", name="2 offene Änderungsvorschläge").click()
    boxes = taker.get_by_role("checkbox")
    boxes.first.check()
    expect(boxes.last).to_be_disabled()
    shot(taker, "overlap")
    axe(taker)
    taker.get_by_role("link", name="Ablehnen").last.click()
    taker.get_by_label("Grund").fill("Das war nicht gesagt.")
    taker.get_by_role("button", name="Ablehnen").click()
    expect(taker.locator(".thread").last).to_contain_text("Grund: Das war nicht gesagt.")
    assert sorted(Suggestion.objects.values_list("state", flat=True)) == ["DECLINED", "OPEN"]


def test_the_same_without_a_mouse(kickoff, section, window_of):
    """A sentence is chosen in the form; nothing has to be marked."""
    page = window_of("member_enterprise")
    keys = Keys(page)
    page.goto(kickoff.minutes.get_absolute_url())
    keys.skip_to_content()
    keys.press(beside(page).get_by_role("link", name="TOP 1 kommentieren"))
    keys.is_at(page.get_by_label("Ihr Kommentar"))
    page.keyboard.type("Woher stammt das?")
    keys.press(page.locator("summary", has_text="Zu einer bestimmten Stelle"))
    keys.go_to(page.get_by_label("Textstelle"))
    page.keyboard.press("ArrowDown")
    keys.press(page.get_by_role("button", name="Kommentieren"))
    thread = beside(page).locator(".thread")
    keys.is_at(thread)
    first = SectionComment.objects.get().quote
    assert words_of_text(section.body_html).startswith(first)
    expect(thread.locator(".quote")).to_contain_text(first)

    keys.press(beside(page).locator("summary", has_text="Mehr zu TOP 1"))
    keys.press(beside(page).get_by_role("link", name="Änderung vorschlagen"))
    keys.go_to(page.get_by_label("Textstelle"))
    page.keyboard.press("ArrowDown")
    keys.press(page.get_by_role("button", name="Weiter"))
    keys.is_at(page.get_by_label("Ihr Vorschlag"))
    page.keyboard.press("Control+End")
    page.keyboard.type(" Und noch etwas.")
    keys.press(page.get_by_role("button", name="Vorschlagen"))
    expect(beside(page).locator("ins")).to_contain_text("Und noch etwas.")


def test_on_a_phone_the_buttons_stand_at_the_bottom(kickoff, words, window_of):
    page = window_of("member_city", viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page.goto(kickoff.minutes.get_absolute_url())
    page.evaluate(SPOT, words[0])
    page.evaluate(
        """words => {
          const prose = document.querySelector(".item > .prose");
          const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length);
          }
        }""",
        words[0],
    )
    tools = page.get_by_role("group", name="Zur markierten Stelle")
    expect(tools).to_be_visible()
    box = tools.bounding_box()
    assert box["y"] + box["height"] > 740
    shot(page, "phone")
    tools.get_by_role("button", name="Kommentieren").tap()
    expect(page.get_by_label("Ihr Kommentar")).to_be_in_viewport()
    shot(page, "phone-form")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
