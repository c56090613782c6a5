"""JSON read strictly: no name twice, no NaN, no number or nesting without bounds."""

import json
from typing import Any


def object_of(text: str) -> dict[str, Any]:
    """Read an object. Raises ``ValueError`` for anything else."""
    found = value_of(text)
    if not isinstance(found, dict):
        raise ValueError("it is not a JSON object")
    return found


def value_of(text: str) -> Any:
    """Read any value. Raises ``ValueError``."""
    try:
        return json.loads(text, object_pairs_hook=_pairs, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
