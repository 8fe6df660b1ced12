"""Comments on sections and their passages."""

from django.utils.translation import gettext_lazy as _

from comments.forms import CommentForm
from minutes.forms.passages import PassageMixin


class SectionCommentForm(PassageMixin, CommentForm):
    field_order = ["body", "sentence", "quote", "key"]
    folded, folded_label = ("sentence", "quote"), _("Zu einer bestimmten Stelle")

    def __init__(self, *args, section, marked=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_passages(section, marked)
