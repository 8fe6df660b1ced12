"""Somebody without a mouse: goes on with Tab, acts with Enter, types, and must always see where they are."""

from playwright.sync_api import expect

# What is wrong with the focus as it is now; nothing when all is well.
PROBLEM = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "nothing has the focus";
  const box = element.getBoundingClientRect();
  if (!box.width || !box.height) return "what has the focus is not to be seen";
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth)
    return "what has the focus is outside of the window";
  const isMarked = (style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  // The browser marks the parts of its own date and time controls itself.
  if (element.matches("input[type=date], input[type=time]") && element.matches(":focus-within")) return "";
  const places = [[element], [element, "::before"], [element, "::after"]];
  const marked = places.some((place) => isMarked(getComputedStyle(...place)));
  return marked && element.matches(":focus-visible") ? "" : "what has the focus is not marked";
}"""
# Whether something else lies over what has the focus, as a fixed bar would.
COVERED = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 40), 1), innerWidth - 1);
  const middle = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const y = Math.min(Math.max(middle, 1), innerHeight - 1);
  const above = document.elementFromPoint(x, y);
  return Boolean(above) && !element.contains(above) && !above.contains(element) ? "covered" : "";
}"""
# A journey asks this hundreds of times: all at once.
STOP = f"""target => {{
  const problem = ({PROBLEM})() || ({COVERED})();
  return {{
    problem: problem && `${{location}}: ${{problem}}: ${{document.activeElement?.outerHTML.slice(0, 160)}}`,
    isThere: target === document.activeElement,
    isGone: target && !target.isConnected,
  }};
}}"""


class Keys:
    def __init__(self, page, most=150):
        self.page, self.most = page, most

    def go_to(self, target, key="Tab"):
        """Tab on until `target` has the focus; each stop on the way is visible."""
        expect(target).to_be_visible()
        element = target.element_handle()
        for _step in range(self.most):
            self.page.keyboard.press(key)
            stop = self.sees_where(element)
            if stop["isGone"]:  # the page has put another in its place
                element = target.element_handle()
                stop = self.sees_where(element)
            if stop["isThere"]:
                return
        raise AssertionError(f"{target} cannot be reached with {key}")

    def back_to(self, target):
        self.go_to(target, key="Shift+Tab")

    def press(self, target, key="Enter"):
        self.go_to(target)
        self.page.keyboard.press(key)

    def write(self, target, text):
        """Go into a field and type, in place of what stood there."""
        self.go_to(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, target, beginning):
        """In a list to choose from, typing the first letters chooses."""
        self.go_to(target)
        self.page.keyboard.type(beginning)

    def is_at(self, target):
        """The focus lands here by itself, and can be seen."""
        expect(target).to_be_focused()
        self.sees_where()

    def skip_to_content(self):
        """The first stop of every page leads past the navigation."""
        self.page.keyboard.press("Tab")
        self.is_at(self.page.get_by_role("link", name="Zum Inhalt springen"))
        self.page.keyboard.press("Enter")
        expect(self.page.locator("main")).to_be_focused()

    def sees_where(self, target=None):
        stop = self.page.evaluate(STOP, target)
        assert not stop["problem"], stop["problem"]
        return stop
