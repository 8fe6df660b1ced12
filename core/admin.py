"""/betrieb/ shows rows of every app; what may be asked there is decided here."""

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, URLField


class Looking(admin.ModelAdmin):
    """Read only, and only what is declared: `fields`, `list_display`, `list_filter`, `search_fields`.

    Django answers filters over every column and relation that stands in the address, also over columns that
    no page shows. Whoever asks often enough reads them letter by letter.
    """

    show_full_result_count = False
    view_on_site = False
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def lookup_allowed(self, lookup, value, request=None):
        name = self.declared_lookups().get(lookup)
        if name is None:
            return False
        field = self.opts.get_field(name)
        if not isinstance(field, ForeignKey) or lookup.endswith("__isnull"):
            return True
        return _is_key(field.target_field, value)

    def to_field_allowed(self, request, to_field):
        """Rows are named by their key alone."""
        return to_field == self.opts.pk.name

    def response_action(self, request, queryset):  # type: ignore[override]
        # Django asks the database for whatever was sent as the key of a chosen row.
        sent = request.POST.copy()
        keys = [key for key in sent.getlist(ACTION_CHECKBOX_NAME) if _is_key(self.opts.pk, key)]
        sent.setlist(ACTION_CHECKBOX_NAME, keys)
        request.POST = sent
        return super().response_action(request, queryset)

    def declared_lookups(self) -> dict[str, str]:
        """The parameters by which the filters beside the list ask → the column that each is about."""
        lookups: dict[str, str] = {}
        for name in map(str, self.list_filter):
            field = self.opts.get_field(name)
            ends = ["", "__exact", "__isnull"]
            if isinstance(field, ForeignKey):
                ends.append(f"__{field.target_field.name}__exact")
            lookups |= {f"{name}{end}": name for end in ends}
        return lookups

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _is_key(field, value) -> bool:
    """No database is asked for a number that it cannot hold."""
    try:
        field.clean(value, None)
    except ValidationError:
        return False
    return True


def sort_of_error(words: str) -> str:
    """»SMTPDataError« of »SMTPDataError: …«. What follows may quote whatever was being worked on."""
    return words.partition(":")[0]
