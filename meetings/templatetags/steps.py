"""The one thing that waits for the reader, on each page of a meeting."""

from django import template
from django.urls import reverse

from meetings.presenters.next_step import next_step

register = template.Library()


@register.inclusion_tag("meetings/next_step.html", takes_context=True)
def next_step_of(context, meeting, stated=""):
    """Nothing on the page of the step itself, nor where the page asks for it in another way (`stated`)."""
    request = context["request"]
    step = next_step(request.user, meeting)
    said = [request.path, *([reverse(stated, args=[meeting.pk])] if stated else [])]
    return {"step": None if step is None or step.url in said else step}
