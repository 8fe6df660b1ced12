"""/regeln/: how the group works, for its members to read and for the organisers to change."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import require
from core.http import errors_of, page, refreshed
from core.locking import Stale
from members.access import can_change_rules, can_read_rules
from members.actions import rules as rule_actions
from members.forms.rules import RulesForm
from members.models import GroupRules
from members.views.conflict import conflict


@require_safe
def detail(request):
    require(can_read_rules(request.user))
    in_force = GroupRules.objects.visible_to(request.user).in_force()
    context = {"rules": in_force, "can_change": can_change_rules(request.user)}
    return page(request, "members/rules.html", context)


@require_http_methods(["GET", "POST"])
def edit(request):
    require(can_change_rules(request.user))
    in_force = GroupRules.objects.visible_to(request.user).in_force()
    form = RulesForm(request.POST or None, rules=in_force)
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                rule_actions.change_rules(**form.values(), by=request.user)
                return refreshed(request, reverse("members:rules"), _("Die Regeln sind geändert."))
        except Stale as stale:
            return conflict(request, form, stale, reverse("members:rules"), rules=in_force)
    return page(request, "members/rules_form.html", {"form": form})
