"""The public rendition before it is public: what everybody would read, what is left out, who is named."""

import hashlib
import re
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.language import for_the_record
from core.markdown import words_of
from core.names import bare
from core.safe_html import strung
from meetings.models import Attendance
from members.audience import label as audience_label
from members.models import Organisation, Person
from members.viewers import ANONYMOUS
from minutes.models import MinutesSection, SectionComment
from minutes.presenters.page import page_of
from minutes.selectors.page import minutes_for_page
from minutes.selectors.people import mask_of
from outcomes.models import ActionItem, Decision

# »Frau Dr. Muster«, »Herrn van Beispiel«
ADDRESSED = re.compile(
    r"\b(?:Herrn?|Frau)\s+(?:(?:Dr|Prof|Dipl)\.(?:-Ing\.)?\s+)*(?:(?:von|van|zu|de)\s+)*[A-ZÄÖÜ][\w-]+"
)
AROUND = 30


class Named(NamedTuple):
    name: str
    where: str
    quote: str


class Preview(NamedTuple):
    page: object
    left_out: list
    names: list
    seen: str


def preview_of(minutes) -> Preview:
    minutes = minutes_for_page(minutes.pk)
    page = page_of(minutes, ANONYMOUS, before_publishing=True)
    return Preview(page, left_out(minutes, page), names_in(minutes, page), fingerprint(minutes))


def fingerprint(minutes) -> str:
    """Changes whenever the public would read something else; in whatever language one looks."""
    minutes = minutes_for_page(minutes.pk)
    with for_the_record():
        page = page_of(minutes, ANONYMOUS, before_publishing=True)
        parts = [str(minutes), *page.meta, minutes.source_url, str(page.seal)]
        parts += [html for _key, html in page.passages]
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


# --- left out ---------------------------------------------------------------------------------------------


def left_out(minutes, page) -> list[str]:
    """What those who write the minutes see and the public does not. Five queries."""
    shown = {section.pk for section in page.sections if not section.is_gap}
    rows = MinutesSection.objects.filter(minutes=minutes).select_related(
        "minutes__meeting", "agenda_item__meeting", "agenda_item__parent"
    )
    hidden = [
        _("%(section)s (sichtbar für: %(audience)s)")
        % {"section": section, "audience": audience_label(mask_of(section))}
        for section in rows.in_order()
        if section.pk not in shown
    ]
    outcomes = sum(len(section.outcomes) for section in page.sections)
    decisions = Decision.objects.filter(meeting=minutes.meeting_id).count() - outcomes
    tasks = ActionItem.objects.filter(meeting=minutes.meeting_id).count()
    comments = SectionComment.objects.filter(section__minutes=minutes, withdrawn_at__isnull=True).count()
    present = Attendance.objects.filter(meeting=minutes.meeting_id).exclude(presence="").count()
    counted = (
        (decisions, ngettext("%(n)s Beschluss", "%(n)s Beschlüsse", decisions)),
        (tasks, ngettext("%(n)s Aufgabe", "%(n)s Aufgaben", tasks)),
        (comments, ngettext("%(n)s Kommentar", "%(n)s Kommentare", comments)),
        (present, ngettext("die Teilnahme von %(n)s Person", "die Teilnahme von %(n)s Personen", present)),
    )
    hidden += [words % {"n": number} for number, words in counted if number > 0]
    # Neither is ever public, so there is nothing to count.
    return [*hidden, _("wer das Protokoll geschrieben hat, Einwendungen, frühere Fassungen")]


# --- named ------------------------------------------------------------------------------------------------


def names_in(minutes, page) -> list[Named]:
    """Where the public text names people: those of the directory, guests, and whoever is addressed."""
    names = _known_names(minutes)
    found = []
    for where, text in _public_texts(page):
        patterns = filter(None, (ADDRESSED, names))
        spots = [match.span() for pattern in patterns for match in pattern.finditer(text)]
        end = 0
        # »Frau Muster« and »Muster« at the same place are one: the longer one, and what begins behind it.
        for begins, ends in sorted(spots, key=lambda spot: (spot[0], -spot[1])):
            if begins < end:
                continue
            end = ends
            first, last = max(0, begins - AROUND), min(len(text), ends + AROUND)
            quote = f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
            found.append(Named(text[begins:ends], where, quote))
    return found


def _public_texts(page):
    for section in page.sections:
        if not section.is_gap:
            where = strung([section.number, section.title], " ")
            yield where, section.title
            yield where, words_of(section.html)
            yield from ((where, outcome.wording) for outcome in section.outcomes)


def _known_names(minutes):
    """Full names of everybody, and the family names of those who were there."""
    attended = Attendance.objects.filter(meeting=minutes.meeting_id).select_related("person", "deputy")
    guests = [bare(name) for row in attended for name in (row.guest_name, row.deputy_name) if name]
    present = [bare(person.name) for row in attended for person in (row.person, row.deputy) if person]
    everybody = [bare(name) for name in Person.objects.values_list("name", flat=True) if " " in name.strip()]
    # A family name that is a word of an organisation (»Stadtwerke«) names nobody.
    kinds = [str(label) for label in Organisation._meta.get_field("kind").flatchoices for label in label]
    organisations = [*Organisation.objects.values_list("name", flat=True), *kinds]
    ordinary = {word for name in organisations for word in re.findall(r"\w+", name)}
    families = {name.split()[-1] for name in (*guests, *present) if " " in name.strip()}
    words = {*everybody, *guests, *(name for name in families if len(name) > 2 and name not in ordinary)}
    if not words:
        return None
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")
