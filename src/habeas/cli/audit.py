"""``habeas audit``: what a custody register shows of each safeguard, and what it cannot show."""

import argparse
import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from habeas.cli.results import deliver_parts
from habeas.cli.saying import note, progress
from habeas.clock import parse_instant
from habeas.errors import PartMissingError, RefusedError, Where
from habeas.safeguards import Rule, Site, Verdict, example_site, read_rule, read_site
from habeas.safeguards.audit import OCCASION, Asked, Findings, Plainly, Told, chosen, document, instant
from habeas.safeguards.rule import TAKES

HELP = "what a custody register shows of each safeguard, and what it cannot show"
EXAMPLE = "habeas audit register --as-of 2026-03-01T00:00:00Z --out findings.json"
ENGINES = ("duckdb", "reference")
SHOWN = 70
"""Letters of a bar's words and of a title on the page."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("register", metavar="REGISTER", help="a folder or a file: Parquet, CSV, JSON lines, XES, OCEL")
    parser.add_argument(
        "--rules",
        metavar="SET|FILE.toml",
        help=f"of {', '.join(TAKES)} only, as far as a record's jurisdiction allows; all, whatever it is; or a rule of your own",
    )
    parser.add_argument("--site", metavar="FILE.toml", help="the limits of the site, where the sources give none")
    parser.add_argument("--as-of", metavar="INSTANT", help="the instant at which it is judged (now)")
    parser.add_argument("--engine", choices=ENGINES, default="duckdb", help="what judges (duckdb)")
    parser.add_argument("--verdicts", action="store_true", help="a verdict for each record and rule too")
    parser.add_argument(
        "--fail-on", metavar="RULE", action="append", default=[], help="status 1 where this rule was not kept"
    )
    parser.add_argument("--mapping", metavar="FILE", help="how a file from elsewhere is to be read")
    parser.add_argument("--cache", metavar="DIR", help="keep what was read here, for the next audit of the same files")
    parser.add_argument("--out", metavar="FILE", help="a file: .json whole; .csv or .parquet the occasions, the rest beside it")


def run(args: argparse.Namespace) -> int:
    """Read it, judge it, and say first what it cannot show."""
    asked = _asked(args)
    unknown = sorted(set(args.fail_on) - {rule.name for rule in asked.rules})
    if unknown:
        raise RefusedError("call-refused", f"--fail-on: no rule “{unknown[0]}” is asked here")
    if args.engine == "reference":
        return _told(args, asked, _plainly(args, asked), {})
    from habeas.safeguards.ingest import ingest, open_cache, read_mapping  # noqa: PLC0415 (a heavy part)

    mapping = None if args.mapping is None else read_mapping(Path(args.mapping))
    with tempfile.TemporaryDirectory(prefix="habeas-audit-") as here:
        folder = Path(args.cache) if args.cache else Path(here) / "register"
        with progress("Reading the register", total=100) as step:
            read = ingest(Path(args.register), folder, mapping=mapping, progress=_in_hundredths(step))
        from habeas.safeguards.by_duckdb import ByDuckDB  # noqa: PLC0415

        findings = ByDuckDB(asked, open_cache(folder), each_verdict=args.verdicts)
        synthetic = bool(read.meta.get("synthetic"))
        return _told(args, asked, findings, {"synthetic": synthetic, "faults": dict(read.faults)})


def _asked(args: argparse.Namespace) -> Asked:
    name: str | None = args.rules
    own: tuple[Rule, ...] = ()
    if name is not None and name.endswith(".toml"):
        own = (read_rule(_text(name), file=name),)
    elif name is not None and name not in (*TAKES, "all"):
        raise RefusedError(
            "call-refused", f"--rules: there is no set “{name}”", advice=f"One of {', '.join((*TAKES, 'all'))}, or a file."
        )
    site: Site = example_site() if args.site is None else read_site(_text(args.site), file=args.site)
    as_of = datetime.now(UTC) if args.as_of is None else parse_instant(args.as_of)
    return Asked(rules=chosen(name, own), as_of=as_of, site=site, rule_set=name or "jurisdiction")


def _text(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except UnicodeDecodeError:
        raise RefusedError("file-kind", "the file is no text in UTF-8", where=Where(path)) from None


def _in_hundredths(step: Any) -> Any:
    """Tell a bar of a hundred how much of the whole was done since it was last told."""
    told = 0

    def tell(share: float, _what: str) -> None:
        nonlocal told
        now = int(share * 100)
        step(now - told)
        told = now

    return tell


def _plainly(args: argparse.Namespace, asked: Asked) -> Findings:
    """The plain evaluator over files of the contract, which it reads strictly and holds in memory."""
    from habeas.custody import records_of  # noqa: PLC0415 (only where it is asked)
    from habeas.custody.exchange import RECORDS, Folder, strictly  # noqa: PLC0415

    folder = Folder(Path(args.register))
    events: dict[str, list[Any]] = {}
    for one in strictly(folder.events()):
        events.setdefault(one.record_id, []).append(one)
    if folder.files(RECORDS):
        return Plainly(asked, list(strictly(folder.records())), events)
    return Plainly(asked, list(records_of(one for own in events.values() for one in own)), events)


def _told(args: argparse.Namespace, asked: Asked, findings: Findings, more: Mapping[str, Any]) -> int:
    told: list[Told] = []
    with progress("Judging", total=len(asked.rules)) as step:
        for one in findings.told():
            told.append(one)
            step(1)
    said = document(asked, findings, told, more)
    if args.out is None and not args.json:
        print(_in_words(asked, findings, told, more), end="")
    elif args.out is None or args.out.endswith(".json"):
        deliver_parts(_json(said, findings, verdicts=args.verdicts), args.out, private=True)
    else:
        _table(args.out, findings)
        beside = f"{args.out.rsplit('.', 1)[0]}.summary.json"
        deliver_parts([_dumped(said)], beside, private=True)
        note(f"the rest is in {beside}")
    failed = [one.rule.name for one in told if one.rule.name in args.fail_on and one.records.get(Verdict.BREACHED)]
    for name in failed:
        note(f"not kept: {name}")
    return 1 if failed else 0


def _json(said: Mapping[str, Any], findings: Findings, *, verdicts: bool) -> Iterator[bytes]:
    """One JSON object, written as it comes: its occasions can be millions."""
    yield json.dumps(said, ensure_ascii=False, indent=1).encode()[:-2]
    yield b',\n "occasions": ['
    yield from _listed(findings.occasions())
    if verdicts:
        yield b'],\n "verdicts": ['
        yield from _listed(findings.verdicts())
    yield b"]\n}\n"


def _listed(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    before = b"\n  "
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False).encode()
        before = b",\n  "


def _dumped(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def _table(out: str, findings: Findings) -> None:
    if out.endswith(".csv"):
        deliver_parts(_commas(findings.occasions()), out, private=True)
    elif out.endswith(".parquet"):
        _parquet(out, findings)
    else:
        raise RefusedError(
            "call-refused", "--out is a file that ends in .json, .csv or .parquet", where=Where(out)
        )


def _commas(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(OCCASION)
    for row in rows:
        writer.writerow(
            ["" if (value := row[name]) is None else " ".join(value) if name == "evidence" else value for name in OCCASION]
        )
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()
    yield line.getvalue().encode()


def _parquet(out: str, findings: Findings) -> None:
    try:
        import pyarrow as pa  # noqa: PLC0415 (a heavy part)
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise PartMissingError(
            "part-missing",
            "the Python package “pyarrow” is not installed (Parquet)",
            advice="Install it with: pip install 'habeas[audit]'.",
        ) from fault
    types = {"observed_s": pa.float64(), "limit_s": pa.float64(), "count": pa.int64(), "evidence": pa.list_(pa.string())}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in OCCASION])
    buffer = io.BytesIO()
    with pq.ParquetWriter(buffer, schema, compression="zstd") as writer:
        rows: list[Mapping[str, Any]] = []
        for row in findings.occasions():
            rows.append(row)
            if len(rows) == 100_000:
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    deliver_parts([buffer.getvalue()], out, private=True)


def _in_words(asked: Asked, findings: Findings, told: Iterable[Told], more: Mapping[str, Any]) -> str:
    """The page that a person reads: first what the register cannot show, then each safeguard."""
    lines = [
        f"{findings.records:,} records, {findings.events:,} entries, judged as of {instant(asked.as_of)}",
        f"limits where the sources give none: {asked.site.name}",
        *(["SYNTHETIC: nobody in this register is real"] if more.get("synthetic") else []),
        "",
        "What this register cannot show",
    ]
    faults: Mapping[str, int] = more.get("faults", {})
    shown = [one for one in told if sum(one.occasions.values())]
    whole = sum(sum(one.occasions.values()) for one in shown if one.rule.set != "register")
    unwritten = sum(one.occasions.get(Verdict.NOT_RECORDED, 0) for one in shown if one.rule.set != "register")
    lines += [f"  {count:>9,}  {code} in the files" for code, count in sorted(faults.items())]
    if whole:
        lines.append(f"  {unwritten:>9,}  occasions of {whole:,} are not recorded: {_share(unwritten, whole)}")
    lines += [f"  not asked, since the site sets no limit: {name}" for name in asked.without_limit]
    lines += ["", f"  {'kept':>6} {'not kept':>9} {'not rec.':>9} {'pending':>8}  {'of':>10}  safeguard"]
    for one in shown:
        applies = sum(count for verdict, count in one.occasions.items() if verdict is not Verdict.NOT_APPLICABLE)
        if not applies:
            continue
        shares = (_share(one.occasions.get(each, 0), applies) for each in _ORDER)
        kept, not_kept, not_recorded, pending = shares
        lines.append(f"  {kept:>6} {not_kept:>9} {not_recorded:>9} {pending:>8}  {applies:>10,}  {one.rule.name}")
    return "\n".join(lines) + "\n"


_ORDER = (Verdict.MET, Verdict.BREACHED, Verdict.NOT_RECORDED, Verdict.PENDING)


def _share(count: int, whole: int) -> str:
    return f"{100 * count / whole:.1f} %"
