"""Columns, and text that runs from right to left, as two makers of PDF set them."""

import random
from dataclasses import replace
from importlib.resources import files
from io import BytesIO

import typst

from habeas.documents.forms import About, read_as
from habeas.documents.paragraphs import ReadText
from habeas.documents.pdf.glyphs import Glyph
from habeas.documents.pdf.lines import Line, PdfPages
from habeas.documents.pdf.paragraphs import read_paragraphs
from habeas.documents.pdf.right_to_left import as_read
from habeas.documents.reading import read_document

FONTS = str(files("habeas") / "fonts" / "ttf")
WORDS = ("delegation", "spoke", "with", "persons", "held", "at", "stations", "cells", "light", "doctor")
ARABIC = (
    "زار الوفد مركز الشرطة بين 3 و 7 مارس 2031، وتحدث على انفراد مع 25 شخصا محروما من حريته (انظر الفقرة 4).",
    "توصي اللجنة بأن تتخذ السلطات تدابير لضمان إبلاغ كل شخص محتجز بحقه في الاستعانة بمحام منذ بداية احتجازه.",
    "المادة 12 من القانون رقم 45/2029 تنص على ذلك. وكانت نسبة السجلات الناقصة 37,5 في المائة.",
    "طلبت اللجنة (CPT/Inf (2031) 9) من الحكومة معلومات عن التحقيق خلال شهر واحد.",
    "وقال المدير: «لا أحد يبقى هنا أكثر من 24 ساعة». وأضاف أن السجل يُحفظ خمس سنوات.",
    "وفقاً للمادة 5، يُسمح لكل محتجز بأن يقابل محامياً أو أن يختار أي محامٍ آخر، ويبلغ ثانياً بذلك فوراً.",
)


def read(source: str) -> ReadText:
    return read_document(BytesIO(typst.compile(source.encode(), font_paths=[FONTS])), name="a.pdf")


def some_text(seed: int) -> str:
    chance = random.Random(seed)  # noqa: S311 (a text, no secret)
    said = (" ".join(chance.choices(WORDS, k=chance.randint(6, 20))) for _each in range(chance.randint(2, 6)))
    return " ".join(f"{each.capitalize()}." for each in said)


def test_paragraphs_go_on_over_columns_and_pages() -> None:
    texts = [some_text(seed) for seed in range(1, 31)]
    blocks = [
        "#set page(width: 21cm, height: 20cm, margin: 2cm, columns: 2, header: [CPT/Inf (2031) 9])",
        '#set text(9.5pt, font: "Noto Serif")',
        '#place(top, scope: "parent", float: true, text(18pt)[*Report on Orland*])',
    ]
    for number, text in enumerate(texts, start=1):
        if number % 10 == 1:
            blocks.append(f"#block(above: 1.5em)[#text(11pt)[*{'ABC'[number // 10]}. Cells*]]")
        blocks.append(
            f"#par[{number}.#h(1em){text}{f'#footnote[See {text[:9]}.]' if number % 7 == 0 else ''}]"
        )
    found = read("\n\n".join(blocks)).paragraphs
    assert [(each.number, each.text) for each in found] == [
        (str(number), text) for number, text in enumerate(texts, start=1)
    ]
    assert [each.headings[-1] for each in found[9:11]] == ["A. Cells", "B. Cells"]
    assert found[6].footnotes == (f"See {texts[6][:9]}.",)
    assert len({each.page for each in found}) > 1


def test_arabic_is_read_as_it_is_said() -> None:
    for font in ("Noto Naskh Arabic", "Noto Sans Arabic"):
        for columns in (1, 2):
            width = 12 * columns
            blocks = [
                f"#set page(width: {width}cm, height: 20cm, margin: 1.5cm, columns: {columns})",
                f'#set text(11pt, font: ("Noto Serif", "{font}"), lang: "ar", dir: rtl)',
                "#text(14pt)[*الحماية من سوء المعاملة*]",
            ]
            figures = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩") if columns == 2 else {}
            texts = ARABIC * columns * 2
            blocks += [
                f"#par[{str(at).translate(figures)}.#h(1em){text}]" for at, text in enumerate(texts, 1)
            ]
            found = read("\n\n".join(blocks))
            assert [(each.number, each.text) for each in found.paragraphs] == [
                (str(number), text) for number, text in enumerate(texts, start=1)
            ]
            assert {each.headings for each in found.paragraphs} == {("الحماية من سوء المعاملة",)}
            assert found.language == "ar"


def test_columns_that_are_mixed_are_told_with_their_page() -> None:
    lines = [f"[{some_text(seed)[:44]}]" for seed in range(24)]
    page = "#set page(width: 21cm, height: 29cm)\n#set text(9pt)"
    found = read(f"{page}\n#grid(columns: 2, gutter: 9pt, {', '.join(lines)})")
    said = read_as("report", found, About())
    assert [each["page"] for each in said["warnings"] if each["code"] == "columns-mixed"] == [1]


def test_a_language_that_no_rule_reads_is_told() -> None:
    said = read_as("report", read_document(BytesIO("\n\n".join(ARABIC).encode()), name="a.txt"), About())
    assert "what it asks is not looked for in Arabic" in [each["message"] for each in said["warnings"]]


def test_marks_without_letters_and_endless_lines_are_handed_on() -> None:
    mark = Glyph("\u0651", 1.0, 1.0, 2.0, 2.0, 10.0, strong=False, slanted=False, made=False)
    assert as_read([mark], from_right=True) == []
    endless = [replace(mark, char="ب")] * 5_000
    assert as_read(endless, from_right=True) == endless


def test_lines_of_no_size_are_read() -> None:
    line = Line(1, "of no size", 0.0, 50.0, 9.0, 51.0, size=0.0, strong=0.0, slanted=0.0)
    assert read_paragraphs(PdfPages((line, line), ((100.0, 100.0),))).paragraphs[0].text.startswith("of no")
