"""What the pages of this app show."""

from collections import defaultdict

from django.apps import apps
from django.utils.translation import gettext as _

from activity.events import kind_label
from activity.models import Event, KeptMail
from core.dates import end_of_day, start_of_day
from core.slugs import sort_key


def events(*, who="", kind="", number=None, since=None, until=None):
    """The log, newest first, narrowed to what the filter asks."""
    rows = Event.objects.newest_first()
    if who:
        rows = rows.matching_actor(who)
    if kind:
        rows = rows.of_kind(kind)
    if kind and number:
        rows = rows.filter(target_id=number)
    if since:
        rows = rows.filter(at__gte=start_of_day(since))
    if until:
        rows = rows.filter(at__lte=end_of_day(until))
    return rows


def events_about(condition):
    """Lines of the log about several things, newest first: `condition` names their types and keys."""
    return Event.objects.filter(condition).newest_first()


def as_seen_by(user, events):
    """The same events; what a thing is called is told only where this reader may see the thing itself.

    An admin sees content as a member does: of the rest the log says who, when and what kind of thing.
    """
    shown = list(events)
    if user.viewer.is_organiser:
        return shown
    visible = _visible_targets(user, shown)
    for event in shown:
        if event.target_id not in visible.get(event.target_type, (event.target_id,)):
            event.target_label, event.data = _("nichtöffentlich"), {}
    return shown


def _visible_targets(user, events):
    """Type → keys that `user` may see, for the types that are not for everybody. One query per type."""
    keys = defaultdict(set)
    for event in events:
        keys[event.target_type].add(event.target_id)
    rows = {kind: _rows_of(kind) for kind in keys}
    return {
        kind: set(found.filter(pk__in=keys[kind]).visible_to(user).values_list("pk", flat=True))
        for kind, found in rows.items()
        if hasattr(found, "visible_to")
    }


def _rows_of(kind):
    try:
        return apps.get_model(kind)._default_manager.all()
    except (LookupError, ValueError):
        return None


def event_kinds():
    """Pairs (type, German label) of the kinds of things that occur in the log."""
    types = Event.objects.order_by().values_list("target_type", flat=True).distinct()
    return sorted(((kind, kind_label(kind)) for kind in types), key=lambda pair: sort_key(pair[1]))


def kept_mails():
    return KeptMail.objects.order_by("-pk").defer("text", "html", "headers")
