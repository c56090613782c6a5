"""A text and its marks as values of the room ``documents``, and back."""

from collections.abc import Sequence
from typing import Any

from habeas.documents.redaction import Passage, Unit
from habeas.web.redaction.models import Mark, WorkingText


def units_of(text: WorkingText) -> tuple[Unit, ...]:
    """The text as it was brought in."""
    return tuple(
        Unit(
            text=one["text"],
            label=one.get("label", ""),
            level=one.get("level", 0),
            cell=tuple(one["cell"]) if one.get("cell") else None,
            footnote=one.get("footnote", False),
        )
        for one in text.units
    )


def units_as_rows(units: Sequence[Unit]) -> list[dict[str, Any]]:
    """As JSON keeps them: what is empty is left out."""
    return [
        {"text": unit.text}
        | ({"label": unit.label} if unit.label else {})
        | ({"level": unit.level} if unit.level else {})
        | ({"cell": list(unit.cell)} if unit.cell else {})
        | ({"footnote": True} if unit.footnote else {})
        for unit in units
    ]


def passage_of(mark: Mark) -> Passage:
    """Where a mark stands."""
    return Passage(mark.unit, mark.start, mark.end)
