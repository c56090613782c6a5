"""What an earlier audit found is taken over where it can only be the same: the answer is a whole one's."""

import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import hypothesis
import pytest
from tests.safeguards.handmade import Entry, in_this_process, write
from tests.safeguards.nasty import BEGIN
from tests.safeguards.test_audit import whole
from tests.safeguards.test_engines import law_that_changed
from tests.safeguards.test_signals import peopled

from habeas.custody import Event, Record
from habeas.custody.exchange import EVENTS, RECORDS, Form, event_row, record_row, write_rows
from habeas.safeguards import Rule, Site, example_site, keeping
from habeas.safeguards.audit import EVERY, Asked, Plainly, chosen
from habeas.safeguards.by_cache import ByCache
from habeas.safeguards.ingest import ingest, open_cache
from habeas.safeguards.ingest.cache import JUDGED, META
from habeas.safeguards.keeping import Keeping, outlives
from habeas.safeguards.parts import ENTRIES
from habeas.safeguards.thresholds import SMALLEST

Events = Mapping[str, Sequence[Event]]
Handmade = Mapping[str, tuple[dict[str, str], list[Entry]]]
"""Of each record its row and its entries."""


INSTANT = BEGIN + timedelta(hours=200)


def written(folder: Path, records: Iterable[Record], events: Events) -> Path:
    folder.mkdir(exist_ok=True)
    told = (event_row(one) for own in events.values() for one in own)
    for table, rows in ((RECORDS, map(record_row, records)), (EVENTS, told)):
        with (folder / f"{table.name}.jsonl").open("wb") as stream:
            write_rows(table, rows, stream, Form.JSONL)
    return folder


def first(seed: int, many: int) -> tuple[list[Record], dict[str, list[Event]]]:
    """A nasty register in which few records are of one person, and most begin and end."""
    records, events, _as_of = peopled(seed, many)
    rows = [one if at % 4 == 0 else replace(one, person_ref=None) for at, one in enumerate(records)]
    for one in (each for at, each in enumerate(rows) if at % 3):
        bounds = (("apprehended", BEGIN), ("released", BEGIN + timedelta(hours=170)))
        for seq, (kind, when) in enumerate(bounds, 50):
            name = f"{one.record_id}-{kind}"
            told = {"record_id": one.record_id, "event_id": name, "kind": kind, "seq": seq}
            events[one.record_id].append(Event(**told, occurred_at=when, recorded_at=when))
    return rows, events


def later(
    records: Sequence[Record], events: Events, seed: int
) -> tuple[list[Record], dict[str, list[Event]]]:
    """The same a while later: some records go on, some came, one is somebody else's."""
    chance = Random(seed)  # noqa: S311 (nothing is kept secret by it)
    moved, *others = chance.sample(range(len(records)), 7)
    found = {name: list(own) for name, own in events.items()}
    for at in others:
        own = found[records[at].record_id]
        last = max(own, key=lambda one: one.seq or 0)
        more = {"event_id": f"{last.event_id}-again", "seq": (last.seq or 0) + 1, "corrects": None}
        own.append(replace(last, **more))
    rows = [replace(one, person_ref="p-1") if at == moved else one for at, one in enumerate(records)]
    came, theirs = first(seed + 1_000, 3)
    return [*rows, *came], found | {one.record_id: theirs[one.record_id] for one in came}


def one_of_each(rules: Iterable[Rule]) -> list[Rule]:
    """A rule of each template and scope, and every one whose duty outlives custody."""
    found = {(type(one.template), one.scope, one.as_entered): one for one in rules}
    return [*found.values(), *(one for one in rules if outlives(one.template) and one not in found.values())]


LONG = hypothesis.settings.get_current_profile_name() == "torture"
RULES = tuple(one_of_each(chosen(None)))


def asked(as_of: datetime, rules: Sequence[Rule] = RULES, site: Site | None = None) -> Asked:
    return Asked(rules=rules, as_of=as_of, site=site or example_site(), rule_set="jurisdiction")


