"""»@slug« in plain text becomes a link to that person, when `env["people"]` knows the slug."""

import re

# »@anna.muster«, but not the tail of an address such as post@example.org
MENTION = re.compile(r"(?<![\w.@+/-])@([A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*)")


def link_mentions(state):
    """The rule for the parser; what became a link is added to `env["mentioned"]`."""
    people, found = state.env.get("people"), state.env.get("mentioned")

    def split(token):
        at = 0
        for match in MENTION.finditer(token.content):
            slug = match[1].lower()
            if slug in people:
                name, url = people[slug]
                found.add(slug)
                yield text_like(token, token.content[at : match.start()])
                yield from link_like(token, f"@{name}", url)
                at = match.end()
        yield text_like(token, token.content[at:])

    if people:
        replace_text(state, lambda text: "@" in text, split)


def replace_text(state, perhaps, split):
    """Put what `split` makes of a token in its place: of text outside of links, where `perhaps` says so."""
    for block in state.tokens:
        if block.type != "inline" or not perhaps(block.content):
            continue
        tokens: list = []
        in_link = 0
        for token in block.children:
            in_link += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            is_plain = token.type == "text" and not in_link and perhaps(token.content)
            tokens.extend(split(token) if is_plain else [token])
        block.children = tokens


def text_like(token, content):
    return type(token)("text", "", 0, content=content, level=token.level)


def link_like(token, content, url, **attrs):
    """Tokens of a link in the place of plain text."""
    yield type(token)("link_open", "a", 1, attrs={"href": url, **attrs}, level=token.level)
    yield text_like(token, content)
    yield type(token)("link_close", "a", -1, level=token.level)
