from django import template

from activity.events import changes_of, sentence_for

register = template.Library()


@register.filter
def sentence(event):
    """»hat das Thema »…« vorgeschlagen«"""
    return sentence_for(event)


@register.filter
def changes(event):
    """[(label of the field, old text, new text)] of an edit"""
    return changes_of(event)
