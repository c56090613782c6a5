"""``habeas law``: what a provision says, how sure we are of it, and what in Habeas enforces it."""

import argparse
import json
from collections.abc import Iterable, Iterator
from textwrap import fill

from habeas import law
from habeas.law.coverage import Covered, Mention, coverage

HELP = "what a provision of law says, and what in Habeas enforces it"
EXAMPLE = "habeas law 'ECPT#10(2)'"
SCHEMA = "habeas/law/1"

STATUS = {
    law.Status.BINDING: "binding law",
    law.Status.SOFT: "soft standard, not law",
    law.Status.PRACTICE: "practice, not law",
}
"""How far a provision binds, in words."""
_WIDTH = 88


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument(
        "ref",
        nargs="?",
        metavar="REF",
        help="an instrument (ECPT) or a provision of it ('ECPT#10(2)'); without it, the instruments",
    )
    parser.add_argument(
        "--coverage", action="store_true", help="which provisions something in Habeas enforces"
    )
    parser.add_argument(
        "--format", choices=("text", "md"), default="text", help="with --coverage: plain text or Markdown"
    )


def run(args: argparse.Namespace) -> int:
    """Print what was asked for; ``RefusedError`` for a reference that is not held."""
    if args.coverage:
        found = _covered(args.ref)
        answer = _coverage_json(found) if args.json else None
        lines = _coverage_markdown(found) if args.format == "md" else _coverage_text(found)
    elif args.ref is None:
        answer = (
            {"instruments": [_instrument_json(each) for each in law.instruments()]} if args.json else None
        )
        lines = _instruments_text()
    elif "#" in args.ref:
        found = _covered(args.ref)
        answer = {"provisions": [_provision_json(each) for each in found]} if args.json else None
        lines = (line for each in found for line in _provision_text(each))
    else:
        instrument = law.instrument(args.ref)
        answer = _whole_json(instrument) if args.json else None
        lines = _instrument_text(instrument)
    if answer is not None:
        print(json.dumps({"schema": SCHEMA, **answer}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines))
    return 0


def _covered(ref: str | None) -> list[Covered]:
    """What ``ref`` names: a provision with its parts, an instrument, or with ``None`` everything."""
    if ref is None:
        return list(coverage())
    named = law.provisions_at(ref) if "#" in ref else law.instrument(ref).provisions
    by_ref = {each.provision.ref: each for each in coverage()}
    return [by_ref[each.ref] for each in named]


# For people


def _instruments_text() -> Iterator[str]:
    enforced = {each.provision.ref for each in coverage() if each.enforced_by}
    wide = max(len(each.key) for each in law.instruments())
    for each in law.instruments():
        refs = [provision.ref for provision in each.provisions]
        count = f"{len(refs)} held, {sum(ref in enforced for ref in refs)} enforced"
        yield f"{each.key:<{wide}}  {STATUS[each.status]}; {count}"
        yield _indented(each.title, wide + 2)


def _instrument_text(instrument: law.Instrument) -> Iterator[str]:
    yield f"{instrument.title} ({instrument.citation})"
    yield f"{STATUS[instrument.status]}; made by: {instrument.made_by}; holds in: {instrument.jurisdiction}"
    if instrument.note is not None:
        yield fill(instrument.note, _WIDTH)
    yield ""
    wide = max(len(each.ref) for each in instrument.provisions)
    for each in instrument.provisions:
        doubt = "" if each.verified and each.pinpoint_verified else "  (not yet checked)"
        yield f"{each.ref:<{wide}}  {each.title}{doubt}"


def _provision_text(covered: Covered) -> Iterator[str]:
    each = covered.provision
    yield f"{each.ref}  {each.title}"
    yield _indented(each.text)
    yield from (f"    - {item}" for item in each.items)
    yield f"  cited as     {each.pinpoint}"
    yield f"  status       {STATUS[each.status]} ({each.jurisdiction})"
    yield f"  in force     {_in_force(each)}"
    yield f"  checked      {checked(each)}"
    if each.address is not None:
        yield f"  address      {each.address}"
    if each.note is not None:
        yield _indented(f"Note: {each.note}")
    yield from (f"  limit        {limit_text(limit)}" for limit in law.limits(each.ref))
    yield from (f"  enforced by  {_mention_text(mention)}" for mention in covered.enforced_by)
    yield from (f"  cited by     {mention.module}, line {mention.line}" for mention in covered.cited_by)
    if not covered.enforced_by:
        yield "  enforced by  nothing in Habeas yet"
    yield ""


def checked(provision: law.Provision) -> str:
    """How sure we are of a provision."""
    if not provision.held:
        return "cited by whoever wrote the rule, not checked by Habeas"
    if not provision.verified:
        return "not yet checked against the original"
    read = "read at its address"
    if provision.source_key is not None:
        read = f"read in {provision.source_key}, {law.source(provision.source_key).what}"
    if provision.pinpoint_verified:
        return read
    return f"{read}; the number of the paragraph is not yet checked against the original"


