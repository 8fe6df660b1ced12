"""What happened and what became of the mails, in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activity import selectors
from activity.jobs import JOBS
from core.safe_html import German, phrase
from core.slugs import sort_key

SENTENCES: dict = {}  # verb → sentence with %(target)s and the names of the event's data
PLACE = re.compile(r"%\((\w+)\)s")
WORDS_OF_PEOPLE = {"reason", "name", "title", "meeting"}
MOST_NAMES = 10

# --- the audit log ----------------------------------------------------------------------------------------


def describe(sentences: Mapping):
    """Teach the log the sentences of an app."""
    SENTENCES.update(sentences)


def sentence_for(event) -> str:
    """»hat das Protokoll »…« in Umlauf gegeben«, or the bare verb while nobody described it."""
    sentence = str(SENTENCES.get(event.verb, ""))
    if not sentence:
        return phrase(_("%(verb)s: %(target)s"), verb=event.verb, target=German(event.target_label))
    # Older lines may lack what a newer sentence names: that place stays empty.
    names = dict.fromkeys(PLACE.findall(sentence), "")
    said = {name: German(event.data[name]) for name in WORDS_OF_PEOPLE & event.data.keys()}
    return phrase(sentence, **names | event.data | said | {"target": German(event.target_label)})


def changes_of(event) -> list:
    """What an edit changed, as (label of the field, old text, new text)."""
    found = []
    for name, texts in event.data.get("changes", {}).items():
        try:
            label = str(apps.get_model(event.target_type)._meta.get_field(name).verbose_name)
        except (LookupError, ValueError, FieldDoesNotExist):
            label = name  # the log outlives models and columns
        found.append((label, *texts))
    return found


def kind_label(target_type) -> str:
    """»Protokoll« for »minutes.minutes«; the bare type when the model is gone."""
    try:
        return str(apps.get_model(target_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return target_type


def event_kinds(types) -> list[tuple[str, str]]:
    """Pairs (type, German label) in the order of the labels."""
    return sorted(((kind, kind_label(kind)) for kind in types), key=lambda pair: sort_key(pair[1]))


def as_seen_by(user, events) -> list:
    """The same events; what a thing is called is told only where this reader may see the thing itself.

    An admin sees content as a member does: of the rest the log says who, when and what kind of thing.
    """
    shown = list(events)
    hidden = selectors.hidden_from(user, shown)
    for event in shown:
        if event.pk in hidden:
            event.target_label, event.data = _("nichtöffentlich"), {}
    return shown


# --- mails ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DeliveryWords:
    """How far the mails about one thing have come."""

    sentence: str  # »3 von 12 zugestellt, 2 abgelehnt: Ada Beispiel, Bea Muster; 7 warten noch«
    has_trouble: bool


def delivery_of(target) -> DeliveryWords | None:
    """None where nobody was mailed. One query. Who may know is asked by the page."""
    found = selectors.delivery_of(target)
    if found is None:
        return None
    words = [_("%(sent)s von %(all)s zugestellt") % {"sent": found.sent, "all": found.all}]
    for mails, label in ((found.refused, _("abgelehnt")), (found.failed, _("nicht zustellbar"))):
        if mails:
            names = names_of(mails)
            words.append(f"{len(names)} {label}: {listed(names)}")
    number = len(found.waiting)
    if number:
        words.append(ngettext("%(n)s wartet noch", "%(n)s warten noch", number) % {"n": number})
    # Late: some were tried already, and the mail server did not take them.
    is_late = any(mail.last_error for mail in found.waiting)
    return DeliveryWords("; ".join(words), bool(found.refused or found.failed or is_late))


def names_of(mails) -> list[str]:
    names = {mail.recipient.get_full_name() if mail.recipient else mail.name or _("Gast") for mail in mails}
    return sorted(names, key=sort_key)


def listed(names) -> str:
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    if more <= 0:
        return shown
    words = ngettext("%(names)s und eine weitere Person", "%(names)s und %(n)s weitere", more)
    return words % {"names": shown, "n": more}


def mail_trouble() -> list[str]:
    """Sentences for the admins; none while all is well. Two queries."""
    unsent = selectors.unsent_mails()
    words = []
    number = len(unsent.waiting)
    if number:
        late = ngettext(
            "Der Mailserver nimmt gerade nichts an: %(n)s Mail wartet und wird wieder versucht.",
            "Der Mailserver nimmt gerade nichts an: %(n)s Mails warten und werden wieder versucht.",
            number,
        )
        words.append(late % {"n": number})
    if unsent.refused:
        words.append(_("Abgelehnt wurden Mails an: %(names)s.") % {"names": listed(names_of(unsent.refused))})
    if unsent.failed:
        words.append(
            _("Nicht zustellbar waren Mails an: %(names)s.") % {"names": listed(names_of(unsent.failed))}
        )
    failed = selectors.failed_jobs()
    return words + [str(job.trouble) for job in JOBS if job.trouble and job.name in failed]
