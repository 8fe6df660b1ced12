"""Who writes where: the browser of a writing page says it every few seconds, and hears of the others."""

import re

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from core.access import require
from core.http import get_visible_or_404
from core.numbers import number_in
from minutes.access import writing
from minutes.actions import presence as presence_actions
from minutes.models import Minutes
from minutes.selectors.presence import states_of

_KNOWN = re.compile(r"(\d{1,9}):(\d{1,9})")  # key of a section, and the version that the browser has


@require_POST
def presence(request, pk):
    minutes = get_visible_or_404(Minutes.objects.select_related("meeting"), request.user, pk=pk)
    require(writing.can_write(request.user, minutes))
    section = minutes.sections.filter(pk=number_in(request.POST.get("section"))).first()
    presence_actions.be_at(minutes=minutes, section=section, by=request.user, take="take" in request.POST)
    known = {int(key): int(version) for key, version in _KNOWN.findall(request.POST.get("known", ""))}
    return JsonResponse({"sections": states_of(minutes, known, request.user)})
