"""Stretches of a stay: a span as it is drawn and measured, with what is not written of it left open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from habeas.custody.events import Event
from habeas.custody.history import ENDINGS, TO_THE_END, Span, pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A span as it is drawn, from ``begins`` to ``stops``; an end that nobody wrote is ``None`` in it."""

    span: Span
    begins: datetime
    stops: datetime
    running: bool = False
    """Whether it has not ended, as far as is written and the person still being held."""

    @property
    def written(self) -> tuple[Event, ...]:
        """The one or two entries that tell of it."""
        return tuple(one for one in (self.span.start, self.span.end) if one is not None)

    @property
    def start_missing(self) -> bool:
        """Whether no start is written, or one without its time."""
        return self.span.start is None or self.span.start.occurred_at is None

    @property
    def end_missing(self) -> bool:
        """Whether no end is written, or one without its time, though it should have ended."""
        return not self.running and (self.span.end is None or self.span.end.occurred_at is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch of time in which something is not: nothing written, or an interview not recorded."""

    begins: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        """How long."""
        return self.ends - self.begins


def end_of(timed: Sequence[Event], as_of: datetime) -> tuple[datetime, bool]:
    """Until when a record tells, and whether the stay ended: somebody may come in again after an ending."""
    staying = [
        one for one in timed if one.kind in ENDINGS or one.kind in ("arrived", "transferred_in", "attended")
    ]
    last = max((at_of(one) for one in timed), default=as_of)
    if staying and staying[-1].kind in ENDINGS:
        return last, True
    return max(last, as_of), False


def at_of(event: Event) -> datetime:
    """When it happened, else when it was written."""
    return event.occurred_at or event.recorded_at


def stretches_of(standing: Sequence[Event], name: str, ends: datetime, *, ended: bool) -> Iterator[Stretch]:
    """The stretches of one kind of span, of what stands; those of which no time is known are left out.

    ``ends`` is until when the record tells, ``ended`` whether the stay is over (``end_of``).
    """
    found = [span for span in pairs(standing, name) if _timed(span)]
    starts = [at_of(span.start) for span in found if span.start is not None and span.start.occurred_at]
    for span in found:
        start = span.start.occurred_at if span.start else None
        end = span.end.occurred_at if span.end else None
        if start is not None and end is not None:
            yield Stretch(span=span, begins=min(start, end), stops=max(start, end))
        elif start is not None:
            after = any(other > start for other in starts)
            running = span.end is None and not ended and not after
            goes_on = running or (name in TO_THE_END and span.end is None and not after)
            yield Stretch(
                span=span, begins=start, stops=max(start, ends) if goes_on else start, running=running
            )
        elif end is not None:
            yield Stretch(span=span, begins=end, stops=end)


def _timed(span: Span) -> bool:
    return any(one is not None and one.occurred_at is not None for one in (span.start, span.end))
