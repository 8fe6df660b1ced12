from django import template

from activity.presenters import changes_of, delivery_of, sentence_for

register = template.Library()


@register.filter
def sentence(event):
    """»hat das Thema »…« vorgeschlagen«"""
    return sentence_for(event)


@register.filter
def changes(event):
    """[(label of the field, old text, new text)] of an edit"""
    return changes_of(event)


@register.inclusion_tag("components/delivery.html")
def delivery(target):
    """How far the mails about it have come. Only on what those see who lead it."""
    return {"delivery": delivery_of(target)}
