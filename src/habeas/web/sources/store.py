"""Rows of sources, and the shared part of fact rows, as the values of the room ``dossier``."""

from typing import Any, TypedDict

from habeas.clock import Edtf
from habeas.dossier import facts
from habeas.dossier.entries import Act as ActValue
from habeas.web.sources.models import Act, Fact, Source


class Shared(TypedDict):
    """The part of a fact that every row has."""

    id: str
    source: facts.Source
    pinpoint: str
    certainty: facts.Certainty
    klass: facts.Klass
    voice: facts.Voice | None
    capacity: facts.Capacity | None
    note: str


def when(text: str) -> Edtf | None:
    """A stored date as a value."""
    return Edtf.parse(text) if text else None


def source_value(row: Source) -> facts.Source:
    """A source."""
    return facts.Source(
        name=row.name,
        address=row.address,
        date=when(row.date),
        voice=facts.Voice(row.voice) if row.voice else None,
        capacity=facts.Capacity(row.capacity) if row.capacity else None,
    )


def shared_value(row: Fact) -> Shared:
    """What every fact has; ``id`` is the row's public id."""
    return {
        "id": row.public_id,
        "source": source_value(row.source),
        "pinpoint": row.pinpoint,
        "certainty": facts.Certainty(row.certainty),
        "klass": facts.Klass(row.klass),
        "voice": facts.Voice(row.voice) if row.voice else None,
        "capacity": facts.Capacity(row.capacity) if row.capacity else None,
        "note": row.note,
    }


def act_value(row: Act) -> ActValue:
    """One act."""
    kind, date = _as_told(row)
    return ActValue(
        kind=kind,
        date=when(date),
        by=row.by,
        why=row.why,
        basis=row.basis,
        concerns=row.concerns,
        note=row.note,
        source=source_value(row.source) if row.source else None,
        certainty=facts.Certainty(row.certainty) if row.certainty else None,
        klass=facts.Klass(row.klass) if row.klass else None,
    )


def _as_told(row: Act) -> tuple[str, str]:
    """Kind and date as a dossier has them: the day that a letter set; what came in part met nothing."""
    said = getattr(row, "particulars", {})
    if due := said.get("due"):
        return "due", str(due)
    return f"{row.kind} in part" if said.get("in_part") else row.kind, row.date


def acts_value(rows: Any) -> tuple[ActValue, ...]:
    """The acts of one holder that were not withdrawn, as recorded."""
    return tuple(act_value(row) for row in rows.all() if not row.withdrawn_why)


def shared_row(value: facts.Fact, source: Source) -> dict[str, Any]:
    """The columns of the shared part, for a new row."""
    return {
        "source": source,
        "pinpoint": value.pinpoint,
        "certainty": value.certainty.value,
        "klass": value.klass.value,
        "voice": value.voice.value if value.voice else "",
        "capacity": value.capacity.value if value.capacity else "",
        "note": value.note,
    }
