"""What is attached to the coming meeting of each copy in tests/world.py."""

import hashlib

from django.core.files.base import ContentFile

from meetings.models import AgendaTemplate, Attachment, AttachmentVersion

ORGANISERS = frozenset({"organiser"})


def attach(copy):
    upcoming = copy.upcoming
    copy.file = paper(upcoming, copy.say("Anlage"), copy.say("Anlagetext"), item=copy.next_item)
    again(copy.file, copy.say("Neustand"))
    old = copy.file.versions.get(number=1)
    old.name = f"{copy.say('Altstand', ORGANISERS)}.txt"
    old.save(update_fields=["name"])
    copy.world.words.pop(f"{copy.prefix}-Anlagetext")  # it was replaced
    copy.hidden_file = paper(
        upcoming, copy.say("Lückenanlage", copy.readers_of_gaps),
        copy.say("Lückenanlagetext", copy.readers_of_gaps), item=copy.next_hidden_item,
    )  # fmt: skip
    copy.link = Attachment.objects.create(
        meeting=upcoming, title=copy.say("Link"), url=f"https://example.org/{copy.say('Linkziel')}"
    )
    copy.template = AgendaTemplate.objects.create(name=copy.say("Vorlage", ORGANISERS), items=[])
    copy.gone_file = paper(
        upcoming, copy.say("Altanlage", ORGANISERS), copy.say("Altanlagetext", ORGANISERS),
        removed_at=upcoming.created_at,
    )  # fmt: skip


def paper(meeting, title, words, item=None, **fields):
    """A text file with these words."""
    attachment = Attachment.objects.create(meeting=meeting, agenda_item=item, title=title, **fields)
    again(attachment, words, name=title)
    return attachment


def again(attachment, words, name="Neu"):
    content = f"Text: {words}".encode().ljust(500)  # the size is shown, and tells no two words apart
    digest = hashlib.sha256(content).hexdigest()
    file = AttachmentVersion._meta.get_field("file").storage.save(digest, ContentFile(content))
    attachment.current = AttachmentVersion.objects.create(
        attachment=attachment, number=attachment.versions.count() + 1, file=file, name=f"{name}.txt",
        media_type="text/plain", size=len(content), sha256=digest,
    )  # fmt: skip
    attachment.save(update_fields=["current"])