def _in_force(provision: law.Provision) -> str:
    start, end = provision.in_force_from, provision.in_force_until
    since = "date not held" if start is None else f"from {start.isoformat()}"
    return since if end is None else f"{since} until {end.isoformat()}"


def limit_text(limit: law.Limit) -> str:
    """A limit as a line of text."""
    number = f"{limit.value} {limit.unit}"
    if limit.of is not None:
        number = f"{limit.value}/{limit.denominator} of the {limit.of}"
    said = f"{limit.name}: {limit.sense} {number}"
    if limit.window_hours is not None:
        said += f" in any {limit.window_hours} hours"
    if limit.qualifier is not None:
        said += f", {limit.qualifier}"
    doubt = "" if limit.verified else ", not yet checked against the original"
    return f"{said} ({limit.basis}{doubt})"


def _mention_text(mention: Mention) -> str:
    return f"{mention.module}, line {mention.line}: {mention.enforces}"


def _indented(text: str, by: int = 2) -> str:
    return fill(text, _WIDTH, initial_indent=" " * by, subsequent_indent=" " * by)


def _coverage_text(found: Iterable[Covered]) -> Iterator[str]:
    everything = list(found)
    enforced = [each for each in everything if each.enforced_by]
    yield f"{len(enforced)} of {len(everything)} provisions are enforced by something in Habeas."
    for each in enforced:
        yield ""
        yield f"{each.provision.ref}  {each.provision.title}"
        yield from (f"  {_mention_text(mention)}" for mention in each.enforced_by)


def _coverage_markdown(found: Iterable[Covered]) -> Iterator[str]:
    """A page of the documentation. Lines of code are left out, so that it changes only when coverage does."""
    everything = list(found)
    enforced = [each for each in everything if each.enforced_by]
    yield "# What of the law Habeas enforces"
    yield ""
    yield "Made by `habeas law --coverage --format md`; do not edit."
    yield "A line says what the code claims to hold to; the tests show whether it does."
    yield ""
    yield f"{len(enforced)} of {len(everything)} provisions are enforced by something in Habeas."
    yield ""
    yield "| provision | says | status | checked | enforced by |"
    yield "|---|---|---|---|---|"
    for each in enforced:
        by = "<br>".join(f"`{mention.module}`: {mention.enforces}" for mention in each.enforced_by)
        provision = each.provision
        checked = "read" if provision.verified and provision.pinpoint_verified else "not yet"
        cells = (f"`{provision.ref}`", provision.title, provision.status, checked, by)
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


# For machines


def _instrument_json(instrument: law.Instrument) -> dict[str, object]:
    return {
        "key": instrument.key,
        "title": instrument.title,
        "citation": instrument.citation,
        "made_by": instrument.made_by,
        "status": instrument.status,
        "jurisdiction": instrument.jurisdiction,
        "address": instrument.address,
        "in_force_from": _day(instrument.in_force_from),
        "note": instrument.note,
        "provisions": [each.ref for each in instrument.provisions],
    }


def _whole_json(instrument: law.Instrument) -> dict[str, object]:
    held = _covered(instrument.key)
    return {
        "instrument": _instrument_json(instrument),
        "provisions": [_provision_json(each) for each in held],
    }


def _provision_json(covered: Covered) -> dict[str, object]:
    each = covered.provision
    return {
        "ref": each.ref,
        "title": each.title,
        "text": each.text,
        "items": list(each.items),
        "pinpoint": each.pinpoint,
        "status": each.status,
        "jurisdiction": each.jurisdiction,
        "verified": each.verified,
        "pinpoint_verified": each.pinpoint_verified,
        "checked": checked(each),
        "address": each.address,
        "source_key": each.source_key,
        "in_force_from": _day(each.in_force_from),
        "in_force_until": _day(each.in_force_until),
        "note": each.note,
        "limits": [_limit_json(limit) for limit in law.limits(each.ref)],
        "enforced_by": [_mention_json(mention) for mention in covered.enforced_by],
        "cited_by": [_mention_json(mention) for mention in covered.cited_by],
    }


def _limit_json(limit: law.Limit) -> dict[str, object]:
    return {
        "name": limit.name,
        "value": limit.value,
        "denominator": limit.denominator,
        "unit": limit.unit,
        "of": limit.of,
        "window_hours": limit.window_hours,
        "sense": limit.sense,
        "basis": limit.basis,
        "qualifier": limit.qualifier,
        "verified": limit.verified,
        "in_force_from": _day(limit.in_force_from),
        "in_force_until": _day(limit.in_force_until),
        "note": limit.note,
    }


def _mention_json(mention: Mention) -> dict[str, object]:
    return {"module": mention.module, "line": mention.line, "enforces": mention.enforces}


def _coverage_json(found: Iterable[Covered]) -> dict[str, object]:
    return {
        "coverage": [
            {
                "ref": each.provision.ref,
                "enforced_by": [_mention_json(mention) for mention in each.enforced_by],
            }
            for each in found
        ]
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)
