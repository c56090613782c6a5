"""Where the register of an audit lies, which engine judges it there, and what is known of it beside."""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from habeas.apart.processors import processors
from habeas.cli.audit_forms import is_report
from habeas.cli.saying import in_hundredths, progress
from habeas.durable import held, make_folder
from habeas.errors import RefusedError, Where
from habeas.safeguards.audit import Asked, Findings, Plainly

if TYPE_CHECKING:
    from habeas.safeguards.ingest import Ingested

ADDRESSES = ("postgresql://", "postgres://")
ENGINES = ("duckdb", "postgres", "spark", "reference")


class Found(NamedTuple):
    """What an engine found, and what is known of the register beside."""

    findings: Findings
    more: Mapping[str, Any]
    read: "Ingested | None" = None
    """The register as it was brought in, where it was: of it a report is made."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how a register is read and judged."""
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        help="what judges: duckdb reads files, postgres is asked in place, spark is for who has outgrown "
        "one machine, reference is plain and slow",
    )
    parser.add_argument("--mapping", metavar="FILE", help="how a file from elsewhere is to be read")
    parser.add_argument(
        "--cache", metavar="DIR", help="keep here what was read and found, for the next audit"
    )
    parser.add_argument("--schema", metavar="NAME", help="where in a database its tables lie")
    parser.add_argument(
        "--master", metavar="ADDRESS", help="the cluster: spark://HOST:7077, yarn … (else SPARK_MASTER)"
    )


def findings(args: argparse.Namespace, asked: Asked) -> AbstractContextManager[Found]:
    """What the engine found that the call names, or that fits the register."""
    is_address = args.register.startswith(ADDRESSES)
    engine = args.engine or ("postgres" if is_address else "duckdb")
    if is_address != (engine == "postgres"):
        what = "the address of a database" if is_address else "no address of a database"
        raise RefusedError("call-refused", f"--engine {engine}: the register is {what}")
    if is_report(args.out) and engine != "duckdb":
        raise RefusedError(
            "call-refused",
            f"--engine {engine}: a report is made of files",
            advice="Take the register out as files, or ask for --out FILE.json.",
        )
    if engine != "duckdb" and (args.mapping or args.cache):
        raise RefusedError("call-refused", f"--engine {engine} takes no --mapping and no --cache")
    if engine == "reference" and args.faults:
        raise RefusedError("call-refused", "--engine reference looks for no faults: it takes no --faults")
    return _HOW[engine](args, asked)


def files(args: argparse.Namespace) -> set[Path]:
    """The files of a register that lies in files; none where there are none that can be told."""
    from habeas.safeguards.ingest import read_mapping  # noqa: PLC0415 (heavy parts)
    from habeas.safeguards.ingest.sources import sources  # noqa: PLC0415

    if args.register.startswith(ADDRESSES):
        return set()
    with suppress(RefusedError, OSError):  # it is told where the register is read
        mapping = None if args.mapping is None else read_mapping(text_of(args.mapping), file=args.mapping)
        place = Path(args.register)
        read = {each.path.resolve() for each in sources(place, mapping)}
        return {*read, (place / "metadata.json").resolve()}
    return set()


def text_of(path: str) -> str:
    """A file that a person wrote."""
    try:
        return Path(path).read_text("utf-8")
    except UnicodeDecodeError:
        raise RefusedError("file-kind", "the file is no text in UTF-8", where=Where(path)) from None


@contextmanager
def _by_duckdb(args: argparse.Namespace, asked: Asked) -> Iterator[Found]:
    from habeas.safeguards.by_cache import ByCache  # noqa: PLC0415 (heavy parts)
    from habeas.safeguards.figures import not_counted  # noqa: PLC0415
    from habeas.safeguards.ingest import ingest, read_mapping  # noqa: PLC0415

    mapping = None if args.mapping is None else read_mapping(text_of(args.mapping), file=args.mapping)
    with tempfile.TemporaryDirectory(prefix="habeas-audit-") as here, _alone(args.cache):
        folder = Path(args.cache) if args.cache else Path(here) / "register"
        with progress("Reading the register", total=100) as step:
            tell = in_hundredths(step)
            read = ingest(
                Path(args.register), folder, mapping=mapping, progress=lambda share, _what: tell(share)
            )
        more = {"synthetic": bool(read.meta.get("synthetic")), "faults": dict(read.faults)}
        how = {"each_verdict": args.verdicts, "by_place": is_report(args.out), "keep": bool(args.cache)}
        found = ByCache(asked, folder, processors, **how)
        yield Found(found, {**more, "not_counted": asdict(not_counted(found, read))}, read)