def audited(
    cache: Path, as_of: datetime, *, kept: bool, entries: int = ENTRIES
) -> tuple[dict[str, Any], ByCache]:
    found = ByCache(asked(as_of), cache, in_this_process, each_verdict=True, keep=kept, entries=entries)
    return whole(asked(as_of), found), found


def anew(found: ByCache) -> tuple[int, int]:
    """How many records were judged anew, of how many."""
    [[those, every]] = found.rows("SELECT (SELECT COUNT(*) FROM anew), (SELECT COUNT(*) FROM record)")
    return those, every


def answers(cache: Path, as_of: datetime) -> bool:
    return bool(Keeping(asked(as_of), cache, open_cache(cache)).answering())


def test_a_second_audit_judges_what_changed_and_says_what_a_whole_one_says(tmp_path: Path) -> None:
    records, events = first(3, 40)
    cache = tmp_path / "cache"
    ingest(written(tmp_path / "register", records, events), cache)
    audited(cache, INSTANT, kept=True)
    records, events = later(records, events, 3)
    ingest(written(tmp_path / "register", records, events), cache)
    instant = INSTANT + timedelta(hours=30)
    said, found = audited(cache, instant, kept=True)
    assert said == audited(cache, instant, kept=False)[0]
    those, every = anew(found)
    assert 8 < those < every
    assert answers(cache, instant)
    assert not answers(cache, INSTANT), "of an earlier instant it says nothing"


@pytest.mark.parametrize(("then", "now"), [(ENTRIES, 80), (200, 60), (200, ENTRIES)] if LONG else [(200, 60)])
def test_in_parts_what_was_found_of_other_parts_is_taken_over(tmp_path: Path, then: int, now: int) -> None:
    records, events = first(5, 40)
    cache = tmp_path / "cache"
    ingest(written(tmp_path / "register", records, events), cache)
    audited(cache, INSTANT, kept=True, entries=then)
    records, events = later(records, events, 5)
    ingest(written(tmp_path / "register", records, events), cache)
    for hours in (30, 31):
        instant = INSTANT + timedelta(hours=hours)
        assert answers(cache, instant)
        said, found = audited(cache, instant, kept=True, entries=now)
        assert said == audited(cache, instant, kept=False)[0]
        assert (len(found.parts) > 1) == (now != ENTRIES)
        those, every = anew(found)
        assert those < every, "something is taken over"


def test_of_another_question_nothing_is_taken_over(tmp_path: Path) -> None:
    cache, site = tmp_path / "cache", example_site()
    ingest(written(tmp_path / "register", *first(3, 10)), cache)
    audited(cache, INSTANT, kept=True)
    plain = asked(INSTANT)
    minutes, signals = {**site.minutes, "lawyer.called": 7}, {**site.signals, "rounded.minutes": 7}
    for other in (
        replace(plain, rules=RULES[1:]),
        replace(plain, rule_set=EVERY),
        replace(plain, site=replace(site, minutes=minutes)),
        replace(plain, site=replace(site, signals=signals)),
    ):
        assert not Keeping(other, cache, open_cache(cache)).answering()
    assert Keeping(plain, cache, open_cache(cache)).answering()


def test_of_a_record_that_is_gone_nothing_stays(tmp_path: Path) -> None:
    records, events = first(3, 40)
    cache = tmp_path / "cache"
    ingest(written(tmp_path / "register", records, events), cache)
    audited(cache, INSTANT, kept=True)
    [before] = (cache / JUDGED).glob("layer-*")
    gone = records.pop(7)
    events.pop(gone.record_id)
    ingest(written(tmp_path / "register", records, events), cache)
    said, _found = audited(cache, INSTANT, kept=True)
    assert said == audited(cache, INSTANT, kept=False)[0]
    [after] = (cache / JUDGED).glob("layer-*")
    assert after.name != before.name


