"""Log lines that name no person and quote nothing: a fault is told by its kind and its place in the code.

What an exception says may hold what somebody wrote: “invalid literal: …”, “duplicate key: …”.
"""

import logging
import traceback
from types import TracebackType

Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Plain(logging.Formatter):
    """Writes the kind of each exception in a chain and the lines of code, not its words."""

    def formatException(self, ei: Fault) -> str:  # noqa: N802 (the standard library's name)
        """Tell a fault without its message."""
        told: list[str] = []
        fault: BaseException | None = ei[1]
        met: set[int] = set()
        while fault is not None and id(fault) not in met:
            met.add(id(fault))
            kind = f"{type(fault).__module__}.{type(fault).__qualname__}"
            told.append("".join(traceback.format_tb(fault.__traceback__)) + kind)
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\nbefore it:\n".join(told)
