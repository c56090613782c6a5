"""``habeas audit --against``: lists that the register is held against, and what came of it in words."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from habeas.cli.audit_registers import text_of
from habeas.cli.english import EN
from habeas.errors import RefusedError, Where, meant
from habeas.safeguards import Site
from habeas.safeguards.against import (
    FAULTS,
    FIRST,
    MOST_OF_EACH,
    Difference,
    Fault,
    Half,
    Listing,
    Outcome,
    Reconciled,
    hold_usable,
    outcome_said,
    read_listing,
)
from habeas.safeguards.audit import Findings
from habeas.safeguards.record_days import kind_name

_ENGINES = ("duckdb", "postgres")
_EITHER = " or ".join(_ENGINES)


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
            why = "it is a folder, and a list is one file" if path.is_dir() else "there is no such list"
            raise RefusedError("against-missing", why, where=Where(each))
        beside = said_in(path)
        if not beside.is_file():
            raise RefusedError(
                "against-unreadable",
                "nothing says what the list is",
                where=Where(each),
                advice=f"Put {beside.name} beside it; docs/safeguards.md tells what stands in it.",
            )
        listing = read_listing(text_of(str(beside)), file=str(beside), site=site)
        found.append((path, listing))
    if found and args.engine not in (None, *_ENGINES):
        raise RefusedError("call-refused", f"--against: not with --engine {args.engine}, but {_EITHER}")
    for path, listing in found:
        hold_usable(path, listing)
    return found


def said_in(path: Path) -> Path:
    """The file beside a list that says what it is."""
    return path.with_suffix(".toml")


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
    zone = said.clock
    period = f"from {_at(said.since, zone)} to {_at(said.until, zone)}"
    if one.until < said.until:
        period += f", compared to {_at(one.until, zone)}, the instant of the audit"
    yield f"  it covers {', '.join(said.places)} {period} ({zone.key}); outside of that nothing is said"
    yield from (f"  {each}" for each in doubts([one]))
    if one.repeated:
        times = EN.count("{n} time of the list", "{n} times of the list", one.repeated)
        yield f"  {times} came twice, for clocks were put back: read as the later"
    there = EN.count("{n} time of the list", "{n} times of the list", one.there.whole)
    here = EN.count("{n} entry of the register", "{n} entries of the register", one.here.whole)
    for half, what in ((one.there, there), (one.here, here)):
        yield f"  of {what}"
        yield from _outcomes(half, one)
    if one.unusable:
        among = ": what is told as not in the list can be among it" if one.here.lacking else ""
        yield f"  of the list, not compared{among}"
    for fault, count in sorted(one.unusable.items()):
        yield f"  {count:>11,}  {EN.count(*FAULTS[fault], count)}{_first(one, fault)}"
    if one.differences:
        yield f"  to look at first (times of {zone.key})"
    for outcome in FIRST:
        differences = [each for each in one.differences if each.outcome is outcome]
        if differences:
            yield f"    {_said(outcome, one)}"
        yield from (f"      {_line(each, zone)}" for each in differences[:MOST_OF_EACH])
        if (left := len(differences) - MOST_OF_EACH) > 0:
            yield f"      {EN.count('and {n} more', 'and {n} more', left)}"


def doubts(found: Sequence[Reconciled]) -> Iterator[str]:
    """What of a list says that it tells of places, people or times otherwise than the register does."""
    for one in found:
        for each in one.strange:
            times = EN.count("{n} time of the list", "{n} times of the list", each.times)
            near = meant([each.near] if each.near else [])
            yield f"NO RECORD AND NO ENTRY OF THE REGISTER HAS THE PLACE “{each.place}” ({times}){near}"
        if one.named and not one.known:
            yield "THE REGISTER KNOWS NOBODY WHOM THE LIST NAMES: it may number them otherwise"
        if one.shift is not None:
            apart = EN.length(abs(one.shift))
            yield f"NEARLY ALL TIMES THAT DIFFER DO SO BY ABOUT {apart}: the list may have another “zone”"


def _first(one: Reconciled, fault: Fault) -> str:
    """Where a fault is first, and what stands there."""
    for each in one.faults:
        if each.fault is fault:
            return f" (first in line {each.line}{f': “{each.what}”' if each.what else ''})"
    return ""


def _outcomes(half: Half, one: Reconciled) -> Iterator[str]:
    for outcome in Outcome:
        if count := half.outcomes[outcome]:
            yield f"  {count:>11,}  {_said(outcome, one)}"
            if outcome is Outcome.ONE_OF:
                alone = half.outcomes[Outcome.NOT_HERE] + half.outcomes[Outcome.NOT_THERE]
                yield f"  {'':>11}    {half.lacking - alone:,} of these without a counterpart"


def _said(outcome: Outcome, one: Reconciled) -> str:
    return outcome_said(outcome, one.listing.tolerance, days=one.days, words=EN)


def _line(each: Difference, zone: ZoneInfo) -> str:
    parts = [each.place or ""]
    if each.there_at is not None:
        parts.append(f"line {each.line}: {each.there_day or _at(each.there_at, zone)}")
    if each.record_id is not None:
        parts.append(f"record {each.record_id}")
    if each.kind is not None:
        at = "no time" if each.here_at is None else _at(each.here_at, zone)
        parts.append(f"“{kind_name(each.kind, EN)}” {at}")
    if each.outcome is Outcome.ELSEWHERE:
        parts.append(f"in the register at {each.here_place}")
    return "  ".join(part for part in parts if part)


def _at(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"
