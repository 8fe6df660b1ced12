"""Which files does /bereit miss? Names as they lie on the disk, nothing of what they are about."""

from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from meetings.selectors.attachments import missing_versions
from minutes.selectors.seals import missing_files


class Command(BaseCommand):
    help = "Names every attachment and every sealed file that does not lie in its folder, or not all of it."

    def handle(self, **options):
        attachments = [storages["attachments"].path(str(version.file.name)) for version in missing_versions()]
        sealed = [storages["records"].path(name) for name in missing_files()]
        for path in [*attachments, *sealed]:
            self.stdout.write(path)
        if attachments or sealed:
            raise CommandError(f"Es fehlen {len(attachments)} Anlagen und {len(sealed)} gesiegelte Dateien.")
        self.stdout.write("Es fehlt keine Datei.")
