import pytest
from tests.papers.samples import PICTURE, arabic, english

from habeas.errors import RefusedError
from habeas.language import words
from habeas.papers import (
    Heading,
    Para,
    Picture,
    SourceMark,
    SourceNote,
    Table,
    Text,
    render_docx,
    render_html,
    render_pdf,
    said,
)


@pytest.mark.parametrize("language", ["xx", "tlh", "", "english", "en_GB"])
def test_a_language_that_habeas_does_not_speak_is_refused(language: str) -> None:
    with pytest.raises(RefusedError) as refused:
        english(language=language)
    assert refused.value.code == "paper-language-unknown"
    assert "en, fr, az, ar" in str(refused.value.advice)


def test_direction_is_that_of_the_language() -> None:
    with pytest.raises(ValueError, match="does not run"):
        arabic(direction="ltr")


@pytest.mark.parametrize("render", [render_pdf, render_docx, render_html])
def test_a_paper_speaks_one_language(render: object) -> None:
    with pytest.raises(ValueError, match="cannot speak"):
        render(arabic(), words=words("en"))  # type: ignore[operator]


def heading(level: int, anchor: str = "a") -> Heading:
    return Heading(level=level, text="Text", anchor=anchor)  # type: ignore[arg-type]


def drawn(svg: str) -> Picture:
    return Picture(svg=svg, alt="what it shows", caption="caption")


@pytest.mark.parametrize(
    ("blocks", "why"),
    [
        ((heading(2),), "skips a level"),
        ((heading(1), heading(3, "b")), "skips a level"),
        ((heading(1), heading(1)), "is taken"),
        ((heading(1, "source-1"),), "is taken"),
        ((Para(runs=(SourceMark(number=9),)),), "no source 9"),
        ((Para(runs=(Text(text="see", to="b"),)), heading(1)), "no heading 'b'"),
    ],
)
def test_what_does_not_fit_together_is_a_mistake(blocks: tuple[Heading, ...], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        english(blocks=blocks)


def test_two_pictures_may_not_share_their_ids() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g id="mark"/></svg>'
    with pytest.raises(ValueError, match="is taken"):
        english(blocks=(drawn(svg), drawn(svg)))


def test_sources_are_numbered_once() -> None:
    source = SourceNote(number=1, text="A letter")
    with pytest.raises(ValueError, match="same number"):
        english(blocks=(), sources=(source, source))


def test_a_table_has_as_many_cells_as_headings() -> None:
    with pytest.raises(ValueError, match="needs 2 cells"):
        Table(caption="c", header=("a", "b"), rows=((said("1"),),))
    with pytest.raises(ValueError, match="2 widths"):
        Table(caption="c", header=("a", "b"), rows=(), widths=(1,))
    with pytest.raises(ValueError, match="no such column"):
        Table(caption="c", header=("a", "b"), rows=(), figures=(2,))


@pytest.mark.parametrize("synthetic", ["", "  "])
def test_the_band_of_invented_data_says_something(synthetic: str) -> None:
    with pytest.raises(ValueError, match="synthetic"):
        english(synthetic=synthetic)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "/relative", "https://a b", "data:,x"]
)
def test_only_complete_web_addresses_are_followed(link: str) -> None:
    assert Text(text="here", link=link).link is None
    assert SourceNote(number=1, text="A page", address=link).link is None


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<image href="https://example.org/a.png"/>',
        '<a href="https://example.org"><rect/></a>',
        '<use href="other.svg#a"/>',
        '<rect fill="url(https://example.org/a)"/>',
        "<style>@import 'x'</style>",
        "<foreignObject/>",
        "<unclosed>",
    ],
)
def test_a_picture_may_neither_act_nor_fetch(inside: str) -> None:
    with pytest.raises(ValueError, match="picture"):
        drawn(f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>')


def test_a_picture_needs_words_and_a_size_and_no_entities() -> None:
    with pytest.raises(ValueError, match="alt is empty"):
        Picture(svg=PICTURE, alt=" ", caption="c")
    with pytest.raises(ValueError, match="no size"):
        drawn('<svg xmlns="http://www.w3.org/2000/svg"/>')
    with pytest.raises(ValueError, match="well-formed"):
        drawn(
            '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
        )
