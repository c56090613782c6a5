"""An audit beside the one before it: what became of the verdict of each record and rule."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from habeas.safeguards.figures import Figures, RuleFigures
from habeas.safeguards.figures.withholding import VERDICTS
from habeas.safeguards.report.saying import percent
from habeas.safeguards.tables import steps_between
from habeas.web.audits import access, kept
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
    withheld: bool = False
    """Whether nothing is told of what changed, for some of it concerns few."""

    @property
    def title(self) -> str:
        """What the rule is called."""
        own = self.now or self.was
        return self.rule if own is None else _(own.title)

    @property
    def shares(self) -> list[tuple[str, str, str]]:
        """Verdict, its share then, its share now: of all occasions that the rule covered at the time."""
        return [(each, _share(self.was, each), self._told(_share(self.now, each))) for each in _SHOWN]

    def _told(self, now: str) -> str:
        return _("withheld") if self.withheld else now

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
        was, now = (own_words().number(_count(each, "of")) for each in (self.was, self.now))
        return was, self._told(now)

    def without_few(self, fewest: int) -> "Compared":
        """The same without its changes, where one of them is of fewer.

        All go: what is withheld of one would follow from the others, and from the counts of both audits.
        """
        changes = [
            *(each.records for each in self.steps),
            *(_count(self.now, each) - _count(self.was, each) for each in (*VERDICTS, "of")),
        ]
        is_told = not any(_is_few(each, fewest) for each in changes)
        return self if is_told else replace(self, steps=(), withheld=True)


def _is_few(change: int, fewest: int) -> bool:
    return 0 < abs(change) < fewest


def _count(figures: RuleFigures | None, name: str) -> int:
    found: int = getattr(figures.counts, name) if figures else 0
    return found


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
    few: str = ""
    """Below how many a change is withheld, in words; empty where none is."""

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


def older_of(newer: Audit) -> Audit | None:
    """The audit beside which another was put when it ended; ``None`` where there is none, or it is gone."""
    said, older = kept.said_in(newer, kept.COMPARED), access.before(newer)
    return older if said and older and said["older"] == older.public_id else None


def compared(newer: Audit, *, opens: bool) -> Pair | None:
    """The two beside each other; ``None`` where there is nothing to compare with.

    Without the changes of few for who does not open the records.
    """
    older, said = older_of(newer), kept.said_in(newer, kept.COMPARED)
    now = kept.figures_kept(newer)
    was = None if older is None else kept.figures_kept(older)
    if older is None or said is None or was is None or now is None:
        return None
    steps: dict[str, list[Step]] = defaultdict(list)
    for rule, one, other, records in said["steps"]:
        if one != other:
            steps[rule].append(Step(one or "", other or "", records))
    then, there = _by_rule(was), _by_rule(now)
    own = [Compared(name, then.get(name), there.get(name), tuple(steps[name])) for name in {**there, **then}]
    before, after = (own_words().count("{n} record", "{n} records", each.records) for each in (was, now))
    pair = Pair(older, newer, own, (before, after))
    return pair if opens else _without_few(pair, now.records - was.records, max(was.fewest, now.fewest))


def _without_few(pair: Pair, more: int, fewest: int) -> Pair:
    rules = [each.without_few(fewest) for each in pair.rules]
    before, after = pair.records
    if _is_few(more, fewest):
        after = _("as many but for fewer than %(n)s") % {"n": own_words().number(fewest)}
    elif not any(each.withheld for each in rules):
        return pair
    return replace(pair, rules=rules, records=(before, after), few=own_words().number(fewest))


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
