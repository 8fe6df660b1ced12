"""Rows as an older portal may have left them."""

from django.db import connection


def stored_before(row, **words):
    """Write columns past the rules of today, and read the row again."""
    columns = ", ".join(f'"{row._meta.get_field(name).column}" = %s' for name in words)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{row._meta.db_table}" SET {columns} WHERE "{row._meta.pk.column}" = %s',
            [*words.values(), row.pk],
        )
    row.refresh_from_db()
    return row
