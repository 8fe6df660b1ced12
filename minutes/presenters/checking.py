"""The result of the check as one reader may know it: everybody sees the chain, few see what it is about."""

import datetime as dt
import threading
from collections import defaultdict
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activity.models import JobRun
from core import dates
from meetings.access.people import writes_minutes
from members.viewers import viewer_for
from minutes.enums import SealKind
from minutes.models import Minutes
from minutes.presenters.verification import Checked, verify

JOB = "minutes.verify_records"


class Link(NamedTuple):
    position: int
    name: str
    url: str
    kind: str
    day: str
    digest: str
    findings: list


class Shown(NamedTuple):
    links: list
    others: list  # findings that belong to no link
    is_fine: bool
    when: str
    last_run: str


class _Latest:
    """The newest result of this process. Reading the page often is no work: one looks, the others get it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.at: dt.datetime | None = None
        self.checked = Checked([], [])

    def get(self) -> tuple[dt.datetime, Checked]:
        with self.lock:
            now = timezone.now()
            age = (now - self.at).total_seconds() if self.at else None
            if age is None or not 0 <= age < settings.RECORDS_CHECKED_EVERY:
                self.checked, self.at = verify(), now
            assert self.at is not None
            return self.at, self.checked


# Findings are sentences, so each language has a result of its own.
_latest: dict[str, _Latest] = defaultdict(_Latest)


def shown_to(user) -> Shown:
    at, checked = _latest[get_language() or settings.LANGUAGE_CODE].get()
    viewer = viewer_for(user)
    rows = Minutes.objects.visible_to(viewer).select_related("meeting")
    visible = {row.pk: row for row in rows.filter(pk__in={seal.minutes_id for seal in checked.seals})}
    wrong = [finding for finding in checked.findings if not finding.is_hint]
    links = []
    for seal in reversed(checked.seals):
        minutes = visible.get(seal.minutes_id)
        found = [finding for finding in wrong if finding.position == seal.position]
        links.append(
            Link(
                position=seal.position,
                name=minutes.meeting.name if minutes else _("nichtöffentliches Protokoll"),
                url=minutes.get_absolute_url() if minutes else "",
                kind=str(SealKind(seal.kind).label) if seal.kind in SealKind.values else "",
                day=dates.day(seal.sealed_at),
                digest=seal.digest,
                findings=_words(found, minutes, viewer),
            )
        )
    placed = {seal.position for seal in checked.seals}
    others = [finding.sentence for finding in wrong if finding.position not in placed]
    last = JobRun.objects.filter(name=JOB).values_list("last_at", flat=True).first()
    return Shown(
        links=links,
        others=list(dict.fromkeys(others)),
        is_fine=not wrong,
        when=f"{dates.stamp(at)}",
        last_run=dates.stamp(last) if last else "",
    )


def _words(findings, minutes, viewer):
    """Those who write the minutes read what differs; others that something does."""
    if minutes is not None and writes_minutes(viewer, minutes.meeting):
        return [str(finding) for finding in findings]
    if minutes is not None:
        return list(dict.fromkeys(finding.sentence for finding in findings))
    positions = {finding.position for finding in findings}
    return [_("Siegel %(n)s: Die Prüfung fand eine Abweichung.") % {"n": position} for position in positions]
