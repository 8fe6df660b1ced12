"""The base of all mails: apps declare a kind in their notifications.py and send it from an action.

    class CommentAnswered(Notification):
        kind = "comment.answered"
        label = _("Antworten auf meine Kommentare")
        ...

    CommentAnswered(comment).to([comment.parent.author], but=by)

Only the key of the target is stored, in the transaction of the action. The worker loads the target afresh
with the recipient's own eyes (`visible_to`) and writes the mail then, in the recipient's language.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity import outbox, preferences, registry, tasks
from activity.enums import Frequency
from activity.events import require_transaction
from activity.models import OutboxMail


class Notification:
    kind: ClassVar[str] = ""
    label: ClassVar[Any] = ""
    group: ClassVar[Any] = _("Allgemein")
    why: ClassVar[Any] = _("Sie erhalten diese Nachricht als Mitglied der Fachgruppe Smart City Jena.")
    button: ClassVar[Any] = _("Im Portal öffnen")
    default: ClassVar[str] = Frequency.AT_ONCE
    essential: ClassVar[bool] = False  # cannot be switched off
    is_update: ClassVar[bool] = False  # what it says is decided when it leaves: activity.delayed
    once: ClassVar[bool] = False  # never again about the same thing, not even after it was sent
    waits: ClassVar[dt.timedelta] = dt.timedelta()  # what changes in this time goes out in the same mail
    secret: ClassVar[bool] = False  # its data (a code) is forgotten once the mail is gone; goes first
    template: ClassVar[str] = "activity/message"  # templates/email/<template>.txt and .html

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.__dict__.get("kind"):
            registry.register(cls)

    def __init__(self, target=None, *, dedupe="", **data):
        self.target = target
        self.address = ""  # of somebody without an account
        self.data = data
        self.dedupe = dedupe
        self.target_type = target._meta.label_lower if target is not None else ""
        self.target_id = target.pk if target is not None else None

    # --- queueing: in the action -------------------------------------------------------------------------

    def to(self, users: Iterable, but: Any = None) -> list:
        """Queue one mail for each of `users`, never to those in `but` (a user or several)."""
        require_transaction(f"{type(self).__name__}.to()")
        people = addressees(users, but)
        frequency = preferences.frequencies(type(self), people)
        wanting = [user for user in people if frequency[user.pk] != Frequency.NEVER]
        return self._queue(
            (f"u{user.pk}", {"recipient": user, "frequency": frequency[user.pk]}) for user in wanting
        )

    def to_address(self, email: str, name: str = "", language: str = "de") -> list:
        """Queue a mail to somebody without an account."""
        return self.to_addresses([(email, name)], language)

    def to_addresses(self, people: Iterable[tuple[str, str]], language: str = "de") -> list:
        """Queue one mail for each (address, name) without an account."""
        require_transaction(f"{type(self).__name__}.to_addresses()")
        return self._queue(
            (email.lower(), {"address": email, "name": name, "language": language}) for email, name in people
        )

    def _queue(self, addressed: Iterable[tuple[str, dict]]) -> list:
        """Store a mail for each (key of the addressee, columns) that does not wait already."""
        mails = []
        for key, columns in addressed:
            if columns.get("frequency") == Frequency.DAILY:
                columns["next_try_at"] = outbox.next_digest()
            elif self.waits:
                columns["next_try_at"] = timezone.now() + self.waits
            # A newer code must not be swallowed by an older one that still waits: secrets have no key.
            dedupe = None if self.secret else f"{self.kind}:{self.target_id}:{self.dedupe}:{key}"[:250]
            mails.append(
                OutboxMail(
                    kind=self.kind,
                    target_type=self.target_type,
                    target_id=self.target_id,
                    data=self.data,
                    dedupe_key=dedupe,
                    **columns,
                )
            )
        stored = outbox.put(mails) if mails else []
        at_once = [mail for mail in stored if mail.frequency == Frequency.AT_ONCE]
        tasks.send_soon(at_once, first=self.secret, after=self.waits)
        return stored

    # --- writing: in the worker, in the recipient's language ----------------------------------------------

    @classmethod
    def restored(cls, mail: OutboxMail, recipient):
        """The notification of a queued row, or None when the recipient may not see its target any more."""
        notification = cls(**mail.data)
        notification.address = mail.address
        notification.target_type, notification.target_id = mail.target_type, mail.target_id
        notification.target = notification.load(recipient)
        return notification if notification.target is not None else None

    def load(self, recipient) -> Any:
        """The target as the recipient may see it now. None: the mail is not sent."""
        model = apps.get_model(self.target_type)
        return model._default_manager.visible_to(recipient).filter(pk=self.target_id).first()

    def subject(self) -> str:
        return str(self.label)

    def paragraphs(self) -> list:
        """The message in whole sentences; plain text."""
        return []

    def quote(self) -> str:
        """Words of somebody else, set off from ours; plain text."""
        return ""

    def facts(self) -> list:
        """Pairs such as (»Beginn«, »14:00 Uhr«)."""
        return []

    def url(self) -> str:
        """Where the one button leads; a path, made absolute by the mail."""
        return self.target.get_absolute_url()

    def reply_to(self) -> str:
        """Who reads an answer to the mail."""
        return settings.CONTACT_EMAIL

    def thread(self) -> str:
        """Mails of the same thread stand together in the reader's mail program."""
        return f"{self.target_type}.{self.target_id}"

    def line(self) -> str:
        """What the daily digest says of it."""
        return self.subject()

    def context(self, recipient) -> dict:
        """More for templates of one's own."""
        return {}

    def attachments(self) -> list:
        """Triples (file name, content, MIME type)."""
        return []

    def alternatives(self) -> list:
        """Pairs (content, MIME type): the same message once more, for programs that understand it better."""
        return []


def addressees(users, but=None) -> list:
    """Active people with an address, each once, without those in `but` (one of them or several)."""
    if but is None:
        but = []
    excluded = {user.pk for user in ([but] if hasattr(but, "pk") else but)}
    people = {user.pk: user for user in users if user.is_active and user.email}
    return [user for key, user in people.items() if key not in excluded]
