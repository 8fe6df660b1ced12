"""The way back to an earlier state of a draft."""

from core.forms import KernForm, RevisionField


class RestoreForm(KernForm):
    """One button; the version says which texts the person saw before pressing it."""

    no_error_summary = True
    somebody_wrote = False
    version = RevisionField()
