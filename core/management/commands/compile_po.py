"""Build the .mo files from the .po files, without the gettext programs."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compiles the translations; files that are up to date are left alone."

    def handle(self, verbosity: int, **options):
        for folder in map(Path, settings.LOCALE_PATHS):
            for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
                if compile_if_older(source) and verbosity:
                    self.stdout.write(f"{source.relative_to(folder)} übersetzt")


def compile_if_older(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    # Two starts at the same time must not read half a file.
    half = target.with_suffix(f".{id(source)}.tmp")
    polib.pofile(str(source)).save_as_mofile(str(half))
    half.replace(target)
    return True
