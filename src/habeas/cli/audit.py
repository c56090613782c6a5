"""``habeas audit``: what a custody register shows of each safeguard, and what it cannot show."""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from habeas.cli import audit_forms as forms
from habeas.cli.results import deliver_parts
from habeas.cli.saying import Step, note, progress
from habeas.clock import parse_instant
from habeas.errors import RefusedError, Where
from habeas.safeguards import Rule, Verdict, example_site, read_rule, read_site
from habeas.safeguards.audit import EVERY, Asked, Findings, Plainly, Told, chosen, document
from habeas.safeguards.rule import TAKES

HELP = "what a custody register shows of each safeguard, and what it cannot show"
EXAMPLE = "habeas audit register --as-of 2026-03-01T00:00:00Z --out findings.json"
ENGINES = ("duckdb", "reference")
SETS = (*TAKES, EVERY)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument(
        "register", metavar="REGISTER", help="a folder or file: Parquet, CSV, JSON lines, XES, OCEL"
    )
    parser.add_argument(
        "--rules",
        metavar="SET|FILE.toml",
        help=f"of {', '.join(TAKES)} what a record's jurisdiction allows; {EVERY} of them; or your own",
    )
    parser.add_argument("--site", metavar="FILE.toml", help="your own limits, where the sources give none")
    parser.add_argument("--as-of", metavar="INSTANT", help="the instant at which it is judged (now)")
    parser.add_argument("--engine", choices=ENGINES, default="duckdb", help="what judges (duckdb)")
    parser.add_argument("--verdicts", action="store_true", help="a verdict for each record and rule too")
    parser.add_argument(
        "--fail-on", metavar="RULE", action="append", default=[], help="status 1 where this rule was not kept"
    )
    parser.add_argument("--mapping", metavar="FILE", help="how a file from elsewhere is to be read")
    parser.add_argument(
        "--cache", metavar="DIR", help="keep here what was read, for the next audit of the files"
    )
    parser.add_argument(
        "--out",
        metavar="FILE",
        help="all of it as .json; or its occasions as .csv or .parquet, the rest beside",
    )


def run(args: argparse.Namespace) -> int:
    """Read it, judge it, and say first what it cannot show."""
    asked = _asked(args)
    forms.hold(args.out)
    unknown = sorted(set(args.fail_on) - {rule.name for rule in asked.rules})
    if unknown:
        raise RefusedError("call-refused", f"--fail-on: no rule “{unknown[0]}” is asked here")
    with _findings(args, asked) as (findings, more):
        told: list[Told] = []
        with progress("Judging", total=len(asked.rules)) as step:
            for one in findings.told():
                told.append(one)
                step(1)
        _deliver(args, asked, findings, told, more)
    failed = [
        one.rule.name for one in told if one.rule.name in args.fail_on and one.records.get(Verdict.BREACHED)
    ]
    for name in failed:
        note(f"not kept: {name}")
    return 1 if failed else 0


def _asked(args: argparse.Namespace) -> Asked:
    name: str | None = args.rules
    own: tuple[Rule, ...] = ()
    if name is not None and name.endswith(".toml"):
        own = (read_rule(_text(name), file=name),)
    elif name is not None and name not in SETS:
        raise RefusedError(
            "call-refused",
            f"--rules: there is no set “{name}”",
            advice=f"One of {', '.join(SETS)}, or a file.",
        )
    site = example_site() if args.site is None else read_site(_text(args.site), file=args.site, own=own)
    as_of = datetime.now(UTC) if args.as_of is None else parse_instant(args.as_of)
    return Asked(rules=chosen(name, own), as_of=as_of, site=site, rule_set=name or "jurisdiction")


def _text(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except UnicodeDecodeError:
        raise RefusedError("file-kind", "the file is no text in UTF-8", where=Where(path)) from None


@contextmanager
def _findings(args: argparse.Namespace, asked: Asked) -> Iterator[tuple[Findings, Mapping[str, Any]]]:
    """What an engine found, and what is known of the files."""
    if args.engine == "reference":
        yield _plainly(Path(args.register), asked), {}
        return
    from habeas.safeguards.by_duckdb import ByDuckDB  # noqa: PLC0415 (heavy parts)
    from habeas.safeguards.ingest import ingest, open_cache, read_mapping  # noqa: PLC0415

    mapping = None if args.mapping is None else read_mapping(_text(args.mapping), file=args.mapping)
    with tempfile.TemporaryDirectory(prefix="habeas-audit-") as here:
        folder = Path(args.cache) if args.cache else Path(here) / "register"
        with progress("Reading the register", total=100) as step:
            read = ingest(Path(args.register), folder, mapping=mapping, progress=_in_hundredths(step))
        more = {"synthetic": bool(read.meta.get("synthetic")), "faults": dict(read.faults)}
        yield ByDuckDB(asked, open_cache(folder), each_verdict=args.verdicts), more


def _in_hundredths(step: Step) -> Callable[[float, str], None]:
    """Tell a bar of a hundred how much of the whole was done since it was last told."""
    before = 0

    def tell(share: float, _what: str) -> None:
        nonlocal before
        now = int(share * 100)
        step(now - before)
        before = now

    return tell


def _plainly(path: Path, asked: Asked) -> Findings:
    """The plain evaluator over files of the contract, which it reads strictly and holds in memory."""
    from habeas.custody import Event, records_of  # noqa: PLC0415 (only where it is asked)
    from habeas.custody.exchange import RECORDS, Folder, strictly  # noqa: PLC0415

    folder = Folder(path)
    events: dict[str, list[Event]] = {}
    for one in strictly(folder.events()):
        events.setdefault(one.record_id, []).append(one)
    if folder.files(RECORDS):
        return Plainly(asked, list(strictly(folder.records())), events)
    return Plainly(asked, list(records_of(one for own in events.values() for one in own)), events)


def _deliver(
    args: argparse.Namespace, asked: Asked, findings: Findings, told: list[Told], more: Mapping[str, Any]
) -> None:
    said = document(asked, findings, told, more)
    out: str | None = args.out
    if out is None and not args.json:
        print(forms.in_words(asked, findings, told, more), end="")
    elif out is None or out.endswith(".json"):
        deliver_parts(forms.as_json(said, findings, verdicts=args.verdicts), out, private=True)
    else:
        write = forms.as_commas if out.endswith(".csv") else forms.as_parquet
        deliver_parts(write(findings.occasions()), out, private=True)
        beside = f"{out.rpartition('.')[0]}.summary.json"
        deliver_parts(forms.as_json(said, None, verdicts=False), beside, private=True)
        note(f"the rest is in {beside}")
