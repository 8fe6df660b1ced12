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
DOCTYPE = re.compile(r"\s*<!doctype html>", re.I)


def problems_of(text: str) -> list[str]:
    """Sentences about everything that is wrong; a text without a doctype is taken as a fragment."""
    is_page = bool(DOCTYPE.match(text))
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text) if is_page else parser.parseFragment(text)
    found = [f"line {line}: {kind} {data}" for (line, _column), kind, data in parser.errors]
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    parents = {child: parent for parent in tree.iter() for child in parent}
    found += [*ids_are_unique(elements), *inline_code(elements), *nesting(elements, parents)]
    found += [*controls_have_names(elements, parents), *links_and_buttons_have_names(elements, parents)]
    found += [*groups_have_names(elements), *tables_have_headers(elements)]
    if is_page:
        found += [*references_lead_somewhere(elements), *headings_are_in_order(elements), *frame(elements)]
    return found


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
