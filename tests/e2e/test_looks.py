"""That looks at a page find what they look for, also where they have looked before."""

from .looks import DESK, Looks, resize

# Faults, each HTML at the end of the contents, how it looks, and a word of what is to be said about it.
# Those of one row do not hide each other.
FAULTS = {
    "on the desk": [
        ("<input class='planted'>", {}, ": label: "),
        ("<p class='planted'>blass</p>", {"color": "#ccc"}, ": color-contrast: "),
        ("<p class='planted dark'>dunkel</p>", {"color": "#444"}, "dark: color-contrast: "),
        ("<p>in Worten ein <a class='planted-plain' href='/'>Link</a></p>", {}, ": link-in-text-block: "),
        ("<h5>zu tief</h5>", {}, ": heading-order: "),
        ("<nav aria-label='Hauptnavigation'></nav>", {}, ": landmark-unique: "),
        ("<button class='planted'>x</button>", {"width": "9px", "height": "9px"}, ": small: BUTTON"),
        ("<div class='planted'><hr class='planted-wide'></div>", {"overflow": "auto"}, ": scrolls: DIV"),
        ("<div>breit</div>", {"width": "400px"}, " px wide on a phone"),
    ],
    "with large letters": [
        ("<div>groß</div>", {"width": "45rem"}, " px wide with letters of twice the size")
    ],
    "on a phone": [("<h3 class='planted-desk'>da</h3><h4>dort</h4>", {}, "phone: heading-order: ")],
    "while it comes": [("<p>springt</p>", {"--while-coming": "monospace"}, ": jumps by ")],
}
STYLES = [
    "@media (width < 30rem) { .planted-desk { display: none } }",
    ".planted-wide { width: 2000px }",
    ".planted-plain { color: #300 !important; text-decoration: none !important }",
]
PLANT = """([faults, styles]) => {
  const main = document.querySelector("main"), [sheet] = document.styleSheets;
  styles.forEach((rule) => sheet.insertRule(rule, sheet.cssRules.length));
  for (const [html, style] of faults) {
    main.insertAdjacentHTML("beforeend", html);
    for (const [name, value] of Object.entries(style)) {
      const where = name.startsWith("--") ? document.documentElement : main.lastElementChild;
      where.style.setProperty(name, value);
    }
  }
}"""


def test_what_is_wrong_is_found_where_nothing_was_before(window_of):
    claimed: set = set()
    looks = Looks(lambda *what: not (what in claimed or claimed.add(what)))
    page = window_of()
    page.goto("/barrierefreiheit/")
    assert looks.over(page, wholly=True, comes=True) == []
    silent = []
    for faults in FAULTS.values():
        resize(page, DESK)
        page.reload()
        page.evaluate(PLANT, [[fault[:2] for fault in faults], STYLES])
        found = looks.over(page, wholly=True, comes=True)
        silent += [words for *_, words in faults if not any(words in problem for problem in found)]
    assert silent == []
