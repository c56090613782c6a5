"""What an app above knows of an ask, to be shown beside it: the body's assessment, and its thread.

That app registers how to ask for it, once; until it has, nothing is beside any ask. What it gives is
what this reader may see.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from habeas.web.people.access import Reader
from habeas.web.reports.models import Ask
from habeas.web.shell.marks import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is beside one ask: what the State said last, the body's last ``assessment`` and its ``degree``.

    ``claims`` are all of the State's last response on it, for several bodies may answer one ask.
    ``asked`` counts the asks of the thread, this one included; ``since`` is when the first was made.
    """

    address: str
    claims: tuple[Any, ...] = ()
    assessment: Any = None
    degree: Status | None = None
    asked: int = 1
    since: str = ""
    open: bool = False
    """Whether the reader reads the file, and so may see that nothing is known yet."""

    @property
    def known(self) -> bool:
        """Whether there is a page worth opening."""
        return self.open or self.asked > 1 or bool(self.claims) or self.assessment is not None


Knows = Callable[[Reader, Iterable[Ask]], Mapping[int, Beside]]
"""Given asks: what is beside each, by their numbers (``pk``)."""

Claims = Callable[[Reader], "QuerySet[Any, Any]"]
"""What the State claims of asks, as far as the reader may see it."""

_knows: list[Knows] = []
_claims: list[Claims] = []


def register(knows: Knows, claims: Claims) -> None:
    """Let an app above say what is beside asks."""
    _knows[:], _claims[:] = [knows], [claims]


def claims_shown(reader: Reader) -> "QuerySet[Any, Any]":
    """The State's later answers to asks, as far as the reader may see them."""
    return _claims[0](reader)


def beside(reader: Reader, asks: Iterable[Ask]) -> Mapping[int, Beside]:
    """What is known beside these asks; one of which nothing is known may be left out."""
    return _knows[0](reader, asks) if _knows else {}
