"""What is wrong with a page: its syntax by the standard, and what people with assistive software need."""

import re
from itertools import pairwise

import html5lib

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "aria-errormessage",
              "aria-activedescendant", "headers", "for", "form", "list", "popovertarget")  # fmt: skip
NAMELESS = {"hidden", "submit", "button", "reset", "image"}
# The content model, where browsers quietly accept what assistive software does not.
NEVER_INSIDE = {"a": {"a", "button"}, "button": {"a", "button"}, "label": {"label"}, "form": {"form"}}
ONLY_PHRASES = {
    "span",
    "b",
    "i",
    "em",
    "strong",
    "small",
    "s",
    "label",
    "button",
    "time",
    "code",
    "p",
    *HEADINGS,
}
BLOCKS = {"details", "div", "p", "ul", "ol", "dl", "table", "form", "fieldset", "section", "article", "aside",
          "nav", "header", "footer", "blockquote", "figure", "pre", "hr", *HEADINGS}  # fmt: skip
DOCTYPE = re.compile(r"\s*<!doctype html>", re.I)


def problems_of(text: str) -> list[str]:
    """Sentences about everything that is wrong; a text without a doctype is taken as a fragment."""
    errors, elements, parents = parsed(text)
    found = [f"line {line}: {kind} {data}" for (line, _column), kind, data in errors]
    found += [*ids_are_unique(elements), *inline_code(elements), *nesting(elements, parents)]
    found += [*controls_have_names(elements, parents), *links_and_buttons_have_names(elements, parents)]
    found += [*groups_have_names(elements), *tables_have_headers(elements)]
    found += [*tables_of_people_can_be_scrolled(elements, parents), *comments_have_headings(elements)]
    found += [*questions_come_without_scripts(elements)]
    found += [*names_begin_with_what_is_seen(elements), *names_tell_apart(elements, parents)]
    if DOCTYPE.match(text):
        found += [*references_lead_somewhere(elements), *headings_are_in_order(elements), *frame(elements)]
    return found


def out_of_place(text: str) -> list[str]:
    """Of all that only what people typed brings along: tables and headings, where the page has no place."""
    _errors, elements, parents = parsed(text)
    headings = headings_are_in_order(elements) if DOCTYPE.match(text) else ()
    jumps = [problem for problem in headings if "follows on" in problem]
    return [*tables_of_people_can_be_scrolled(elements, parents), *jumps]


def parsed(text):
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text) if DOCTYPE.match(text) else parser.parseFragment(text)
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    return parser.errors, elements, {child: parent for parent in tree.iter() for child in parent}


def ids_are_unique(elements):
    seen = set()
    for element in elements:
        key = element.get("id")
        if key is not None and (key in seen or not key or " " in key):
            yield f"id »{key}« is there twice, empty or has a space"
        seen.add(key)


def inline_code(elements):
    for element in elements:
        if element.tag == "style" or "style" in element.attrib:
            yield f"inline style in {element.tag}"
        if element.tag == "script" and not element.get("src"):
            yield "inline script"
        yield from (f"{name} in {element.tag}" for name in element.attrib if name.startswith(("on", "hx-on")))
        if element.get("href", "").lower().startswith("javascript:"):
            yield "javascript: link"


def nesting(elements, parents):
    for element in elements:
        above = parents.get(element)
        while above is not None:
            if element.tag in NEVER_INSIDE.get(above.tag, ()):
                yield f"{element.tag} inside of {above.tag}"
            if above.tag in ONLY_PHRASES and element.tag in BLOCKS:
                yield f"{element.tag} inside of {above.tag}, which takes words only"
            above = parents.get(above)


# --- names ------------------------------------------------------------------------------------------------


def controls_have_names(elements, parents):
    labelled = {element.get("for") for element in elements if element.tag == "label" and text_of(element)}
    for element in elements:
        if element.tag not in ("input", "select", "textarea") or element.get("type") in NAMELESS:
            continue
        has_name = element.get("aria-label") or element.get("aria-labelledby")
        if not has_name and element.get("id") not in labelled and not is_inside(element, "label", parents):
            yield f"{element.tag} »{element.get('name')}« has no label"


def links_and_buttons_have_names(elements, parents):
    for element in elements:
        if element.tag in ("a", "button", "summary") and not (
            text_of(element) or element.get("aria-label") or element.get("aria-labelledby")
        ):
            yield f"{element.tag} without a name: {element.attrib}"
        if element.tag == "img" and element.get("alt") is None:
            yield f"img without alt: {element.get('src')}"
        if element.tag == "svg" and not element.get("aria-hidden") and not element.get("role"):
            yield "svg is neither hidden nor an image"
        if element.tag == "iframe" and not element.get("title"):
            yield "iframe without a title"


def groups_have_names(elements):
    for element in elements:
        names = element.get("aria-label") or element.get("aria-labelledby")
        legends = [child for child in element if child.tag == "legend" and text_of(child)]
        if element.tag == "fieldset" and not names and not legends:
            yield "fieldset without a legend"
        if element.tag == "dialog" and not names:
            yield "dialog without a name"
    for tag in ("nav", "aside"):
        group = [element for element in elements if element.tag == tag]
        labels = [element.get("aria-label") or element.get("aria-labelledby") for element in group]
        if len(set(labels)) < len(labels):
            yield f"several {tag} cannot be told apart: {labels}"


def tables_have_headers(elements):
    for table in elements:
        if table.tag == "table" and not any(cell.tag == "th" and cell.get("scope") for cell in table.iter()):
            yield "table without headers that say their scope"


