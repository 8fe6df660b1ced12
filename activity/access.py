from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny


def can_read_events(user) -> Verdict:
    viewer = getattr(user, "viewer", None)
    if viewer is None or not viewer.is_admin:
        return deny(_("Nur Admins können die Vorgänge lesen."))
    return ALLOWED
