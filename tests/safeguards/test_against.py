"""The register held against another list: who is in one and not in the other, and nothing guessed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.phrases import untold
from tests.safeguards.loaded import load

from habeas.clock import parse_instant
from habeas.custody import Event, Record
from habeas.errors import RefusedError
from habeas.language import words
from habeas.safeguards import example_site
from habeas.safeguards.against import KINDS, Fault, Outcome, Reconciled, hold_usable, read_listing, reconcile
from habeas.safeguards.against.matching import paired, together
from habeas.safeguards.against.result import Strange
from habeas.safeguards.against.rows import Item, Unusable, items
from habeas.safeguards.against.wording import FAULTS, OUTCOMES, REMEDIES, outcome_said
from habeas.safeguards.sql.duck import Duck

AS_OF = parse_instant("2026-03-10T00:00:00Z")
TIMES = st.lists(st.integers(0, 30), max_size=4).map(sorted)


def _best(there: Sequence[int], here: Sequence[int], reach: int) -> tuple[int, int]:
    """How many pairs there can be, and how far apart these are together at least, by trying all."""
    few, many = sorted((there, here), key=len)
    found = (0, 0)
    for size in range(len(few) + 1):
        for chosen in combinations(range(len(few)), size):
            for others in permutations(range(len(many)), size):
                apart = [abs(few[i] - many[j]) for i, j in zip(chosen, others, strict=True)]
                if all(each <= reach for each in apart):
                    found = max(found, (size, -sum(apart)))
    return found[0], -found[1]


@given(TIMES, TIMES, st.integers(0, 12))
def test_as_many_as_can_be_are_paired_and_as_near_as_can_be(
    there: list[int], here: list[int], reach: int
) -> None:
    pairs = paired(there, here, reach)
    apart = [abs(there[i] - here[j]) for i, j in pairs]
    assert all(each <= reach for each in apart)
    assert len({i for i, _j in pairs}) == len({j for _i, j in pairs}) == len(pairs)
    assert (len(pairs), sum(apart)) == _best(there, here, reach)


@given(TIMES, TIMES, st.integers(0, 12))
def test_what_hangs_together_is_told_whole_with_what_is_lacking(
    there: list[int], here: list[int], tolerance: int
) -> None:
    found = list(together(there, here, tolerance))
    assert sorted(i for one in found for i in one.there) == list(range(len(there)))
    assert sorted(j for one in found for j in one.here) == list(range(len(here)))
    of = {("t", i): at for at, one in enumerate(found) for i in one.there}
    of |= {("h", j): at for at, one in enumerate(found) for j in one.here}
    for i, one in enumerate(there):
        for j, other in enumerate(here):
            if abs(one - other) <= tolerance:
                assert of["t", i] == of["h", j], "near each other, and not together"
    for each in found:
        mine, yours = [there[i] for i in each.there], [here[j] for j in each.here]
        assert each.pairs == _best(mine, yours, tolerance)[0]
    assert sum(each.pairs for each in found) == _best(there, here, tolerance)[0]


DOOR = """name = "the door"
kind = "door"
from = "2026-03-01T00:00:00Z"
until = "2026-03-08T00:00:00Z"
places = ["s-1"]
zone = "Europe/Paris"
[columns]
"""
LINES = [
    ("r-1", "p-1", "1T10:00", "arrived"),
    ("r-1", "p-1", "2T10:00", "released"),
    ("r-2", "p-2", "3T10:00", "arrived"),
    ("r-3", "p-3", "3T12:00", "arrived"),
    ("r-4", "p-4", "3T12:05", "arrived"),
    ("r-5", "p-5", "9T12:00", "arrived"),
]


def held(
    folder: Path, says: str, rows: Sequence[str], *, lines: Sequence[tuple[str, ...]] = LINES
) -> Reconciled:
    """A register of a few lines held against a list; a line may say where, and is of s-1 else."""
    events: dict[str, list[Event]] = {}
    records: dict[str, Record] = {}
    for number, (record_id, person, at, kind, *place) in enumerate(lines):
        happened = parse_instant(f"2026-03-0{at}:00Z") if at else None
        records[record_id] = Record(
            record_id=record_id,
            person_ref=person,
            establishment_id="prison" if record_id.startswith("q") else "s-1",
            establishment_type="remand" if record_id.startswith("q") else "police_station",
        )
        events.setdefault(record_id, []).append(
            Event(
                record_id=record_id,
                event_id=f"e-{number}",
                seq=len(events.get(record_id, ())) + 1,
                kind=kind,
                establishment_id=place[0] if place else None,
                data={"to": "remand"} if kind == "transferred_out" else {},
                occurred_at=happened,
                recorded_at=happened or parse_instant("2026-03-01T00:00:00Z"),
            )
        )
    path = folder / "list.csv"
    path.write_text("".join(f"{row}\n" for row in rows), "utf-8")
    duck = Duck(load(records.values(), events).duckdb(), AS_OF, example_site())
    duck.prepare()
    return reconcile(duck.db, path, read_listing(says, file="list.toml", site=example_site()), AS_OF)


@pytest.mark.parametrize(
    ("minutes", "shift"),
    [
        ([60] * 12, 1),
        ([-242, -238, -240] * 4, -4),
        ([60] * 6 + [120] * 6, 1),  # before and after the clocks changed
        ([60] * 9, None),
        ([60, 100, 200, 400] * 3, None),
        ([60] * 10 + [0] * 11, None),
    ],
)
def test_a_list_by_the_clock_of_another_zone_is_told(
    minutes: list[int], shift: int | None, tmp_path: Path
) -> None:
    lines = [(f"r-{at}", f"p-{at}", f"4T{at:02}:00", "arrived") for at in range(len(minutes))]
    noon = datetime(2026, 3, 4, tzinfo=UTC)
    rows = [
        f"r-{at},{(noon + timedelta(hours=at, minutes=-off)).isoformat()}" for at, off in enumerate(minutes)
    ]
    found = held(tmp_path, f'{DOOR}record = "no"\nat = "in"\n', ["no,in", *rows], lines=lines)
    assert found.shift == (None if shift is None else timedelta(hours=shift))
    assert found.as_json()["shift_s"] == (None if shift is None else shift * 3_600)


def told(found: Reconciled) -> list[tuple[Outcome, int | None, str | None]]:
    return [(each.outcome, each.line, each.record_id) for each in found.differences]


def of(half: Mapping[Outcome, int]) -> dict[str, int]:
    return {outcome.value: count for outcome, count in half.items() if count}


def test_by_record_times_that_differ_and_who_is_not_in_both(tmp_path: Path) -> None:
    found = held(
        tmp_path,
        DOOR + 'record = "no"\nat = "in"\nuntil = "out"\n',
        [
            "no,in,out",
            "r-1,2026-03-01 11:05,2026-03-02 13:00",  # in Paris, an hour ahead
            "r-3,2026-03-03 13:00,",
            "r-9,2026-03-04 09:00,",
            "r-2,at tea time,",
            "r-2,2026-03-09 09:00,",
        ],
    )
    assert told(found) == [
        (Outcome.DIFFERS, 2, "r-1"),
        (Outcome.NOT_HERE, 4, None),
        (Outcome.NOT_THERE, None, "r-2"),
        (Outcome.NOT_THERE, None, "r-4"),
    ]
    assert found.differences[0].as_row()["apart_s"] == -7200
    assert of(found.there.outcomes) == {"same": 2, "differs": 1, "not-here": 1}
    assert of(found.here.outcomes) == {"same": 2, "differs": 1, "not-there": 2}
    assert found.faults == (
        Unusable(5, Fault.TIME_UNREADABLE, "at tea time"),
        Unusable(6, Fault.TIME_OUTSIDE, "2026-03-09T09:00:00+01:00"),
    )


def test_by_person_a_second_stay_is_another(tmp_path: Path) -> None:
    lines = [*LINES[:2], ("r-8", "p-1", "4T10:00", "arrived")]
    rows = ["who,in", "p-1,2026-03-01T10:01Z", "p-1,2026-03-04T10:20Z", "p-1,2026-03-06T10:00Z"]
    found = held(tmp_path, DOOR + 'person = "who"\nat = "in"\n', rows, lines=lines)
    assert told(found) == [(Outcome.DIFFERS, 3, "r-8"), (Outcome.NOT_HERE, 4, None)]


def test_by_place_and_time_alone_nothing_is_guessed(tmp_path: Path) -> None:
    found = held(
        tmp_path,
        DOOR + 'at = "in"\n',
        [
            "in",
            "2026-03-01T10:10Z",  # r-1 alone is near
            "2026-03-03T12:03Z",  # r-3 or r-4
            "2026-03-03T12:04Z",
            "2026-03-03T12:06Z",
            "2026-03-05T12:06Z",  # nobody
        ],
    )
    assert {each for each in told(found) if each[0] in {Outcome.NOT_HERE, Outcome.NOT_THERE}} == {
        (Outcome.NOT_THERE, None, "r-2"),
        (Outcome.NOT_HERE, 6, None),
    }
    assert of(found.there.outcomes) == {"same": 1, "one-of": 3, "not-here": 1}
    assert of(found.here.outcomes) == {"same": 1, "any-of": 2, "not-there": 1}
    assert (found.there.lacking, found.here.lacking) == (2, 1)
    [lacking] = {each.lacking for each in found.differences if each.outcome is Outcome.ONE_OF}
    assert lacking == 1


def test_as_many_in_both_are_in_both_though_nobody_knows_which_is_which(tmp_path: Path) -> None:
    found = held(tmp_path, DOOR + 'at = "in"\n', ["in", "2026-03-03T12:03Z", "2026-03-03T12:04Z"])
    assert of(found.there.outcomes) == {"any-of": 2}
    assert found.there.lacking == 0
    assert {each.record_id for each in found.differences} == {"r-1", "r-2"}


MOVED = [
    ("r-1", "p-1", "1T10:00", "arrived", "s-2"),
    ("r-1", "p-1", "1T20:00", "arrived", "s-1"),
    ("r-2", "p-2", "2T10:00", "arrived", "s-2"),
    ("r-3", "p-3", "3T10:00", "arrived", "s-3"),
    ("r-4", "p-4", "", "arrived", "s-2"),
]
TWO = DOOR.replace('["s-1"]', '["s-1", "s-2"]') + 'record = "no"\nat = "in"\nplace = "where"\n'


def test_who_is_in_the_register_at_another_place_is_told_with_both_places(tmp_path: Path) -> None:
    rows = [
        "no,where,in",
        "r-1,s-1,2026-03-01T10:02Z",  # at s-1 ten hours later, at s-2 just then: the place decides
        "r-2,s-1,2026-03-02T10:02Z",
        "r-3,s-2,2026-03-03T10:02Z",
        "r-4,s-1,2026-03-04T10:02Z",
    ]
    found = held(tmp_path, TWO, rows, lines=MOVED)
    assert told(found) == [
        (Outcome.DIFFERS, 2, "r-1"),
        (Outcome.ELSEWHERE, 3, "r-2"),
        (Outcome.ELSEWHERE, 4, "r-3"),
        (Outcome.ELSEWHERE, 5, "r-4"),
        (Outcome.NOT_THERE, None, "r-1"),
    ]
    assert [(each.place, each.here_place) for each in found.differences[:3]] == [
        ("s-1", "s-1"),
        ("s-1", "s-2"),
        ("s-2", "s-3"),
    ]
    assert of(found.there.outcomes) == {"differs": 1, "elsewhere": 3}
    # the list does not cover s-3, and should not have its entry
    assert of(found.here.outcomes) == {"differs": 1, "elsewhere": 2, "not-there": 1}


PRISON = """name = "the prison"
kind = "remand-prison"
from = "2026-03-01T00:00:00Z"
until = "2026-03-08T00:00:00Z"
places = ["prison"]
tolerance = 60
[columns]
person = "who"
at = "in"
"""
SENT = [
    ("r-1", "p-1", "1T10:00", "transferred_out", "s-1"),  # and taken in, in a record of the prison
    ("q-1", "p-1", "1T11:00", "transferred_in", "prison"),
    ("r-2", "p-2", "2T10:00", "transferred_out", "s-1"),  # and the prison keeps no record
    ("q-3", "p-3", "3T10:00", "transferred_in", "prison"),  # and no transfer out was written
    ("q-4", "p-4", "4T10:00", "transferred_in", "prison"),  # and the list does not have it
    ("r-5", "p-5", "5T10:00", "transferred_out", "s-1"),  # and the list does not have it
    ("r-6", "p-6", "6T10:00", "transferred_in", "s-1"),  # from another station
]
TAKEN_IN = [
    "who,in",
    "p-1,2026-03-01T11:10Z",
    "p-2,2026-03-02T10:30Z",
    "p-3,2026-03-03T10:10Z",
    "p-9,2026-03-04T10:10Z",
]


def test_a_prisons_list_is_held_against_who_came_in_there_and_who_was_sent_there(tmp_path: Path) -> None:
    found = held(tmp_path, PRISON, TAKEN_IN, lines=SENT)
    assert told(found) == [(Outcome.NOT_HERE, 5, None), (Outcome.NOT_THERE, None, "q-4")]
    assert of(found.there.outcomes) == {"same": 3, "not-here": 1}
    assert of(found.here.outcomes) == {"same": 3, "not-there": 1}


def test_a_prisons_list_of_a_station_is_held_against_who_was_sent_from_there(tmp_path: Path) -> None:
    found = held(tmp_path, PRISON.replace('["prison"]', '["s-1"]'), TAKEN_IN[:3], lines=SENT)
    assert told(found) == [(Outcome.DIFFERS, 2, "r-1"), (Outcome.NOT_THERE, None, "r-5")]


def test_a_move_that_the_register_has_out_and_in_is_one(tmp_path: Path) -> None:
    both = PRISON.replace('["prison"]', '["s-1", "prison"]')
    rows = ["who,in", "p-1,2026-03-01T11:10Z"]
    found = held(tmp_path, both, rows, lines=SENT[:2])
    assert (told(found), of(found.here.outcomes)) == ([], {"same": 1})
    named = PRISON.replace("person", "record")
    found = held(tmp_path, named, ["who,in", "r-1,2026-03-01T10:10Z"], lines=SENT[:2])
    assert (told(found), of(found.here.outcomes)) == ([], {"same": 1})
    found = held(tmp_path, PRISON, [*rows, "p-1,2026-03-01T11:50Z"], lines=SENT[:2])
    assert told(found) == [(Outcome.NOT_HERE, 3, None)]


def test_a_row_that_says_no_place_is_at_none_that_differs(tmp_path: Path) -> None:
    says = TWO.replace('place = "where"\n', "")
    found = held(tmp_path, says, ["no,in", "r-3,2026-03-03T10:02Z"], lines=MOVED[3:4])
    assert (told(found), of(found.there.outcomes)) == ([], {"same": 1})


def test_a_place_that_the_register_does_not_have_is_a_fault_and_no_difference(tmp_path: Path) -> None:
    says = DOOR.replace('["s-1"]', '["S-1", "elsewhere"]') + 'record = "no"\nat = "in"\nplace = "where"\n'
    rows = [
        "no,where,in",
        ",S-1,2026-03-03T10:00Z",
        "r-2,S-1,2026-03-03T10:00Z",
        "r-9,S-1,2026-03-03T10:00Z",
    ]
    found = held(tmp_path, says, rows)
    assert found.faults == (Unusable(2, Fault.PLACE_UNKNOWN, "S-1"),)
    assert found.strange == (Strange("S-1", 3, "s-1"), Strange("elsewhere", 0, None))
    assert told(found) == [(Outcome.NOT_HERE, 4, None)]
    assert of(found.there.outcomes) == {"same": 1, "not-here": 1}
    said = found.as_json()
    assert said["unusable"] == {"place-unknown": 1}
    assert said["places_unknown"][0] == {"place": "S-1", "times": 3, "near": "s-1"}
    assert said["named"] == {"of": 2, "known": 1}


def test_a_row_that_stands_twice_is_one_where_it_names_somebody(tmp_path: Path) -> None:
    rows = ["no,in", *["r-1,2026-03-01T10:00Z"] * 2, *[",2026-03-05T10:00Z"] * 2]
    found = held(tmp_path, DOOR + 'record = "no"\nat = "in"\n', rows, lines=LINES[:1])
    assert found.faults == (Unusable(3, Fault.TWICE, ""),)
    assert of(found.there.outcomes) == {"same": 1, "not-here": 2}


def test_a_day_alone_is_compared_as_a_day_or_not_at_all(tmp_path: Path) -> None:
    rows = ["no;in", "r-1;2026-03-01", "r-3;04.03.2026"]
    says = DOOR.replace("zone", 'time = "%d.%m.%Y"\nzone') + 'record = "no"\nat = "in"\n'
    found = held(tmp_path, says, rows, lines=LINES[:1])
    assert [one.fault for one in found.faults] == [Fault.TIME_WITHOUT_HOUR] * 2
    found = held(tmp_path, says.replace("zone", "tolerance = 720\nzone"), rows)
    assert told(found)[0] == (Outcome.DIFFERS, 3, "r-3")
    assert found.days
    row = found.differences[0].as_row()
    assert (row["there_at"], row["apart_s"]) == ("2026-03-04", None)
    said = outcome_said(Outcome.SAME, found.listing.tolerance, days=found.days, words=words("en"))
    assert said == "in both, on the same day"
    assert of(found.there.outcomes) == {"same": 1, "differs": 1}


def test_a_time_without_a_zone_is_told_where_the_list_names_none(tmp_path: Path) -> None:
    says = DOOR.replace('zone = "Europe/Paris"\n', "") + 'at = "in"\n'
    found = held(tmp_path, says, ["in", "2026-03-01 10:00", "2026-03-01T10:00Z"], lines=LINES[:1])
    assert found.faults == (Unusable(2, Fault.TIME_WITHOUT_ZONE, "2026-03-01 10:00"),)
    assert of(found.there.outcomes) == {"same": 1}


def test_titles_above_the_headings_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    rows = ["The door, as of March, 2026", "", "Nr;In", "r-1;2026-03-01T10:00Z", ";", "r-9;2026-03-01T10:00Z"]
    found = held(tmp_path, DOOR + 'record = "Nr"\nat = "In"\n', rows, lines=LINES[:1])
    assert (told(found), found.faults) == ([(Outcome.NOT_HERE, 6, None)], ())


def test_an_entry_without_a_time_is_said_to_be_one(tmp_path: Path) -> None:
    lines = [("r-1", "p-1", "", "arrived")]
    found = held(
        tmp_path, DOOR + 'record = "no"\nat = "in"\n', ["no,in", "r-1,2026-03-03T12:03Z"], lines=lines
    )
    assert told(found) == [(Outcome.UNTIMED, 2, "r-1")]


def test_near_the_ends_of_what_a_list_covers_nothing_is_missed(tmp_path: Path) -> None:
    lines = [("r-1", "p-1", "1T00:10", "arrived"), ("r-2", "p-2", "1T00:20", "arrived")]
    found = held(tmp_path, DOOR + 'at = "in"\n', ["in"], lines=lines)
    assert told(found) == [(Outcome.NOT_THERE, None, "r-2")]


def test_an_hour_that_came_twice_is_the_later_one_and_one_that_was_skipped_is_read_on(tmp_path: Path) -> None:
    says = DOOR.replace("2026-03-01", "2025-10-01") + 'at = "in"\n'
    says = says.replace("2026-03-08", "2026-04-01")
    listing = read_listing(says, file="list.toml", site=example_site())
    rows = enumerate([{"in": "2025-10-26 02:30"}, {"in": "2025-10-26 03:30"}, {"in": "2026-03-29 02:30"}])
    found = [(f"{one.at:%d %H:%M}", one.repeated) for one in items(rows, listing) if isinstance(one, Item)]
    assert found == [("26 01:30", True), ("26 02:30", False), ("29 01:30", False)]
    lines = [("r-1", "p-1", "1T10:00", "arrived")]
    assert held(tmp_path, says, ["in", "2025-10-26 02:30"], lines=lines).as_json()["hour_twice"] == 1


def test_it_is_compared_to_the_instant_of_the_audit_where_that_is_before_its_end(tmp_path: Path) -> None:
    says = DOOR.replace("2026-03-08", "2026-03-20") + 'at = "in"\n'
    found = held(tmp_path, says, ["in", "2026-03-01T10:00Z", "2026-03-12T10:00Z"], lines=LINES[:1])
    assert found.faults == (Unusable(3, Fault.TIME_OUTSIDE, "2026-03-12T11:00:00+01:00"),)
    assert found.as_json()["compared_until"] == "2026-03-10T00:00:00.000000Z"


def test_a_column_says_in_or_out(tmp_path: Path) -> None:
    says = DOOR + 'record = "no"\nat = "when"\nwhat = "way"\n[what]\nin = "at"\nout = "until"\ntea = ""\n'
    rows = [
        "no;when;way",
        "r-1;2026-03-01T10:00Z;in",
        "r-1;2026-03-02T10:00Z;out",
        "r-1;2026-03-02T10:00Z;tea",
    ]
    found = held(tmp_path, says, [*rows, "r-1;2026-03-02T10:00Z;up"], lines=LINES[:2])
    assert (told(found), of(found.there.outcomes)) == ([], {"same": 2})
    assert found.faults == (Unusable(5, Fault.WHAT_UNKNOWN, "up"),)


@pytest.mark.parametrize(
    ("says", "line", "why"),
    [
        (DOOR.replace('"door"', '"window"'), 2, "no kind of list “window”"),
        (DOOR + 'entrance = "in"\n', 8, "“entrance” means nothing here; it may be at, person"),
        (DOOR.replace("08T", "01T") + 'at = "in"\n', 4, "ends before it begins"),
        (DOOR.replace("Europe/Paris", "Europe/Nowhere") + 'at = "in"\n', 6, "no time zone"),
        (DOOR.replace("2026-03-01T00:00:00Z", "2026-03-01") + 'at = "in"\n', 3, "no instant with a zone"),
        (f'tolerance = 100000000000000\n{DOOR}at = "in"\n', 1, "is more than 52596000"),
        ("[places", 1, "cannot be read"),
    ],
)
def test_what_is_wrong_with_what_it_is_names_the_line(says: str, line: int, why: str) -> None:
    with pytest.raises(RefusedError, match=why) as refused:
        read_listing(says, file="list.toml", site=example_site())
    assert refused.value.where is not None
    assert str(refused.value.where).startswith(f"list.toml:{line}")
    assert untold(refused.value) == []


def test_a_list_that_cannot_be_read_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="no column “in”"):
        held(tmp_path, DOOR + 'at = "in"\n', ["inside"])
    with pytest.raises(
        RefusedError, match="no column “at”; perhaps “att” is meant; the list has in, att"
    ) as refused:
        held(tmp_path, DOOR + 'at = ["in", "at"]\n', ["the door", "in;att"])
    assert str(refused.value.where).endswith(":2")
    with pytest.raises(RefusedError, match="the row cannot be read") as refused:
        held(tmp_path, DOOR + 'at = "in"\n', ["in", '"2026"x'])
    assert str(refused.value.where).endswith(":2")


@pytest.mark.parametrize(
    ("rows", "line", "advice"),
    [
        (["no,in"], None, "It has no row."),
        (["no,in", "r-1,2026-03-01", "r-2,2026-03-02"], 2, "tolerance = 720"),
        (["no,in", "", "r-1,02.03.2026 09.00"], 3, "“time” says how they are written"),
        (["no,in", "r-1,2026-04-01 09:00"], 2, "outside of “from” and “until”"),
    ],
)
def test_a_list_of_which_no_row_can_be_used_is_refused(
    rows: list[str], line: int | None, advice: str, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("\n".join(rows), "utf-8")
    listing = read_listing(DOOR + 'record = "no"\nat = "in"\n', file="list.toml", site=example_site())
    with pytest.raises(RefusedError, match="No row of the list can be held") as refused:
        hold_usable(path, listing)
    assert (refused.value.code, refused.value.where and refused.value.where.line) == (
        "list-nothing-read",
        line,
    )
    assert advice in (refused.value.advice or "")
    assert untold(refused.value) == []
    path.write_text("\n".join([*rows, "r-1,2026-03-01 10:00", '"r-1"x,']), "utf-8")
    with pytest.raises(RefusedError, match="the row cannot be read"):  # and it is read to its end
        hold_usable(path, listing)


def _refused(folder: Path, data: bytes) -> RefusedError:
    (folder / "list.csv").write_bytes(data)
    listing = read_listing(DOOR + 'record = "no"\nat = "in"\n', file="list.toml", site=example_site())
    with pytest.raises(RefusedError) as refused:
        hold_usable(folder / "list.csv", listing)
    assert untold(refused.value) == []
    return refused.value


@pytest.mark.parametrize(
    ("data", "line", "told"),
    [
        ("no,in\nnº,x\n".encode("cp1252"), None, 'encoding = "cp1252"'),
        ("no,in\n".encode("utf-16"), None, 'encoding = "utf-16"'),
        (b"PK\x03\x04aaaa", None, "Save it there as CSV"),
        (b"", None, "the list is empty"),
        (
            b"title\nNo,In\nr-1,2026-03-01\n",
            2,
            "“no”, “in”; perhaps “No” or “In” is meant; the list has No, In",
        ),
        (b"Smith,2026-03-01\n", 1, "no column “no”, “in” The headings are looked for in the top 20 rows."),
        (b'no,in\nr-1,2026-03-01 10:00\n"r-2,x\nr-3,y\n', 3, "a quotation mark that nothing closes"),
    ],
)
def test_a_list_that_is_refused_says_what_to_do(
    data: bytes, line: int | None, told: str, tmp_path: Path
) -> None:
    error = _refused(tmp_path, data)
    assert told in f"{error.message} {error.advice or ''}"
    assert error.where is not None
    assert error.where.line == line
    assert "Smith" not in error.message


def test_every_kind_of_list_stands_against_kinds_of_entries() -> None:
    for name, kind in KINDS.items():
        assert kind.at or name == "other"


def test_whatever_comes_of_a_list_has_words() -> None:
    assert set(OUTCOMES) == set(Outcome)
    assert set(FAULTS) == set(Fault)
    assert set(REMEDIES) == set(Fault) - {Fault.PLACE_UNKNOWN, Fault.TWICE}  # these the register tells
