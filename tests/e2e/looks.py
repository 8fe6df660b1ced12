"""What is wrong with a page as it stands: for eyes, fingers and keyboards, at a desk and on a phone.

What a process has looked at, none looks at again: colours of a kind of element; the frame around the
contents, in the same words; what a phone shows otherwise than a desk.
"""

PHONE = {"width": 320, "height": 720}
DESK = {"width": 1280, "height": 900}
STEADY = 0.05  # the sum of all shifts of a page; »good« is 0.1 (web.dev/cls)
AXE_PATH = "/static/axe.min.js"

# How far the page jumps while it comes: what did so far, and what the change to its own font makes of it.
JUMPS = """async (isNew) => {
  const seen = [];
  const observer = new PerformanceObserver((list) => seen.push(...list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: isNew });
  const frames = async () => { for (let at = 0; at < 2; at++) await new Promise(requestAnimationFrame); };
  const style = document.documentElement.style;
  await frames();
  const loading = seen.filter((shift) => !shift.hadRecentInput);
  style.setProperty("--kern-typography-font-family-fira-sans", "var(--while-coming)");
  await frames();
  observer.takeRecords();
  seen.length = 0;
  style.removeProperty("--kern-typography-font-family-fira-sans");
  await frames();
  seen.push(...observer.takeRecords());
  return [...loading, ...seen].reduce((sum, shift) => sum + shift.value, 0);
}"""
# What is to be seen and in which state, each with its parent: kinds of elements; those with letters or to
# hit; what stands around the contents, without the tokens of its forms; headings and landmarks.
KINDS = """() => {
  const says = /^(aria-|(role|type|for|open|checked|disabled|required|tabindex|title|lang)$)/;
  const states = /^(role|type|aria-(expanded|pressed|invalid|current|selected|checked))$/;
  const theme = document.documentElement.dataset.kernTheme ?? "";
  const kind = (each) => [
    each.tagName, each.className, ...each.getAttributeNames().sort().filter((name) => says.test(name))
      .map((name) => (states.test(name) ? `${name}=${each.getAttribute(name)}` : name)),
  ].join(" ");
  const pair = (each) => `${theme} ${kind(each.parentElement)} > ${kind(each)}`;
  const visible = [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility());
  const lettered = visible.filter((each) => each.matches("input, select, textarea, a, button, [tabindex]")
    || [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
  window.lettered = Object.groupBy(lettered, pair);
  window.around = [...document.body.children].filter((each) => each.localName !== "main");
  return {
    kinds: [...new Set(visible.map(pair))],
    lettered: Object.keys(window.lettered),
    around: window.around.map((each) => theme + each.outerHTML.replace(/value="\\w{64}"/g, "")),
    outline: visible.map((each) => each.getAttribute("role") ?? each.localName)
      .filter((name) => /^(h\\d|main|nav|header|footer|aside|section|form|heading|region)$/.test(name))
      .join(" "),
  };
}"""
# What a finger has to hit is 24 px high and wide, or its label is; what scrolls, the keyboard reaches.
OUT_OF_REACH = """() => {
  const seen = [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility()
    && each.getClientRects().length && !each.closest(".sr-only, .kern-sr-only, .skip"));
  const small = seen.filter((each) => each.matches("a[href], button, summary, select, textarea, input"))
    .filter((each) => [each, each.closest("label"), ...(each.labels ?? [])].every((target) => {
      const { width, height } = target?.getBoundingClientRect() ?? { width: 0, height: 0 };
      return width < 24 || height < 24;
    }));
  const stuck = seen.filter((each) => each.scrollWidth > each.clientWidth + 1
    && /auto|scroll/.test(getComputedStyle(each).overflowX) && !each.matches("input, textarea, select")
    && !(each.tabIndex >= 0 && each.matches("[aria-label], [aria-labelledby]")));
  const words = (each) => `${each.tagName} ${each.className} »${each.textContent.trim().slice(0, 40)}«`;
  return [...small.map((each) => `small: ${words(each)}`), ...stuck.map((each) => `scrolls: ${words(each)}`)];
}"""
# A page that comes is measured as it came, and then looked at with all that it can unfold.
SURVEY = f"""async ({{ comes, isNew }}) => {{
  const folded = comes ? (window.folded ??= [...document.querySelectorAll("main details:not([open])")]) : [];
  const fold = (isOpen) => folded.forEach((each) => {{ each.open = isOpen; }});
  fold(false);
  const jumps = comes ? await ({JUMPS})(isNew) : 0;
  fold(true);
  const width = document.documentElement.scrollWidth;
  return {{ jumps, width, reach: ({OUT_OF_REACH})(), ...({KINDS})() }};
}}"""

