"""What a row of tests/access_matrix.py is made of: rights as lines of answers, and the row itself."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse

from tests.personas import ALL

REFUSED = (302, 403, 404)


def line(answers: str) -> dict[str, int]:
    return dict(zip(ALL, map(int, answers.split()), strict=True))


@dataclass(frozen=True)
class Right:
    """Answers in the members' copy (or the only one), and in the copy of the Stadtwerke."""

    members: dict
    restricted: dict | None = None
    done: int = 200

    def with_answer(self, status):
        """The same right where success has another status, as after a form was sent."""
        return replace(
            self,
            members=_swapped(self.members, self.done, status),
            restricted=self.restricted and _swapped(self.restricted, self.done, status),
            done=status,
        )

    def but(self, **other):
        """Some persona gets a different answer, in both copies unless it is refused there anyway."""
        return replace(
            self, members=self.members | other,
            restricted=self.restricted and {
                who: other.get(who, now) if now == self.done else now for who, now in self.restricted.items()
            },
        )  # fmt: skip


def _swapped(answers, old, new):
    return {who: new if status == old else status for who, status in answers.items()}


def right(members: str, restricted: str = "") -> Right:
    return Right(line(members), line(restricted) if restricted else None)


# fmt: off
#                              anon city ent  util take org  adm  form
ANYBODY = right(              "200  200  200  200  200  200  200  200")
SIGNED_IN = right(            "302  200  200  200  200  200  200  200")
MEMBERS = right(              "302  200  200  200  200  200  200  403")
ORGANISERS = right(           "302  403  403  403  403  200  403  403")
ADMINS = right(               "302  403  403  403  403  403  200  403")
OPERATORS = right(            "302  403  403  403  403  403  403  403")
NOBODY = right(               "404  404  404  404  404  404  404  404")

SEE = right(                  "404  200  200  200  200  200  200  404",
                              "404  404  404  200  404  200  404  404")
READ = right(                 "302  200  200  200  200  200  200  404",
                              "302  404  404  200  404  200  404  404")
AUTHOR = right(               "302  200  403  403  403  403  403  404",
                              "302  404  404  200  404  403  404  404")
AUTHOR_AND_ORGANISERS = right("302  200  403  403  403  200  403  404",
                              "302  404  404  200  404  200  404  404")
AUTHOR_AND_WRITERS = right(   "302  200  403  403  200  200  403  404",
                              "302  404  404  200  404  200  404  404")
WRITE = right(                "302  403  403  403  200  200  403  404",
                              "302  404  404  200  404  200  404  404")
WRITE_DRAFT = right(          "302  404  404  404  200  200  404  404",
                              "302  404  404  200  404  200  404  404")
SEE_DRAFT = right(            "404  404  404  404  200  200  404  404",
                              "404  404  404  200  404  200  404  404")
ORGANISE = right(             "302  403  403  403  403  200  403  404",
                              "302  404  404  403  404  200  404  404")
ORGANISE_DRAFT = right(       "302  404  404  404  404  200  404  404",
                              "302  404  404  404  404  200  404  404")
SEE_PLAN = right(             "404  404  404  404  404  200  404  404",
                              "404  404  404  404  404  200  404  404")
# Behind »nichtöffentlich« in the members' own minutes: for the Stadtwerke, and those who write them.
READ_GAP = right(             "302  404  404  200  200  200  404  404")
SEE_GAP = right(              "404  404  404  200  200  200  404  404")
ORGANISE_PUBLIC = right(      "302  403  403  403  403  200  403  403")
# fmt: on


@dataclass(frozen=True)
class Row:
    name: str
    of: Callable | None = None  # what the address names, from a copy of the world
    get: Right | None = None
    post: Right | None = None
    because: tuple[str, ...] | str = ()  # the sentences of a 403; one of them stands on the page
    query: str = ""
    also: dict = field(default_factory=dict)  # persona beside the eight → answer to GET and POST
    who: str | tuple[str, ...] = (
        ""  # where the answers cannot tell, because the address only works amid a longer way
    )

    @property
    def sentences(self):
        return (self.because,) if isinstance(self.because, str) else self.because

    @property
    def is_about_copies(self):
        return self.of is not None and self.of.__code__.co_varnames[0] == "c"

    def path(self, place: Any) -> str:
        named = self.of(place) if self.of else []
        return reverse(self.name, args=named if isinstance(named, list) else [named.pk]) + self.query

    def rights(self):
        return [(method, right) for method, right in (("get", self.get), ("post", self.post)) if right]
