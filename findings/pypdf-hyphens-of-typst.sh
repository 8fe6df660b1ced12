#!/usr/bin/env bash
# Which hyphens are read out of a PDF that divides words at the end of lines.
#
# Version:   typst (Python) 0.15.2, pypdf 7.1.1, PageObject.extract_text().
# Expected:  »Smart-City« with the hyphen that was typed: the file says so by ActualText (ISO 32000-1, 14.9.4) where
#            one glyph stands for two characters, and pdftotext reads it so.
# Seen:      the glyph is read as what it was first in the file. Where a divided word comes before, every typed
#            hyphen is a soft one, and a search that drops soft hyphens finds »SmartCity« alone; where a typed hyphen
#            comes first, the ends of lines look like typed hyphens. A soft hyphen that somebody typed sticks to the
#            letter before it: every »n« of »Daten« and of the words around it is read with one.
# Output:    divided first: Smart<SHY>City, typed first: Verantwortungsge-
#            ACTUALTEXT: True, soft hyphen typed: n<SHY>icht
# Exit code: 0 while it behaves like this, 1 once it does not.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv; venv/bin/pip install -q --disable-pip-version-check typst==0.15.2 pypdf==7.1.1
cat > try.py <<'PY'
import io
import re
import sys

import typst
from pypdf import PdfReader

START = '#set text(lang: "de", hyphenate: true, kerning: false)\n#set page(width: 4.5cm, height: 12cm)\n'


def page_of(text):
    return PdfReader(io.BytesIO(typst.compile((START + text).encode(), ignore_system_fonts=True))).pages[0]


def read(page):
    return page.extract_text().replace("\u00ad", "<SHY>")


first = page_of("Verantwortungsgemeinschaften\n\nSmart-City")
typed = page_of("Smart-City\n\nVerantwortungsgemeinschaften")
soft = page_of('Date#"n\u00ad"schutz nicht')
actual = b"/ActualText" in first.get_contents().get_data()
line = next(line for line in read(typed).split("\n") if line.startswith("Verant"))
word = re.search(r"\S*icht", read(soft))
seen = (
    f"divided first: {read(first).split()[-1]}, typed first: {line}\n"
    f"ACTUALTEXT: {actual}, soft hyphen typed: {word[0]}"
)
print(seen)
sys.exit(seen != "divided first: Smart<SHY>City, typed first: Verantwortungsge-\nACTUALTEXT: True, soft hyphen typed: n<SHY>icht")
PY
venv/bin/python try.py
