"""»@slug« in plain text becomes a link to that person, when `env["people"]` knows the slug."""

import re

# »@anna.muster«, but not the tail of an address such as post@example.org
MENTION = re.compile(r"(?<![\w.@+/-])@([A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*)")


def link_mentions(state):
    """The rule for the parser; what became a link is added to `env["mentioned"]`."""
    people = state.env.get("people")
    if not people:
        return
    for block in state.tokens:
        if block.type == "inline" and "@" in block.content:
            block.children = list(_with_mentions(block.children, people, state.env["mentioned"]))


def _with_mentions(tokens, people, found):
    in_link = 0
    for token in tokens:
        in_link += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not in_link and "@" in token.content:
            yield from _split_at_mentions(token, people, found)
        else:
            yield token


def _split_at_mentions(token, people, found):
    at = 0
    for match in MENTION.finditer(token.content):
        slug = match[1].lower()
        if slug not in people:
            continue
        name, url = people[slug]
        found.add(slug)
        yield text_like(token, token.content[at : match.start()])
        yield from link_like(token, f"@{name}", url)
        at = match.end()
    yield text_like(token, token.content[at:])


def text_like(token, content):
    return type(token)("text", "", 0, content=content, level=token.level)


def link_like(token, content, url, **attrs):
    """Tokens of a link in the place of plain text."""
    yield type(token)("link_open", "a", 1, attrs={"href": url, **attrs}, level=token.level)
    yield text_like(token, content)
    yield type(token)("link_close", "a", -1, level=token.level)
