"""``habeas audit``: what a custody register shows of each safeguard, and what it cannot show."""

import argparse
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from habeas.cli import audit_against as others
from habeas.cli import audit_forms as forms
from habeas.cli import audit_registers as registers
from habeas.cli import audit_report as report
from habeas.cli.audit_registers import text_of
from habeas.cli.results import deliver_files, deliver_parts, hold_place
from habeas.cli.rule import rules_meant, site_given
from habeas.cli.saying import in_hundredths, note, one_line, progress, say
from habeas.clock import parse_instant
from habeas.errors import RefusedError, Where
from habeas.language import LANGUAGES
from habeas.safeguards import Rule, Verdict, read_own_rule
from habeas.safeguards.against import COLUMNS as DIFFERENCE
from habeas.safeguards.against import Reconciled
from habeas.safeguards.audit import EVERY, Asked, Findings, Told, chosen, document
from habeas.safeguards.ingest import PLACE
from habeas.safeguards.rule import TAKES
from habeas.safeguards.signals import COLUMNS

HELP = "what a custody register shows of each safeguard, and what it cannot show"
EXAMPLE = "habeas audit register --as-of 2026-03-01T00:00:00Z --out findings.json"
SETS = (*TAKES, EVERY)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument(
        "register",
        metavar="REGISTER",
        help="a folder or file (Parquet, CSV, XLSX, JSON lines, XES, OCEL), or postgresql://… where it lies",
    )
    parser.add_argument(
        "--rules",
        metavar="SET|FILE.toml",
        help=f"of {', '.join(TAKES)} what a record's jurisdiction allows; {EVERY} of them; or your own",
    )
    parser.add_argument("--site", metavar="FILE.toml", help="your own limits, where the sources give none")
    parser.add_argument("--as-of", metavar="INSTANT", help="the instant at which it is judged (now)")
    parser.add_argument("--verdicts", action="store_true", help="a verdict for each record and rule too")
    parser.add_argument(
        "--fail-on", metavar="RULE", action="append", default=[], help="status 1 where this rule was missed"
    )
    registers.arguments(parser)
    others.arguments(parser)
    parser.add_argument(
        "--out",
        action=_Once,
        metavar="FILE",
        help="a report as .html, .pdf or .docx; all of it as .json; its occasions as .csv or .parquet",
    )
    parser.add_argument(
        "--faults",
        metavar="FILE",
        help="every place of what is wrong with the register, as .csv or .parquet",
    )
    parser.add_argument(
        "--record",
        metavar="ID",
        action="append",
        default=[],
        help="instead of a report, this record drawn day by day with what was found; as often as you like",
    )
    parser.add_argument(
        "--public", action="store_true", help="a report that names no record, and may be handed on"
    )
    parser.add_argument(
        "--language", choices=tuple(LANGUAGES), default="en", help="the language of a report (en)"
    )


class _Once(argparse.Action):
    """An option that is given once: of two the first would be passed over in silence."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Take it, unless it was taken before."""
        if getattr(namespace, self.dest) is not None:
            raise argparse.ArgumentError(self, "it is there twice: an audit is written in one form at a time")
        setattr(namespace, self.dest, values)


def run(args: argparse.Namespace) -> int:
    """Read it, judge it, and say first what it cannot show."""
    asked = _asked(args)
    _hold_forms(args)
    _hold_rules(args.fail_on, [rule.name for rule in asked.rules])
    lists = others.lists(args, asked.site)
    _hold_what_is_written(args, [path for path, _listing in lists])
    if lists and forms.is_report(args.out):
        raise RefusedError(
            "call-refused", "--against: a report shows no list; --out is .json, .csv or .parquet"
        )
    with registers.findings(args, asked) as found:
        asked.hold_near(found.findings.last_written)
        if args.json or args.out is not None:  # in words it stands at the top
            for line in forms.silent_since(asked, found.findings):
                note(line)
        with progress("Judging", total=100) as step:
            told = list(found.findings.told(in_hundredths(step)))
        if args.faults is not None:
            parts = forms.as_table(args.faults, found.findings.wrong(), PLACE)
            deliver_parts(parts, args.faults, private=True)
        if args.record:
            report.deliver_records(args, found, told)
        elif forms.is_report(args.out):
            report.deliver_report(args, found, told)
        else:
            against = others.reconciled(found.findings, lists, asked.as_of)
            if args.json or args.out is not None:
                for line in others.doubts(against):
                    note(line)
            _deliver(args, asked, (found.findings, found.more), told, against)
    failed = [
        one.rule.name for one in told if one.rule.name in args.fail_on and one.records.get(Verdict.BREACHED)
    ]
    for name in failed:
        note(f"missed: {name}")
    return 1 if failed else 0


