"""The numbers that stand for words in the tables of an engine, and what its columns are called."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType

from habeas.custody.events import EPOCH
from habeas.custody.kinds import spans
from habeas.safeguards.numbers import kind_codes
from habeas.safeguards.verdict import Reason, Verdict

VERDICTS: Mapping[Verdict, int] = MappingProxyType({each: at for at, each in enumerate(Verdict)})
REASONS: Mapping[Reason, int] = MappingProxyType({each: at for at, each in enumerate(Reason, 1)})
BREACHED, NOT_RECORDED, PENDING, MET, NOT_APPLICABLE = range(5)
GUARD, WAIVED, NO_REQUEST, ENDED_BEFORE, NONE = range(1, 6)
EXACT, LATEST, EARLIEST = range(3)
"""What a start is known as: itself, the latest that it can be, the earliest."""


@cache
def span_codes() -> Mapping[str, int]:
    """Each span with its number."""
    return MappingProxyType({name: at for at, name in enumerate(sorted(spans()))})


def code(kind: str) -> str:
    """The number of a kind, as SQL; of a site's own kind what the table ``kind_code`` of a register says.

    One that nobody ever wrote there has a number that no entry has: a list with a null matches nothing.
    """
    known = kind_codes().get(kind)
    own = f"COALESCE((SELECT code FROM kind_code WHERE name = '{kind}'), -1)"
    return own if known is None else str(known)


def codes(*names: str) -> str:
    """The numbers of several kinds, as a list of SQL, the same text in any order; of none, no kind's."""
    return ", ".join(code(name) for name in sorted(set(names))) or "-1"


def micros(value: datetime | timedelta) -> int:
    """An instant or a length in microseconds, exactly."""
    length = value - EPOCH if isinstance(value, datetime) else value
    return length // timedelta(microseconds=1)
