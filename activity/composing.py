"""Writing a mail: plain text and HTML from one set of words, to exactly one addressee."""

import re
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from activity.unsubscribing import token_for
from core.language import with_languages
from core.safe_html import in_german

SUBJECT_LENGTH = 150
SUBJECT_END = 45  # holds »– bitte antworten bis Donnerstag, 18. September 2025«, which a cut may not take


def compose(mail, notification):
    """The message of one notification; called in the recipient's language."""
    context = {
        "paragraphs": notification.paragraphs(),
        "quote": in_german(notification.quote()),
        "facts": notification.facts(),
        "button": notification.button,
        "url": absolute(url) if (url := notification.url()) else "",
        "why": notification.why,
        "essential": notification.essential,
        "target": notification.target,
        "data": notification.data,
        **notification.context(mail.recipient),
    }
    domain = urlsplit(settings.BASE_URL).hostname
    message = _message(mail, notification.subject(), notification.template, context)
    if notification.is_update and notification.is_another:
        message.extra_headers["Message-ID"] = f"<{mail.pk}.{mail.attempts}@{domain}>"
    thread = f"<{notification.thread()}@{domain}>"
    message.extra_headers |= {"References": thread, "In-Reply-To": thread}
    message.reply_to = [notification.reply_to()]
    for alternative in notification.alternatives():
        message.attach_alternative(*alternative)
    for attachment in notification.attachments():
        message.attach(*attachment)
    return message


def compose_digest(mail, notifications):
    subject = ngettext(
        "%(count)s Neuigkeit aus der Fachgruppe Smart City",
        "%(count)s Neuigkeiten aus der Fachgruppe Smart City",
        len(notifications),
    ) % {"count": len(notifications)}
    lines = [{"text": _in_one_line(each.line()), "url": absolute(each.url())} for each in notifications]
    context = {
        "lines": lines,
        "why": _("Sie haben gewählt, diese Nachrichten einmal am Tag zu erhalten."),
        "essential": False,
    }
    message = _message(mail, subject, "activity/digest", context)
    for notification in notifications:
        for attachment in notification.attachments():
            message.attach(*attachment)
    return message


def _message(mail, subject, template, context):
    account = mail.recipient is not None
    subject = _in_one_line(subject)
    unsubscribe_url = preferences_url = ""
    headers = {
        "Message-ID": f"<{mail.pk}@{urlsplit(settings.BASE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
        # All but NDR: Exchange still reports that a mail did not arrive (MS-OXCMAIL, 2.1.3.2.20).
        "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply",
    }
    if account and not context["essential"]:
        preferences_url = absolute(reverse("activity:preferences"))
        token = token_for(mail.recipient, mail.kind)
        unsubscribe_url = absolute(reverse("activity:unsubscribe", args=[token]))
        # One click without a page in between (RFC 8058).
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    context = {
        "subject": subject,
        "name": one_line(mail.recipient.get_full_name() if account else mail.name),
        "language": get_language(),
        "portal_url": absolute("/"),
        "imprint_url": absolute(reverse("imprint")),
        "contact": settings.CONTACT_EMAIL,
        "preferences_url": preferences_url,
        "unsubscribe_url": unsubscribe_url,
        **context,
    }
    # Tags of the template leave blanks at ends of lines, and empty lines where they said nothing.
    text = re.sub(r"[ \t]+\n", "\n", render_to_string(f"email/{template}.txt", context, using="text"))
    message = EmailMultiAlternatives(
        subject=shortened(str(subject)),
        body=re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.recipient.email if account else mail.address],
        reply_to=[settings.CONTACT_EMAIL],
        headers=headers,
    )
    html = with_languages(render_to_string(f"email/{template}.html", context))
    message.attach_alternative(_inliner().inline(html), "text/html")
    return message


def absolute(path) -> str:
    return path if path.startswith(("http://", "https://")) else f"{settings.BASE_URL}{path}"


def one_line(text) -> str:
    """A title cannot smuggle a header into a mail: no line breaks, no control characters."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]", " ", str(text)).split())


def _in_one_line(text):
    """The same; a text that is one line keeps what it knows of the languages in it."""
    return text if text == (line := one_line(text)) else line


def shortened(subject: str) -> str:
    """At most SUBJECT_LENGTH letters. A long title loses its middle: the day stands behind it."""
    if len(subject) <= SUBJECT_LENGTH:
        return subject
    _cut, _space, end = subject[-SUBJECT_END:].partition(" ")
    begin = subject[: SUBJECT_LENGTH - len(end) - 3]
    return f"{begin.rpartition(' ')[0] or begin} … {end or subject[-SUBJECT_END:]}"


@cache
def _inliner():
    import css_inline  # only the worker writes mails; the server's processes do without it

    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)
