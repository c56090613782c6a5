"""The loader refuses what is not as it should be, and says in which line."""

from datetime import date
from pathlib import Path

import pytest

from habeas.clock import limit_on
from habeas.errors import RefusedError
from habeas.law.loading import load, load_sources
from habeas.law.provisions import Instrument

HEAD = """key = "X"
title = "An invented law"
citation = "X 1"
made_by = "nobody"
status = "binding"
jurisdiction = "CoE"
"""
PROVISION = """
[[provision]]
ref = "X#1"
title = "One"
text = "Something is owed."
pinpoint = "X, Article 1"
verified = false
"""
LIMIT = """
[[limit]]
name = "x-hours"
ref = "X#1"
value = 6
unit = "hours"
sense = "at most"
basis = "law"
verified = false
"""
SHARE = LIMIT.replace(
    'value = 6\nunit = "hours"', 'unit = "share"\nnumerator = 2\ndenominator = 3\nof = "members"'
)
SOURCES = '[[source]]\nkey = "S1"\nwhat = "A copy"\naddress = "https://example.org/s1"\n'


def read(folder: Path, **texts: str) -> tuple[Instrument, ...]:
    sources = folder / "sources.toml"
    sources.write_text(SOURCES, encoding="utf-8")
    instruments = folder / "instruments"
    instruments.mkdir(exist_ok=True)
    for name, text in texts.items():
        (instruments / f"{name}.toml").write_text(text, encoding="utf-8")
    return load(instruments, load_sources(sources))


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    (instrument,) = read(tmp_path, x=HEAD + PROVISION + LIMIT)
    assert [each.ref for each in instrument.provisions] == ["X#1"]
    assert instrument.limits[0].source == "X#1"


def test_an_address_falls_back_from_provision_to_source_to_instrument(tmp_path: Path) -> None:
    head = HEAD + 'address = "https://example.org/x"\n'
    two = PROVISION.replace("X#1", "X#2") + 'source_key = "S1"\n'
    three = PROVISION.replace("X#1", "X#3") + 'source_key = "S1"\naddress = "https://example.org/own"\n'
    (instrument,) = read(tmp_path, x=head + PROVISION + two + three)
    found = [each.address for each in instrument.provisions]
    assert found == ["https://example.org/x", "https://example.org/s1", "https://example.org/own"]