QUICKLY = {"resultTypes": ["violations"], "iframes": False, "preload": False}
OF_LETTERS = ["color-contrast", "link-in-text-block"]
COLOURS = {**QUICKLY, "runOnly": OF_LETTERS}
SIZES_TOO = {**QUICKLY, "runOnly": [*OF_LETTERS, "target-size"]}
STRUCTURE = {**QUICKLY, "rules": {rule: {"enabled": False} for rule in OF_LETTERS}}
WITH_EACH_OTHER = {**QUICKLY, "runOnly": ["landmark-unique", "accesskeys"]}  # also with what is known
# Each question is [options, kinds of letters or nothing, numbers of what is known around the contents].
RUN_AXE = """async ([path, questions]) => {
  if (!("axe" in window)) await new Promise((loaded, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src: path, onload: loaded, onerror: () => failed(new Error(path)) });
    document.head.append(script);
    script.remove();
  });
  const found = [];
  for (const [options, kinds, known] of questions) {
    const include = kinds?.flatMap((kind) => window.lettered[kind]).filter((each) => each.isConnected);
    const exclude = known.map((at) => window.around[at]);
    const where = include ? { include } : exclude.length ? { exclude } : document;
    found.push(...(await axe.run(where, options)).violations);
  }
  return found.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 5).map((node) => node.target).join(", ")}`);
}"""
# Menus open anew, as they do for somebody whose letters are large from the start.
LARGE_WIDTH = """async () => {
  const menus = [...document.querySelectorAll("details.menu[open]")];
  const unfold = async (size) => {
    document.documentElement.style.fontSize = size;
    for (const isOpen of [false, true]) {
      menus.forEach((menu) => { menu.open = isOpen; });
      if (menus.length) await new Promise(requestAnimationFrame);
    }
    if (menus.length) await new Promise(requestAnimationFrame);
  };
  await unfold("200%");
  const width = document.documentElement.scrollWidth;
  await unfold("");
  return width;
}"""


class Looks:
    """What is wrong with one page after another."""

    def __init__(self, is_first):
        self.is_first = is_first

    def over(self, page, sizes=(DESK, PHONE), *, wholly=False, comes=False):
        """In these sizes, the last of which stays; whether the page jumps, if it has just come.

        Where nothing is to be seen of a kind, or in a state, that was not looked at before, only its width
        and reach are; `wholly` it is looked at in any case.
        """
        problems, seen = [], {}
        for size in sizes:
            resize(page, size)
            survey = page.evaluate(SURVEY, {"comes": comes, "isNew": size == sizes[0]})
            seen[size["width"]] = survey
            problems += wrong_with(survey, size)
            if size == DESK:
                new = [kind for kind in survey["kinds"] if self.is_first("kind", kind)]
                wholly = bool(wholly or new)
                problems += self._at_the_desk(page, survey) if wholly else []
        if wholly and self._is_new_on_phones(seen[DESK["width"]], seen[PHONE["width"]]):
            resize(page, PHONE)
            problems += [f"phone: {wrong}" for wrong in run_axe(page, [(STRUCTURE, None, [])])]
            resize(page, sizes[-1])
        return [f"{page.url}: {problem}" for problem in problems]

    def _at_the_desk(self, page, survey):
        known = [at for at, html in enumerate(survey["around"]) if not self.is_first("around", html)]
        letters = [kind for kind in survey["lettered"] if self.is_first("letters", kind)]
        questions = [(STRUCTURE, None, known), (WITH_EACH_OTHER, None, [])]
        problems = run_axe(page, [*questions, (SIZES_TOO, letters, [])] if letters else questions)
        if letters:
            page.emulate_media(color_scheme="dark")
            problems += [f"dark: {wrong}" for wrong in run_axe(page, [(COLOURS, letters, [])])]
            page.emulate_media(color_scheme="light")
        if (wide := page.evaluate(LARGE_WIDTH)) > DESK["width"]:
            problems.append(f"{wide} px wide with letters of twice the size")
        return problems

    def _is_new_on_phones(self, desk, phone):
        """Whether a phone shows something else than a desk that was not looked at on a phone yet."""
        differs = sorted(set(desk["kinds"]) ^ set(phone["kinds"]))
        outline = phone["outline"] if phone["outline"] != desk["outline"] else ""
        return self.is_first("phone", outline, *differs)


def resize(page, size):
    if page.viewport_size != size:
        page.set_viewport_size(size)


def run_axe(page, questions):
    return page.evaluate(RUN_AXE, [AXE_PATH, questions])


def wrong_with(survey, size):
    problems = survey["reach"]
    if size == PHONE and survey["width"] > size["width"]:
        problems.append(f"{survey['width']} px wide on a phone")
    if survey["jumps"] > STEADY:
        problems.append(f"jumps by {survey['jumps']:.3f}")
    return problems


def fits_the_phone(page):
    """At 320 px nothing is wider than the window."""
    resize(page, PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    resize(page, DESK)
    assert width <= PHONE["width"], f"{page.url} is {width} px wide on a phone"
