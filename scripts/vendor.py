#!/usr/bin/env python3
"""Copy the few files we serve from npm packages into static/vendor, with version, licence and sha256.

The fonts of PDFs go to templates/pdf/fonts, beside the templates that use them: nobody fetches them.

For developers, needs npm and the network:   python scripts/vendor.py
Only compare files with the manifest:         python scripts/vendor.py --check
The application itself needs neither npm nor Node: the result is committed.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from urllib.parse import unquote

STATIC = Path(__file__).resolve().parent.parent / "static"
VENDOR = STATIC / "vendor"
MANIFEST = VENDOR / "vendor.json"

FONTS = STATIC.parent / "templates" / "pdf" / "fonts"

FONT_WEIGHTS = (400, 500, 600, 700)

# name, version, licence, folder, {file in the package: our file}
PACKAGES = [
    (
        "@kern-ux/native", "2.7.2", "EUPL-1.2", "kern",
        {"dist/kern.min.css": "kern.css", "LICENSE.md": "LICENSE.md"},
    ),
    (
        "@fontsource/fira-sans", "5.3.0", "OFL-1.1", "fira-sans",
        {
            **{f"files/fira-sans-latin-{weight}-normal.woff2": f"{weight}.woff2" for weight in FONT_WEIGHTS},
            "files/fira-sans-latin-400-italic.woff2": "400-italic.woff2",
            "LICENSE": "LICENSE",
        },
    ),
    (
        "@github/markdown-toolbar-element", "2.2.3", "MIT", "markdown-toolbar",
        {"dist/index.js": "markdown-toolbar.js", "LICENSE": "LICENSE"},
    ),
    # What is pasted from Word and the like becomes Markdown; tables we write ourselves (static/js/paste.js).
    (
        "turndown", "7.2.5", "MIT", "turndown",
        {"lib/turndown.browser.es.js": "turndown.js", "LICENSE": "LICENSE"},
    ),
    ("sortablejs", "1.15.7", "MIT", "sortable", {"Sortable.min.js": "sortable.js", "LICENSE": "LICENSE"}),
]  # fmt: skip

FONT_PACKAGES = [
    (
        "@expo-google-fonts/fira-sans", "0.4.1", "OFL-1.1", "",
        {
            "400Regular/FiraSans_400Regular.ttf": "FiraSans-Regular.ttf",
            "400Regular_Italic/FiraSans_400Regular_Italic.ttf": "FiraSans-Italic.ttf",
            "600SemiBold/FiraSans_600SemiBold.ttf": "FiraSans-SemiBold.ttf",
            "600SemiBold_Italic/FiraSans_600SemiBold_Italic.ttf": "FiraSans-SemiBoldItalic.ttf",
            "LICENSE_FONT": "LICENSE-Fira-Sans",
        },
    ),
    (
        "@expo-google-fonts/fira-mono", "0.4.1", "OFL-1.1", "",
        {"400Regular/FiraMono_400Regular.ttf": "FiraMono-Regular.ttf", "LICENSE_FONT": "LICENSE-Fira-Mono"},
    ),
    # For letters and signs that Fira does not draw: Greek to Arabic, arrows, boxes, faces.
    (
        "dejavu-fonts-ttf", "2.37.3", "Bitstream-Vera", "",
        {"ttf/DejaVuSans.ttf": "DejaVuSans.ttf", "LICENSE": "LICENSE-DejaVu"},
    ),
]  # fmt: skip

# Where classes of KERN are named. What is named nowhere is left out: the first visit stays small.
APPS = (
    "activity", "comments", "core", "fachgruppe", "invitations", "meetings", "members", "minutes", "outcomes",
    "polls", "topics",
)  # fmt: skip
# What is changed: only the classes we name; only the custom properties they need, and where one has a single
# value the value itself; icons as files of their own instead of data URIs, in the colour of the text; no
# forced-colors rules for icons (white on white in light contrast themes; ours are in css/portal.css); what
# fields need in a file of its own.
KERN_NOTICE = """\
/* KERN UX 2.7.2 (@kern-ux/native), kern-ux.de, EUPL 1.2, see LICENSE.md. Changed by scripts/vendor.py. */
"""


def main():
    if "--check" in sys.argv:
        sys.exit(check())
    packages = [vendor(VENDOR, *package) for package in PACKAGES]
    write_manifest(MANIFEST, packages)
    fonts = [vendor(FONTS, *package) for package in FONT_PACKAGES]
    write_letters()
    write_manifest(FONTS / "fonts.json", fonts)


def write_manifest(manifest, packages):
    manifest.write_text(json.dumps({"packages": packages}, indent=2, ensure_ascii=False) + "\n")
    print(f"{sum(len(package['files']) for package in packages)} files, manifest in {manifest.name}")


def write_letters():
    """Which letters the font has that steps in for the others, as spans."""
    from fontTools.ttLib import TTFont

    spans = []
    for code in sorted(TTFont(FONTS / "DejaVuSans.ttf").getBestCmap()):
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    (FONTS / "letters.json").write_text(json.dumps(spans, separators=(",", ":")) + "\n")


def vendor(base, name, version, licence, folder, wanted):
    target = base / folder
    target.mkdir(parents=True, exist_ok=True)
    taken = set(wanted.values())
    with tempfile.TemporaryDirectory() as temp:
        command = ["npm", "pack", "--silent", f"{name}@{version}"]
        packed = subprocess.check_output(command, cwd=temp, text=True)
        with tarfile.open(Path(temp) / packed.split()[-1]) as archive:
            for inside, ours in wanted.items():
                content = archive.extractfile(f"package/{inside}").read()
                (target / ours).write_bytes(changed(folder, ours, content))
    present = sorted(path for path in target.rglob("*") if path.is_file() and (folder or path.name in taken))
    files = {str(path.relative_to(base)): sha256(path) for path in present}
    return {"name": name, "version": version, "licence": licence, "files": files}


def changed(folder, ours, content):
    if (folder, ours) == ("kern", "kern.css"):
        return kern_subset(content.decode()).encode()
    if ours.endswith(".js"):  # the source maps are not shipped
        return re.sub(rb"\n?//# sourceMappingURL=.*\n?$", b"\n", content)
    return content


def check():
    """The names of files that differ from the manifest, or nothing."""
    wrong = [
        path for manifest in (MANIFEST, FONTS / "fonts.json")
        for package in json.loads(manifest.read_text())["packages"]
        for path, digest in package["files"].items()
        if not (manifest.parent / path).is_file() or sha256(manifest.parent / path) != digest
    ]  # fmt: skip
    return f"Differs from vendor.json: {', '.join(wrong)}" if wrong else None


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def kern_subset(css):
    css = "".join(kept_rules(icons_to_files(css.removeprefix("\ufeff").removeprefix('@charset "UTF-8";'))))
    css, forms = parted(without_unused_properties(with_values(css)))
    css, forms = (f"{KERN_NOTICE}{part}\n" for part in (css, forms))
    (VENDOR / "kern" / "forms.css").write_text(forms)
    for icon in (VENDOR / "kern" / "icons").glob("*.svg"):
        if f"icons/{icon.name}" not in css:
            icon.unlink()
    return css


def icons_to_files(css):
    """Every icon is in KERN's style sheet twice; as a file it is fetched only by pages that show it."""
    folder = VENDOR / "kern" / "icons"
    folder.mkdir(exist_ok=True)

    def to_file(match):
        svg = re.sub(r" (height|width)=''| fill='[^']*'", "", unquote(match[2]))
        (folder / f"{match[1]}.svg").write_text(svg + "\n")
        return f'.kern-icon--{match[1]}{{mask:url("icons/{match[1]}.svg") center/contain no-repeat}}'

    picture = r'-webkit-mask:url\("[^"]*"\);mask:url\("data:image/svg\+xml,([^"]*)"\)[^}]*'
    icon = rf"\.kern-icon--([\w-]+)\{{{picture}\}}"
    css = re.sub(icon, to_file, css)
    css = re.sub(r'-webkit-mask:url\("[^"]*"\)[^;]*;(?=mask:)', "", css)
    start = ".kern-icon{display:inline-block;"
    return css.replace(start, f"{start}background-color:currentColor;", 1)