BROKEN = {
    "not TOML": (HEAD + "text = \n", "law-file-unreadable", 7),
    "a misspelt key of the instrument": (HEAD + 'titel = "X"\n' + PROVISION, "law-unknown-key", 7),
    "a misspelt key of a provision": (HEAD + PROVISION + 'pinpont = "X"\n', "law-unknown-key", 14),
    "a misspelt key of a limit": (HEAD + PROVISION + LIMIT + "hours = 6\n", "law-unknown-key", 23),
    "no title": (HEAD.replace('title = "An invented law"\n', "") + PROVISION, "law-missing-key", 1),
    "no text": (HEAD + PROVISION.replace('text = "Something is owed."\n', ""), "law-missing-key", 8),
    "an empty text": (HEAD + PROVISION.replace("Something is owed.", "  "), "law-empty-text", 11),
    "verified not said": (HEAD + PROVISION.replace("verified = false\n", ""), "law-missing-key", 8),
    "verified in words": (HEAD + PROVISION.replace("false", '"no"'), "law-wrong-type", 13),
    "verified, but where": (HEAD + PROVISION.replace("false", "true"), "law-verified-without-source", 13),
    "a number surer than its words": (
        HEAD + PROVISION + "pinpoint_verified = true\n",
        "law-verified-without-source",
        13,
    ),
    "an unknown source": (HEAD + PROVISION + 'source_key = "S9"\n', "law-unknown-source", 14),
    "an unknown status": (HEAD.replace("binding", "hard") + PROVISION, "law-unknown-value", 5),
    "no provision": (HEAD, "law-empty-instrument", 1),
    "a key that is none": (HEAD.replace('"X"', '"x y"') + PROVISION, "law-bad-reference", 1),
    "a reference that is none": (HEAD + PROVISION.replace("X#1", "X 1"), "law-bad-reference", 9),
    "a reference of another instrument": (HEAD + PROVISION.replace("X#1", "Y#1"), "law-bad-reference", 9),
    "a reference twice": (HEAD + PROVISION + PROVISION, "law-duplicate-reference", 16),
    "a date in quotes": (HEAD + PROVISION + 'in_force_from = "2002"\n', "law-bad-date", 14),
    "a date with a time": (HEAD + PROVISION + "in_force_from = 2002-03-01T00:00:00\n", "law-bad-date", 14),
    "an end before the beginning": (
        HEAD + PROVISION + "in_force_from = 2002-03-01\nin_force_until = 2002-02-28\n",
        "law-bad-date",
        15,
    ),
    "a list of one": (HEAD + PROVISION + 'items = ["alone"]\n', "law-wrong-type", 14),
    "a limit of no provision": (HEAD + PROVISION + LIMIT.replace("X#1", "X#2"), "law-unknown-reference", 17),
    "a limit with a fraction": (HEAD + PROVISION + LIMIT.replace("6", "6.5"), "law-wrong-type", 18),
    "a limit of nothing": (HEAD + PROVISION + LIMIT.replace("6", "0"), "law-wrong-type", 18),
    "a limit without a value": (HEAD + PROVISION + LIMIT.replace("value = 6\n", ""), "law-missing-key", 15),
    "a limit in an unknown unit": (
        HEAD + PROVISION + LIMIT.replace("hours", "moons"),
        "law-unknown-value",
        19,
    ),
    "a limit without a side": (
        HEAD + PROVISION + LIMIT.replace('sense = "at most"\n', ""),
        "law-unknown-value",
        15,
    ),
    "a share with a value": (HEAD + PROVISION + SHARE + "value = 2\n", "law-unknown-key", 25),
    "a share above the whole": (
        HEAD + PROVISION + SHARE.replace("numerator = 2", "numerator = 4"),
        "law-missing-key",
        19,
    ),
    "a share of what": (HEAD + PROVISION + SHARE.replace('of = "members"\n', ""), "law-missing-key", 15),
    "soft law called law": (HEAD.replace("binding", "soft") + PROVISION + LIMIT, "law-basis-mismatch", 21),
    "law called practice": (
        HEAD + PROVISION + LIMIT.replace('basis = "law"', 'basis = "practice"'),
        "law-basis-mismatch",
        21,
    ),
}


@pytest.mark.parametrize(("text", "code", "line"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    with pytest.raises(RefusedError) as refused:
        read(tmp_path, x=text)
    assert refused.value.where is not None
    assert (refused.value.code, refused.value.where.file, refused.value.where.line) == (code, "x.toml", line)


def test_bytes_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    read(tmp_path, x=HEAD + PROVISION)
    (tmp_path / "instruments" / "x.toml").write_bytes(b'key = "\xff"')
    with pytest.raises(RefusedError, match="not UTF-8 at byte 7"):
        load(tmp_path / "instruments", {})


def test_tables_written_inline_are_refused_since_they_have_no_line(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="each on a line of its own"):
        read(tmp_path, x=HEAD + 'provision = [{ ref = "X#1" }]\n')


def test_two_files_of_one_instrument_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="two files hold X"):
        read(tmp_path, x=HEAD + PROVISION, y=HEAD + PROVISION)


def test_a_source_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(SOURCES + SOURCES, encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        load_sources(path)
    assert refused.value.line() == "error: law-duplicate-source: S1 is there twice (sources.toml:6)"


def test_a_limit_that_changed_has_one_value_on_each_day(tmp_path: Path) -> None:
    later = LIMIT.replace("value = 6", "value = 4\nin_force_from = 2020-01-01")
    (instrument,) = read(tmp_path, x=HEAD + PROVISION + LIMIT + later)
    found = {day: limit_on(instrument.limits, day) for day in (date(2019, 12, 31), date(2020, 1, 1))}
    assert [limit.value for limit in found.values() if limit is not None] == [6, 4]


def test_two_values_on_the_same_day_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="two values at once"):
        read(tmp_path, x=HEAD + PROVISION + LIMIT + LIMIT.replace("value = 6", "value = 4"))


def test_a_name_of_a_limit_belongs_to_one_provision(tmp_path: Path) -> None:
    other = (HEAD + PROVISION + LIMIT).replace('"X"', '"Y"').replace("X#1", "Y#1")
    with pytest.raises(RefusedError, match="in X#1 and in Y#1"):
        read(tmp_path, x=HEAD + PROVISION + LIMIT, y=other)
