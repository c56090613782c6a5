"""Rules: one file each, with what it says, its source, its template and whose limit it has."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from habeas.errors import RefusedError, Where
from habeas.law import Provision, provision
from habeas.safeguards.case import Case
from habeas.safeguards.verdict import Occasion
from habeas.safeguards.within import Within

SITE_EXAMPLE = "site.example.toml"


@dataclass(frozen=True, slots=True)
class Site:
    """The limits that a site sets itself where the source gives no number: minutes by the rule's id."""

    name: str
    minutes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def limit(self, rule: str) -> timedelta | None:
        """The limit for a rule; ``None`` where the site sets none."""
        found = self.minutes.get(rule)
        return None if found is None else timedelta(minutes=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One safeguard. ``title`` names it, ``says`` is the sentence a lawyer checks; both are in English."""

    name: str
    set: str
    title: str
    says: str
    source: Provision
    template: Within

    def judge(self, case: Case, site: Site) -> tuple[Occasion, ...]:
        """Every occasion of this rule in a record; none where the site gives it no limit."""
        limit = site.limit(self.name)
        return () if limit is None else tuple(self.template.occasions(case, limit))


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its name, in the order of the files. Raises ``RefusedError`` (``rule-unreadable``)."""
    return MappingProxyType({rule.name: rule for rule in _read()})


def example_site() -> Site:
    """The values that Habeas ships: of no standard, only to begin with."""
    return read_site((files("habeas.safeguards") / SITE_EXAMPLE).read_text("utf-8"), file=SITE_EXAMPLE)


def read_site(text: str, *, file: str) -> Site:
    """Read a site's limits. Raises ``RefusedError`` (``site-unreadable``) with the file."""
    try:
        said = tomllib.loads(text)
        minutes = {str(rule): value for rule, value in said["minutes"].items()}
        name = said["name"]
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError) as fault:
        raise _unreadable("site", str(fault), file) from None
    for rule, value in minutes.items():
        if rule not in rules():
            raise _unreadable("site", f"there is no rule “{rule}”", file)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise _unreadable("site", f"{value!r} is no number of minutes", file)
    return Site(str(name), MappingProxyType(minutes))


def _read() -> Iterator[Rule]:
    folder = files("habeas.safeguards") / "rules"
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        if path.name.endswith(".toml"):
            yield _rule(tomllib.loads(path.read_text("utf-8")), path.name)


def _rule(said: Mapping[str, Any], file: str) -> Rule:
    within = dict(said.get("within", {}))
    try:
        template = Within(start=within.pop("start"), kinds=tuple(within.pop("kinds")), **within)
        return Rule(
            name=file.removesuffix(".toml"),
            set=said["set"],
            title=said["title"],
            says=said["says"],
            source=provision(said["source"]),
            template=template,
        )
    except (KeyError, TypeError) as fault:
        raise _unreadable("rule", str(fault), file) from None


def _unreadable(what: str, why: str, file: str) -> RefusedError:
    return RefusedError(f"{what}-unreadable", f"the file cannot be read: {why}", where=Where(file))
