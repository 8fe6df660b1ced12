"""The page for everybody: the chain of seals, and whether all of it is still true."""

from django.views.decorators.http import require_safe

from core.http import page, public
from minutes.presenters.checking import shown_to


@public
@require_safe
def check(request):
    return page(request, "minutes/check.html", {"check": shown_to(request.user)})
