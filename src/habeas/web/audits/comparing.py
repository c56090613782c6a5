"""An audit beside the one before it: what became of the verdict of each record and rule."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from habeas.safeguards.figures import Figures, RuleFigures
from habeas.safeguards.report.saying import percent
from habeas.safeguards.tables import steps_between
from habeas.web.audits import kept
from habeas.web.audits.models import Audit
from habeas.web.shell.marks import own_words

MOST = 50
"""Records that are listed of each step of a rule, and kept; the rest are counted."""
_SHOWN = ("met", "breached", "not_recorded")


@dataclass(frozen=True, slots=True)
class Step:
    """How many records went from one verdict to another; an empty one is that the rule did not apply."""

    before: str
    after: str
    records: int
    first: tuple[str, ...] = ()
    """Some of them."""

    @property
    def more(self) -> int:
        """How many others there are."""
        return self.records - len(self.first)

    @property
    def counted(self) -> str:
        """How many, in words."""
        return own_words().number(self.records)


@dataclass(frozen=True, slots=True)
class Compared:
    """One rule in both audits."""

    rule: str
    was: RuleFigures | None
    now: RuleFigures | None
    steps: tuple[Step, ...]
    same: int

    @property
    def title(self) -> str:
        """What the rule is called."""
        own = self.now or self.was
        return self.rule if own is None else _(own.title)

    @property
    def shares(self) -> list[tuple[str, str, str]]:
        """Verdict, its share then, its share now: of all occasions that the rule covered at the time."""
        return [(each, _share(self.was, each), _share(self.now, each)) for each in _SHOWN]

    @property
    def new(self) -> list[Step]:
        """Records to which the rule applies now and did not."""
        return [each for each in self.steps if not each.before]

    @property
    def gone(self) -> list[Step]:
        """Records to which it did apply and no longer does, or that are no longer there."""
        return [each for each in self.steps if not each.after]

    @property
    def changed(self) -> list[Step]:
        """Records whose verdict is another."""
        return [each for each in self.steps if each.before and each.after]

    @property
    def of(self) -> tuple[str, str]:
        """How many occasions it covered then and covers now."""
        words = own_words()
        return tuple(words.number(each.counts.of if each else 0) for each in (self.was, self.now))  # type: ignore[return-value]


def _share(figures: RuleFigures | None, verdict: str) -> str:
    if figures is None:
        return "–"
    return percent(getattr(figures.counts, verdict), figures.counts.of, own_words())


@dataclass(frozen=True, slots=True)
class Pair:
    """Two audits of one register by one set of rules."""

    older: Audit
    newer: Audit
    rules: list[Compared]
    records: tuple[str, str]

    @property
    def same_rules(self) -> bool:
        """Whether the rules and limits were the same."""
        return self.older.rules_sha256 == self.newer.rules_sha256

    @property
    def other_limits(self) -> list[str]:
        """What the rules are called to which another limit was applied."""
        both = ((each, each.was, each.now) for each in self.rules)
        return [each.title for each, was, now in both if was and now and was.limits != now.limits]

    @property
    def same_files(self) -> bool:
        """Whether nothing of the register changed."""
        return self.older.source_sha256 == self.newer.source_sha256

    @property
    def same_instant(self) -> bool:
        """Whether both were judged as of one instant."""
        return bool(self.older.as_of == self.newer.as_of)


def compared(newer: Audit, older: Audit | None) -> Pair | None:
    """The two beside each other; ``None`` where there is nothing to compare with any more."""
    said = kept.said_in(newer, kept.COMPARED)
    now = kept.figures_kept(newer)
    was = None if older is None else kept.figures_kept(older)
    if older is None or said is None or was is None or now is None or said["older"] != older.public_id:
        return None
    steps: dict[str, list[Step]] = defaultdict(list)
    same: dict[str, int] = defaultdict(int)
    for rule, one, other, records in said["steps"]:
        if one == other:
            same[rule] += records
        else:
            steps[rule].append(Step(one or "", other or "", records))
    then, there = _by_rule(was), _by_rule(now)
    own = [
        Compared(name, then.get(name), there.get(name), tuple(steps[name]), same[name])
        for name in {**there, **then}
    ]
    before, after = (own_words().count("{n} record", "{n} records", each.records) for each in (was, now))
    return Pair(older, newer, own, (before, after))


def _by_rule(figures: Figures) -> dict[str, RuleFigures]:
    return {each.rule: each for each in figures.rules}


def moved(pair: Pair, rule: str, without: Collection[str]) -> list[Step]:
    """The steps of a rule with some of their records: those to another verdict first, then new and gone."""
    was, now = (kept.folder_of(each) / kept.VERDICTS for each in (pair.older, pair.newer))
    if not was.exists() or not now.exists():
        return []
    found = [
        Step(
            one.before or "",
            one.after or "",
            one.records,
            tuple(each for each in one.first if each not in without),
        )
        for one in steps_between(was, now, most=MOST, rule=rule)
        if one.before != one.after
    ]
    return sorted(found, key=lambda one: not (one.before and one.after))
