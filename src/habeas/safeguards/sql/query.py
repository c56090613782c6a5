"""A query in the making: common table expressions with names of their own, and the words that they share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from habeas.safeguards.ingest.fields import FIELDS, SQL_TYPES, column, speaking
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.sql.codes import (
    BREACHED,
    EARLIEST,
    ENDED_BEFORE,
    EXACT,
    GUARD,
    LATEST,
    MET,
    NO_REQUEST,
    NONE,
    NOT_APPLICABLE,
    NOT_RECORDED,
    PENDING,
    WAIVED,
    code,
    codes,
)
from habeas.safeguards.sql.stages import BARE, Tables

COLUMNS = (
    *("rid", "key", "mark", "since", "until", "due", "observed", "n", "allowed"),
    *("ev1", "ev2", "ev3", "excused", "too_late", "times"),
)
"""Of an occasion: whose, which, its verdict; instants and lengths in microseconds; entries by their ``e``;
how many there are of it. A verdict that is not applicable carries its reason in the tens."""
REASON = 10
ENDED = NOT_APPLICABLE + REASON * ENDED_BEFORE
EXCUSED = NOT_APPLICABLE + REASON * WAIVED
UNCONCERNED = NOT_APPLICABLE + REASON * GUARD
NO_OCCASION = tuple(NOT_APPLICABLE + REASON * each for each in (NO_REQUEST, NONE))
"""The marks of which no guard is asked."""
NULL = "CAST(NULL AS BIGINT)"
"""No instant, no length, no entry."""


@dataclass
class Query:
    """What is asked over one set of tables at one instant.

    ``who`` is the table of the stays concerned, with each limit of the rule as a column ``l_<name>``.
    """

    tables: Tables
    as_of: int
    windows: dict[str, int]
    """The period in which a limit counts, in microseconds, by the name of the limit."""
    limits: dict[str, str]
    """Each limit as an expression of the stay ``y``: a number, where it does not depend on a day."""
    lost: str = "FALSE"
    """Whether a custody ended in a transfer to nowhere, as an expression of the stay ``y``."""
    parts: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, text: str) -> str:
        """Add a common table expression; its name, made unique."""
        unique = f"{name}_{len(self.parts)}"
        self.parts.append((unique, text.strip()))
        return unique

    def counted(self, table: str, above: int = 0) -> str:
        """Every number above ``above`` up to each ``n`` of a table, which is ``most`` here.

        An engine joins it by ``most``; that a number is no more than ``n`` it would try for each of them.
        """
        return self.add(
            "counted",
            f"""
SELECT d.n AS most, c.n FROM (SELECT DISTINCT n FROM {table}) AS d
JOIN number AS c ON c.n > {above} AND c.n <= d.n
""",
        )

    def events(self, *patterns: Pattern, fields: Iterable[str] = ()) -> str:
        """Where the entries of these patterns lie, with what they say in these fields and in their own."""
        asked = sorted({*fields, *(each.field for each in patterns if each.field)})
        if not asked:
            return self.tables.event
        if all(each.kind in speaking() for each in patterns):
            return self.tables.said
        others = f"kind NOT IN ({codes(*speaking())})"
        nothing = ", ".join(f"CAST(NULL AS {SQL_TYPES[FIELDS[each]]}) AS {column(each)}" for each in asked)
        return f"""(
  SELECT {", ".join((*BARE, *map(column, asked)))} FROM {self.tables.said}
  UNION ALL
  SELECT {", ".join(BARE)}, {nothing} FROM {self.tables.event} WHERE {others})"""

    def occasions(self, source: str, **columns: str) -> str:
        """Add a table of occasions; what is not said is nothing."""
        said = {"key": "0", "times": "1", **columns}
        rows = ",\n  ".join(
            f"{said[name]} AS {name}" if name in said else f"{NULL} AS {name}" for name in COLUMNS
        )
        return self.add("o", f"SELECT\n  {rows}\n{source.strip()}")

    def text(self, body: str) -> str:
        """The whole query."""
        named = ",\n".join(f"{name} AS (\n{text}\n)" for name, text in self.parts)
        return f"WITH {named}\n{body.strip()}"


def matches(patterns: Sequence[Pattern], alias: str = "v") -> str:
    """Whether an event is one of the patterns, as an expression."""
    return "(" + " OR ".join(_one(each, alias) for each in patterns) + ")" if patterns else "FALSE"


def _one(pattern: Pattern, alias: str) -> str:
    kind = f"{alias}.kind = {code(pattern.kind)}"
    if not pattern.field:
        return kind
    return f"({kind} AND {alias}.f_{pattern.field} IN ({', '.join(map(literal, pattern.values))}))"


def literal(value: object) -> str:
    """A value as SQL."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "'" + str(value).replace("'", "''") + "'"


def names(field_: str, member: str) -> str:
    """Whether a list ``|a|b|`` names somebody, both as expressions."""
    return f"STRPOS({field_}, '|' || {member} || '|') > 0"


def judged(*cases: tuple[str, int], otherwise: int = NOT_RECORDED) -> str:
    """First that fits: conditions and marks as one expression."""
    whens = " ".join(f"WHEN {condition} THEN {mark}" for condition, mark in cases)
    return f"CASE {whens} ELSE {otherwise} END"


def bounded(mark: str, bound: str, *, clock: bool = False) -> str:
    """The mark where the start stands in: ``templates.starts.bounded`` as an expression."""
    kept = f" OR ({bound} = {EARLIEST} AND {mark} = {MET})" if clock else ""
    unbound = ", ".join(str(NOT_APPLICABLE + REASON * each) for each in (WAIVED, GUARD, NONE))
    return (
        f"CASE WHEN {bound} = {EXACT} OR {mark} IN ({unbound}, {NOT_RECORDED}) "
        f"OR ({bound} = {LATEST} AND {mark} = {BREACHED}) "
        f"OR ({bound} = {EARLIEST} AND {mark} IN ({PENDING}, {ENDED})){kept} "
        f"THEN {mark} ELSE {NOT_RECORDED} END"
    )
