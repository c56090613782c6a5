"""Lines of a picture that are cut or broken leave no isolate open."""

from hypothesis import given
from hypothesis import strategies as st

from habeas.pictures.svg import fit, wrap

LINE = "تقرير \u2068CPT/Inf (2018) 37 and a long name of a report\u2069 عام"


def depth(text: str) -> int:
    deep = 0
    for character in text:
        deep += {"\u2066": 1, "\u2067": 1, "\u2068": 1, "\u2069": -1}.get(character, 0)
        assert deep >= 0
    return deep


@given(st.floats(20, 400))
def test_a_cut_line_is_closed(room: float) -> None:
    assert depth(fit(LINE, room, 12)) == 0


@given(st.floats(40, 400), st.integers(1, 5))
def test_each_broken_line_is_closed_and_keeps_its_own_way(room: float, lines: int) -> None:
    broken = wrap(LINE, room, 12, lines=lines)
    assert all(depth(line) == 0 for line in broken)
    assert all("\u2068" in line for line in broken if "and" in line)
