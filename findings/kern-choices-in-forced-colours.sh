#!/usr/bin/env bash
# Radio buttons and the arrow of selects of KERN, where somebody uses the contrast colours of Windows.
#
# Version:   @kern-ux/native 2.7.2; seen with playwright 1.65.2 and a Chromium of 2026 (CHROMIUM names it).
# Expected:  with forced colours a chosen radio button looks different from one that is not chosen, as a checkbox
#            does, and a select shows its arrow on light grounds, too (WCAG 1.4.11, 4.1.2).
# Seen:      the dot of a radio is a background-color, which forced colours take away: chosen and not chosen are
#            the same picture. The arrow of a select is always white: on a light ground it is not there.
# Output:    radio: same, checkbox: different, arrow: oklch(1 0 0) on rgb(255, 255, 255)
# Exit code: 0 while it behaves like this, 1 once it does not.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm pack --silent @kern-ux/native@2.7.2 > /dev/null; tar xzf ./*.tgz
python3 -m venv venv; venv/bin/pip install -q --disable-pip-version-check playwright==1.65.2
cat > try.py <<'PY'
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

STYLE = next(Path("package/dist").glob("kern.min.css"), Path("package/dist/kern.css"))
PAGE = f"""<!doctype html><html data-kern-theme="light"><link rel="stylesheet" href="{STYLE}">
<input class="kern-form-check__radio" type="radio"><input class="kern-form-check__checkbox" type="checkbox">
<div class="kern-form-input__select-wrapper"><select class="kern-form-input__select"><option>1</select></div>"""
ARROW = "e => [getComputedStyle(e, '::after').backgroundColor, getComputedStyle(document.body).backgroundColor]"

Path("page.html").write_text(PAGE)
with sync_playwright() as player:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    page = browser.new_page(forced_colors="active", color_scheme="light")
    page.goto(Path("page.html").absolute().as_uri())
    seen = {}
    for kind in ("radio", "checkbox"):
        pictures = set()
        for state in ("false", "true"):
            page.locator(f"[type={kind}]").evaluate(f"each => {{ each.checked = {state} }}")
            pictures.add(page.screenshot())
        seen[kind] = "different" if len(pictures) == 2 else "same"
    seen["arrow"] = " on ".join(page.locator(".kern-form-input__select-wrapper").evaluate(ARROW))
    browser.close()
print(", ".join(f"{kind}: {what}" for kind, what in seen.items()))
white = "rgb(255, 255, 255)"
arrow = seen["arrow"].replace("oklch(1 0 0)", white)
sys.exit((seen["radio"], seen["checkbox"], arrow) != ("same", "different", f"{white} on {white}"))
PY
venv/bin/python try.py