def questions_come_without_scripts(elements):
    """What a dialog asks with scripts, a page asks without them: the form leads there."""
    for element in elements:
        if element.tag == "form" and element.get("data-confirm") and element.get("method") != "get":
            yield f"removes without a question, where there are no scripts: {element.get('action')}"


def tables_of_people_can_be_scrolled(elements, parents):
    """A table that somebody typed may be wider than the page: the keyboard gets to it, and it has a name."""
    for table in elements:
        if table.tag != "table" or not has_class_around(table, "prose", parents):
            continue
        frame = parents[table]
        if frame.get("tabindex") != "0" or not frame.get("role") or not frame.get("aria-label"):
            yield "table in a text that cannot be scrolled with the keyboard, or has no name"


def comments_have_headings(elements):
    """One jumps from comment to comment, and from answer to answer."""
    for element in elements:
        classes = element.get("class", "").split()
        if {"thread", "answer"} & set(classes) and not any(child.tag in HEADINGS for child in element.iter()):
            yield f"{classes[0]} without a heading"


def names_begin_with_what_is_seen(elements):
    """Who speaks to the machine says what they see (WCAG 2.5.3)."""
    for element in elements:
        name, seen = normal(element.get("aria-label", "")), normal(seen_text_of(element))
        if element.tag in ("a", "button", "summary") and name and not name.startswith(seen):
            yield f"»{seen}« is called »{name}«"


def names_tell_apart(elements, parents):
    """»Antworten« five times on a page tells nobody what is answered, where one hears links one by one."""
    places = {}
    for element in elements:
        name, place = normal(name_of(element)), place_of(element, parents)
        if place is None or name != normal(seen_text_of(element)) or len(name.split()) > FEW:
            continue
        if not has_class_around(element, "prose", parents):
            places.setdefault((element.tag, group_of(element, parents), name), set()).add(place)
    for (tag, _group, name), found in places.items():
        if len(found) > 1:
            yield f"{len(found)} times {tag} »{name}«: {sorted(found)[:3]}"


FEW = 3  # words that say too little to be the title of something


def group_of(element, parents):
    """Where the group is said before: radio buttons of a question, links of a filter."""
    while element is not None:
        if element.get("role") == "group" or element.tag in ("nav", "fieldset"):
            return element.get("aria-label") or element.get("aria-labelledby")
        element = parents.get(element)
    return None


def place_of(element, parents):
    """Where a link leads to, or what a button sends and where to."""
    if element.tag == "a":
        return element.get("href")
    form = parents.get(element)
    while form is not None and form.tag != "form":
        form = parents.get(form)
    if (
        element.tag != "button"
        or element.get("type") != "submit"
        or form is None
        or form.get("method") == "dialog"
    ):
        return None
    fields = [(field.get("name"), field.get("value")) for field in form.iter() if is_telling(field)]
    action = element.get("formaction") or form.get("action")
    return f"{action} {element.get('name')}={element.get('value')} {fields}"


def is_telling(element):
    ours = ("csrfmiddlewaretoken", "submission_key", "version", "weiter", "next")
    return element.get("type") == "hidden" and element.get("name") not in ours


def name_of(element):
    return element.get("aria-label") or spoken_text_of(element)


def spoken_text_of(element):
    if element.get("aria-hidden") == "true" or "hidden" in element.attrib:
        return ""
    parts = [element.text, element.get("aria-label")]
    for child in element:
        parts += [spoken_text_of(child), child.tail]
    return " ".join(filter(None, parts))


def seen_text_of(element):
    if (
        element.get("aria-hidden") == "true"
        or "hidden" in element.attrib
        or "sr-only" in element.get("class", "")
    ):
        return ""
    parts = [element.text]
    for child in element:
        parts += [seen_text_of(child), child.tail]
    return " ".join(filter(None, parts))


def normal(text):
    return " ".join(text.split()).lower()


def has_class_around(element, name, parents):
    while element is not None:
        if name in element.get("class", "").split():
            return True
        element = parents.get(element)
    return False


def is_inside(element, tag, parents):
    while element is not None:
        if element.tag == tag:
            return True
        element = parents.get(element)
    return False


def text_of(element):
    words = "".join(element.itertext()).strip()
    return words or any(child.get("alt") or child.get("aria-label") for child in element.iter())


# --- the page as a whole ----------------------------------------------------------------------------------


def references_lead_somewhere(elements):
    ids = {element.get("id") for element in elements}
    for element in elements:
        for name in REFERENCES:
            for target in (element.get(name) or "").split():
                if target not in ids:
                    yield f"{name}=»{target}« of {element.tag} leads nowhere"
        link = element.get("href") or ""
        if element.tag == "a" and link.startswith("#") and link != "#" and link[1:] not in ids:
            yield f"the link to {link} leads nowhere"


def headings_are_in_order(elements):
    levels = [int(element.tag[1]) for element in elements if element.tag in HEADINGS]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings of the first level"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} follows on h{before}"
    yield from (f"empty {e.tag}" for e in elements if e.tag in HEADINGS and not text_of(e))


def frame(elements):
    page = elements[0] if elements[0].tag == "html" else next(e for e in elements if e.tag == "html")
    if not page.get("lang"):
        yield "html without lang"
    titles = [element for element in elements if element.tag == "title"]
    if not titles or not text_of(titles[0]):
        yield "no title"
    if sum(element.tag == "main" for element in elements) != 1:
        yield "not exactly one main"
