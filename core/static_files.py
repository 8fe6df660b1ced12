"""Style sheets and scripts are written for their readers; browsers get them without comments and spaces."""

import rcssmin
import rjsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

# By folder: what others made, vendor/ and what libraries bring, is served as they made it.
SHORTENERS = {"css": rcssmin.cssmin, "js": rjsmin.jsmin}


class Storage(CompressedManifestStaticFilesStorage):
    """Shortens our files once, when they are collected, before they get their names and are packed."""

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for name in paths:
                folder, _, rest = name.partition("/")
                if rest and folder in SHORTENERS:
                    with open(self.path(name), "r+", encoding="utf-8") as file:
                        short = SHORTENERS[folder](file.read())
                        file.seek(0)
                        file.write(short)
                        file.truncate()
            paths = {name: (self, name) for name in paths}
        yield from super().post_process(paths, dry_run=dry_run, **options)
