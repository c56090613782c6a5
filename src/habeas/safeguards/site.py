"""What a site sets itself, as a file: limits where the sources give none, and thresholds of signals."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from habeas.errors import Phrase, RefusedError, Where, meant
from habeas.safeguards.limits import FEWEST, Site
from habeas.safeguards.reading import rules
from habeas.safeguards.rule import Rule
from habeas.safeguards.strict import Table, listed, read_table
from habeas.safeguards.thresholds import EVERY, REACH, TOLERANCE

SITE_EXAMPLE = "site.example.toml"
JOINED = "custody.joined"
"""How soon after a transfer the next stay begins that belongs to the same custody."""
KEPT_FOR = "retention"
"""What else such a file says: how long records are kept (``custody.retention``)."""
_LIKE = 0.75
"""From how like the name of a limit is to that of another's it is taken for a mistake."""


@cache
def example_site() -> Site:
    """The values that Habeas ships: of no standard, only to begin with."""
    return read_site((files("habeas.safeguards") / SITE_EXAMPLE).read_text("utf-8"), file=SITE_EXAMPLE)


def read_site(text: str, *, file: str, own: Iterable[Rule] = ()) -> Site:
    """Read a site's limits. One for a rule that is not here is passed over, if it is like no other's name.

    Raises ``RefusedError`` (``site-unreadable``) with the file and the line.
    """
    said = read_table(text, file, _refused)
    asked = (*rules().values(), *own)
    limits = {each.site for rule in asked for each in rule.limits.values() if each.site}
    said.need("minutes", dict)
    minutes, passed_over = _minutes(said.table("minutes"), {*limits, JOINED, TOLERANCE, REACH})
    site = Site(
        said.filled("name"),
        minutes,
        said.whole("fewest", 1, FEWEST),
        _thresholds(said.table("signals")),
        passed_over,
    )
    said.get(KEPT_FOR, list)
    said.hold_read()
    return site


def _minutes(said: Table, known: Collection[str]) -> tuple[Mapping[str, int], Sequence[str]]:
    """The limits of rules that are here, and the names of the others."""
    values = {name: said.whole(name, 0) for name in said.said}
    others = [name for name in values if name not in known]
    for name in others:
        if near := meant(get_close_matches(name, known, n=1, cutoff=_LIKE)):
            no = Phrase("no rule has a limit “{name}”{near}, or it needs another name", name=name, near=near)
            said.note(name, no)
    return MappingProxyType({name: value for name, value in values.items() if name in known}), tuple(others)


def _thresholds(said: Table) -> Mapping[str, int]:
    for name in said.said:
        if name not in EVERY:
            near = listed(name, tuple(EVERY))
            said.note(name, Phrase("no signal has a threshold “{name}”{near}", name=name, near=near))
    return MappingProxyType({name: said.whole(name, 1) for name in said.said})


def _refused(why: str, where: Where) -> RefusedError:
    return RefusedError("site-unreadable", Phrase("the file cannot be read: {why}", why=why), where=where)
