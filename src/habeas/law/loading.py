"""The instruments as they lie in their files, one TOML file each, read strictly.

A file holds the instrument's own keys first, then ``[[provision]]`` tables and
``[[limit]]`` tables. ``sources.toml`` names the copies in which passages were read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations, groupby
from pathlib import Path

from habeas.errors import RefusedError, Where
from habeas.law.provisions import Basis, Instrument, Limit, Provision, Sense, Source, Status
from habeas.law.references import KEY, Reference
from habeas.law.tables import Table, read_toml, tables

UNITS = frozenset(
    {
        "minutes",
        "hours",
        "days",
        "weeks",
        "months",
        "years",
        "persons",
        "delegations",
        "meals",
        "times",
        "share",
    }
)
_ALLOWED = {Basis.LAW: Status.BINDING, Basis.STANDARD: Status.SOFT}


def load(folder: Path, sources: Mapping[str, Source]) -> tuple[Instrument, ...]:
    """Read every instrument in ``folder``, in the order of their file names.

    Raises ``RefusedError`` with file and line for anything that is not as it should be.
    """
    found = tuple(_instrument(path, sources) for path in sorted(folder.glob("*.toml")))
    _refuse_second_series(limit for instrument in found for limit in instrument.limits)
    keys = [instrument.key for instrument in found]
    for key in keys:
        if keys.count(key) > 1:
            raise RefusedError("law-duplicate-instrument", f"two files hold {key}")
    return found


def load_sources(path: Path) -> dict[str, Source]:
    """Read the register of sources, by key."""
    document, lines = read_toml(path)
    found: dict[str, Source] = {}
    for table in tables(path.name, document, lines, "source"):
        source = Source(
            key=table.text("key"),
            what=table.text("what"),
            address=table.optional_text("address"),
            note=table.optional_text("note"),
        )
        if source.key in found:
            table.refuse("law-duplicate-source", f"{source.key} is there twice", "key")
        table.done()
        found[source.key] = source
    return found


def _instrument(path: Path, sources: Mapping[str, Source]) -> Instrument:
    document, lines = read_toml(path)
    top = {key: value for key, value in document.items() if key not in ("provision", "limit")}
    head = Table(path.name, 1, lines, top)
    key = head.text("key")
    if KEY.fullmatch(key) is None:
        head.refuse("law-bad-reference", f"“{key}” cannot be the key of an instrument", "key")
    bare = Instrument(
        key=key,
        title=head.text("title"),
        citation=head.text("citation"),
        made_by=head.text("made_by"),
        status=head.choice("status", Status),
        jurisdiction=head.text("jurisdiction"),
        address=head.optional_text("address"),
        in_force_from=head.day("in_force_from"),
        note=head.optional_text("note"),
    )
    head.done()
    provisions = _provisions(tables(path.name, document, lines, "provision"), bare, sources)
    if not provisions:
        head.refuse("law-empty-instrument", f"{key} has no provision")
    limits = tuple(_limit(table, provisions) for table in tables(path.name, document, lines, "limit"))
    _refuse_overlap(path.name, limits)
    return replace(bare, provisions=tuple(provisions.values()), limits=limits)


def _provisions(
    found: Iterable[Table], instrument: Instrument, sources: Mapping[str, Source]
) -> dict[str, Provision]:
    provisions: dict[str, Provision] = {}
    for table in found:
        provision = _provision(table, instrument, sources)
        if provision.ref in provisions:
            table.refuse("law-duplicate-reference", f"{provision.ref} is there twice", "ref")
        provisions[provision.ref] = provision
    return provisions


def _provision(table: Table, instrument: Instrument, sources: Mapping[str, Source]) -> Provision:
    ref = _reference(table, instrument.key)
    source, own = table.optional_text("source_key"), table.optional_text("address")
    if source is not None and source not in sources:
        table.refuse("law-unknown-source", f"{source} is not in sources.toml", "source_key")
    verified = table.flag("verified")
    if verified and source is None and own is None:
        table.refuse("law-verified-without-source", f"{ref} is verified, but not in which copy", "verified")
    pinpoint_verified = table.optional_flag("pinpoint_verified")
    if pinpoint_verified and not verified:
        table.refuse(
            "law-verified-without-source", f"{ref}: a number is not surer than its words", "verified"
        )
    starts, ends = _dates(table)
    provision = Provision(
        ref=ref,
        title=table.text("title"),
        text=table.text("text"),
        pinpoint=table.text("pinpoint"),
        status=table.choice("status", Status, instrument.status),
        jurisdiction=table.optional_text("jurisdiction") or instrument.jurisdiction,
        verified=verified,
        pinpoint_verified=verified if pinpoint_verified is None else pinpoint_verified,
        address=own or (sources[source].address if source else None) or instrument.address,
        source_key=source,
        in_force_from=starts or instrument.in_force_from,
        in_force_until=ends,
        items=table.optional_texts("items"),
        note=table.optional_text("note"),
    )
    table.done()
    return provision


def _limit(table: Table, provisions: Mapping[str, Provision]) -> Limit:
    ref = table.text("ref")
    if ref not in provisions:
        table.refuse("law-unknown-reference", f"{ref} is not a provision of this file", "ref")
    basis = table.choice("basis", Basis)
    if provisions[ref].status is not _ALLOWED.get(basis, Status.PRACTICE):
        table.refuse(
            "law-basis-mismatch", f"{ref} is {provisions[ref].status}, its limit is {basis}", "basis"
        )
    unit, value, denominator, of = _number(table)
    starts, ends = _dates(table)
    limit = Limit(
        name=table.text("name"),
        value=value,
        unit=unit,
        source=ref,
        in_force_from=starts,
        in_force_until=ends,
        basis=basis,
        sense=table.choice("sense", Sense),
        verified=table.flag("verified"),
        denominator=denominator,
        of=of,
        window_hours=table.whole("window_hours"),
        qualifier=table.optional_text("qualifier"),
        note=table.optional_text("note"),
    )
    table.done()
    return limit


def _number(table: Table) -> tuple[str, int, int, str | None]:
    """Unit, value, denominator and whole: ``value`` for a count, numerator over denominator for a share."""
    unit = table.text("unit")
    if unit not in UNITS:
        table.refuse("law-unknown-value", f"“unit” must be one of {', '.join(sorted(UNITS))}", "unit")
    if unit != "share":
        value = table.whole("value")
        if value is None:
            table.refuse("law-missing-key", "“value” is missing")
        return unit, value, 1, None
    numerator, denominator = table.whole("numerator"), table.whole("denominator")
    if numerator is None or denominator is None or numerator >= denominator:
        table.refuse("law-missing-key", "a share needs “numerator” and a larger “denominator”", "numerator")
    return unit, numerator, denominator, table.text("of")


def _reference(table: Table, key: str) -> str:
    text = table.text("ref")
    try:
        parsed = Reference.parse(text)
    except RefusedError as fault:
        table.refuse(fault.code, fault.message, "ref", advice=fault.advice)
    if parsed.instrument != key:
        table.refuse("law-bad-reference", f"{text} does not belong to {key}", "ref")
    return text


def _dates(table: Table) -> tuple[date | None, date | None]:
    starts, ends = table.day("in_force_from"), table.day("in_force_until")
    if starts is not None and ends is not None and ends < starts:
        table.refuse("law-bad-date", "it ends before it begins", "in_force_until")
    return starts, ends


def _refuse_overlap(file: str, limits: Iterable[Limit]) -> None:
    """Of the limits of one name, at most one has no beginning, and none begins on the same day."""
    ordered = sorted(limits, key=lambda limit: limit.name)
    for name, series in groupby(ordered, key=lambda limit: limit.name):
        for one, other in combinations(series, 2):
            if one.source != other.source or one.in_force_from == other.in_force_from:
                raise RefusedError("law-limits-overlap", f"{name} has two values at once", where=Where(file))


def _refuse_second_series(limits: Iterable[Limit]) -> None:
    home: dict[str, str] = {}
    for limit in limits:
        if home.setdefault(limit.name, limit.source) != limit.source:
            message = f"{limit.name} is the name of a limit in {home[limit.name]} and in {limit.source}"
            raise RefusedError("law-limits-overlap", message)
