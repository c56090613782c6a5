"""Which entries stand where some were corrected: what ``custody.history`` says of them, as an engine's table.

Few entries of a register correct another or are corrected. They are read one by one by that meaning itself,
so that there is no second one in SQL, where corrections of corrections would be a query that calls itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from habeas.custody.history import ANNULLED, lines
from habeas.safeguards.numbers import kind_codes


@dataclass(frozen=True, slots=True)
class Link:
    """An entry that corrects or was corrected, by its number; ``fixes`` is the entry that it corrects."""

    e: int
    rid: int
    seq: int
    kind: int
    ts: int | None
    wr: int
    fixes: int | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """The same as ``custody.history`` reads an entry."""

    event_id: str
    record_id: int
    seq: int
    kind: str
    corrects: str | None
    occurred_at: int | None
    recorded_at: int
    link: Link


CHAIN = {"e": "BIGINT", "stands": "BOOLEAN", "first_e": "BIGINT", "wr": "BIGINT"}
"""The columns of the table ``chain``."""
Row = tuple[int, bool, int, int]
"""Of an entry: its number, whether it stands, its number when first written, and when that was."""


def chains(links: Iterable[Link]) -> Iterator[Row]:
    """What became of each entry of records in which something was corrected."""
    records: dict[int, list[Link]] = {}
    for link in links:
        records.setdefault(link.rid, []).append(link)
    for own in records.values():
        yield from _of_record(own)


def _of_record(own: list[Link]) -> Iterator[Row]:
    annulled = kind_codes()[ANNULLED]
    entries = [
        _Entry(
            event_id=f"{link.e:020}",
            occurred_at=link.ts,
            recorded_at=link.wr,
            record_id=link.rid,
            seq=link.seq,
            kind=ANNULLED if link.kind == annulled else str(link.kind),
            corrects=None if link.fixes is None else f"{link.fixes:020}",
            link=link,
        )
        for link in own
    ]
    found, _faults = lines(entries)  # type: ignore[arg-type]
    standing = {}
    for line in found:
        if line.stands is not None:
            first, stands = line.first.link, line.stands.link  # type: ignore[attr-defined]
            written = first.wr if first.ts == stands.ts else stands.wr
            standing[stands.e] = (first.e, written)
    for link in own:
        first_e, written = standing.get(link.e, (link.e, link.wr))
        yield link.e, link.e in standing, first_e, written
