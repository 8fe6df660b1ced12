"""Runs alone: data of a paper in, PDF out. Knows neither Django nor any of our modules.

Called as `python -I typst.py TEMPLATES FONTS SECONDS`.
"""

import datetime as dt
import json
import resource
import sys

GIGABYTE = 1 << 30


def main(templates, fonts, seconds):
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 5))
    resource.setrlimit(resource.RLIMIT_AS, (4 * GIGABYTE, 4 * GIGABYTE))
    import typst

    data = sys.stdin.buffer.read().decode()
    told = json.loads(data)["moment"]
    moment = dt.datetime.fromisoformat(told) if told else dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    pdf = typst.compile(
        f"{templates}/paper.typ", format="pdf", root=templates, font_paths=[fonts],
        ignore_system_fonts=True, pdf_standards=["a-2a", "ua-1"], timestamp=moment.astimezone(dt.UTC),
        sys_inputs={"data": data},
    )  # fmt: skip
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main(*sys.argv[1:])
