"""Acts as a row keeps them: a word for the kind, and the rest as JSON can hold it; and back again."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from habeas.procedure.machine import Act

_APART = frozenset({"on", "note", "withdrawn_why"})
"""What every act says, which has columns of its own."""


class Vocabulary:
    """The word for each kind of act of one procedure; ``read`` undoes ``word_of`` and :func:`particulars`.

    ``gone`` names what an act once said and says no longer: an old row keeps it, and is read without.
    """

    def __init__(
        self, words: Mapping[str, type[Act]], *, gone: Mapping[type[Act], frozenset[str]] | None = None
    ) -> None:
        self.words = dict(words)
        self._gone = dict(gone or {})
        self._word_of = {kind: word for word, kind in words.items()}

    def word_of(self, act: type[Act]) -> str:
        """The word of a kind of act."""
        return self._word_of[act]

    def read(
        self, word: str, said: Mapping[str, Any], *, on: date, note: str = "", withdrawn_why: str = ""
    ) -> Act:
        """The act that a row keeps under ``word``."""
        kind = self.words[word]
        types = get_type_hints(kind)
        gone = self._gone.get(kind, frozenset())
        kept = {name: _read(types[name], value) for name, value in said.items() if name not in gone}
        return kind(on=on, note=note, withdrawn_why=withdrawn_why, **kept)


def particulars(act: Act) -> dict[str, Any]:
    """What an act says beyond its day and its note: text, numbers, lists; days as ISO 8601."""
    return {field.name: _plain(getattr(act, field.name)) for field in fields(act) if field.name not in _APART}


def _plain(value: Any) -> Any:
    match value:
        case frozenset():
            return sorted(value)
        case tuple():
            return list(value)
        case date():
            return value.isoformat()
    return value


def _read(wanted: Any, value: Any) -> Any:
    """``value`` of JSON as the type that the field has."""
    if isinstance(wanted, UnionType):  # a day that may be missing
        return None if value is None else _read(get_args(wanted)[0], value)
    if (holder := get_origin(wanted)) in (frozenset, tuple):
        return holder(_read(get_args(wanted)[0], one) for one in value)
    if wanted is datetime:
        return datetime.fromisoformat(value)
    if wanted is date:
        return date.fromisoformat(value)
    return wanted(value) if issubclass(wanted, StrEnum) else value
