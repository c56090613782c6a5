"""What was found, beside what should have been."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
"""Real documents, where they lie beside the checkout."""
TUNED, HELD_OUT = "tuned", "held out"


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of reading on one set: how many were wanted, how many found, how many of those rightly."""

    kind: str
    name: str
    role: str
    wanted: int
    found: int
    right: int
    note: str = ""

    @property
    def precision(self) -> float | None:
        """Of what was found, what is right; nothing where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Of what was wanted, what was found; nothing where nothing was wanted."""
        return self.right / self.wanted if self.wanted else None


def row(
    kind: str,
    name: str,
    role: str,
    wanted: Collection[Hashable],
    found: Collection[Hashable],
    *,
    note: str = "",
) -> Row:
    """The row of two collections, each of whose members comes once."""
    return Row(kind, name, role, len(wanted), len(found), len(set(wanted) & set(found)), note)


def table(rows: Iterable[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = [
        "| reading | set | rules were | wanted | found | right | precision | recall | |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.kind} | {each.name} | {each.role} | {each.wanted} | {each.found} | {each.right} "
        f"| {_share(each.precision)} | {_share(each.recall)} | {each.note} |"
        for each in rows
    ]
    return "\n".join(lines)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