@contextmanager
def _alone(cache: str | None) -> Iterator[None]:
    """Have a cache for this audit alone; by a file beside it, since the folder itself is replaced."""
    if cache is None:
        yield
        return
    from habeas.safeguards.ingest import is_cache  # noqa: PLC0415 (heavy parts)

    folder = Path(cache).resolve()
    if "?" in str(folder):  # which DuckDB takes for the end of a name
        raise RefusedError(
            "call-refused", f"a cache cannot lie in {cache}", advice="Choose a path without “?”."
        )
    make_folder(folder.parent)
    with held(
        folder.with_name(f".{folder.name}.lock"),
        "audit-cache-busy",
        f"another audit is using {cache}",
        "Wait until it has ended, or name another folder after --cache.",
    ):
        if not is_cache(folder):  # it would be replaced, and what is in it lost
            raise RefusedError(
                "audit-cache-foreign",
                "what is there was not kept by an audit",
                where=Where(cache),
                advice="Name a folder after --cache that is empty or not there yet.",
            )
        yield


@contextmanager
def _in_place(args: argparse.Namespace, asked: Asked) -> Iterator[Found]:
    from habeas.cli.audit_in_place import connection  # noqa: PLC0415 (heavy parts)
    from habeas.safeguards.by_engine import ByEngine  # noqa: PLC0415
    from habeas.safeguards.sql.postgres import Postgres  # noqa: PLC0415
    from habeas.safeguards.sql.postgres_tables import read_in_place  # noqa: PLC0415

    with connection(args.register) as db:
        with progress("Reading the register"):
            faults = read_in_place(db, args.schema)
        postgres = Postgres(db, asked.as_of, asked.site, every_set=asked.every_set)
        yield Found(ByEngine(asked, postgres, each_verdict=args.verdicts), {"faults": faults})


@contextmanager
def _on_cluster(args: argparse.Namespace, asked: Asked) -> Iterator[Found]:
    from habeas.cli.audit_cluster import session  # noqa: PLC0415 (heavy parts)

    with session(args.master) as spark:
        from habeas.safeguards.by_spark import BySpark  # noqa: PLC0415 (they are there)

        with progress("Judging on the cluster"):
            found = BySpark(asked, spark, args.register, each_verdict=args.verdicts)
        yield Found(found, {"synthetic": found.synthetic, "faults": dict(found.faults)})


@contextmanager
def _plainly(args: argparse.Namespace, asked: Asked) -> Iterator[Found]:
    """The plain evaluator over files of the contract, which it reads strictly and holds in memory."""
    from habeas.custody import Event, Record, records_of  # noqa: PLC0415 (only where it is asked)
    from habeas.custody.exchange import RECORDS, Folder, strictly  # noqa: PLC0415

    folder = Folder(Path(args.register))
    events: dict[str, list[Event]] = {}
    for one in strictly(folder.events()):
        events.setdefault(one.record_id, []).append(one)
    if folder.files(RECORDS):
        rows = list(strictly(folder.records()))
        unknown = events.keys() - {row.record_id for row in rows}  # but by their entries
        rows += [Record(record_id=record_id) for record_id in sorted(unknown)]
    else:
        rows = list(records_of(one for own in events.values() for one in own))
    yield Found(Plainly(asked, rows, events), {})


_HOW: Mapping[str, Callable[[argparse.Namespace, Asked], AbstractContextManager[Found]]] = {
    "duckdb": _by_duckdb,
    "postgres": _in_place,
    "spark": _on_cluster,
    "reference": _plainly,
}
