"""Load what every request needs before the server forks: first answers are quick, and memory is shared."""

import gc
from pathlib import Path

from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

# Forms, confirmations and administration load with their first reader: all templates together would be nine
# megabytes in every process.
READ_BY_MANY = (
    "base.html",
    "503.html",  # not to be looked for on a disk that does not answer
    "components/*.html",
    "pages/*.html",
    "pages/*/*.html",
    "*/list.html",
    "*/detail.html",
    "*/rows.html",
    "comments/thread.html",
    "comments/comment.html",
    "meetings/agenda/line.html",
    "meetings/agenda/rows.html",
    "meetings/attachment_list.html",
    "minutes/detail/passage.html",
    "minutes/threads/list.html",
    "minutes/detail/outcome.html",
    "outcomes/tasks.html",
    "outcomes/decisions.html",
)


def warm_up() -> None:
    """Opens no connection to the database: those must belong to one process each."""
    get_resolver().reverse_dict  # noqa: B018 - looking builds the table of addresses
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Start")
    folder = Path(settings.BASE_DIR, "templates")
    if folder in settings.TEMPLATES[0]["DIRS"]:
        for path in sorted({path for pattern in READ_BY_MANY for path in folder.glob(pattern)}):
            try:
                get_template(str(path.relative_to(folder)))
            except (TemplateDoesNotExist, TemplateSyntaxError):
                continue  # whoever asks for that page gets the error; the others are served
    # Django's queries are full of cycles: collected soon, a worker needs less memory and hardly more time.
    gc.set_threshold(200, 10, 2)
    gc.collect()
    gc.freeze()  # the collector of a worker leaves alone what all of them share
