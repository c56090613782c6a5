"""How a log is not right: its bytes have not the form, they do not prove it, or they are not there."""

from collections.abc import Iterator
from contextlib import contextmanager

from habeas.errors import HabeasError, NotRightError


class MalformedError(NotRightError):
    """Bytes that have not the form that their specification gives them."""


class UnprovenError(NotRightError):
    """Bytes of the right form that do not prove what they should: a signature, a hash, a quorum."""


class MissingError(NotRightError):
    """A file that the signed checkpoint says is there, and is not."""


@contextmanager
def read_as(code: str, kind: type[HabeasError] = MalformedError) -> Iterator[None]:
    """Turn each ``ValueError`` of a reader into an error with this code."""
    try:
        yield
    except ValueError as fault:
        raise kind(code, str(fault)) from fault
