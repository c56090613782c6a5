"""How wide a text is taken to be: never less than it is, and in Arabic not twice as much."""

import pytest
from tests.papers.reading import inked_columns

from habeas.papers.pdf import png_of
from habeas.pictures.svg import element, text, text_width

LINES = [
    "الزيارات والمحادثات",
    "التقارير، من الزيارة إلى النشر",
    "ما قالته الدولة",
    "بانتظار الرد",
    "كتب صفّ بيت عرض شمس",
    "Reports, from visit to publication",
    "Əməkdaşlıqla bağlı hal",
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("bold", [False, True])
def test_a_text_is_no_wider_than_it_is_said_to_be(line: str, bold: bool) -> None:
    drawn = text(line, 10, 25, font_size=20, font_weight=700 if bold else 400)
    svg = element("svg", drawn, xmlns="http://www.w3.org/2000/svg", width=620, height=40)
    columns = inked_columns(png_of(svg, dots_per_inch=96))
    wide = max(columns) - min(columns)
    said = text_width(line, 20, bold=bold)
    assert wide <= said + 1
    assert said < wide * 1.6
