"""Which words may stand in which column: no action can store a name that nobody can read."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from core.models import LongTextField, NameField, ShortTextField
from tests.planting import is_peoples_text, name_of, text_columns

# Not typed: copied from columns that are checked, or taken from a mail, which is tamed instead of refused.
COPIED = {
    "activity.Event.actor_name", "activity.Event.target_label", "activity.JobRun.note",
    "activity.KeptMail.subject", "activity.KeptMail.text", "activity.OutboxMail.last_error",
    "activity.OutboxMail.name", "meetings.AttachmentVersion.text", "invitations.MailedReply.name",
    "invitations.MailedReply.note", "invitations.MailedReply.delegate_name", "invitations.MailedReply.rest",
    "meetings.Move.old_place_name", "minutes.Revision.author_name",
    "minutes.Seal.reason", "minutes.Seal.sealed_by_name", "minutes.SectionComment.quote",
    "minutes.SectionCommentText.body", "minutes.Suggestion.original",
}  # fmt: skip
CHECKED = NameField | ShortTextField | LongTextField
pytestmark = pytest.mark.once
COLUMNS = [(model, field) for model, field in text_columns() if isinstance(field, CHECKED)]


def test_every_column_of_typed_words_checks_them():
    unchecked = {
        name_of(model, field)
        for model, field in text_columns()
        if is_peoples_text(model, field) and not isinstance(field, models.JSONField | CHECKED)
        if not field.name.endswith("_html")
    }
    assert unchecked == COPIED


@pytest.mark.parametrize("bad", ["a\u202eb", "\u200b\u00ad", "a\0b"], ids=ascii)
@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: name_of(*column))
def test_a_column_refuses_by_whatever_way_it_is_written(db, column, bad):
    model, field = column
    with pytest.raises(ValidationError) as refused:
        models.QuerySet(model).update(**{field.name: bad})
    assert list(refused.value.error_dict) == [field.name]


def test_titles_and_names_are_one_line():
    assert len([field for _model, field in COLUMNS if isinstance(field, NameField)]) > 25
    for _model, field in COLUMNS:
        if isinstance(field, NameField):
            with pytest.raises(ValidationError):
                field.get_db_prep_save("a\nb", None)
