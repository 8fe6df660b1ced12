"""What the pages of this app show."""

from activity.events import kind_label
from activity.models import Event, KeptMail
from core.dates import end_of_day, start_of_day


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


def event_kinds():
    """Pairs (type, German label) of the kinds of things that occur in the log."""
    types = Event.objects.order_by().values_list("target_type", flat=True).distinct()
    return sorted(((kind, kind_label(kind)) for kind in types), key=lambda pair: pair[1])


def kept_mails():
    return KeptMail.objects.order_by("-pk").defer("text", "html", "headers")
