"""Pages of a long list in one query: the rows, and how many there are in all."""

from django.core.paginator import Page, Paginator
from django.db.models import Count, Window

from core.numbers import number_in

LAST_NUMBER = 100_000  # an address may name any number; the databases do not take any offset


def page_of(rows, wanted, size) -> Page:
    """Return page `wanted` (as the address has it) of `rows`, a queryset in its order.

    What is no number is the first page, what lies behind the last is the last; only that costs more queries.
    """
    number = min(max(number_in(wanted) or 1, 1), LAST_NUMBER)
    counted = rows.annotate(rows_in_all=Window(Count("pk")))
    found = list(counted[(number - 1) * size : number * size])
    paginator = Paginator(rows, size)
    if not found and number > 1:
        return paginator.get_page(number)
    paginator.count = found[0].rows_in_all if found else 0  # a cached property: it is not asked again
    return Page(found, number, paginator)
