"""Markup in every text of every row: what people could type, in a form that does no harm.

`plant()` finds the columns in the models, so that a new one cannot be forgotten; what is not people's text is
named here with the reason.
"""

from contextlib import suppress
from dataclasses import dataclass

from django.apps import apps
from django.core.cache import caches
from django.db import IntegrityError, connection, models, transaction
from django.db.models.functions import Concat, Length

from core.markdown import render
from core.models import NameField
from tests.architecture.tree import LAYERS

OPEN, CLOSE = "<b>", "</b><i data-x>"
# What people make with marks: it has to fit in below the headings of the page, and into its width.
TYPED_WITH_MARKS = render("# Kopf\n\n| Weg | Mittel |\n|---|---|\n| weit | knapp |\n\n")
# Written by the portal itself, and read by it again: another text in its place would be no row of ours.
MACHINE = {
    "members.CalendarAddress.digest", "members.AccountInvitation.nonce", "members.Organisation.slug",
    "members.Organisation.sort_key", "members.Person.slug", "members.Person.sort_key",
    "members.User.password", "meetings.AgendaItem.number", "meetings.AttachmentVersion.media_type",
    "meetings.AttachmentVersion.sha256", "invitations.MailedReply.message_id", "invitations.Mailbox.name",
    "minutes.Revision.digest", "minutes.Seal.text", "minutes.Seal.digest", "minutes.Seal.previous",
    "minutes.Seal.pdf", "minutes.Seal.pdf_digest", "activity.Event.verb", "activity.Event.target_type",
    "activity.Preference.kind", "activity.OutboxMail.kind", "activity.OutboxMail.target_type",
    "activity.OutboxMail.dedupe_key", "activity.OutboxMail.language", "activity.JobRun.name",
    "activity.Notice.target_type", "activity.KeptMail.html", "fachgruppe.SeededRow.seed",
    "fachgruppe.SeededRow.key", "fachgruppe.SeededRow.target_type",
}  # fmt: skip
# Addresses are checked as such: markup in one is no address (the forms' and actions' tests).
ADDRESSES = (models.URLField, models.EmailField, models.SlugField)
ADDRESS_COLUMNS = {
    "activity.KeptMail.to", "invitations.MailedReply.address", "invitations.MailedReply.delegate_address",
    "invitations.MailedReply.reply_to", "invitations.MailedReply.sender",
}  # fmt: skip
# Within JSON these are people's words; all else is keys and codes.
WORDS_IN_JSON = {
    "activity.Notice.state": ("title",),
    "activity.Notice.intended": ("title",),
    "activity.Event.data": ("reason", "changes", "name"),
    "activity.OutboxMail.data": ("reason", "message"),
    "activity.KeptMail.headers": (),
    "meetings.AgendaTemplate.items": ("title", "description", "presenter_name"),
    "minutes.Revision.content": (
        "title",
        "body",
        "wording",
        "name",
        "who",
        "organisation",
        "house",
        "place_name",
    ),
    "minutes.SecondLook.data": ("reason", "texts", "wordings"),
}


@dataclass
class Planted:
    """Word → column. Each word stands in its column as `<b>word</b><i data-x>`."""

    columns: dict

    @property
    def typed(self):
        """Words that people typed; the others stand in columns of stored HTML, which is sanitised again."""
        return {word for word, column in self.columns.items() if not column.endswith("_html")}

    @property
    def names(self):
        """Words in names and titles."""
        names = {name_of(model, field) for model, field in text_columns() if isinstance(field, NameField)}
        return {word for word, column in self.columns.items() if column in names}


def text_columns():
    """(model, field) of everything that holds words, in the order of the models."""
    for model in apps.get_models():
        if model._meta.app_label in LAYERS:
            for field in model._meta.concrete_fields:
                if isinstance(field, models.CharField | models.TextField | models.JSONField):
                    yield model, field


def name_of(model, field):
    return f"{model._meta.label}.{field.name}"


def is_peoples_text(model, field):
    if field.choices or isinstance(field, ADDRESSES):
        return False
    if isinstance(field, models.JSONField):
        return bool(WORDS_IN_JSON[name_of(model, field)])
    return name_of(model, field) not in MACHINE | ADDRESS_COLUMNS


def plant() -> Planted:
    """Write markup into every row of every column of people's text, past the actions."""
    _unguard()
    columns = [(model, field) for model, field in text_columns() if is_peoples_text(model, field)]
    planted = Planted({f"zq{at}qz": name_of(model, field) for at, (model, field) in enumerate(columns)})
    words = {column: word for word, column in planted.columns.items()}
    for model in dict.fromkeys(model for model, _field in columns):
        fields = [field for owner, field in columns if owner is model]
        _plant_in(model, fields, words)
    caches["pages"].clear()
    return planted


def turn_names() -> None:
    """A Hebrew letter at the end of each name and title, so that they run from right to left."""
    for model, field in text_columns():
        if isinstance(field, NameField):
            rows = models.QuerySet(model).exclude(**{field.name: ""})
            rows.update(**{field.name: Concat(field.name, models.Value("א"))})
    caches["pages"].clear()


LONG = " Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def lengthen_names() -> None:
    """A word of 79 letters at the end of each name and title that has room for it."""
    for model, field in text_columns():
        if isinstance(field, NameField):
            rows = (
                models.QuerySet(model).exclude(**{field.name: ""}).annotate(letters_so_far=Length(field.name))
            )
            fitting = rows.filter(letters_so_far__lte=field.max_length - len(LONG))
            fitting.update(**{field.name: Concat(field.name, models.Value(LONG))})
    caches["pages"].clear()


def _plant_in(model, fields, words):
    for row in model._base_manager.all():
        values = {}
        for field in fields:
            markup = f"{OPEN}{words[name_of(model, field)]}{CLOSE}"
            values[field.attname] = _with(markup, getattr(row, field.attname), model, field)
        for name in [name for name in values if name.endswith("_html")]:
            # As an older portal, or somebody in the database, may have left it.
            values[name] = TYPED_WITH_MARKS + render(values[name.removesuffix("_html")]) + values[name]
        try:
            _write(model, row.pk, values)
        except IntegrityError:  # of two columns a row may have one: the guest's name or the person
            for name, value in values.items():
                with suppress(IntegrityError):
                    _write(model, row.pk, {name: value})


def _with(markup, old, model, field):
    if isinstance(field, models.JSONField):
        return _in_json(old, markup, WORDS_IN_JSON[name_of(model, field)])
    if old is None:
        return None
    if field.name.endswith("_html"):
        return markup
    if field.unique or isinstance(field, models.TextField):
        return f"{markup} {old}"[: field.max_length]
    return markup[: field.max_length]


def _in_json(value, markup, keys, *, is_inside=False):
    if isinstance(value, dict):
        return {
            key: _in_json(each, markup, keys, is_inside=is_inside or key in keys)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_in_json(each, markup, keys, is_inside=is_inside) for each in value]
    return markup if is_inside and isinstance(value, str) else value


def _write(model, pk, values):
    if values:
        with transaction.atomic():
            models.QuerySet(model).filter(pk=pk).update(**values)


def _unguard():
    """What is sealed or logged the database itself protects; for once not. Rolled back with the test."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%%RAISE%%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
