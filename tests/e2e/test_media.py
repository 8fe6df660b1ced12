"""On paper, in forced colours, on a phone held in the hand, with text as large as people need it."""

import pytest
from playwright.sync_api import expect

from meetings.enums import Presence
from meetings.models import Attendance
from tests.files import read_pdf

from .looks import PHONE

GONE_ON_PAPER = ["header.top", "footer.foot", ".skip", ".toc", ".crumbs", ".page-head .bar", ".margin"]

CUT_OFF = """() => [...document.querySelectorAll("main *, header *")]
  .filter((each) => each.clientWidth > 1 && getComputedStyle(each).overflowX === "hidden")
  .filter((each) => each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.fixture
def minutes(kickoff):
    return kickoff.minutes.get_absolute_url()


def test_minutes_on_paper(minutes, window_of):
    page = window_of("member_city", color_scheme="dark")
    page.goto(minutes)
    page.emulate_media(media="print")
    for part in GONE_ON_PAPER:
        assert page.locator(part).count(), part
        for each in page.locator(part).all():
            expect(each).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".prose")).to_have_count(4)
    assert style(page, "body", "backgroundColor") == "rgb(255, 255, 255)"
    assert style(page, ".prose", "color") == "rgb(0, 0, 0)"


def test_what_is_folded_on_the_screen_is_on_paper(kickoff, minutes, window_of, cast, settings):
    """Whoever was there is part of the record; nobody can open anything on paper."""
    settings.FILE_REFERENCE = "10.4-2025/017"
    Attendance.objects.create(meeting=kickoff, person=cast.member_city.person, presence=Presence.PRESENT)
    page = window_of("organiser")
    for url in (minutes, kickoff.get_absolute_url()):
        page.goto(url)
        assert page.locator("details.people").get_attribute("open") is None
        said = " ".join(read_pdf(page.pdf()).split())
        assert "Wer da war" in said
        assert "Mitglied Stadtverwaltung" in said
        assert "Fachgruppe Smart City Jena Aktenzeichen: 10.4-2025/017" in said
        assert "Darstellung" not in said  # menus stay closed


def test_printing_from_the_page(minutes, window_of):
    page = window_of("member_city")
    page.goto(minutes)
    page.evaluate("self.print = () => { document.title = 'gedruckt' }")
    page.get_by_text("Herunterladen", exact=True).click()
    page.get_by_role("button", name="Drucken").click()
    expect(page).to_have_title("gedruckt")


def test_minutes_in_forced_colours(minutes, window_of):
    page = window_of("member_city", forced_colors="active")
    page.goto(minutes)
    text, ground = style(page, ".prose", "color"), style(page, "body", "backgroundColor")
    assert text != ground
    page.get_by_role("link", name="TOP 1 kommentieren").click()
    field = page.get_by_label("Ihr Kommentar")
    expect(field).to_be_focused()
    assert field.evaluate("each => getComputedStyle(each).outlineStyle") != "none" or field.evaluate(
        "each => parseFloat(getComputedStyle(each).borderWidth)"
    )
    button = page.get_by_role("button", name="Kommentieren")
    assert button.evaluate("each => parseFloat(getComputedStyle(each).borderTopWidth)") > 0
    field.fill("Gut zu erkennen.")
    button.click()
    expect(page.locator(".thread")).to_contain_text("Gut zu erkennen.")


# Where the look of the focus or of a choice is made of more than an outline.
SHOWN_BY_GROUND = (
    "nav a[aria-current]", ".filter a[aria-current]", ".filter a:not([aria-current])", ".kern-btn--primary",
    "[type=radio]", ".kern-form-check__radio--error", "[type=checkbox]", "select", "summary",
)  # fmt: skip


def test_focus_and_choice_are_seen_in_forced_colours(db, window_of):
    """Grounds and shadows are taken away there; what only they tell, nobody sees."""
    page = window_of(forced_colors="active")
    unseen, wanted = [], list(SHOWN_BY_GROUND)
    for path in ("/", "/entwicklung/bausteine/"):
        page.goto(path)
        page.keyboard.press("Tab")  # from now on the focus is shown
        for selector in [each for each in wanted if page.locator(f"{each} >> visible=true").count()]:
            wanted.remove(selector)
            each = page.locator(f"{selector} >> visible=true").first
            if not differs(each, "each.blur()", "each.focus({ focusVisible: true, preventScroll: true })"):
                unseen.append(f"focus of {selector}")
            if each.get_attribute("type") in ("radio", "checkbox"):
                each.evaluate("each => each.blur()")
                if not differs(each, "each.checked = false", "each.checked = true"):
                    unseen.append(f"choice of {selector}")
    assert (unseen, wanted) == ([], [])


def differs(each, *states):
    """Whether it looks different in these two states, with a little of what is around it."""
    page = each.page
    each.scroll_into_view_if_needed()
    box = each.bounding_box()
    x, y = max(box["x"] - 8, 0), max(box["y"] - 8, 0)
    size = {"width": min(box["width"] + 16, 640), "height": min(box["height"] + 16, 640)}
    pictures = []
    for state in states:
        each.evaluate(f"each => {{ {state} }}")
        pictures.append(page.screenshot(clip={"x": x, "y": y, **size}))
    return pictures[0] != pictures[1]


def test_a_member_comments_on_a_phone(minutes, window_of, axe):
    page = window_of("member_city", viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/uebersicht/")
    page.get_by_role("link", name="Protokolle", exact=True).first.tap()
    page.get_by_role("link", name="1. Treffen: Auftakt im JEDI").tap()
    page.get_by_role("link", name="TOP 1 kommentieren").tap()
    page.get_by_label("Ihr Kommentar").fill("Von unterwegs.")
    page.get_by_role("button", name="Kommentieren").tap()
    expect(page.locator(".thread")).to_contain_text("Von unterwegs.")
    expect(page.locator(".thread")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("path", ["/", "/uebersicht/", "/treffen/", "/mitglieder/", "/protokolle/"])
def test_text_twice_as_large_and_spaced_out_stays_readable(kickoff, window_of, path):
    """WCAG 1.4.4 and 1.4.12: larger letters, lines and gaps as readers set them; nothing is cut off."""
    page = window_of("member_city", viewport={"width": 640, "height": 900}, bypass_csp=True)
    page.goto(path)
    page.add_style_tag(
        content="html { font-size: 200% } * { line-height: 1.5 !important; letter-spacing: .12em !important;"
        " word-spacing: .16em !important } p { margin-bottom: 2em !important }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert page.evaluate(CUT_OFF) == []


def test_dialogs_and_menus_are_accessible_when_open(kickoff, window_of, axe):
    page = window_of("organiser")
    page.goto(kickoff.get_absolute_url())
    page.get_by_text("Ansicht als …").click()
    axe(page)
    page.keyboard.press("Escape")
    page.locator("summary.me-button").click()
    axe(page)
    page.goto(f"{kickoff.get_absolute_url()}tagesordnung/")
    page.get_by_role("button", name="Entfernen").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Abbrechen").click()
    page.goto("/entwicklung/bausteine/")
    page.get_by_role("link", name="Fenster öffnen").click()
    axe(page)


def style(page, selector, name):
    return page.locator(selector).first.evaluate(f"each => getComputedStyle(each).{name}")
