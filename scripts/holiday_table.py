"""Writes fachgruppe/holidays.json: the holidays of Thuringia as the library `holidays` knows them.

Run it after an update of the library: tests/fachgruppe/test_holidays.py says when the table is outdated.
"""

import datetime as dt
import json
from pathlib import Path

from holidays.countries.germany import Germany

TABLE = Path(__file__).resolve().parent.parent / "fachgruppe" / "holidays.json"
YEARS = range(2000, 2101)  # as the forms take them
A_DAY = dt.timedelta(days=1)


def known(category: str, language: str) -> dict[dt.date, str]:
    return dict(sorted(Germany(subdiv="TH", years=YEARS, categories=(category,), language=language).items()))


def table() -> dict:
    public, school = known("public", "de"), known("school", "de")
    names = public | school
    english = {
        names[day]: name for day, name in (known("public", "en_US") | known("school", "en_US")).items()
    }
    return {"public": spans(public), "school": spans(school), "english": dict(sorted(english.items()))}


def spans(days: dict[dt.date, str]) -> dict[str, list]:
    """Name → its first and last days, one pair for each time."""
    found: dict[str, list] = {}
    for day, name in days.items():
        pairs = found.setdefault(name, [])
        if pairs and pairs[-1][1] == (day - A_DAY).isoformat():
            pairs[-1][1] = day.isoformat()
        else:
            pairs.append([day.isoformat(), day.isoformat()])
    return found


def written() -> str:
    rows = []
    for part, names in table().items():
        lines = [f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}"
                 for name, value in names.items()]  # fmt: skip
        rows.append(f"{json.dumps(part)}: {{\n" + ",\n".join(lines) + "\n}")
    return "{" + ",\n".join(rows) + "}\n"


if __name__ == "__main__":
    TABLE.write_text(written(), encoding="utf-8")