def rules(css):
    """The (prelude, body) pairs of the top level; strings may hold braces only in balanced data URIs."""
    depth = start = opened = 0
    for at, char in enumerate(css):
        if char == "{":
            depth += 1
            if depth == 1:
                opened = at
        elif char == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : at]
                start = at + 1


def kept_rules(css):
    for prelude, body in rules(css):
        if prelude.startswith("@keyframes"):
            continue
        if prelude.startswith("@"):
            inner = "" if "forced-colors" in prelude and "kern-icon" in body else "".join(kept_rules(body))
            if inner:
                yield f"{prelude}{{{inner}}}"
            continue
        selectors = [selector for selector in split_selectors(prelude) if is_kept(selector)]
        if selectors and body:
            yield f"{','.join(selectors)}{{{body}}}"


def split_selectors(prelude):
    return re.split(r",(?![^(]*\))", prelude)


def is_kept(selector):
    needed = re.sub(r":(is|not)\([^()]*\)", "", selector)  # any of these is enough, or none
    return all(is_named(name) for name in re.findall(r"\.(kern-[\w-]+)", needed))


def is_named(name):
    """Whether our sources name the class, or its parts: "kern-icon--{name}" here and "check" there."""
    words, strings = named()
    start, _, variant = name.rpartition("--")
    return name in words or (f"{start}--" in words and variant in strings)


