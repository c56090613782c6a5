"""How long it took by place and by month: what the plain evaluator measures there, and nothing withheld."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.safeguards.handmade import audited, in_this_process, write
from tests.safeguards.test_keeping import written
from tests.safeguards.test_signals import peopled

from habeas.safeguards import Site, example_site
from habeas.safeguards.audit import Asked, Plainly, Told, chosen, rank, seconds
from habeas.safeguards.by_cache import ByCache
from habeas.safeguards.figures import Line, RuleFigures, figures_of
from habeas.safeguards.ingest import ingest
from habeas.safeguards.register import Stay, placed
from habeas.safeguards.rule import Rule
from habeas.safeguards.verdict import Occasion, Reason, Verdict

Lengths = Mapping[str, Sequence[timedelta]]


class Measuring(Plainly):
    """The plain evaluator, which also says what was measured of which record."""

    lengths: dict[str, dict[str, list[timedelta]]]

    def _told(self, rule: Rule, units: Sequence[tuple[Stay, Sequence[Occasion]]]) -> Told:
        own = self.lengths[rule.name] = {}
        for stay, found in units:
            own[stay.record.record_id] = [
                one.observed
                for one in found
                if one.observed is not None and one.verdict in (Verdict.MET, Verdict.BREACHED)
                if one.reason not in (Reason.NONE, Reason.NO_REQUEST)
            ]
        return super()._told(rule, units)


def check(line: Line, lengths: Sequence[timedelta], fewest: int) -> None:
    told = (line.measured, line.median_s, line.p90_s)
    if line.met is None or line.breached is None or 0 < len(lengths) < fewest:
        assert told == (None, None, None)
        return
    assert line.met + line.breached == len(lengths)
    p90 = rank(lengths, 0.9) if len(lengths) >= 10 else None
    assert told == (len(lengths), seconds(rank(lengths, 0.5)), seconds(p90))


def check_all(lines: Sequence[Line], lengths: Lengths, fewest: int) -> None:
    own = {line.name for line in lines}
    together = [each for name, of in lengths.items() if name not in own for each in of]
    for line in lines:
        check(line, together if line.name is None else lengths.get(line.name, ()), fewest)


def by(lengths: Mapping[str, Sequence[timedelta]], named: Callable[[str], str]) -> Lengths:
    found = defaultdict[str, list[timedelta]](list)
    for record_id, own in lengths.items():
        found[named(record_id)] += own
    return found


@pytest.mark.parametrize("fewest", [1, 3])
def test_it_is_what_the_plain_evaluator_measures_however_the_audit_is_made(
    fewest: int, tmp_path: Path
) -> None:
    records, events, as_of = peopled(9, 150)
    read = ingest(written(tmp_path / "register", records, events), tmp_path / "cache")
    site = Site("a site", example_site().minutes, fewest=fewest)
    asks = Asked(rules=chosen(None), as_of=as_of, site=site, rule_set="jurisdiction")

    def figures(**how: Any) -> tuple[ByCache, tuple[RuleFigures, ...]]:
        found = ByCache(asks, read.folder, in_this_process, by_place=True, **how)
        return found, figures_of(found, list(found.told()), read).rules

    found, whole = figures()
    months = {
        record_id: f"{month // 100}-{month % 100:02}" if month else ""
        for record_id, month in found.rows(
            "SELECT r.record_id, p.month FROM placed AS p JOIN record AS r ON r.rid = p.rid"
        )
    }
    stations = {one.record_id: placed(one, events.get(one.record_id, ())) or "" for one in records}
    plain = Measuring(asks, records, events)
    plain.lengths = {}
    list(plain.told())
    told = [one for one in whole if one.median_s is not None]
    assert any(one.lasts for one in told)
    for one in told:
        own = plain.lengths[one.rule]
        check_all(one.by_station, by(own, stations.__getitem__), fewest)
        check_all(one.by_month, by(own, months.__getitem__), fewest)
    assert not any(one.lasts for one in whole if one.median_s is None)
    assert figures(entries=400)[1] == whole
    for entries in (400, 2_000_000):
        assert figures(keep=True, entries=entries)[1] == whole


def test_of_fewer_than_ten_the_longest_is_not_told_and_of_few_nothing(tmp_path: Path) -> None:
    """At A ten are told of their rights, each five minutes later than the one before; at B five; at C two."""
    many = {"A": 10, "B": 5, "C": 2}
    each = [(where, at) for where, held in many.items() for at in range(1, held + 1)]
    folder = write(
        tmp_path / "register",
        {f"{where}{at}": {"establishment_id": where} for where, at in each},
        {
            f"{where}{at}": [
                ("2026-02-01T10:00", "apprehended"),
                (f"2026-02-01T10:{at * 5:02}", "rights_informed"),
                ("2026-02-01T12:00", "released"),
            ]
            for where, at in each
        },
    )
    told = figures_of(*audited(folder, "2026-02-07T10:00:00Z", rules=("rights.informed-at-outset",)))
    [rule] = told.rules
    assert [(one.name, one.measured, one.median_s, one.p90_s) for one in rule.by_station] == [
        ("A", 10, 1500, 2700),
        (None, 7, 600, None),
    ]
    assert [(one.name, one.measured, one.median_s, one.p90_s) for one in rule.by_month] == [
        ("2026-02", 17, 1200, 2700)
    ]
