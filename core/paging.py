"""Long lists, page by page: what an address asks of one, and how its rows are read."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

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
    def filters(self) -> dict[str, str]:
        return {name: value for name, value in parse_qsl(self.query) if name != "seite"}

    def at(self, page: Page) -> "ListAddress":
        """The address by which the list itself leads to `page`.

        Any number behind the last shows the last page too, and where one reader's list ends depends on what
        they see: a link that somebody passes on is kept under the same address as their own.
        """
        number = {"seite": str(page.number)} if page.number > 1 else {}
        return ListAddress(self.path, urlencode(self.filters | number))

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
        rows: Any = self.object_list
        first = (found.number - 1) * self.per_page
        end = min(first + self.per_page, self.count)
        if first > self.count // 2:
            found.object_list = list(rows.reverse()[self.count - end : self.count - first])[::-1]
        else:
            found.object_list = list(rows[first:end])
        return found


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
