"""German words as people look for them and order them, the same in SQLite, PostgreSQL and Python.

What a database does by itself depends on how it was built and set up: SQLite knows capitals of ASCII only,
PostgreSQL goes by the locale of its cluster. So both compute what core/slugs.py computes.
"""

from django.db import models
from django.db.models.lookups import IContains

from core.slugs import folded


class Folded(models.Transform):
    """»Ärzte-Straße« as »arzte-strasse«: order_by("guest_name__folded")."""

    lookup_name = "folded"
    function = "german_folded"  # core/sqlite/base.py
    output_field = models.TextField()

    def as_postgresql(self, compiler, connection, **context):
        """As core.slugs.folded does it; compared byte by byte, as SQLite compares."""
        plain = "normalize(replace(replace(%(expressions)s::text, 'ß', 'ss'), 'ẞ', 'ss'), NFKD)"
        template = f"(lower(regexp_replace({plain}, '[^\\x01-\\x7f]', '', 'g')) COLLATE \"C\")"
        return super().as_sql(compiler, connection, template=template, **context)


class Finds(models.Lookup):
    """Whether the words contain others, whatever their capitals and umlauts: name__finds="ärzte"."""

    lookup_name = "finds"

    def as_sql(self, compiler, connection):
        """In letters that have no fold, such as Cyrillic ones, as the database does."""
        wanted = folded(self.rhs)
        inner = models.lookups.Contains(Folded(self.lhs), wanted) if wanted else IContains(self.lhs, self.rhs)
        return compiler.compile(inner)


def register():
    for column in (models.CharField, models.TextField):
        column.register_lookup(Folded)
        column.register_lookup(Finds)
