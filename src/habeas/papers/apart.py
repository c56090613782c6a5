"""Texts that run against their paper, kept in one piece: an English statement on an Arabic sheet."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from habeas.language import apart

# The fields of blocks and sources that hold what is read, and those that hold such fields.
_READ = frozenset({"text", "title", "caption", "header", "name", "pinpoint", "date", "certainty"})
_HOLDING = frozenset(
    {"runs", "items", "entries", "term", "meaning", "rows", "left", "right", "heading", "above"}
)
_FIELDS = _READ | _HOLDING | {"voice", "blocks"}


def kept_apart(item: Any, direction: str) -> Any:
    """Return a text, a run, a block or a tuple of them, each text isolated that runs against ``direction``.

    A run that says its direction is left as it is; what needs no change is the same object.
    """
    if type(item) is str:  # a voice is a string too
        return apart(item, direction)
    if isinstance(item, tuple):
        return tuple(kept_apart(one, direction) for one in item)
    if not is_dataclass(item) or isinstance(item, type) or getattr(item, "direction", None) is not None:
        return item
    held = {field.name: getattr(item, field.name) for field in fields(item) if field.name in _FIELDS}
    changed = {name: new for name, old in held.items() if (new := kept_apart(old, direction)) != old}
    return replace(item, **changed) if changed else item
