"""Long lists, page by page: what an address asks of one, and how its rows are read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.http import QueryDict

from core.numbers import number_in

LAST_NUMBER = 100_000  # an address may name any number; the databases do not take any offset


@dataclass(frozen=True)
class ListAddress:
    """What the address of a list asks for, in one order and without what the list does not know.

    Stands for the request where a part is made for many readers, as part of its key.
    """

    path: str
    query: str

    @classmethod
    def of(cls, request, *names: str) -> "ListAddress":
        known = {name: request.GET[name] for name in (*names, "seite") if request.GET.get(name)}
        return cls(request.path, urlencode(known))

    @property
    def is_plain(self) -> bool:
        """The first page without a filter: what everybody comes to, and what is worth keeping."""
        return not self.query

    @cached_property
    def GET(self) -> QueryDict:
        return QueryDict(self.query)

    def get_full_path(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


class NearEndPaginator(Paginator):
    """Pages of a queryset in a total order; those of the second half are counted from its end.

    So the last page of a long list costs what the first does.
    """

    def page(self, number) -> Page:
        found = super().page(number)
        first = (found.number - 1) * self.per_page
        end = min(first + self.per_page, self.count)
        if first > self.count // 2:
            rows = list(self.rows().reverse()[self.count - end : self.count - first])[::-1]
        else:
            rows = list(self.rows()[first:end])
        found.object_list = self.shown(rows)
        return found

    def rows(self) -> Any:
        return self.object_list

    def shown(self, rows: list) -> list:
        return rows


class KeyPaginator(NearEndPaginator):
    """Pages that are read in two steps: their keys, then by `load(keys)` what is shown of these rows.

    What stands beside a row (names, counts) is asked for the rows of one page, not for those before it.
    """

    def __init__(self, rows, per_page: int, load: Callable[[list], Iterable[Any]]) -> None:
        super().__init__(rows, per_page)
        self.load = load

    def rows(self) -> Any:
        keys: Any = self.object_list
        return keys.values_list("pk", flat=True)

    def shown(self, rows: list) -> list:
        by_key = {row.pk: row for row in self.load(rows)}
        return [by_key[key] for key in rows if key in by_key]


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
