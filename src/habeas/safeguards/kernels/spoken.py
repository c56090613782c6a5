"""What entries say, asked of a register once for all sets of events that are made of them."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa

from habeas.safeguards.ingest.fields import FIELDS, SQL_TYPES, Storage, column
from habeas.safeguards.kernels.arrays import Ints
from habeas.safeguards.kernels.reading import Reading
from habeas.safeguards.numbers import kind_codes
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.sql.query import matches

_AT_HAND = 8
"""How many answers are kept: a rule asks the same of the events that stand and of those first written."""


class Spoken:
    """The entries of the kinds that say something (``spoken``); expressions are of the event ``v``."""

    def __init__(self, read: Reading) -> None:
        self._kept = lru_cache(_AT_HAND)(read)
        self._named = lru_cache(_AT_HAND)(read.named)

    @cached_property
    def _codes(self) -> Mapping[str, int]:
        code, name = self._named("SELECT code, name FROM kind_code")
        return {**kind_codes(), **dict(zip(name.to_pylist(), code.tolist(), strict=True))}

    def numbers(self, kinds: Collection[str]) -> Mapping[str, int]:
        """The number of each kind that somebody wrote, a site's own too."""
        return {name: self._codes[name] for name in kinds if name in self._codes}

    def entries(self, patterns: Sequence[Pattern], asked: Mapping[str, str]) -> Mapping[str, Ints]:
        """The number ``e`` and the ``kind`` of what patterns match, by both, and what is asked of each."""
        found = self._kept(f"SELECT v.e, v.kind{_listed(asked)} FROM spoken AS v WHERE {matches(patterns)}")
        e, kind = found["e"], found["kind"]
        if np.all((kind[1:] > kind[:-1]) | ((kind[1:] == kind[:-1]) & (e[1:] > e[:-1]))):  # as they lie
            return found
        order = np.lexsort((e, kind))
        return {name: values[order] for name, values in found.items()}

    def names(self, patterns: Sequence[Pattern], field: str) -> tuple[Ints, pa.ChunkedArray]:
        """Who is named in a field by what patterns match, by ``e``: one or several for an entry."""
        named = f"v.{column(field)}"
        if FIELDS[field] is Storage.LIST:
            named = f"unnest(string_split({named}, '|'))"
        listed = f"SELECT v.e, {named} AS name FROM spoken AS v WHERE {matches(patterns)}"
        return self._named(f"SELECT e, name FROM ({listed}) WHERE name <> '' ORDER BY e")

    def of_kinds(self, kinds: Collection[int], asked: Mapping[str, str]) -> Mapping[str, Ints]:
        """What is asked of entries that say nothing: it depends on nothing but the ``kind``."""
        silent = ", ".join(
            f"CAST(NULL AS {SQL_TYPES[how]}) AS {column(name)}" for name, how in FIELDS.items()
        )
        numbers = ", ".join(map(str, sorted(kinds)))
        return self._kept(
            f"SELECT v.kind{_listed(asked)} FROM (SELECT unnest([{numbers}]) AS kind, {silent}) AS v"
        )


def _listed(asked: Mapping[str, str]) -> str:
    return "".join(f", {each} AS said_{name}" for name, each in asked.items())
