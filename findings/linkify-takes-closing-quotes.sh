#!/usr/bin/env bash
# Addresses between typographic quotation marks, found by the library that Markdown parsers use for bare addresses.
#
# Version:   linkify-it-py 2.2.0.
# Expected:  the address ends before the quotation mark that closes after it, as it does before ' and " and ).
# Seen:      », “ and ” at the end become part of the address, and so does an ellipsis: the link of a German or an
#            English sentence leads nowhere. Only an address without a path ends in time. A sentence that goes on
#            without a blank becomes a link: »14.30 Uhr.Es ging« leads to http://Uhr.Es.
# Output:    »https://jena.de/a« -> https://jena.de/a« / „https://jena.de/a“ -> https://jena.de/a“ / …
# Exit code: 0 while it behaves like this, 1 once it does not.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv; venv/bin/pip install -q --disable-pip-version-check linkify-it-py==2.2.0
cat > try.py <<'PY'
import sys

from linkify_it import LinkifyIt

EXPECTED = {
    "'https://jena.de/a'": "https://jena.de/a",
    "(https://jena.de/a)": "https://jena.de/a",
    "»https://jena.de«": "https://jena.de",
    "»https://jena.de/a«": "https://jena.de/a«",
    "„https://jena.de/a“": "https://jena.de/a“",
    "“https://jena.de/a”": "https://jena.de/a”",
    "https://jena.de/a…": "https://jena.de/a…",
    "14.30 Uhr.Es ging": "http://Uhr.Es",
}
seen = {text: LinkifyIt().match(text)[0].url for text in EXPECTED}
print(" / ".join(f"{text} -> {url}" for text, url in seen.items()))
sys.exit(seen != EXPECTED)
PY
venv/bin/python try.py
