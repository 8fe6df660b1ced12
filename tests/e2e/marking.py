"""Marking words of the minutes with the mouse."""

from playwright.sync_api import expect

# Where some words of the first section stand on the screen: the middle of their first and last character.
SPOT = """words => {
  const prose = document.querySelector(".item > .prose");
  const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
    const boxes = [...range.getClientRects()];
    const [first, last] = [boxes[0], boxes.at(-1)];
    return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
  }
}"""


def spot(page, words):
    """Once the letters are there and stand still: the page's script may still be marking other words."""
    page.evaluate("document.fonts.ready")
    place = None
    for _look in range(100):
        before, place = place, page.evaluate(SPOT, words)
        if place and place == before:
            return place
        page.wait_for_timeout(100)
    raise AssertionError(f"»{words}« does not stand still in the first section: {place}")


def mark(page, words):
    """Drag the mouse from the first to the last character."""
    x, y, to_x, to_y = spot(page, words)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=4)
    page.mouse.up()
    tools = page.get_by_role("group", name="Zur markierten Stelle")
    expect(tools).to_be_visible()
    return tools
