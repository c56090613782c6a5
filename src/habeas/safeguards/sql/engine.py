"""The rules over a register in an engine: stages once, then each rule, then what was corrected or came late.

An engine has the tables ``entry``, ``spoken``, ``record`` and ``outage_entry`` (``ingest``), and for signals
``actor`` and ``station``; all others are made beside them, in the same order and of the same text whichever
engine of SQL it is. Kernels make some of them of columns (decision 0020).
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from habeas.custody.history import JOINED_WITHIN
from habeas.safeguards.limits import Site
from habeas.safeguards.rule import LATE, Rule, Scope
from habeas.safeguards.site import JOINED
from habeas.safeguards.sql import outages, stages
from habeas.safeguards.sql.chains import CHAIN, Link, chains
from habeas.safeguards.sql.codes import micros
from habeas.safeguards.sql.compile import Over, compile_rule
from habeas.safeguards.sql.occasions import InTable, Occasions
from habeas.safeguards.sql.query import COLUMNS
from habeas.safeguards.sql.stages import MAIN, Tables

ENTERED, FIRST, CUSTODY, MIXED, CUSTODY_FIRST = map(
    Tables.of, ("entered", "first", "custody", "mixed", "custody_first")
)
OCCASIONS = (*COLUMNS, "as_first_written")
"""The columns of the table of the occasions of a rule."""
PART = 10_000
"""How many rows are taken at a time where there may be millions."""
ENTRIES = ("ev1", "ev2", "ev3", "excused", "too_late")
"""Those of them that are the number of an entry."""
_LONGEST = timedelta(days=36_500)
_APART = "NOT EXISTS (SELECT 1 FROM member AS m WHERE m.rid = y.rid AND m.stays > 1)"
"""Whether a stay ``y`` is a custody by itself."""


class Engine(ABC):
    """An audit at one instant in an engine of SQL."""

    name: ClassVar[str]
    as_of: datetime
    site: Site
    every_set: bool

    @abstractmethod
    def make(self, name: str, text: str, *, once: bool = False, by: Sequence[str] = ()) -> None:
        """Make a table of a canonical query, in the place of one of that name.

        ``once``: it is read once. ``by``: as its rows lie best, for an engine to which that makes a
        difference.
        """

    @abstractmethod
    def add(self, name: str, text: str) -> None:
        """Put the rows of a canonical query into a table that was made."""

    @abstractmethod
    def fetch(self, text: str) -> Sequence[tuple[Any, ...]]:
        """The rows of a canonical query."""

    @abstractmethod
    def stream(self, text: str) -> Iterator[Sequence[Any]]:
        """The same where there may be millions: a part at a time, and no other query meanwhile."""

    def recurring(self, name: str, text: str, least: int) -> None:
        """Make a table of the numbers (``number``) that a canonical query finds so often at least."""
        self.make(name, f"SELECT number FROM ({text}) AS q GROUP BY number HAVING COUNT(*) >= {least}")

    def tell_of_signals(self, acts: str, acted: str, asked: Mapping[int, tuple[Any, Any]]) -> Collection[int]:
        """Make ``act``, and ``acted`` of it; no signal that is asked is told by that."""
        self.make("act", acts)
        self.add("acted", acted)
        return ()

    @abstractmethod
    def put(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Make a table of rows; its columns are named with what they are of."""

    def done(self) -> None:  # noqa: B027 (most engines leave nothing to be done)
        """Do what is left once every rule was asked."""

    @property
    def _now(self) -> int:
        return micros(self.as_of)

    def prepare(self) -> None:
        """Make the stages."""
        self.stand()
        self.derive()

    def stand(self) -> None:
        """Make those of what stands, which signals and figures ask too."""
        self.relate()
        self.events()
        self.make("stay", stages.stay("event", self._now))
        self.make("stretch", stages.stretch("event", "stay", self._now), by=("name", "rid"))

    def relate(self) -> None:
        """Make what entries have to do with corrections and outages."""
        self.put("chain", CHAIN, chains(Link(*row) for row in self.fetch(stages.links(self._now))))
        self.outages()
        self.make("away", stages.away(self._now))

    def outages(self) -> None:
        """Make the outages that had been written of."""
        self.put("outage", outages.COLUMNS, outages.paired(self.fetch(outages.entries(self._now))))

    def events(self) -> None:
        """Make the events that stand, and what they say."""
        self.make("event", stages.event(self._now), by=("kind", "e"))
        self.make("saying", stages.said(self._now))

    def derive(self) -> None:
        """Make those that rules alone ask, once the others are made."""
        self._join()
        self._number()
        self._custody(CUSTODY, MAIN)
        late = micros(self.site.limit(LATE) or _LONGEST)
        self._find_again(late)
        self._variant(ENTERED, "corrected")
        self._variant(FIRST, "again", late)
        self._mixed()

    def _join(self) -> None:
        """Make which records belong to one custody."""
        self.make("member", stages.member("stay", micros(self.site.limit(JOINED) or JOINED_WITHIN)))

    def _number(self) -> None:
        """Make those that only SQL asks: how entries are numbered, and numbers to count by."""
        self.make("number", stages.numbers(self._most_blocks()))
        self.make("numbering", stages.NUMBERING)

    def asked(self, rule: Rule) -> Occasions:
        """The occasions of a rule."""
        return InTable(self, self.occasions(rule))

    def occasions(self, rule: Rule) -> str:
        """The table of the occasions of a rule, with ``as_first_written`` where that is another verdict."""
        self.make("found", self._union(rule, self._over(rule)), once=True)
        if rule.as_entered:
            self.make("occasion", "SELECT o.*, CAST(NULL AS INTEGER) AS as_first_written FROM found AS o")
            return "occasion"
        self.make("before", self._union(rule, self._first(rule)), once=True)
        again = "SELECT rid FROM again"
        if rule.scope is Scope.CUSTODY:
            again = "SELECT DISTINCT m.cid AS rid FROM member AS m JOIN again AS a ON a.rid = m.rid"
        self.make(
            "occasion",
            f"""
SELECT o.*, CASE WHEN a.rid IS NOT NULL AND o.mark % 10 <> COALESCE(b.mark % 10, 4)
  THEN COALESCE(b.mark % 10, 4) END AS as_first_written
FROM found AS o LEFT JOIN ({again}) AS a ON a.rid = o.rid
LEFT JOIN before AS b ON b.rid = o.rid AND b.key = o.key
""",
        )
        return "occasion"

    def rows(self, rule: Rule) -> Iterator[dict[str, Any]]:
        """Every occasion of a rule by the names of its columns; entries by their ``e``."""
        for row in self.fetch(f"SELECT {', '.join(OCCASIONS)} FROM {self.occasions(rule)}"):
            yield dict(zip(OCCASIONS, row, strict=True))

    def _union(self, rule: Rule, overs: Iterable[Over]) -> str:
        return " UNION ALL ".join(
            f"SELECT {', '.join(COLUMNS)} FROM ({self._sql(rule, over)}) AS run_{at}"
            for at, over in enumerate(overs)
        )

    def _sql(self, rule: Rule, over: Over) -> str:
        text = compile_rule(rule, over, self._now, self.site, every_set=self.every_set)
        if over.tables not in (CUSTODY, CUSTODY_FIRST):
            return text
        columns = ", ".join(
            f"z_{name}.origin AS {name}" if name in ENTRIES else f"o.{name}" for name in COLUMNS
        )
        joins = " ".join(
            f"LEFT JOIN {over.tables.event} AS z_{name} ON z_{name}.e = o.{name}" for name in ENTRIES
        )
        return f"SELECT {columns} FROM ({text}) AS o {joins}"

    def _over(self, rule: Rule) -> Iterator[Over]:
        if rule.as_entered:
            yield Over(MAIN, "NOT EXISTS (SELECT 1 FROM corrected AS c WHERE c.rid = y.rid)")
            yield Over(ENTERED)
        elif rule.scope is Scope.CUSTODY:
            yield Over(MAIN, _APART, "y.moved")
            yield Over(CUSTODY, lost="y.moved")
        else:
            yield Over(MAIN)

    def _first(self, rule: Rule) -> Iterator[Over]:
        if rule.scope is Scope.CUSTODY:
            yield Over(FIRST, _APART, "y.moved")
            yield Over(CUSTODY_FIRST, lost="y.moved")
        else:
            yield Over(FIRST)

    def _most_blocks(self) -> int:
        """How many blocks of a day, or due times, the longest stay can have."""
        [[longest, entries]] = self.fetch(stages.LONGEST)
        return int(longest) // micros(timedelta(hours=1)) + int(entries) + 3

    def _find_again(self, late: int) -> None:
        """Make which records have something corrected, or written so late; and the entries of these."""
        self.make("corrected", stages.corrected(self._now))
        self.make("again", stages.again(self._now, stages.late(late)))
        self.make("entry_again", stages.of_some("entry", "again"))
        self.make("spoken_again", stages.of_some("spoken", "again", stages.SAYS))

    def _variant(self, tables: Tables, rids: str, late: int | None = None) -> None:
        """Make the stages of some records without any correction, and without what was written so late."""
        but = "FALSE" if late is None else stages.late(late)
        self.make(tables.event, stages.entered("entry_again", self._now, rids, but))
        self.make(tables.said, stages.entered_said("spoken_again", self._now, rids, but))
        self.make(tables.stay, stages.stay(tables.event, self._now, f"r.rid IN (SELECT rid FROM {rids})"))
        self.make(tables.stretch, stages.stretch(tables.event, tables.stay, self._now, corrected=False))

    def _mixed(self) -> None:
        """The stays of custodies of which one has something corrected or late: those as first written."""
        self.make(MIXED.event, stages.mixed(FIRST.event, MAIN.event, stages.BARE))
        self.make(MIXED.said, stages.mixed(FIRST.said, MAIN.said, stages.EVENT))
        self.make(MIXED.stay, stages.mixed(FIRST.stay, "stay", stages.STAY))
        self.make(MIXED.stretch, stages.mixed(FIRST.stretch, "stretch", stages.STRETCH))
        self._custody(CUSTODY_FIRST, MIXED)

    def _custody(self, made: Tables, of: Tables) -> None:
        self.make(made.event, stages.custody_event(of))
        self.make(made.said, stages.custody_said(of, made.event))
        self.make(made.stay, stages.custody_stay(of.stay, made.event))
        self.make(made.stretch, stages.custody_stretch(of.stretch, made.event))
