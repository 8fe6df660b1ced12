from minutes.forms.circulation import AnswerObjectionForm, CirculateForm, ExtendForm, ObjectionForm
from minutes.forms.passages import DeclineForm, PassageForm, SectionCommentForm, SuggestForm
from minutes.forms.record import ApproveForm, CorrectForm, ReasonForm
from minutes.forms.writing import LINE_FORMS, AudienceForm, RestoreForm, SectionForm

__all__ = [
    "LINE_FORMS",
    "AnswerObjectionForm",
    "ApproveForm",
    "AudienceForm",
    "CirculateForm",
    "CorrectForm",
    "DeclineForm",
    "ExtendForm",
    "ObjectionForm",
    "PassageForm",
    "ReasonForm",
    "RestoreForm",
    "SectionCommentForm",
    "SectionForm",
    "SuggestForm",
]
