"""/betrieb/ for operators: look, and little more. What the portal itself can do is done there."""

from importlib import import_module

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import ModelForm

from activity.events import record
from core.admin import Looking
from members.access import LAST_ADMIN
from members.actions.memberships import lock_admins
from members.models import AccountInvitation, Membership, Organisation, Person, User

# Load them first: they register themselves, and what is edited there would bypass rules and log.
LIBRARIES = ("django.contrib.auth", "allauth.account", "allauth.mfa", "allauth.usersessions")
for library in LIBRARIES:
    import_module(f"{library}.admin")
for not_needed in (Group, EmailAddress, EmailConfirmation, Authenticator, UserSession):
    if admin.site.is_registered(not_needed):
        admin.site.unregister(not_needed)


class AccountForm(ModelForm):
    def clean_is_active(self):
        # The last admin keeps an account in use, here as everywhere; two admins wait for each other.
        active = self.cleaned_data["is_active"]
        lock_admins()
        others = Membership.objects.lasting_admins().exclude(person=self.instance.person_id)
        if not active and self.instance.viewer.is_admin and not others.exists():
            raise ValidationError(LAST_ADMIN)
        return active


@admin.register(User)
class UserAdmin(Looking):
    form = AccountForm
    readonly_fields = ("email", "person", "language", "date_joined", "last_login")
    fields = (*readonly_fields, "is_active", "is_staff", "is_superuser")
    list_display = ("email", "person", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    list_select_related = ("person",)
    search_fields = ("email", "person__name__finds")
    ordering = ("email",)

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.changed_data:
            data = {name: form.cleaned_data[name] for name in form.changed_data}
            record("members.account_changed", actor=request.user, target=obj, data=data)


@admin.register(Person)
class PersonAdmin(Looking):
    fields = list_display = ("name", "position", "slug")
    search_fields = ("name__finds",)
    ordering = ("sort_key",)


@admin.register(Organisation)
class OrganisationAdmin(Looking):
    list_display = ("name", "kind", "closed_on", "people_confirmed_on")
    fields = ("name", "short_name", "slug", "kind", "website", "closed_on", "people_confirmed_on")
    list_filter = ("kind",)
    ordering = ("sort_key",)


@admin.register(Membership)
class MembershipAdmin(Looking):
    """Without the reason of an end, which is for the person and the admins."""

    fields = list_display = (
        "person",
        "organisation",
        "is_admin",
        "is_organiser",
        "is_contact",
        "starts_on",
        "ends_on",
    )
    list_filter = ("organisation", "is_admin", "is_organiser")
    list_select_related = ("person", "organisation")
    search_fields = ("person__name__finds",)
    ordering = ("person__sort_key", "-starts_on")


@admin.register(AccountInvitation)
class AccountInvitationAdmin(Looking):
    """Without the nonce, which opens the portal, and the message, which is for the invited person."""

    list_display = ("name", "email", "organisation", "expires_at", "accepted_at", "withdrawn_at")
    fields = (*list_display, "is_admin", "is_organiser", "is_contact", "starts_on", "ends_on", "invited_by")
    list_select_related = ("organisation",)
    search_fields = ("name__finds", "email")
    ordering = ("-created_at",)


@admin.register(Authenticator)
class SecondFactorAdmin(Looking):
    """Deleting is for somebody who lost every second factor. The secret itself is never shown."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user__person",)
    fields = ("user", "type", "created_at", "last_used_at")
    search_fields = ("user__email", "user__person__name__finds")
    ordering = ("user__email",)

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    def delete_model(self, request, obj):
        record("members.second_factor_removed", actor=request.user, target=obj.user, data={"type": obj.type})
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for row in queryset.select_related("user__person"):
            self.delete_model(request, row)
