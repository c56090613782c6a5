"""What a site sets itself, as a file: limits where the sources give none, and thresholds of signals."""

import tomllib
from collections.abc import Iterable
from importlib.resources import files
from types import MappingProxyType

from habeas.errors import RefusedError, Where
from habeas.safeguards.limits import FEWEST, Site
from habeas.safeguards.reading import rules
from habeas.safeguards.rule import Rule
from habeas.safeguards.thresholds import EVERY, REACH, TOLERANCE

SITE_EXAMPLE = "site.example.toml"
JOINED = "custody.joined"
"""How soon after a transfer the next stay begins that belongs to the same custody."""


def example_site() -> Site:
    """The values that Habeas ships: of no standard, only to begin with."""
    return read_site((files("habeas.safeguards") / SITE_EXAMPLE).read_text("utf-8"), file=SITE_EXAMPLE)


def read_site(text: str, *, file: str, own: Iterable[Rule] = ()) -> Site:
    """Read a site's limits, those of rules of its own too.

    Raises ``RefusedError`` (``site-unreadable``) with the file.
    """
    try:
        said = tomllib.loads(text)
        minutes = {str(name): value for name, value in said["minutes"].items()}
        name, fewest = said["name"], said.get("fewest", FEWEST)
        signals = {str(name): value for name, value in said.get("signals", {}).items()}
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError) as fault:
        raise _unreadable(str(fault), file) from None
    asked = (*rules().values(), *own)
    known = {each.site for rule in asked for each in rule.limits.values() if each.site}
    for limit, value in minutes.items():
        if limit not in {*known, JOINED, TOLERANCE, REACH}:
            raise _unreadable(f"no rule has a limit “{limit}”", file)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise _unreadable(f"{limit}: {value!r} is no number of minutes", file)
    if not isinstance(fewest, int) or isinstance(fewest, bool) or fewest < 1:
        raise _unreadable(f"fewest: {fewest!r} is no number of occasions", file)
    for threshold, value in signals.items():
        if threshold not in EVERY:
            raise _unreadable(f"no signal has a threshold “{threshold}”", file)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise _unreadable(f"{threshold}: {value!r} is no whole number from 1", file)
    return Site(str(name), MappingProxyType(minutes), fewest, MappingProxyType(signals))


def _unreadable(why: str, file: str) -> RefusedError:
    return RefusedError("site-unreadable", f"the file cannot be read: {why}", where=Where(file))
