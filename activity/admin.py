from django.contrib import admin

from activity.models import Event, JobRun, OutboxMail


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ("at", "actor_name", "verb", "target_label")
    list_filter = ("verb",)
    search_fields = ("actor_name", "target_label")
    ordering = ("-pk",)


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnly):
    """Without `data`: it may hold what only the addressee may know, such as an invitation's key."""

    list_display = ("created_at", "kind", "state", "attempts", "next_try_at", "last_error")
    list_filter = ("state", "kind")
    exclude = ("data",)
    ordering = ("-created_at",)


@admin.register(JobRun)
class JobRunAdmin(ReadOnly):
    list_display = ("name", "last_at", "next_at", "note")
    ordering = ("name",)
