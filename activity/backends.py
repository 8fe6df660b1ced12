"""The mail server of the demonstration: keeps every mail and sends none."""

from django.core.mail.backends.base import BaseEmailBackend

from activity.models import KeptMail

SHOWN_HEADERS = ("Message-ID", "References", "Auto-Submitted", "List-Unsubscribe", "Reply-To")


class KeepingBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        for message in email_messages:
            sent = message.message()
            parts = getattr(message, "alternatives", ())
            KeptMail.objects.create(
                to=", ".join(message.recipients())[:320],
                subject=message.subject[:300],
                text=message.body,
                html=next((part.content for part in parts if "html" in part.mimetype), ""),
                headers={name: str(sent[name]) for name in SHOWN_HEADERS if sent[name]},
            )
        return len(email_messages)
