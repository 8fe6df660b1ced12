"""What is sent where no page shows a form with it, or where its first choice stands for nothing."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from members.models import Organisation


def a_file():
    return SimpleUploadedFile("neu.txt", b"Ein anderer Text")


# Name of an address → what a copy of the world makes of the fields that the page has already.
BODIES = {
    "meetings:add_file": lambda c: {"datei-file": a_file()},
    "meetings:replace_file": lambda c: {"ersatz-file": a_file()},
    "meetings:shift_item": lambda c: {"richtung": "runter", "version": c.upcoming.agenda_version},
    "meetings:set_duration": lambda c: {"duration": 25},
    "meetings:mark": lambda c: {"presence": "PRESENT", "version": 1},
    "invitations:invite_more": lambda c: {"people": [c.outside.pk]},
    "polls:answer": lambda c: {f"option_{c.option.pk}": "YES", "version": 0},
    "polls:options": lambda c: {
        "days": ["2025-09-30"], "begins_1": "14:00", "ends_1": "16:00", "mode": "ON_SITE",
    },
    "members:add_membership": lambda c: {
        "organisation": Organisation.objects.get(name="Stadtwerke Jena").pk,
    },
    "minutes:save_section": lambda c: {"body": "Anders.", "version": 1},
    "minutes:record_line": lambda c: {
        "kind": "B", "line": "So.", "wording": "So.", "submission_key": uuid4(), "result": "CONSENSUS",
    },
    "minutes:suggest": lambda c: {
        "quote": c.section.body.split()[0], "start": 0, "revision": 2, "key": uuid4(),
        "original": c.section.body.split()[0], "replacement": "Besser",
    },
    "minutes:suggestions": lambda c: {"vorschlag": [c.suggestion.pk]},
    "minutes:correct": lambda c: {"reason": "Ein Fehler", "schritt": "berichtigen"},
    "minutes:go_to": lambda c: {"item": c.running_item.pk, "seen": c.running.spans.latest("pk").pk},
    "minutes:pause": lambda c: {"seen": c.running.spans.latest("pk").pk},
    "outcomes:record_task": lambda c: {
        "assignee_organisation": c.task.assignee_organisation_id, "due": "OPEN",
    },
    "outcomes:status": lambda c: {"verb": "CARRY_OUT"},
    "outcomes:record_decision": lambda c: {"wording": "So.", "result": "CONSENSUS"},
    "topics:support": lambda c: {"dafuer": "1"},
}  # fmt: skip