@cache
def named():
    text = "".join(path.read_text() for path in sources())
    return set(re.findall(r"[\w-]+", text)), set(re.findall(r"""["']([\w-]+)["']""", text))


def sources():
    root = STATIC.parent
    yield from (root / "templates").rglob("*.html")
    yield from (path for app in APPS for path in (root / app).rglob("*.py") if "migrations" not in path.parts)
    yield from [*(STATIC / "js").glob("*.js"), *(STATIC / "css").glob("*.css")]


DECLARED = re.compile(r"(--kern-[\w-]+)\s*:\s*([^;}]*)")


@cache
def own_styles():
    return "".join(path.read_text() for path in (STATIC / "css").glob("*.css"))


def with_values(css):
    """Write the value instead of its name where a custom property has one value whatever theme and width.

    KERN leads through several names to most values; a third of the style sheet is names. What our own style
    sheets declare anew stays a name.
    """
    ours = {name for name, _value in DECLARED.findall(own_styles())}
    values = {}
    for name, value in DECLARED.findall(css):
        values.setdefault(name, set()).add(value.strip())
    only = {name: found.pop() for name, found in values.items() if len(found) == 1 and name not in ours}
    before = None
    while css != before:
        before = css
        css = re.sub(r"var\((--kern-[\w-]+)(?:, [^()]*)?\)", lambda m: only.get(m[1], m[0]), css)
    return css


FORM = re.compile(r"\.kern-(form|fieldset|input-group|error)|^textarea")


def parted(css):
    """The rules of every page, and those of fields: a page that has none at first can fetch them later."""
    pages, forms = [], []
    for prelude, body in rules(css):
        if prelude.startswith("@"):
            for part, inner in zip((pages, forms), parted(body), strict=True):
                part.append(f"{prelude}{{{inner}}}" if inner else "")
        else:
            of_forms = all(FORM.search(selector) for selector in split_selectors(prelude))
            (forms if of_forms else pages).append(f"{prelude}{{{body}}}")
    return "".join(pages), "".join(forms)


def without_unused_properties(css):
    """Drop custom properties that neither the kept rules nor our own style sheets reach."""
    used = set(re.findall(r"var\((--kern-[\w-]+)", DECLARED.sub("", css) + own_styles()))
    values = {}
    for name, value in DECLARED.findall(css):
        values.setdefault(name, set()).update(re.findall(r"var\((--kern-[\w-]+)", value))
    waiting = list(used)
    while waiting:
        for name in values.get(waiting.pop(), ()):
            if name not in used:
                used.add(name)
                waiting.append(name)
    css = re.sub(r"(--kern-[\w-]+)\s*:\s*([^;}]*);?", lambda m: m[0] if m[1] in used else "", css)
    css = re.sub(r"var\((--kern-[\w-]+), [^()]*\)", lambda m: f"var({m[1]})" if m[1] in values else m[0], css)
    return re.sub(r"[^{}]+\{\}", "", css).replace(";}", "}")


if __name__ == "__main__":
    main()
