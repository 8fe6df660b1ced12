"""No lost update: rows are locked before they change, and every edit says which version it began with."""

from django.utils.translation import gettext_lazy as _


class Stale(Exception):
    """Somebody else saved first. `current` is the stored row, `typed` what this person wrote."""

    message = _("Jemand anderes hat inzwischen gespeichert. Beide Texte stehen unten, keiner ist verloren.")

    def __init__(self, current, typed=None):
        super().__init__(str(self.message))
        self.current = current
        self.typed = typed


def lock(obj):
    """The same row, freshly read and locked until the transaction ends."""
    # The base manager, because an action may lock what the person at the screen does not see.
    return obj.__class__._base_manager.select_for_update().get(pk=obj.pk)


def require_version(obj, version, typed=None):
    """Raise Stale unless the edit began with the version that `obj` still has."""
    # A form that lost its version on the way counts as an old one: nothing is overwritten unseen.
    if version is None or int(version) != obj.version:
        raise Stale(obj, typed)
