"""The words of an approval: of the TOP that asks for it, and of the decision that grants it."""

from django.utils.translation import gettext as _

from core import dates
from core.language import for_the_record


def item_title(minutes) -> str:
    """Return the title of the TOP that approves `minutes`, in the language of the record."""
    starts_at = minutes.meeting.starts_at
    with for_the_record():
        if starts_at is None:
            return _("Genehmigung eines Protokolls")
        return _("Genehmigung des Protokolls vom %(day)s") % {"day": dates.day(starts_at)}


def usual_wording(minutes) -> str:
    """Return what a meeting usually decides about `minutes`, in the language of the record."""
    meeting = minutes.meeting
    with for_the_record():
        if meeting.starts_at is None:
            return _("Das Protokoll »%(meeting)s« wird genehmigt.") % {"meeting": meeting.name}
        values = {"day": dates.day(meeting.starts_at), "number": minutes.revision_number}
        return _("Das Protokoll vom %(day)s wird in der Fassung %(number)s genehmigt.") % values
