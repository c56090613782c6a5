"""``habeas audit --against``: lists that the register is held against, and what came of it in words."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from habeas.cli.audit_registers import text_of
from habeas.cli.english import EN
from habeas.errors import RefusedError, Where
from habeas.safeguards import Site
from habeas.safeguards.against import Difference, Half, Listing, Outcome, Reconciled, read_listing
from habeas.safeguards.audit import Findings

_MOST = 10
_ENGINES = ("duckdb", "postgres")
_EITHER = " or ".join(_ENGINES)
_WORDS = {
    Outcome.SAME: "in both, at the same time",
    Outcome.DIFFERS: "in both, at times that differ by more than {tolerance}",
    Outcome.UNTIMED: "in the register without a time",
    Outcome.ANY_OF: "in both, by place and time alone: which is which cannot be said",
    Outcome.ONE_OF: "among which {lacking} without a counterpart: which, cannot be said",
    Outcome.NOT_HERE: "in the list and not in the register",
    Outcome.NOT_THERE: "in the register and not in the list",
}
_FIRST = (
    Outcome.NOT_HERE,
    Outcome.NOT_THERE,
    Outcome.DIFFERS,
    Outcome.ONE_OF,
    Outcome.UNTIMED,
    Outcome.ANY_OF,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which lists there are."""
    parser.add_argument(
        "--against",
        metavar="LIST",
        action="append",
        default=[],
        help="hold the register against a list, as of a door (.csv, .jsonl, .parquet); LIST.toml beside it "
        "says what it is",
    )


def lists(args: argparse.Namespace, site: Site) -> list[tuple[Path, Listing]]:
    """The lists and what they are, before anything long is begun."""
    found = []
    for each in args.against:
        path = Path(each)
        if not path.is_file():
            raise RefusedError("against-missing", "there is no such list", where=Where(each))
        beside = path.with_suffix(".toml")
        if not beside.is_file():
            raise RefusedError(
                "against-unreadable",
                "nothing says what the list is",
                where=Where(each),
                advice=f"Put {beside.name} beside it; docs/safeguards.md tells what stands in it.",
            )
        found.append((path, read_listing(text_of(str(beside)), file=str(beside), site=site)))
    if found and args.engine not in (None, *_ENGINES):
        raise RefusedError("call-refused", f"--against: not with --engine {args.engine}, but {_EITHER}")
    return found


def reconciled(
    findings: Findings, asked: Sequence[tuple[Path, Listing]], as_of: datetime
) -> list[Reconciled]:
    """What came of each list, once every rule was asked."""
    if not asked:
        return []
    from habeas.safeguards.against import brought, reconcile  # noqa: PLC0415 (heavy parts)
    from habeas.safeguards.by_duckdb import ByDuckDB  # noqa: PLC0415
    from habeas.safeguards.by_engine import ByEngine  # noqa: PLC0415

    if not isinstance(findings, ByEngine):
        raise TypeError(f"a list is held against what {_EITHER} judged")
    if isinstance(findings, ByDuckDB):
        db = findings.db
    else:
        db = brought(findings, [listing for _path, listing in asked])
    return [reconcile(db, path, listing, as_of) for path, listing in asked]


def in_words(found: Sequence[Reconciled]) -> Iterator[str]:
    """Each list: what is compared, what came of it out of how many, and what to look at first."""
    for one in found:
        yield ""
        yield from _one(one)


def _one(one: Reconciled) -> Iterator[str]:
    said = one.listing
    yield f"Against {said.name} ({one.file}): no verdict, a person looks at what differs"
    period = f"from {said.since:%Y-%m-%d %H:%M} to {said.until:%Y-%m-%d %H:%M} UTC"
    yield f"  it covers {', '.join(said.places)} {period}; outside of that nothing is said"
    there = EN.count("{n} time of the list", "{n} times of the list", one.there.whole)
    here = EN.count("{n} entry of the register", "{n} entries of the register", one.here.whole)
    for half, what in ((one.there, there), (one.here, here)):
        yield f"  of {what}"
        yield from _outcomes(half, said.tolerance)
    for code, count in sorted(one.unusable.items()):
        line = next((f", first in line {line}" for line, own, _what in one.faults if own == code), "")
        rows = EN.count("row of the list is not compared", "rows of the list are not compared", count)
        yield f"  {count:>11,}  {rows}: {code}{line}"
    first = sorted(one.differences, key=lambda each: _FIRST.index(each.outcome))[:_MOST]
    if first:
        yield "  to look at first"
    for each in first:
        yield f"    {_line(each)}"


def _outcomes(half: Half, tolerance: timedelta) -> Iterator[str]:
    alone = half.outcomes[Outcome.NOT_HERE] + half.outcomes[Outcome.NOT_THERE]
    for outcome in Outcome:
        if count := half.outcomes[outcome]:
            words = _WORDS[outcome].format(tolerance=EN.length(tolerance), lacking=half.lacking - alone)
            yield f"  {count:>11,}  {words}"


def _line(each: Difference) -> str:
    parts = [each.outcome.value, each.place or ""]
    if each.there_at is not None:
        parts.append(f"line {each.line}: {each.there_at:%Y-%m-%d %H:%M}")
    if each.record_id is not None:
        parts.append(f"record {each.record_id}")
    if each.here_at is not None:
        parts.append(f"{each.kind} {each.here_at:%Y-%m-%d %H:%M}")
    return "  ".join(part for part in parts if part)
