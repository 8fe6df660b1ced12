"""All kinds of notifications, by name. Filled when the apps' notifications modules are imported."""

from core.slugs import sort_key

KINDS: dict = {}


def register(notification_class):
    known = KINDS.get(notification_class.kind)
    # A module that is loaded a second time declares the same class again.
    if known is not None and known.__qualname__ != notification_class.__qualname__:
        raise ValueError(f"Two notifications are called {notification_class.kind!r}.")
    KINDS[notification_class.kind] = notification_class


def kind_named(name):
    return KINDS.get(name)


def choosable():
    """Kinds that a person may set, by group and label."""
    kinds = [kind for kind in KINDS.values() if not kind.essential]
    return sorted(kinds, key=lambda kind: (sort_key(str(kind.group)), sort_key(str(kind.label))))


def kinds_sent_once():
    """Names of kinds that are never repeated about the same thing."""
    return [name for name, kind in KINDS.items() if kind.once]
