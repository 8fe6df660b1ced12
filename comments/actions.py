"""What every commented app does the same way. The app's own action asks for the verdict, records and tells.

All run inside the transaction of that action, on rows that it has locked.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.locking import require_version
from core.markdown import mentions_in, render_with_people, require_renderable
from core.submissions import require_same_form
from core.validity import require_valid
from members.models import Person
from members.speaking import organisation_of

MAX_LENGTH = 5000


def write(model, *, body, by, key, readers, audience, may_be_empty=False, **place):
    """A new comment at `place` (its subject, and perhaps its parent): (comment, people mentioned, is new).

    `audience` is that of the whole to which the subject belongs: in it a person speaks for one organisation.
    A second click brings the same `key` and finds the comment that is already there.
    """
    known = sent_before(model, key, by, **place)
    if known:
        return known, [], False
    html, mentioned = ("", []) if may_be_empty and not body.strip() else rendered(body, readers)
    comment = model(
        author_id=by.person_id,
        organisation=organisation_of(by, audience),
        body=body,
        body_html=html,
        submission_key=key,
        **place,
    )
    try:
        with transaction.atomic():
            comment.save(force_insert=True)
    except IntegrityError:
        known = sent_before(model, key, by, **place)
        if known is None:
            raise ValidationError(_("Bitte laden Sie die Seite neu und senden Sie noch einmal.")) from None
        return known, [], False
    return comment, mentioned, True


def rewrite(comment, *, body, version, by, readers):
    """Replace the text and keep the old one. Answers with the people mentioned for the first time."""
    if body == comment.body:
        return []
    require_version(comment, version, typed=body)
    before = mentions_in(comment.body)
    html, mentioned = rendered(body, readers)
    comment.older_texts.create(
        body=comment.body,
        body_html=comment.body_html,
        written_at=comment.edited_at or comment.created_at,
        replaced_by=by,
    )
    comment.body, comment.body_html = body, html
    comment.edited_at = timezone.now()
    comment.version += 1
    comment.save(update_fields=["body", "body_html", "edited_at", "version"])
    return [person for person in mentioned if person.slug not in before]


def withdraw(comment, *, by, reason=""):
    """Take the words away, older ones too; author, time and place in the thread stay.

    Whoever withdraws somebody else's comment says why.
    """
    if comment.author_id != by.person_id and not reason.strip():
        raise ValidationError({"reason": _("Bitte nennen Sie den Grund.")})
    comment.withdrawn_because = reason.strip()
    require_valid(comment, reason="withdrawn_because")
    comment.older_texts.all().delete()
    comment.body = comment.body_html = ""
    comment.withdrawn_at = timezone.now()
    comment.withdrawn_by_id = by.person_id
    comment.version += 1
    comment.save(
        update_fields=["body", "body_html", "withdrawn_at", "withdrawn_by", "withdrawn_because", "version"]
    )


def settle(comment, *, by):
    comment.settled_at, comment.settled_by_id = timezone.now(), by.person_id
    comment.save(update_fields=["settled_at", "settled_by"])


def reopen(comment):
    comment.settled_at = comment.settled_by = None
    comment.save(update_fields=["settled_at", "settled_by"])


def rendered(body, readers):
    """Safe HTML with links for people who may read the place, and those people."""
    require_sayable(body)
    slugs = mentions_in(body)
    people = list(Person.objects.filter(slug__in=slugs, user__in=readers)) if slugs else []
    links = {person.slug: (person.name, reverse("members:person", args=[person.slug])) for person in people}
    html, linked = render_with_people(body, links)
    return html, [person for person in people if person.slug in linked]


def require_sayable(body):
    if not body.strip():
        raise ValidationError({"body": _("Bitte schreiben Sie etwas.")})
    if len(body) > MAX_LENGTH:
        raise ValidationError({"body": _("Höchstens 5000 Zeichen sind möglich.")})
    require_renderable(body)


def sent_before(model, key, by, section, parent=None, **_place):
    """The comment of the first click; ValidationError where the key belongs to another form."""
    known = model.objects.filter(submission_key=key).first() if key else None
    if known:
        require_same_form(
            known, author_id=by.person_id, section_id=section.pk, parent_id=parent and parent.pk
        )
    return known


def people_in(thread):
    """Keys of the people who wrote in a thread and did not withdraw it."""
    authors = thread.replies.filter(withdrawn_at__isnull=True).values_list("author_id", flat=True)
    return {thread.author_id, *authors}
