"""The half page on top: few sentences, each figure also below, and nothing in it that is withheld there."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from tests.papers.reading import docx_text, html_text, pdf_pages, pieces
from tests.safeguards.handmade import audited, four_records, write

from habeas.language import words
from habeas.papers import Text, render_docx, render_html, render_pdf
from habeas.safeguards.audit import chosen
from habeas.safeguards.figures import Figures, Incidents, Line, Share, Standing, figures_of, publicly
from habeas.safeguards.figures.incidents import KINDS
from habeas.safeguards.report import Taken, report_paper, taken
from habeas.safeguards.report.brief import points
from habeas.safeguards.report.composing import Composing

EN = words("en")
MADE_ON = date(2026, 11, 29)


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> tuple[Figures, Taken]:
    folder = four_records(tmp_path_factory.mktemp("brief") / "register")
    found, told, read = audited(folder, "2026-02-07T10:00:00Z")
    figures = figures_of(found, told, read)
    return figures, taken(found, read, figures)


def sentences(figures: Figures) -> list[str]:
    return [
        "".join(run.text for run in runs if isinstance(run, Text))
        for runs in points(Composing(figures, None, EN), pulls=True)
    ]


def test_a_single_record_that_outweighs_all_others_is_named_before_anything_is_made_of_it(
    tmp_path: Path,
) -> None:
    of = {"establishment_id": "A"}
    stays = {
        "long": ("1999-02-01T10:00", "2026-02-01T20:00"),
        "short": ("2026-02-01T10:00", "2026-02-01T20:00"),
    }
    entries = {name: [(begun, "apprehended"), (ended, "released")] for name, (begun, ended) in stays.items()}
    for names, single in ((["long", "short"], True), (["long"], False), (["short"], False)):
        folder = write(
            tmp_path / "-".join(names) / "register",
            dict.fromkeys(names, of),
            {name: entries[name] for name in names},
        )
        figures = figures_of(
            *audited(folder, "2026-02-07T10:00:00Z", rules=[one.name for one in chosen(None)])
        )
        said = [one for one in sentences(figures) if "is of a single record" in one]
        assert bool(said) is single
        assert (figures.cannot_show.of_one_record is not None) is single


def full_of_everything(figures: Figures) -> Figures:
    """The same with as much to say as there can be: law, standard, many places, what happened, silence."""
    [one] = [one for one in figures.rules if one.rule == "rights.informed-at-outset"]
    lines = tuple(
        Line(name=f"Poste de police {name}", met=120, breached=80, not_recorded=0, pending=0, of=200)
        for name in "ABC"
    )
    good = Line(name="D", met=7_980, breached=20, not_recorded=0, pending=0, of=8_000)
    counts = replace(one.counts, met=90_000, breached=10_000, not_recorded=2_000, pending=0)
    rules = []
    for family, standing in zip(
        "abcde", (Standing.BINDING,) * 3 + (Standing.SOFT, Standing.SITE), strict=True
    ):
        source = replace(one.sources[0], standing=standing, breached=10_000, of=102_000)
        rules.append(
            replace(
                one,
                rule=one.rule if family == "a" else f"{family}.rule",
                title="Somebody told of the detention",
                counts=counts,
                sources=(source,),
                by_station=(*lines, good),
                in_record_before=500,
            )
        )
    happened = tuple(Incidents(kind=kind, entries=12_345, records=12_345) for kind in KINDS)
    return replace(
        figures,
        site="the ministry",
        rules=tuple(rules),
        incidents=happened,
        kinds_of_places={line.name or "": "police_station" for line in lines},
        as_of=figures.as_of + timedelta(days=30),
    )


def height_of(text: str, pdf: bytes) -> float:
    """Where a line stands on the first sheet, from the foot at 0 to the head at 1."""
    page = PdfDocument(pdf)[0]
    read = page.get_textpage()
    places, top = [], page.get_height()
    search = read.search(text)
    while found := search.get_next():
        places.append(read.get_charbox(found[0])[3] / top)
    return min(places)


def by_law(figures: Figures, *lines: Line) -> Figures:
    """The same with one rule of binding law, by place as given."""
    [one] = [one for one in figures.rules if one.rule == "rights.informed-at-outset"]
    law = replace(one.sources[0], standing=Standing.BINDING)
    return replace(figures, rules=(replace(one, sources=(law,), by_station=lines),))


def test_where_no_safeguard_has_an_occasion_it_says_of_none_that_it_was_missed(tmp_path: Path) -> None:
    folder = write(tmp_path / "register", {"r-1": {}}, {"r-1": [("2026-02-01T10:00", "record_opened")]})
    said = sentences(figures_of(*audited(folder, "2026-02-07T10:00:00Z", rules=["lawyer.called"])))
    assert any(one.startswith("No safeguard over custody was asked, or none has an occasion") for one in said)
    assert not any("missed" in one or "Law that binds" in one for one in said)


def test_it_is_few_points_that_lead_to_where_each_is_shown_and_half_a_page(
    audit: tuple[Figures, Taken],
) -> None:
    figures = audit[0]
    assert 5 <= len(sentences(figures)) <= 8
    assert all(
        any(isinstance(run, Text) and run.to for run in runs)
        for runs in points(Composing(figures, None, EN), pulls=True)
    )
    for language in ("en", "fr"):
        full = full_of_everything(figures)
        paper = report_paper(full, audit[1], words=words(language), made_on=MADE_ON)
        sheet = render_pdf(paper, words=words(language))
        head, foot = (
            height_of(words(language).say(text), sheet)
            for text in ("What matters most", "What this register cannot show")
        )
        assert 0.2 < head - foot < 0.5


def test_each_of_its_figures_stands_below_with_its_whole(audit: tuple[Figures, Taken]) -> None:
    for figures, named in (audit, (publicly(audit[0]), None)):
        said = " ".join(pieces(report_paper(figures, named, words=EN, made_on=MADE_ON)))
        brief, below = said.split("This stands before the figures")
        shares = re.findall(r"\b([\d,]+) of ([\d,]+)\b", brief.partition("What matters most")[2])
        assert shares
        for count, whole in shares:
            assert re.search(rf"\b{count} of {whole}\b|\({count}\)[^–]*– of {whole} \w+", below)


def test_law_and_standard_and_a_sites_own_number_are_named_by_their_own_words(
    audit: tuple[Figures, Taken],
) -> None:
    figures = replace(audit[0], site="the ministry")
    of_no_law = " ".join(sentences(figures))
    assert "No safeguard that applies here rests on law that binds" in of_no_law
    unknown = replace(figures.cannot_show, jurisdiction_unknown=Share(count=4, of=4))
    of_no_known_law = " ".join(sentences(replace(figures, cannot_show=unknown)))
    assert "No record says under which jurisdiction it falls, so that no law that binds" in of_no_known_law
    assert (
        "A number of the site's own was missed on 1 of 6 occasions (17%), most often: Told of the rights "
        "(1 of 4 records, 25%)." in of_no_law
    )
    assert (
        "Law that binds was not kept on 1 of 4 occasions (25%). Most often, one of each subject: Told of "
        "the rights (1 of 4 records, 25%)." in " ".join(sentences(by_law(figures)))
    )


def test_no_figure_of_it_rests_on_a_limit_that_is_an_example(audit: tuple[Figures, Taken]) -> None:
    said = " ".join(sentences(audit[0]))
    assert "Told of the rights" not in said.partition("First of all")[0]
    assert "What is over a limit that is an example is left out here." in said


def test_what_stands_in_the_record_before_and_what_two_entries_dispute_is_told_apart(
    audit: tuple[Figures, Taken],
) -> None:
    law = by_law(audit[0])
    [one] = law.rules
    many = replace(one, counts=replace(one.counts, met=0, breached=4, not_recorded=5), in_record_before=3)
    source = replace(many.sources[0], breached=4, of=9, disputed=3)
    cannot = replace(law.cannot_show, not_recorded=Share(count=5, of=9))
    many = replace(many, sources=(source,))
    other = replace(many, rule="doctor.when-asked", title="The doctor")
    other = replace(other, sources=(replace(source, breached=2, disputed=0),), in_record_before=0)
    said = " ".join(sentences(replace(law, cannot_show=cannot, rules=(many,))))
    assert (
        "On 2 of 9 occasions (22%) the register does not show whether a safeguard was kept; on 3 more (33%) "
        "only the record of the stay before does." in said
    )
    assert "(4 of 9 records, 44%), though on 3 of these another entry shows the contrary." in said
    both = " ".join(sentences(replace(law, cannot_show=cannot, rules=(many, other))))
    assert both.index("The doctor (2") < both.index("Told of the rights (4")
    same = replace(other, rule="rights.leaflet-given")
    assert "Told of the rights" not in " ".join(sentences(replace(law, rules=(many, same)))).split("Ask")[0]


def test_a_place_is_named_only_beyond_chance_and_never_by_a_count_that_is_withheld(
    audit: tuple[Figures, Taken],
) -> None:
    def many(figures: Figures, *lines: Line) -> str:
        made = by_law(figures, *lines)
        [one] = made.rules
        counts = replace(one.counts, met=900, breached=100, not_recorded=0, pending=0)
        return " ".join(sentences(replace(made, rules=(replace(one, counts=counts),))))

    good = Line(name="A", met=780, breached=20, not_recorded=0, pending=0, of=800)
    bad = Line(name="B", met=120, breached=80, not_recorded=0, pending=0, of=200)
    said = many(replace(audit[0], kinds_of_places={"B": "prison"}), good, bad)
    assert "B (prison): Told of the rights (80 of 200 records; everywhere 100 of 1,000)." in said
    assert "A: " not in said
    assert "stand out" not in many(audit[0], good, replace(bad, breached=None, met=None))
    worse = [replace(bad, name=name) for name in "BCDEF"]
    assert "and 3 more, named below: Each safeguard." in many(
        audit[0], replace(good, of=8_000, met=7_980), *worse
    )
    even = [replace(good, name=name, met=450, breached=50, of=500) for name in "AB"]
    assert "In no place was more missed than chance explains." in many(audit[0], *even)


def test_of_many_places_all_are_held_against_chance_and_not_only_the_worst_that_have_a_line(
    audit: tuple[Figures, Taken],
) -> None:
    figures = by_law(audit[0])
    [one] = figures.rules
    one = replace(one, counts=replace(one.counts, met=3_600, breached=400, not_recorded=0, pending=0))
    usual = Line(name="", met=90, breached=10, not_recorded=0, pending=0, of=100)
    names = [f"place {at}" for at in range(1, 41)]

    def with_worst(breached: int) -> str:
        worst = replace(usual, name=names[0], met=100 - breached, breached=breached)
        lines = (worst, *(replace(usual, name=name) for name in names[1:]))
        return " ".join(sentences(replace(figures, rules=(replace(one, by_station=lines),))))

    assert "In no place was more missed than chance explains." in with_worst(20)
    assert "place 1: Told of the rights (30 of 100 records;" in with_worst(30)


def test_it_says_that_nobody_died_and_a_small_count_only_in_confidence(audit: tuple[Figures, Taken]) -> None:
    figures = audit[0]
    incidents = [("died", 0), ("force_used", 2), ("complaint_made", 31)]
    some = replace(
        figures, incidents=tuple(Incidents(kind=kind, entries=n, records=n) for kind, n in incidents)
    )
    assert "no death, use of force (2 records), complaints (31 records)." in " ".join(sentences(some))
    assert "use of force (fewer than 5 records)" in " ".join(sentences(publicly(some)))


def test_of_a_register_that_ended_long_before_it_says_that_silence_was_judged(
    audit: tuple[Figures, Taken],
) -> None:
    later = replace(audit[0], as_of=audit[0].as_of + timedelta(days=30))
    assert "is judged on silence until 9 March 2026, 10:00 UTC." in " ".join(sentences(later))


def test_a_pdf_says_the_page_and_a_file_of_word_and_a_page_of_the_web_say_none(
    audit: tuple[Figures, Taken],
) -> None:
    paper = report_paper(*audit, words=EN, made_on=MADE_ON)
    sheets = [" ".join(sheet.split()) for sheet in pdf_pages(render_pdf(paper, words=EN))]
    [page] = re.findall(r"above all of: Before a judge in time \(page (\d+)\)", sheets[0])
    assert "Before a judge in time" in sheets[int(page) - 1]
    assert "(page" not in docx_text(render_docx(paper, words=EN))
    assert "(page" not in html_text(render_html(paper, words=EN))
