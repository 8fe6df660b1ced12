#!/usr/bin/env bash
# Whether a PDF/A file passes its check should not depend on the last byte of a compressed stream.
#
# Version:   page-validation 0.11.0 (profile 2a) on files of typst (Python) 0.15.2 with pdf_standards=["a-2a"].
# Expected:  no failure. /Length is the number of bytes of the stream; one end of line follows before »endstream« and
#            does not count (ISO 32000-1, 7.3.8.1; ISO 19005-2, 6.1.7.1).
# Seen:      when the compressed bytes happen to end with 0D, the check takes that byte and the line feed behind it
#            for one end of line, counts a byte less and reports PDFA2A-STREAM-LENGTH-001. About one file in a
#            hundred with the same typesetting and another text is hit.
# Output:    length is right: True, reported: ['PDFA2A-STREAM-LENGTH-001']
# Exit code: 0 while it behaves like this, 1 once it does not.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv; venv/bin/pip install -q --disable-pip-version-check page-validation==0.11.0 typst==0.15.2
cat > try.py <<'PY'
import datetime as dt
import re
import sys

import page
import typst

STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")


def file_with(text):
    source = f'#set document(title: "T")\n#set text(lang: "de")\n= Titel\n{text}'
    return typst.compile(
        source.encode(), ignore_system_fonts=True, pdf_standards=["a-2a"], timestamp=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    )


def ends(pdf):
    return [one.end() + int(one[1]) for one in STREAM.finditer(pdf)]


pdf = next(
    pdf for pdf in map(file_with, map(str, range(2000))) if any(pdf[end - 1 : end] == b"\r" for end in ends(pdf))
)
right = all(pdf[end:].startswith(b"\nendstream") for end in ends(pdf))
reported = [failure.rule_id for failure in page.validate_pdf_bytes(pdf, profile="2a").failures]
seen = f"length is right: {right}, reported: {reported}"
print(seen)
sys.exit(seen != "length is right: True, reported: ['PDFA2A-STREAM-LENGTH-001']")
PY
venv/bin/python try.py
