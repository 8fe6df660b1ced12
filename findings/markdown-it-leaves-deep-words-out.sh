#!/usr/bin/env bash
# Words in quotations or lists that stand deep inside each other.
#
# Version:   markdown-it-py 4.3.0, the presets "commonmark" and "gfm-like".
# Expected:  every word is shown; CommonMark knows no limit, and a limit would leave the marks as text.
# Seen:      from the twentieth level on the words are left out, without a sign: an answer of an answer of an answer
#            in a mail, quoted with »>« each time, ends with an empty frame; of a list the tenth level is empty.
#            The option is called maxNesting; the preset "default" has 100.
# Output:    commonmark 19: shown, 20: gone; gfm-like 19: shown, 20: gone; default 99: shown, 100: gone; list 9: shown, 10: gone
# Exit code: 0 while it behaves like this, 1 once it does not.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv; venv/bin/pip install -q --disable-pip-version-check markdown-it-py==4.3.0 linkify-it-py==2.2.0
cat > try.py <<'PY'
import sys

from markdown_it import MarkdownIt


def said(preset, text):
    return "shown" if "Wort" in MarkdownIt(preset).render(text) else "gone"


seen = [
    f"{preset} {deep}: {said(preset, '> ' * deep + 'Wort')}, {deep + 1}: {said(preset, '> ' * (deep + 1) + 'Wort')}"
    for preset, deep in (("commonmark", 19), ("gfm-like", 19), ("default", 99))
]
lists = [f"{deep}: {said('commonmark', '- ' * deep + 'Wort')}" for deep in (9, 10)]
line = "; ".join([*seen, f"list {', '.join(lists)}"])
print(line)
sys.exit(line != (
    "commonmark 19: shown, 20: gone; gfm-like 19: shown, 20: gone; default 99: shown, 100: gone; "
    "list 9: shown, 10: gone"
))
PY
venv/bin/python try.py
