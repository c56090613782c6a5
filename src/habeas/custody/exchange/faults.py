"""What a file says, sorted: the rows that hold, and the refusal of each that does not."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from habeas.errors import RefusedError

Good = TypeVar("Good")
MOST_FAULTS = 1_000


def strictly(found: Iterable[Good | RefusedError]) -> Iterator[Good]:
    """The rows; raises the first refusal."""
    for one in found:
        if isinstance(one, RefusedError):
            raise one
        yield one


def sorted_out(
    found: Iterable[Good | RefusedError], *, most: int = MOST_FAULTS
) -> tuple[list[Good], list[RefusedError]]:
    """The rows that hold and the refusals of the others, for a look before anything is taken in.

    After ``most`` refusals the file is not what it claims to be: raises ``register-too-many-faults``.
    """
    good: list[Good] = []
    faults: list[RefusedError] = []
    for one in found:
        if not isinstance(one, RefusedError):
            good.append(one)
            continue
        faults.append(one)
        if len(faults) > most:
            raise RefusedError(
                "register-too-many-faults",
                f"more than {most} rows are refused, the first with {faults[0].code}",
                where=faults[0].where,
                advice="See that the file is a table of a register as docs/register.md has it.",
            )
    return good, faults
