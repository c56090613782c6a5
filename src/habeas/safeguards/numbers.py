"""The numbers that stand for kinds, in the form that an audit caches and in the tables of every engine."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from habeas.custody import kinds

FIRST_OWN = 1_000
"""Kinds that the register does not know, or that are a site's own, are numbered from here."""


@cache
def kind_codes() -> Mapping[str, int]:
    """Each kind of event with its number: its place among the sorted names."""
    return MappingProxyType({name: at for at, name in enumerate(sorted(kinds()))})