def test_after_so_many_layers_everything_is_judged_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LAYERS", 3)
    cache = tmp_path / "cache"
    records, events = first(5, 40)
    ingest(written(tmp_path / "register", records, events), cache)
    layers = []
    for again in range(5):
        said, _found = audited(cache, INSTANT, kept=True)
        assert said == audited(cache, INSTANT, kept=False)[0]
        layers.append(len(list((cache / JUDGED).glob("layer-*"))))
        records, events = later(records, events, again)
        ingest(written(tmp_path / "register", records, events), cache)
    assert layers == [1, 2, 3, 1, 2]


def test_where_nothing_changed_nothing_is_judged_and_no_layer_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LAYERS", 2)
    cache = tmp_path / "cache"
    records, events = first(5, 40)
    ingest(written(tmp_path / "register", records, events), cache)
    audited(cache, INSTANT, kept=True)
    records, events = later(records, events, 5)
    ingest(written(tmp_path / "register", records, events), cache)
    said, _found = audited(cache, INSTANT, kept=True)
    before = sorted((cache / JUDGED).rglob("*"))
    for _again in range(3):
        same, found = audited(cache, INSTANT, kept=True)
        assert (same, anew(found)[0]) == (said, 0)
        assert sorted((cache / JUDGED).rglob("*")) == before
    assert said == audited(cache, INSTANT, kept=False)[0]


def test_what_runs_on_is_judged_at_each_later_instant_and_leaves_no_layer_of_which_nothing_stands(
    tmp_path: Path,
) -> None:
    cache = tmp_path / "cache"
    ingest(written(tmp_path / "register", *first(5, 40)), cache)
    layers = []
    for again in range(4):
        instant = INSTANT + timedelta(hours=400 + again)
        said, found = audited(cache, instant, kept=True)
        assert said == audited(cache, instant, kept=False)[0]
        assert anew(found)[0]
        layers.append({each.name for each in (cache / JUDGED).glob("layer-*")})
    assert [len(each) for each in layers] == [1, 2, 2, 2]
    assert len(layers[2] & layers[3]) == 1, "the first one stays, and what was judged since goes"


