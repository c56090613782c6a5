"""A code holds its text, with its quiet zone, in black on white."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from habeas.papers import Picture
from habeas.pictures.qr import MOST_AT_L, QUIET, qr

SVG = "{http://www.w3.org/2000/svg}"


def dark(svg: str) -> set[tuple[int, int]]:
    path = next(ET.fromstring(svg).iter(f"{SVG}path"))  # noqa: S314 (our own bytes)
    return {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path.get("d") or "")}


@given(st.text(min_size=1, max_size=200))
def test_the_modules_are_those_of_the_code_with_a_quiet_zone(text):
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text.encode(), optimize=0)
    wanted = {
        (x + QUIET, y + QUIET)
        for y, row in enumerate(code.get_matrix())
        for x, module in enumerate(row)
        if module
    }
    assert dark(qr(text, title="t", summary="s")) == wanted


def test_it_stands_in_a_paper_and_is_the_same_each_time():
    svg = qr("https://north.example/check/#abc", title="Code", summary="s")
    Picture(svg=svg, alt="a", caption="b")
    assert svg == qr("https://north.example/check/#abc", title="Code", summary="s")
    assert 'fill="#ffffff"' in svg


def test_the_longest_text_fits_and_a_longer_one_is_refused():
    assert dark(qr("a" * MOST_AT_L, title="t", summary="s"))
    with pytest.raises(ValueError, match="no code holds"):
        qr("a" * (MOST_AT_L + 1), title="t", summary="s")