def _hold_forms(args: argparse.Namespace) -> None:
    """Refuse what cannot be written in the form that is asked for."""
    forms.hold(args.out)
    forms.hold(args.faults, forms.TABLES, "--faults")
    if args.record and not forms.is_report(args.out):
        raise RefusedError("call-refused", "--record: a drawing needs --out as .html, .pdf or .docx")
    if args.public and not forms.is_report(args.out):
        raise RefusedError("call-refused", "--public: a report it is, so --out is .html, .pdf or .docx")
    if args.record and args.public:
        raise RefusedError("call-refused", "--record names a record, and --public names none")


def _hold_what_is_written(args: argparse.Namespace, lists: Sequence[Path]) -> None:
    """Refuse to write over anything that is read, for a register is evidence, or where there is no place.

    What is written beside a file that is named is held to the same.
    """
    named = (args.rules, args.site, args.mapping, *lists, *map(others.said_in, lists))
    read = {Path(each).resolve() for each in named if each is not None} | registers.files(args)
    written = set[Path]()
    for option, out in (("--out", args.out), ("--faults", args.faults)):
        for each in () if out is None else (out, *forms.beside(out, option)):
            path = Path(each).resolve()
            if path in read or path in written:
                over = "what is read" if path in read else "what --out writes"
                raise RefusedError(
                    "call-refused",
                    f"{option} would write over {over}",
                    where=Where(each),
                    advice="Name a file that is not there yet.",
                )
            hold_place(each)
            written.add(path)


def _hold_rules(named: Sequence[str], asked: Sequence[str]) -> None:
    """Refuse a rule that is not asked, and say which of those that are may be meant."""
    for each in named:
        if each not in asked:
            raise RefusedError(
                "call-refused",
                f"--fail-on: no rule “{each}” is asked here{rules_meant(each, asked)}",
                advice="“habeas rule” lists the rules; --rules chooses among them.",
            )


def _asked(args: argparse.Namespace) -> Asked:
    name: str | None = args.rules
    own: tuple[Rule, ...] = ()
    if name is not None and name.endswith(".toml"):
        own = (read_own_rule(text_of(name), file=name),)
    elif name is not None and name not in SETS:
        raise RefusedError(
            "call-refused",
            f"--rules: there is no set “{name}”",
            advice=f"One of {', '.join(SETS)}, or a file.",
        )
    site = site_given(args.site, own)
    now = datetime.now(UTC)
    as_of = now if args.as_of is None else parse_instant(args.as_of)
    asked = Asked(rules=chosen(name, own), as_of=as_of, site=site, rule_set=name or "jurisdiction")
    asked.hold_near(now)  # what is far from any entry is refused before any is read
    return asked


def _deliver(
    args: argparse.Namespace,
    asked: Asked,
    found: tuple[Findings, Mapping[str, Any]],
    told: list[Told],
    against: list[Reconciled],
) -> None:
    findings, more = found
    said = document(asked, findings, told, more)
    if against:
        said["against"] = [each.as_json() for each in against]
    out: str | None = args.out
    if out is None and not args.json:
        lines = (*forms.in_words(asked, findings, told, said), *others.in_words(against))
        say("\n".join(map(one_line, lines)))
    elif out is None or out.endswith(".json"):
        deliver_parts(forms.as_json(said, findings, verdicts=args.verdicts), out, private=True)
    else:
        summary, signalled, differing = forms.beside(out)
        files = {
            out: forms.occasions_as_table(out, findings),
            signalled: forms.as_table(out, findings.signals().rows(), COLUMNS),
            summary: forms.as_json(said, None, verdicts=False),
        }
        if against:
            rows = (row for each in against for row in each.rows())
            files[differing] = forms.as_table(out, rows, DIFFERENCE)
        deliver_files(files, private=True)
        note(f"the rest is in {summary}, the signals in {signalled}")
        if against:
            note(f"what differs from the lists is in {differing}")
