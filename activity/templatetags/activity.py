from django import template

from activity.events import sentence_for

register = template.Library()


@register.filter
def sentence(event):
    """»hat das Thema »…« vorgeschlagen«"""
    return sentence_for(event)
