"""Operators see that things happen and whether mails leave, not what they are about.

The log with its titles is read in the portal, by the rules of who may see what.
"""

from importlib import import_module

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from activity.models import Event, JobRun, OutboxMail
from core.admin import Looking, sort_of_error

import_module("django_tasks_db.admin")  # registers itself, with arguments and tracebacks
admin.site.unregister(DBTaskResult)


@admin.register(Event)
class EventAdmin(Looking):
    fields = list_display = ("at", "actor_name", "verb", "target_type", "target_id")
    list_filter = ("verb",)
    search_fields = ("actor_name__finds",)
    ordering = ("-pk",)


@admin.register(OutboxMail)
class OutboxMailAdmin(Looking):
    """Without `data`: it may hold what only the addressee may know, such as an invitation's key."""

    list_display = ("created_at", "kind", "state", "attempts", "next_try_at", "problem")
    fields = (
        "kind", "recipient", "address", "state", "reason", "attempts", "created_at", "next_try_at",
        "settled_at", "problem",
    )  # fmt: skip
    list_filter = ("state", "kind")
    list_select_related = ("recipient__person",)
    ordering = ("-created_at",)

    @admin.display(description=_("letzter Fehler"))
    def problem(self, mail):
        return sort_of_error(mail.last_error)


@admin.register(JobRun)
class JobRunAdmin(Looking):
    fields = list_display = ("name", "last_at", "next_at", "problem")
    ordering = ("name",)

    @admin.display(description=_("letzter Fehler"))
    def problem(self, run):
        return sort_of_error(run.note)


@admin.register(DBTaskResult)
class TaskAdmin(Looking):
    list_display = ("id", "task_path", "status", "enqueued_at", "finished_at", "problem")
    fields = (
        "id", "task_path", "status", "queue_name", "priority", "run_after", "enqueued_at", "started_at",
        "finished_at", "problem",
    )  # fmt: skip
    list_filter = ("status", "queue_name")
    ordering = ("-enqueued_at",)

    @admin.display(description=_("letzter Fehler"))
    def problem(self, task):
        return task.exception_class_path
