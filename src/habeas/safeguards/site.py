"""What a site sets itself, as a file: limits where the sources give none, and thresholds of signals."""

from collections.abc import Collection, Iterable, Mapping
from importlib.resources import files
from types import MappingProxyType

from habeas.errors import RefusedError, Where
from habeas.safeguards.limits import FEWEST, Site
from habeas.safeguards.reading import rules
from habeas.safeguards.rule import Rule
from habeas.safeguards.strict import Table, read_table
from habeas.safeguards.thresholds import EVERY, REACH, TOLERANCE

SITE_EXAMPLE = "site.example.toml"
JOINED = "custody.joined"
"""How soon after a transfer the next stay begins that belongs to the same custody."""


def example_site() -> Site:
    """The values that Habeas ships: of no standard, only to begin with."""
    return read_site((files("habeas.safeguards") / SITE_EXAMPLE).read_text("utf-8"), file=SITE_EXAMPLE)


def read_site(text: str, *, file: str, own: Iterable[Rule] = ()) -> Site:
    """Read a site's limits, those of rules of its own too.

    Raises ``RefusedError`` (``site-unreadable``) with the file and the line.
    """
    said = read_table(text, file, _refused)
    asked = (*rules().values(), *own)
    limits = {each.site for rule in asked for each in rule.limits.values() if each.site}
    said.need("minutes", dict)
    site = Site(
        said.need("name", str),
        _numbers(said.table("minutes"), {*limits, JOINED, TOLERANCE, REACH}, "no rule has a limit", 0),
        _number(said, "fewest", 1, FEWEST),
        _numbers(said.table("signals"), EVERY, "no signal has a threshold", 1),
    )
    said.hold_read()
    return site


def _numbers(said: Table, known: Collection[str], unknown: str, least: int) -> Mapping[str, int]:
    for name in said.said:
        if name not in known:
            raise said.wrong(name, f"{unknown} “{name}”")
    return MappingProxyType({name: _number(said, name, least) for name in said.said})


def _number(said: Table, key: str, least: int, usual: int | None = None) -> int:
    value = said.get(key, object, usual)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise said.wrong(key, f"{key}: {value!r} is no whole number from {least}")
    return value


def _refused(why: str, where: Where) -> RefusedError:
    return RefusedError("site-unreadable", f"the file cannot be read: {why}", where=where)
