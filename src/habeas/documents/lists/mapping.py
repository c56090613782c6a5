"""Which column of a list is which field: proposed with reasons, corrected by a person, kept.

A mapping has a JSON form and a signature of the headings, so that the same list is
recognised the next time. Nothing is taken from a list without a mapping that a person
has seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from habeas.documents.asks import Json
from habeas.documents.folding import folded
from habeas.documents.headings import Target, fields, set_words
from habeas.documents.refusals import refusal
from habeas.documents.tables.table import Table, signature_of

SCHEMA = "habeas/column-mapping/1"
NEEDED = MappingProxyType({Target.ASKS: ("text", "party", "kind"), Target.PLACES: ("name",)})
SETS = MappingProxyType(
    {
        (Target.ASKS, "position"): "position",
        (Target.ASKS, "kind"): "ask_kind",
        (Target.PLACES, "kind"): "place_kind",
    }
)
"""Fields whose values are of a set, and the table of its words."""
SEPARATORS = (";", "|", ",")


def _empty() -> Mapping[str, str]:
    return MappingProxyType({})


def _no_values() -> Mapping[str, Mapping[str, str]]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnMapping:
    """Field to heading (``columns``), or field to one value for every row (``constants``).

    ``values`` settles words of a set that are not known: field, folded word, value.
    ``day_first`` settles ``03/04/2024``. ``list_separator`` divides cells that hold
    several themes, States or names.
    """

    target: Target
    headings: tuple[str, ...]
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=_empty)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=_no_values)
    day_first: bool | None = None
    list_separator: str = ";"

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for a field, heading, separator or value that does not exist."""
        known = fields(self.target)
        for name in (*self.columns, *self.constants, *self.values):
            if name not in known:
                raise ValueError(f"no such field: {name}")
        for heading in self.columns.values():
            if heading not in self.headings:
                raise ValueError(f"no such heading: {heading}")
        if self.list_separator not in SEPARATORS:
            raise ValueError(f"no such separator: {self.list_separator}")
        for name, words in self.values.items():
            allowed = (
                set(set_words(SETS[self.target, name]).values()) if (self.target, name) in SETS else set()
            )
            for value in words.values():
                if value not in allowed:
                    raise ValueError(f"no such value of {name}: {value}")

    @property
    def signature(self) -> str:
        """That of the headings."""
        return signature_of(self.headings)

    @property
    def missing(self) -> tuple[str, ...]:
        """Needed fields that neither a column nor a constant gives."""
        return tuple(
            name
            for name in NEEDED[self.target]
            if name not in self.columns and not self.constants.get(name, "").strip()
        )

    def fits(self, table: Table) -> bool:
        """Whether the headings of ``table`` are those that the mapping was made for."""
        return self.signature == table.signature

    def value_of(self, name: str, word: str) -> str | None:
        """The value of a set that a written word stands for; ``None`` where it is not known."""
        plain = folded(word)
        own = {folded(key): value for key, value in self.values.get(name, {}).items()}
        return own.get(plain) or set_words(SETS[self.target, name]).get(plain)

    def as_json(self) -> dict[str, Json]:
        """The form that is kept."""
        return {
            "schema": SCHEMA,
            "target": self.target.value,
            "signature": self.signature,
            "headings": list(self.headings),
            "columns": dict(self.columns),
            "constants": dict(self.constants),
            "values": {name: dict(words) for name, words in self.values.items()},
            "day_first": self.day_first,
            "list_separator": self.list_separator,
        }

    @classmethod
    def from_json(cls, kept: object, file: str = "mapping") -> "ColumnMapping":
        """The inverse of ``as_json``. Raises ``DocumentRefusedError`` (``mapping-unreadable``)."""
        if not isinstance(kept, dict) or kept.get("schema") != SCHEMA:
            raise refusal("mapping-unreadable", file, why=f"it is not of the schema {SCHEMA}")
        try:
            day_first = kept.get("day_first")
            return cls(
                target=Target(kept["target"]),
                headings=tuple(str(heading) for heading in kept["headings"]),
                columns=_texts(kept["columns"]),
                constants=_texts(kept.get("constants", {})),
                values={str(name): _texts(words) for name, words in dict(kept.get("values", {})).items()},
                day_first=day_first if isinstance(day_first, bool) else None,
                list_separator=str(kept.get("list_separator", ";")),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise refusal("mapping-unreadable", file, why=str(error)) from None


def _texts(given: object) -> dict[str, str]:
    if not isinstance(given, Mapping):
        raise TypeError("an object is needed")
    return {str(key): str(value) for key, value in given.items()}
