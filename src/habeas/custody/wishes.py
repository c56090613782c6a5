"""What is done on the person's wish alone."""

from collections.abc import Iterable

from habeas.custody.events import Event
from habeas.custody.history import effective
from habeas.law import cite

cite("DIR2013/48#7", enforces="A consulate is told only where the person's wish stands in the record.")


def wants_consulate_told(events: Iterable[Event]) -> bool:
    """Whether the person's last word is that the consulate be told. Silence is no wish."""
    said = [one for one in effective(events) if one.kind in ("consulate_requested", "consulate_waived")]
    return bool(said) and said[-1].kind == "consulate_requested"
