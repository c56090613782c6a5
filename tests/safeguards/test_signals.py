"""Signals: counted with their denominator, the same by the plain meaning and in SQL, and never a verdict."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import hypothesis
import pytest
from tests.safeguards.loaded import load
from tests.safeguards.nasty import OFFICERS, register

from habeas import canonical
from habeas.clock import parse_instant
from habeas.custody import Event, Record
from habeas.errors import RefusedError
from habeas.safeguards import Site, example_site, read_site
from habeas.safeguards.kernels import acts
from habeas.safeguards.kernels import engine as kernels
from habeas.safeguards.kernels.engine import Kernels
from habeas.safeguards.register import stays
from habeas.safeguards.signals import By, Figure, Signals, by_tables, leave_sums, plainly, shipped
from habeas.safeguards.signals.chance import tail
from habeas.safeguards.signals.plain import PARTS
from habeas.safeguards.signals.signal import Part, gathered, signalled
from habeas.safeguards.signals.sql import QUERIES
from habeas.safeguards.sql.duck import Duck
from habeas.safeguards.sql.engine import Engine
from habeas.safeguards.thresholds import SMALLEST

LONG = hypothesis.settings.get_current_profile_name() == "torture"
SITE = example_site()
LOW = Site("low", SITE.minutes, signals=dict.fromkeys(SITE.signals, 2) | {"again.minutes": 1440})
"""Thresholds at which a small register shows something of everything."""
DOCS = (Path(__file__).parents[2] / "docs/safeguards.md").read_text("utf-8")
AS_OF = parse_instant("2026-03-10T00:00:00Z")


def test_every_signal_is_defined_counted_and_said() -> None:
    names = list(shipped())
    assert names == list(PARTS) == list(QUERIES)
    for one in shipped().values():
        assert set(one.thresholds) <= set(SITE.signals)
        for said in (one.may, one.may_not):
            assert said.endswith(".")
        source = one.source.ref if one.source else "our own"
        assert f"| `{one.name}` | {one.counts} | {one.of} | {source} |" in DOCS


def peopled(seed: int, records: int) -> tuple[list[Record], dict[str, list[Event]], datetime]:
    """A nasty register in which entries have somebody who made them, and some things come together."""
    rows, events, as_of = register(seed, records)
    chance = Random(seed)  # noqa: S311 (nothing is kept secret by it)
    sources = ("desk", "desk", "paper", "device", "lawyer", "doctor", "person", "system", None)
    bases = ("criminal", "administrative", "administrative", None)
    rows = [replace(one, basis=chance.choice((one.basis, *bases))) for one in rows]
    for own in events.values():
        for at, one in enumerate(own):
            more: dict[str, object] = {
                "actor_id": chance.choice((*OFFICERS, None)),
                "source": chance.choice(sources),
            }
            if more["actor_id"] == OFFICERS[-1] and one.establishment_id:  # who is at one station only
                more["actor_id"] = f"at-{one.establishment_id}"
            if chance.random() < 0.3 and one.occurred_at:
                more["occurred_at"] = one.occurred_at.replace(minute=0)
            if chance.random() < 0.3:
                more["recorded_at"] = own[0].recorded_at
            own[at] = replace(one, **more)  # type: ignore[arg-type]
    return rows, events, as_of


@pytest.mark.parametrize("seed", range(1, 31) if LONG else [3])
def test_engines_count_what_the_plain_meaning_counts(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(acts, "RECORDS", 50)
    rows, events, as_of = peopled(seed, 120)
    known = list(stays(rows, events, as_of))
    loaded = load(rows, events)
    for site in (LOW, SITE):
        said = plainly(known, as_of, site)
        for engine in (Duck, Kernels):
            found = by_engine(engine(loaded.duckdb(), as_of, SITE), as_of, site)
            for plain, other in zip(said.told, found.told, strict=True):
                assert plain == other, (plain.signal.name, engine)
    if seed == 3:
        empty = {one.signal.name for one in plainly(known, as_of, LOW).told if not one.whole.count}
        assert empty <= {"prison.back-to-police", "doctor.waived"}


def by_engine(engine: Engine, as_of: datetime, site: Site) -> Signals:
    engine.prepare()
    leave_sums(engine, as_of, site)
    return by_tables(engine, as_of, site)


def row(record_id: str, basis: str = "criminal") -> Record:
    return Record(record_id=record_id, person_ref="p-1", establishment_id="s-1", basis=basis)


def told(
    *lines: tuple[str, str, str], site: Site = LOW, records: Sequence[Record] = (), **data: dict[str, object]
) -> Signals:
    """The signals of lines of record, time and kind; ``data`` is what those of a kind say."""
    events: dict[str, list[Event]] = {}
    for number, (record_id, at, kind) in enumerate(lines):
        own = events.setdefault(record_id, [])
        happened = parse_instant(f"2026-03-0{at}:00Z")
        more = dict(data.get(kind, {}))
        columns = {
            name: more.pop(name) for name in ("actor_id", "source", "establishment_id") if name in more
        }
        own.append(
            Event(
                record_id=record_id,
                event_id=f"00000000-0000-7000-8000-{number:012}",
                seq=len(own) + 1,
                kind=kind,
                occurred_at=happened,
                recorded_at=happened + timedelta(minutes=len(own)),
                data=more,
                **columns,  # type: ignore[arg-type]
            )
        )
    rows = list(records) or [row(record_id) for record_id in events]
    return plainly(list(stays(rows, events, AS_OF)), AS_OF, site)


def whole(signals: Signals, name: str) -> tuple[int, int]:
    [figure] = [one.whole for one in signals.told if one.signal.name == name]
    return figure.count, figure.of


def test_who_else_wrote_is_counted_of_the_entries_that_say_who() -> None:
    lines = [("r-1", "1T10:00", "checked"), ("r-1", "1T10:10", "roused"), ("r-1", "1T11:00", "examined")]
    found = told(*lines, checked={"source": "desk"}, examined={"source": "doctor"})
    assert whole(found, "entries.not-by-police") == (1, 2)
    assert whole(told(*lines), "entries.not-by-police") == (0, 0)


def test_out_of_a_cell_with_who_interviews_and_nothing_says_what_for() -> None:
    day = [
        ("r-1", "1T10:00", "cell_entered"),
        ("r-1", "1T11:00", "cell_left"),
        ("r-1", "1T11:40", "cell_entered"),
        ("r-1", "1T14:00", "cell_left"),
        ("r-1", "1T14:05", "interview_started"),
        ("r-1", "1T14:50", "interview_ended"),
        ("r-1", "1T15:00", "cell_entered"),
        ("r-1", "1T16:00", "released"),
    ]
    says = {"cell_left": {"taken_by": "i-1"}, "interview_started": {"interviewers": ["i-1"]}}
    found = told(*day, **says)
    assert whole(found, "cell.out-with-investigator") == (1, 2)
    assert whole(found, "cell.out-before-first-interview") == (1, 2)
    [one] = [each for each in found.told if each.signal.name == "cell.out-with-investigator"]
    assert [(each.by, each.name, each.count, each.of) for each in one.figures] == [
        (By.ALL, None, 1, 2),
        (By.STATION, "s-1", 1, 2),
        (By.OFFICER, "i-1", 1, 2),
    ]
    another = told(*day, **(says | {"cell_left": {"taken_by": "somebody"}}))
    assert whole(another, "cell.out-with-investigator") == (0, 0)
    not_back = told(*day[:2], *day[4:6], **says)
    assert whole(not_back, "cell.out-with-investigator") == (0, 0)


def test_time_that_no_entry_accounts_for() -> None:
    found = told(
        ("r-1", "1T10:00", "apprehended"),
        ("r-1", "1T11:00", "cell_entered"),
        ("r-1", "1T12:00", "cell_left"),
        ("r-1", "1T11:30", "interview_started"),
        ("r-1", "1T13:00", "interview_ended"),
        ("r-1", "1T14:00", "released"),
    )
    assert whole(found, "time.unaccounted") == (2 * 3_600, 4 * 3_600)


def test_the_time_of_a_whole_country_is_a_number_that_every_reader_of_json_has_exactly() -> None:
    signal = shipped()["time.unaccounted"]
    year = 365 * 86_400 * 1_000_000
    made = signalled(signal, {}, 1, [Part("s-1", None, year, 10_000 * year, "r-1")])
    assert made.whole.of == 10_000 * 365 * 86_400
    canonical.encode(made.as_json()["figures"][0] | {"share": None})


def test_released_and_held_again_and_on_another_basis() -> None:
    lines = [
        ("r-1", "1T10:00", "apprehended"),
        ("r-1", "1T20:00", "released"),
        ("r-2", "2T10:00", "apprehended"),
        ("r-2", "2T12:00", "released"),
        ("r-3", "8T10:00", "apprehended"),
        ("r-3", "9T12:00", "released"),
    ]
    found = told(
        *lines,
        records=[
            row("r-1", "administrative"),
            row("r-2", "criminal"),
            row("r-3", "criminal"),
        ],
    )
    assert whole(found, "release.held-again") == (1, 2)  # of the last it is not known yet
    assert whole(found, "basis.became-criminal") == (1, 1)


def test_an_officer_at_two_stations_within_minutes() -> None:
    here = {"actor_id": "a-1", "establishment_id": "s-1"}
    there = {"actor_id": "a-1", "establishment_id": "s-2"}
    lines = [("r-1", "1T10:00", "checked"), ("r-1", "1T10:02", "roused"), ("r-1", "1T10:40", "checked")]
    found = told(*lines, checked=here, roused=there)
    assert whole(found, "officer.two-places") == (1, 2)
    assert whole(told(*lines, checked=here, roused=here), "officer.two-places") == (0, 2)


HERE, ELSEWHERE, NOWHERE = "s-1", "s-2", ""


@pytest.mark.parametrize(
    ("lines", "figures"),
    [
        pytest.param([("1T10:00", "a-1", HERE)], [(None, 0, 0)], id="one entry is nowhere twice"),
        pytest.param(
            [("1T10:00", "a-1", HERE), ("1T10:01", "a-1", HERE), ("1T10:02", "a-1", HERE)],
            [(None, 0, 2), (HERE, 0, 2), ("a-1", 0, 2)],
            id="at one station",
        ),
        pytest.param(
            [("1T10:00", "a-1", HERE), ("1T10:02", "a-1", ELSEWHERE), ("1T10:20", "a-1", ELSEWHERE)],
            [(None, 1, 2), (ELSEWHERE, 1, 2), ("a-1", 1, 2)],
            id="at two, once within minutes",
        ),
        pytest.param(
            [("1T10:00", "a-1", HERE), ("1T10:01", "a-2", ELSEWHERE), ("1T10:02", "a-2", ELSEWHERE)],
            [(None, 0, 1), (ELSEWHERE, 0, 1), ("a-2", 0, 1)],
            id="two officers, each at one",
        ),
        pytest.param(
            [("1T10:00", "a-1", NOWHERE), ("1T10:01", "a-1", NOWHERE), ("1T10:02", "", NOWHERE)],
            [(None, 0, 0)],
            id="nobody knows where, and nobody knows who",
        ),
        pytest.param(
            [("1T10:00", "a-1", HERE), ("1T10:01", "a-1", NOWHERE), ("1T10:02", "", ELSEWHERE)],
            [(None, 0, 1), (HERE, 0, 1), ("a-1", 0, 1)],
            id="where it does not say, where its record begins",
        ),
        pytest.param(
            [("1T10:00", "a-1", HERE), ("1T10:01", "a-1", ELSEWHERE), ("1T10:01", "a-1", HERE)],
            [(None, 2, 2), (HERE, 1, 1), (ELSEWHERE, 1, 1), ("a-1", 2, 2)],
            id="at both in one minute",
        ),
    ],
)
def test_an_officer_is_sought_where_else_he_was(
    lines: Sequence[tuple[str, str, str]], figures: Sequence[tuple[str | None, int, int]]
) -> None:
    site = replace(LOW, signals=LOW.signals | {SMALLEST: 1})
    found = alike_everywhere([("r-1", at, "checked", who, where) for at, who, where in lines], site)
    [asked] = [each for each in found.told if each.signal.name == "officer.two-places"]
    assert [(each.name, each.count, each.of) for each in asked.figures] == figures


@pytest.mark.parametrize(
    ("lines", "counted"),
    [
        pytest.param([("r-1", HERE), ("r-2", HERE)], (2, 2), id="in two records"),
        pytest.param([("r-1", HERE), ("r-2", HERE), ("r-2", HERE)], (3, 3), id="twice in one of them"),
        pytest.param([("r-1", HERE), ("r-1", HERE), ("r-1", HERE)], (0, 3), id="in one record"),
        pytest.param([("r-1", HERE), ("r-2", ELSEWHERE)], (0, 2), id="at two stations"),
        pytest.param([("r-1", NOWHERE), ("r-2", NOWHERE)], (0, 0), id="nobody knows where"),
        pytest.param(
            [("r-1", HERE), ("r-2", HERE), ("r-3", ELSEWHERE), ("r-4", NOWHERE)], (2, 3), id="all of these"
        ),
    ],
)
def test_one_time_in_many_records_of_one_station_is_a_crowd(
    lines: Sequence[tuple[str, str]], counted: tuple[int, int]
) -> None:
    found = alike_everywhere([(rid, "1T10:00", "rights_informed", "a-1", where) for rid, where in lines], LOW)
    assert whole(found, "times.identical") == counted


def test_what_was_corrected_is_in_no_crowd_and_at_no_station() -> None:
    lines = [(rid, "1T10:00", "rights_informed", "a-1", HERE) for rid in ("r-1", "r-2")]
    lines += [("r-2", "1T11:00", "rights_informed", "a-1", ELSEWHERE)]
    found = alike_everywhere(lines, LOW, corrects={2: 1})
    assert whole(found, "times.identical") == (0, 2)
    assert whole(found, "officer.two-places") == (0, 1)


def alike_everywhere(
    lines: Sequence[tuple[str, str, str, str, str]], site: Site, corrects: Mapping[int, int] = {}
) -> Signals:
    """The signals of lines of record, time, kind, officer and station, which every engine tells alike."""
    events: dict[str, list[Event]] = {}
    for number, (record_id, at, kind, who, where) in enumerate(lines):
        happened, own = parse_instant(f"2026-03-0{at}:00Z"), events.setdefault(record_id, [])
        one = Event(
            record_id=record_id,
            event_id=f"e-{number}",
            seq=len(own) + 1,
            kind=kind,
            occurred_at=happened,
            recorded_at=happened,
            actor_id=who or None,
            establishment_id=where or None,
            corrects=f"e-{corrects[number]}" if number in corrects else None,
        )
        own.append(one)
    records = [Record(record_id=record_id) for record_id in events]
    found = plainly(list(stays(records, events, AS_OF)), AS_OF, site)
    for engine in (Duck, Kernels):
        asked = engine(load(records, events).duckdb(), AS_OF, site)
        assert by_engine(asked, AS_OF, site) == found, engine
    return found


@pytest.mark.parametrize("sorted_at_once", [3, 50])
@pytest.mark.parametrize("least", [1, 2, 3, 9])
def test_what_recurs_is_the_same_counted_and_sorted(
    monkeypatch: pytest.MonkeyPatch, least: int, sorted_at_once: int
) -> None:
    monkeypatch.setattr(kernels, "SORTED", sorted_at_once)
    loaded = load(*peopled(3, 3)[:2])
    for engine in (Duck, Kernels):
        asked = engine(loaded.duckdb(), AS_OF, SITE)
        for numbers, found in (
            ("(VALUES (-7), (5), (-7), (8), (5), (5), (-8))", {1: [-8, -7, 5, 8], 2: [-7, 5], 3: [5]}),
            ("(SELECT 1 WHERE FALSE)", {}),
        ):
            asked.recurring("alike", f"SELECT CAST(n AS BIGINT) AS number FROM {numbers} AS v(n)", least)
            assert asked.fetch("SELECT number FROM alike ORDER BY number") == [
                (each,) for each in found.get(least, [])
            ]


def test_a_round_is_no_crowd_and_rights_told_to_many_at_once_are_one() -> None:
    lines = [(f"r-{at}", "1T10:00", kind) for at in range(3) for kind in ("checked", "rights_informed")]
    assert whole(told(*lines), "times.identical") == (3, 3)
    assert whole(told(*lines, site=SITE), "times.identical") == (0, 3)


def test_out_of_few_there_is_no_share() -> None:
    few = Figure(by=By.OFFICER, name="a-1", count=3, of=4, small=True, record_id="r-1")
    assert few.share is None
    assert (few.as_json()["share"], few.as_json()["small"]) == (None, True)
    lines = [(f"r-{at:02}", "1T10:00", "apprehended") for at in range(19)]
    for more, small in (((), True), ((("r-19", "1T10:00", "apprehended"),), False)):
        found = told(*lines, *more, site=SITE)
        [asked] = [each.whole for each in found.told if each.signal.name == "lawyer.asked-for"]
        assert (asked.small, asked.share) == (small, None if small else 0)


def test_first_is_whose_figures_are_most_beyond_those_of_all() -> None:
    everywhere = [
        Record(record_id=f"r-{station}-{at:02}", establishment_id=station)
        for station, there in (("few", 2), ("many", 30), ("never", 25))
        for at in range(there)
    ]
    lines = [(one.record_id, "1T10:00", "apprehended") for one in everywhere]
    asks = [(each, at, "lawyer_requested") for each, at, _kind in lines if each < "r-many-15"]
    [asked] = [
        each
        for each in told(*lines, *asks, site=SITE, records=everywhere).told
        if each.signal.name == "lawyer.asked-for"
    ]
    assert [(each.name, each.count, each.of) for each in asked.first(By.STATION, 3)] == [("never", 0, 25)]
    assert [each.name for each in asked.figures if each.small] == ["few"]


@pytest.mark.parametrize(("count", "of", "share"), [(3, 10, 0.1), (9, 9, 0.5), (60, 400, 0.1), (7, 7, 0.9)])
def test_a_tail_is_the_sum_of_what_it_is_made_of(count: int, of: int, share: float) -> None:
    each = (math.comb(of, at) * share**at * (1 - share) ** (of - at) for at in range(count, of + 1))
    assert tail(count, of, share) == pytest.approx(math.fsum(each))


def parts_of(counts: Sequence[int], each: int) -> list[Part]:
    """A place for each count, out of as many entries each."""
    return [Part(f"place-{at}", None, count, each, None, each) for at, count in enumerate(counts)]


def test_of_many_places_hardly_one_is_named_by_chance() -> None:
    random, asked = Random(7), shipped()["times.rounded"]  # noqa: S311 (nothing is secret)
    named = 0
    for _register in range(200):
        counts = [sum(random.random() < 0.3 for _entry in range(60)) for _place in range(30)]
        named += bool(signalled(asked, {}, 20, parts_of(counts, 60)).first(By.STATION))
    assert named <= 20  # where none differs, one in twenty registers names any


def test_a_place_far_beyond_the_others_is_named_and_how_many_were_looked_at() -> None:
    found = signalled(shipped()["times.rounded"], {}, 20, parts_of([18] * 29 + [45], 60))
    assert [each.name for each in found.first(By.STATION)] == ["place-29"]
    assert found.places == 30


def test_a_signal_without_a_threshold_is_named_and_not_asked() -> None:
    found = told(("r-1", "1T10:00", "apprehended"), site=Site("sets nothing"))
    assert "times.rounded" in found.without_threshold
    assert "times.rounded" not in {one.signal.name for one in found.told}
    assert "lawyer.waived" in {one.signal.name for one in found.told}


@pytest.mark.parametrize(
    ("signals", "why"),
    [
        ('"rounded.hours" = 5', "no signal has a threshold"),
        ('"rounded.minutes" = 0', "no whole number from 1"),
    ],
)
def test_a_threshold_that_is_none_is_refused(signals: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why) as refused:
        read_site(f'name = "x"\n[minutes]\n[signals]\n{signals}\n', file="site.toml")
    assert str(refused.value.where).startswith("site.toml:4")


def test_the_record_to_begin_with_is_the_one_in_which_most_is_to_be_looked_at() -> None:
    high, low = shipped()["times.rounded"], shipped()["entries.not-by-police"]
    parts = [Part("s", None, 1, 4, "r-1"), Part("s", None, 3, 3, "r-2"), Part("s", None, 0, 2, "r-2")]
    equal = [*parts, Part("s", None, 3, 5, "r-3")]
    for signal, given, record in (
        (high, parts, "r-2"),
        (high, equal, "r-2"),  # of equals the first
        (low, parts, "r-1"),  # most entries that nobody else wrote
        (high, [Part("s", None, 0, 9, "r-1")], None),
    ):
        found = signalled(signal, {}, 1, gathered(signal, given))
        assert [each.record_id for each in found.figures] == [record, record]
