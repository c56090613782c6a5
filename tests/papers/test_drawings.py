"""Pictures in print: lines that mix directions and scripts keep every letter, and their order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.papers.reading import inked_columns, pdf_pages, squeezed
from tests.papers.samples import english

from habeas.language import words
from habeas.papers import Picture, render_pdf
from habeas.papers.drawings import FAMILY, to_print
from habeas.papers.letters import drawable, manifest
from habeas.papers.pdf import png_of
from habeas.pictures.svg import text

EN = words("en")
MIXED = [
    "as of 23 نوفمبر 2026",
    "تقرير CPT/Inf (2018) 37 عام",
    "في 23 نوفمبر 2026 (95 دقيقة)",
    "اللجنة → თბილისი، Երևան ◆ Київ",
    "من 22 سبتمبر 2025 إلى 3 أكتوبر 2025 [4]",
]


def drawing(line: str, **attributes: object) -> str:
    where = {"x": 480, "y": 30, "text_anchor": "end", "font_family": "Noto Sans, sans-serif"}
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 40" width="500" height="40" '
        f'font-family="Noto Sans, Noto Sans Arabic" font-size="16">{text(line, **where | attributes)}</svg>'  # type: ignore[arg-type]
    )


def shown(line: str, **attributes: object) -> str:
    picture = Picture(svg=drawing(line, **attributes), alt="a line", caption="Line")
    return "".join(pdf_pages(render_pdf(english(blocks=(picture,), sources=()), words=EN)))


@pytest.mark.parametrize("line", MIXED)
@pytest.mark.parametrize("weight", [400, 700])
def test_a_mixed_line_is_in_the_pdf_with_references_and_figures_as_they_are_read(
    line: str, weight: int
) -> None:
    found = squeezed(shown(line, font_weight=weight))
    for word in line.split():
        if word.isascii():
            assert word.strip("()[]") in found
    assert "U+" not in found


@pytest.mark.parametrize("line", [line for line in MIXED if "→" not in line])  # signs have wide margins
def test_a_mixed_line_is_as_long_in_the_png_as_its_words(line: str) -> None:
    def long(line: str) -> int:
        columns = inked_columns(png_of(drawing(line), dots_per_inch=96))
        return max(columns) - min(columns)

    apart = sum(long(word) for word in line.split())
    spaces = line.count(" ") * 16 * 0.26
    assert abs(long(line) - apart - spaces) < 3 * len(line.split())


def test_an_arabic_line_begins_at_the_right_and_its_reference_runs_from_the_left() -> None:
    def columns(line: str) -> list[int]:
        return inked_columns(png_of(drawing(line), dots_per_inch=96))

    whole, first, reference = (
        columns(part) for part in ("تقرير CPT/Inf (2018) 37", "تقرير", "CPT/Inf (2018) 37")
    )
    right = len(set(first))
    assert whole[-right:] == first  # the first word stands where it stands alone
    # The reference, to its left, has its last letter nearest: the ink from there on is that of its own.
    shift = whole[-right - 1] - reference[-1]
    assert {column + shift for column in reference} ^ set(whole[:-right]) <= set(range(whole[-right]))
    assert len({column + shift for column in reference} ^ set(whole[:-right])) < 14


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from([*"aəЖωԱა7/(،شُلاًe\u0301\u0331→◆ ", "\u2066b\u2069"]), max_size=24).map("".join)
)
def test_any_mixture_of_scripts_makes_a_valid_picture(line: str) -> None:
    assert shown(f"و{line}").strip()


def test_vowel_signs_are_left_out_of_arabic_and_other_loose_marks_are_named() -> None:
    assert drawable("لجنةُ شهراً أ ا\u0654") == "لجنة شهرا أ أ"
    assert drawable("Bakı, e\u0301, x\u0331") == "Bakı, é, x[U+0331]"


def test_the_family_of_pictures_holds_what_the_sans_families_hold() -> None:
    held: dict[bool, set[int]] = {True: set(), False: set()}
    for entry in manifest():
        family = str(entry["family"])
        sans = family.startswith("Noto Sans") and str(entry["file"]).startswith("ttf/")
        if sans and entry["weight"] == 400 and entry["style"] == "normal":
            spans = entry["covers"]
            held[family == FAMILY].update(code for a, b in spans for code in range(a, b + 1))  # type: ignore[attr-defined]
    assert held[True] == held[False]


def test_every_text_of_a_picture_is_set_in_the_one_family() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        '<text font-family="Serif" font-weight="600" style="font-family: Serif; fill: red">a</text></svg>'
    )
    said = to_print(svg, lambda line: line)
    assert "Serif" not in said
    assert 'font-weight="600" style=" fill: red"' in said
    assert said.count(f'font-family="{FAMILY}"') == 1