def test_of_what_ran_on_at_that_very_instant_only_what_changed_is_judged(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    still = {name: own[:1] for name, own in OVER.items()}
    records = [Record(record_id=each, jurisdiction="CoE", establishment_id="s") for each in OVER]
    instant = BEGIN + timedelta(hours=3)

    def said(events: Events, at: datetime) -> int:
        ingest(written(tmp_path / "register", records, events), cache)
        found, by_cache = audited(cache, at, kept=True)
        assert found == audited(cache, at, kept=False)[0]
        return anew(by_cache)[0]

    assert said(still, instant) == 8
    more = still | {"r-3": [*still["r-3"], told(*RIGHTS, 0.5, 1)]}
    assert said(more, instant) == 1
    assert said(more, instant) == 0
    assert said(more, instant + timedelta(hours=1)) == 8, "all others ran on"


def test_an_audit_that_fails_leaves_what_was_kept(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    records, events = first(5, 40)
    ingest(written(tmp_path / "register", records, events), cache)
    audited(cache, INSTANT, kept=True)
    before = sorted((cache / JUDGED).rglob("*"))
    as_good = asked(INSTANT + timedelta(hours=1))
    with pytest.raises(InterruptedError), Keeping(as_good, cache, open_cache(cache)).layer():
        raise InterruptedError
    assert sorted((cache / JUDGED).rglob("*")) == before
    assert answers(cache, INSTANT)


HARMS: Mapping[str, Callable[[Path, Path], Any]] = {
    "a layer is gone": lambda layer, _said: shutil.rmtree(layer),
    "a file is gone": lambda layer, _said: (layer / "told" / "000000.parquet").unlink(),
    "a file came": lambda layer, _said: shutil.copy(layer / META, layer / "told" / "000000 (2).parquet"),
    "a file was cut off": lambda layer, _said: os.truncate(layer / "counted" / "000000.parquet", 100),
    "what it was is cut off": lambda layer, _said: os.truncate(layer / "stands.parquet", 100),
    "it is said in another way": lambda _layer, said: said.write_text("[]"),
}


def test_of_layers_that_somebody_harmed_nothing_is_taken_over(tmp_path: Path) -> None:
    cache, harmed = tmp_path / "cache", tmp_path / "a [1]" / "harmed"
    records, events = first(5, 40)
    ingest(written(tmp_path / "register", records, events), cache)
    said, _found = audited(cache, INSTANT, kept=True)
    for harm in HARMS.values():
        shutil.rmtree(harmed, ignore_errors=True)
        shutil.copytree(cache, harmed)
        assert answers(harmed, INSTANT)
        [layer] = (harmed / JUDGED).glob("layer-*")
        harm(layer, harmed / JUDGED / "judged.json")
        assert not answers(harmed, INSTANT)
    for _anew_and_again in range(2):
        assert audited(harmed, INSTANT, kept=True)[0] == said
        assert answers(harmed, INSTANT)


def test_a_rule_without_a_limit_that_is_left_out_puts_no_other_in_its_place(tmp_path: Path) -> None:
    records, events = first(5, 20)
    cache, every = tmp_path / "cache", tuple(chosen(None))
    ingest(written(tmp_path / "register", records, events), cache)
    site = replace(example_site(), minutes={})

    def said(rules: Sequence[Rule], *, kept: bool) -> dict[str, Any]:
        question = asked(INSTANT, rules, site)
        return whole(question, ByCache(question, cache, in_this_process, each_verdict=True, keep=kept))

    without = asked(INSTANT, every, site).without_limit
    said(every, kept=True)
    limited = [rule for rule in every if rule.name not in without]
    assert said(limited, kept=True) == said(limited, kept=False)


def told(record_id: str, kind: str, at: float, written: float, source: str = "desk") -> Event:
    """What happened so many hours after the beginning, and when it was written."""
    return Event(
        record_id=record_id,
        event_id=f"{record_id}-{kind}",
        seq=1,
        kind=kind,
        occurred_at=BEGIN + timedelta(hours=at),
        recorded_at=BEGIN + timedelta(hours=written),
        source=source,
        establishment_id="s",
    )


OVER = {f"r-{n}": [told(f"r-{n}", "apprehended", 0, 0), told(f"r-{n}", "released", 4, 4)] for n in range(8)}
RIGHTS = ("r-3", "rights_informed")


@pytest.mark.parametrize(
    ("more", "many"),
    [
        pytest.param(
            {"r-3": [told("r-3", "apprehended", 0, 0), told("r-3", "released", 0.5, 5)]},
            {6: 8, 7: 1, 400: 1},
            id="what goes on as it was first written",
        ),
        pytest.param(
            {
                "r-3": [*OVER["r-3"], told(*RIGHTS, 0.5, 3, "paper")],
                "book:s": [told("book:s", "outage_started", -1, 10)],
            },
            {6: 8, 11: 1, 12: 0},
            id="an outage of which nobody had written",
        ),
        pytest.param(
            {
                "r-3": [*OVER["r-3"], told(*RIGHTS, 2.5, 5, "paper")],
                "book:s": [told("book:s", "outage_started", -1, 2), told("book:s", "outage_ended", 2, 10)],
            },
            {6: 8, 11: 1, 12: 0},
            id="an outage that had ended, as was written later",
        ),
        pytest.param(
            {"r-3": [*OVER["r-3"], told("r-3", "checked", 10, 3)]},
            {6: 8, 11: 1, 12: 0},
            id="what was written before it happened",
        ),
        pytest.param(
            {
                "r-3": [
                    *(*OVER["r-3"], told("r-3", "complaint_made", 1, 1)),
                    told("r-3", "video_preserved", 2, 5),
                ]
            },
            {6: 8, 30: 1},
            id="a duty that outlives custody was done and written late",
        ),
    ],
)
def test_what_was_written_since_is_judged_anew(tmp_path: Path, more: Events, many: Mapping[int, int]) -> None:
    cache, events = tmp_path / "cache", {**OVER, **more}
    records = [Record(record_id=each, jurisdiction="CoE", establishment_id="s") for each in OVER]
    ingest(written(tmp_path / "register", records, events), cache)
    for hours, those in many.items():
        asks = asked(BEGIN + timedelta(hours=hours))
        said, found = audited(cache, asks.as_of, kept=True)
        assert said == audited(cache, asks.as_of, kept=False)[0]
        assert said == whole(asks, Plainly(asks, records, events))
        assert anew(found) == (those, 8)


def test_officers_are_numbered_anew(tmp_path: Path) -> None:
    cache, low = tmp_path / "cache", replace(example_site(), signals={**example_site().signals, SMALLEST: 1})
    asks = asked(INSTANT, site=low)

    def said(events: Events, *, kept: bool) -> dict[str, Any]:
        records = [Record(record_id=each, jurisdiction="CoE", establishment_id="s") for each in events]
        ingest(written(tmp_path / "register", records, events), cache)
        return whole(asks, ByCache(asks, cache, in_this_process, each_verdict=True, keep=kept))

    events = {each: [replace(one, actor_id="m") for one in own] for each, own in OVER.items()}
    said(events, kept=True)
    came = told("r-8", "apprehended", 0, 0)
    events["r-8"] = [replace(came, actor_id="a, before all others")]
    assert said(events, kept=True) == said(events, kept=False)
    assert len(list((cache / JUDGED).glob("layer-*"))) == 2, "something is taken over"


@pytest.mark.usefixtures(law_that_changed.__name__)
@pytest.mark.parametrize(
    "more", [pytest.param([], id="at all"), pytest.param([told("r-3", "apprehended", 0, 5)], id="at first")]
)
def test_where_no_beginning_was_written_a_limit_goes_by_the_day_of_the_audit(
    more: list[Event], tmp_path: Path
) -> None:
    rules = [one for one in chosen(None) if one.name == "doctor.on-admission"]
    came = [("transferred_in", 0), ("examination_started", 18), ("released", 20)]
    events = OVER | {"r-3": [*(told("r-3", kind, at, at) for kind, at in came), *more]}
    records = [
        Record(record_id=each, jurisdiction="CoE", establishment_id="s", establishment_type="prison")
        for each in OVER
    ]
    cache = tmp_path / "cache"
    ingest(written(tmp_path / "register", records, events), cache)
    for hours in (24, 30):
        asks = asked(BEGIN + timedelta(hours=hours), rules)
        said = whole(asks, ByCache(asks, cache, in_this_process, each_verdict=True, keep=True))
        assert said == whole(asks, Plainly(asks, records, events))
        shown = [one["record_id"] for one in said["occasions"]]
        assert shown.count("r-3") == (hours == 30), "twelve hours instead of a day"


def plainly_over(number: int) -> tuple[dict[str, str], list[Entry]]:
    """A record of a day, of somebody else, in which nothing is left to happen."""
    day = f"2026-03-{number:02}"
    entries = [
        (f"{day}T08:00", "apprehended"),
        (f"{day}T08:10", "rights_informed"),
        (f"{day}T20:00", "released"),
    ]
    return {"establishment_id": f"S{number % 3}"}, entries


SOME: Handmade = {f"m{number}": plainly_over(number) for number in range(1, 9)}
MOVED = (
    (
        {"establishment_id": "S1"},
        [("2026-03-10T06:00", "apprehended"), ("2026-03-10T20:00", "transferred_out")],
    ),
    ({"establishment_id": "S2"}, [("2026-03-10T21:00", "apprehended"), ("2026-03-11T20:00", "released")]),
)
SAME = {"person_ref": "one and the same"}


@pytest.mark.parametrize(
    ("then", "now"),
    [
        pytest.param(
            {
                "c": (
                    {},
                    [
                        *plainly_over(11)[1][:2],
                        ("2026-03-11T19:00", "complaint_made"),
                        plainly_over(11)[1][2],
                    ],
                )
            },
            None,
            id="a duty that outlives custody comes due",
        ),
        pytest.param({"r": plainly_over(11)}, None, id="somebody could still be held again"),
        pytest.param(
            {"n": MOVED[0], "o": MOVED[1]},
            {"n": (MOVED[0][0] | SAME, MOVED[0][1]), "o": (MOVED[1][0] | SAME, MOVED[1][1])},
            id="two are found to be one person",
        ),
        pytest.param(
            {"n": (MOVED[0][0] | SAME, MOVED[0][1]), "o": (MOVED[1][0] | SAME, MOVED[1][1][:1])},
            None,
            id="a custody goes on in another record",
        ),
        pytest.param(
            {},
            {"a": ({"establishment_id": "A, before all others"}, plainly_over(11)[1])},
            id="stations are numbered anew",
        ),
    ],
)
def test_what_time_or_others_change_is_judged_anew(
    tmp_path: Path, then: Handmade, now: Handmade | None
) -> None:
    cache, every = tmp_path / "cache", tuple(chosen(None))
    low = replace(example_site(), signals={**example_site().signals, SMALLEST: 1})

    def said(as_of: datetime, *, kept: bool) -> tuple[dict[str, Any], ByCache]:
        question = asked(as_of, every, low)
        found = ByCache(question, cache, in_this_process, each_verdict=True, keep=kept)
        return whole(question, found), found

    def bring_in(name: str, those: Handmade) -> None:
        rows = {each: row for each, (row, _own) in those.items()}
        ingest(write(tmp_path / name, rows, {each: own for each, (_row, own) in those.items()}), cache)

    bring_in("then", {**SOME, **then})
    before, _found = said(datetime(2026, 3, 11, 20, 30, tzinfo=UTC), kept=True)
    if now is not None:
        bring_in("now", {**SOME, **now})
    instant = datetime(2026, 3, 13, tzinfo=UTC)
    after, found = said(instant, kept=True)
    those, of = anew(found)
    assert those < of, "something is taken over"
    assert after == said(instant, kept=False)[0]
    assert after["rules"] != before["rules"] or after["signals"] != before["signals"]


def test_who_took_somebody_out_of_a_cell_is_held_against_who_leads_an_interview_later(tmp_path: Path) -> None:
    cache, low = tmp_path / "cache", replace(example_site(), signals={SMALLEST: 1})

    def said(instant: datetime, *, kept: bool) -> dict[str, tuple[int, int]]:
        question = asked(instant, tuple(chosen(None))[:1], low)
        found = ByCache(question, cache, in_this_process, keep=kept)
        list(found.told())
        return {one.signal.name: (one.whole.count, one.whole.of) for one in found.signals().told}

    def bring_in(*stays: tuple[str, str]) -> None:
        records, events = [], {}
        for number, (record_id, led_by) in enumerate(stays):
            records.append(Record(record_id=record_id, establishment_id=record_id[0]))
            kinds: list[tuple[str, dict[str, Any]]] = [("apprehended", {}), ("cell_entered", {})]
            kinds += [("cell_left", {"taken_by": "i-1"}), ("cell_entered", {})]
            kinds += [("interview_started", {"interviewers": [led_by]})] if led_by else []
            events[record_id] = [
                Event(
                    record_id=record_id,
                    event_id=f"e-{record_id}-{seq}",
                    seq=seq,
                    kind=kind,
                    occurred_at=BEGIN + timedelta(hours=number, minutes=seq),
                    recorded_at=BEGIN + timedelta(hours=number, minutes=seq),
                    data=data,
                )
                for seq, (kind, data) in enumerate([*kinds, ("released", {})], 1)
            ]
        ingest(written(tmp_path / "register", records, events), cache)

    before = [(f"r-{number}", "") for number in range(4)]
    bring_in(*before)
    assert said(INSTANT, kept=True)["cell.out-with-investigator"] == (0, 0)
    bring_in(*before, ("a-1", "i-1"))  # its station, too, comes before that of the others
    after = said(INSTANT, kept=True)
    assert after["cell.out-with-investigator"] == (5, 5)
    assert after == said(INSTANT, kept=False)
    assert len(list((cache / JUDGED).glob("layer-*"))) == 2, "those of before are taken over"
