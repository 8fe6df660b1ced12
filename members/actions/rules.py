from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import require
from core.locking import lock, require_version
from core.validity import require_valid
from members.access import can_change_rules
from members.actions.saving import changes_of, save_changes
from members.models import GroupRules

REMINDER_TOO_EARLY = _("Die Erinnerung muss weniger Tage vor dem Ende liegen, als der Umlauf dauert.")


@transaction.atomic
def change_rules(*, version, by, **fields) -> GroupRules:
    # What the group agreed about its own work. The row comes into being with the first change.
    require(can_change_rules(by))
    # The row is made before it is locked, so that two first changes wait for each other as well.
    rules = lock(GroupRules.objects.get_or_create(only=True)[0])
    changed = changes_of(rules, fields)
    if not changed:
        return rules
    require_version(rules, version, fields)
    require_valid(GroupRules(**fields), *fields)
    days = {name: fields.get(name, getattr(rules, name)) for name in ("reminder_days", "circulation_days")}
    if days["reminder_days"] >= days["circulation_days"]:
        raise ValidationError({"reminder_days": REMINDER_TOO_EARLY})
    save_changes(rules, fields)
    record("members.rules_changed", actor=by, target=rules, data={"changes": changed})
    return rules
