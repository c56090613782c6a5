"""The report of an audit: first what cannot be shown, the same in each form, nothing of what entries say."""

import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.papers.reading import docx_text, html_text, pdf_pages, pieces, squeezed
from tests.safeguards.handmade import CANARIES, audited, four_records, write

from habeas.language import runs, words
from habeas.papers import Heading, Paper, Picture, Table, Text, render_docx, render_html, render_pdf
from habeas.safeguards import rules
from habeas.safeguards.figures import (
    Death,
    Each,
    Figures,
    Ground,
    Incidents,
    Limited,
    Line,
    Measures,
    NotCounted,
    RuleFigures,
    Share,
    Silence,
    Standing,
    figures_json,
    figures_of,
    measures_of,
    publicly,
)
from habeas.safeguards.ingest import Fault
from habeas.safeguards.report import Taken, report_paper, taken
from habeas.safeguards.report.composing import Composing
from habeas.safeguards.report.measuring import allowed, measured, took
from habeas.safeguards.report.pulling import why
from habeas.safeguards.report.safeguards import missed_by
from habeas.safeguards.report.saying import missed, not_kept, pending, percent, percents, reason_name
from habeas.safeguards.signals import By

MADE_ON = date(2026, 11, 28)
EN = words("en")


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> tuple[Figures, Taken]:
    folder = four_records(tmp_path_factory.mktemp("reported") / "register")
    (folder / "metadata.json").write_text('{"synthetic": true}', "utf-8")
    found, told, read = audited(folder, "2026-02-07T10:00:00Z")
    figures = figures_of(found, told, read)
    return figures, taken(found, read, figures)


@pytest.fixture(scope="module")
def whole(audit: tuple[Figures, Taken]) -> Paper:
    return report_paper(*audit, words=EN, made_on=MADE_ON)


@pytest.fixture(scope="module")
def public(audit: tuple[Figures, Taken]) -> Paper:
    return report_paper(publicly(audit[0]), None, words=EN, made_on=MADE_ON)


@pytest.fixture(scope="module")
def short(audit: tuple[Figures, Taken]) -> Paper:
    return report_paper(*audit, words=EN, made_on=MADE_ON, sheets=True)


@pytest.fixture(scope="module")
def page(whole: Paper) -> str:
    return render_html(whole, words=EN)


def test_it_says_first_what_the_register_cannot_show(whole: Paper, page: str) -> None:
    headings = [block.text for block in whole.blocks if isinstance(block, Heading) and block.level == 1]
    assert headings[:2] == ["What matters most", "What this register cannot show"]
    said = html_text(page)
    assert "All occasions that the safeguards cover: 3 of 6 are not recorded (50%)" in said
    assert "People held of whom nobody knows when custody began" in said
    assert "judged as of 7 February 2026, 10:00 UTC" in said
    before, _, _after = said.partition("Shares are of all occasions")
    assert "a later entry stands in, and delays look shorter" in before


def test_it_says_what_the_register_holds_that_is_not_counted(
    page: str, tmp_path: Path, audit: tuple[Figures, Taken]
) -> None:
    def cannot_show(page: str) -> str:
        before, _, _after = " ".join(html_text(page).split()).partition("Where the entries come from")
        return before

    book = "1 book of a station with 2 entries, which are about the place and about nobody held"
    assert f"The register also holds what is not counted here: {book}." in cannot_show(page)
    found, told, read = audited(four_records(tmp_path / "register"), "2026-02-06T09:00:00Z")
    figures = figures_of(found, told, read)
    early = report_paper(publicly(figures), None, words=EN, made_on=MADE_ON, sheets=True)
    after = "1 record, 2 entries, since written after the instant of this audit"
    assert f"{book}; {after}." in cannot_show(render_html(early, words=EN))
    none = NotCounted(books=0, entries_of_books=0, records_after=0, entries_after=0)
    all_of_it = replace(audit[0].cannot_show, not_counted=none)
    unknown = replace(audit[0].cannot_show, not_counted=None)  # as figures of before 30 November 2026
    for cannot in (all_of_it, unknown):
        paper = report_paper(replace(audit[0], cannot_show=cannot), None, words=EN, made_on=MADE_ON)
        assert "not counted here" not in cannot_show(render_html(paper, words=EN))


def test_a_picture_is_one_image_and_is_described(page: str) -> None:
    assert page.count("<svg") == len(re.findall(r'<span aria-hidden="true"[^>]*><svg', page))
    [told] = re.findall(r'id="whole-desc">([^<]*)<', page)
    assert "not recorded 3" in told


def test_every_figure_has_its_whole_and_the_words_fit_what_it_rests_on(page: str, public: Paper) -> None:
    said = " ".join(html_text(page).split())
    assert (
        "shown to be kept 25% (1), over 1 h 00 min, an example 25% (1), not recorded 50% (2) – of 4 records"
        in said
    )
    assert "1 h 00 min, an example: no limit has been set here" in said
    assert "what is over an example is over no limit that anybody set" in said
    assert "half within 30 min, of those whose time is known: 2 of 4 records" in said
    assert "half within" not in html_text(render_html(public, words=EN))
    assert "compliant" not in said
    assert "not yet checked against the original" in said


def test_where_law_binds_in_some_places_alone_its_share_is_of_those_there(
    audit: tuple[Figures, Taken],
) -> None:
    figures, found = audit
    informed = next(one for one in figures.rules if one.rule == "rights.informed-at-outset")
    [usual] = informed.sources
    law = replace(usual, standing=Standing.BINDING, breached=1, of=2)
    two = replace(informed, sources=(law, replace(usual, standing=Standing.SOFT, breached=0, of=2)))
    rules = tuple(two if one is informed else one for one in figures.rules)
    paper = report_paper(replace(figures, rules=rules), found, words=EN, made_on=MADE_ON)
    said = " ".join(html_text(render_html(paper, words=EN)).split())
    assert "not kept, or below the standard 25% (1), not recorded 50% (2) – of 4" in said
    assert "Of these (binding law)not kept 50% (1 of 2)" in said
    assert "Of these (standard)below the standard 0% (0 of 2)" in said
    assert "Told of the rightsbinding law, standard25%25%50%" in said


def test_a_figure_leads_to_its_occasions_and_these_to_the_day_with_the_breach(page: str) -> None:
    ids = set(re.findall(r' id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
    assert 'href="#occasions-rights-informed-at-outset"' in page
    listed = page.partition('id="occasions-rights-informed-at-outset"')[2]
    assert '<a href="#record-1">' in listed
    drawn = page.partition('id="record-1"')[2]
    assert 'class="mark finding"' in drawn
    assert "(no. 2, 13:00) lie 2 h 00 min; allowed are 1 h 00 min." in drawn
    assert "<strong>told of the rights</strong>" in drawn


def test_every_listed_occasion_that_was_not_kept_opens_to_a_drawn_day(tmp_path: Path) -> None:
    """Twelve were told of their rights too late: ten of them are listed, and so drawn, on a page."""
    late = {f"late-{n}": 61 + n for n in range(12)}
    entries = {
        name: [
            ("2026-02-03T10:00", "apprehended"),
            (f"2026-02-03T{10 + m // 60}:{m % 60:02}", "rights_informed"),
        ]
        for name, m in late.items()
    }
    folder = write(tmp_path / "register", {name: {"establishment_id": "A"} for name in late}, entries)
    found, told, read = audited(folder, "2026-02-04T10:00:00Z", rules=["rights.informed-at-outset"])
    figures = figures_of(found, told, read)
    paper = report_paper(figures, taken(found, read, figures), words=EN, made_on=MADE_ON)
    page = render_html(paper, words=EN)
    listed = page.partition('id="occasions"')[2].partition('id="records"')[0]
    leads = re.findall(r'<a href="#(record-\d+)">(late-\d+)</a>', listed)
    assert [name for _to, name in leads] == [f"late-{n}" for n in range(11, 1, -1)]
    for to, name in leads:
        day = page.partition(f'id="{to}">')[2]
        assert day.startswith(f"Record {name}<")
        assert 'class="mark finding"' in day.partition("</svg>")[0]


def test_every_entry_that_a_sentence_names_stands_in_a_table_of_its_record(page: str) -> None:
    records = re.split(r' id="record-\d+"', page)[1:]
    assert records
    for record in records:
        named = set(re.findall(r"\(no\. (\d+),", record))
        listed = set(re.findall(r"<tr[^>]*>\s*<t[dh][^>]*>(\d+)<", record))
        assert named
        assert named <= listed


def test_of_a_register_that_ended_long_before_it_says_what_is_made_of_silence(
    audit: tuple[Figures, Taken],
) -> None:
    last = audit[0].cannot_show.last_written
    assert last is not None
    soon = replace(audit[0], as_of=last + timedelta(hours=2))
    assert "made of silence" not in render_html(report_paper(soon, None, words=EN, made_on=MADE_ON), words=EN)
    later = replace(audit[0], as_of=audit[0].as_of + timedelta(days=30))
    said = html_text(render_html(report_paper(later, None, words=EN, made_on=MADE_ON), words=EN))
    assert "judged as if it had gone on until 9 March 2026, 10:00" in " ".join(said.split())


@pytest.mark.parametrize(
    ("observed", "said"),
    [
        (timedelta(hours=73, minutes=24), "73 h 24 min"),
        (timedelta(hours=72, seconds=30), "72 h 00 min and 30 s"),
        (timedelta(hours=72), "72 h 00 min"),
        (timedelta(hours=71, minutes=59, seconds=59), "71 h 59 min"),
    ],
)
def test_what_took_too_long_never_reads_as_what_is_allowed(observed: timedelta, said: str) -> None:
    assert took(observed, timedelta(hours=72), EN) == said


def test_what_lasts_too_short_is_not_called_over_a_limit(audit: tuple[Figures, Taken]) -> None:
    figures = replace(audit[0], site="the ministry")
    too_short, too_long = (
        measures_of(rules()[name]) for name in ("interview.pause-between", "interview.not-too-long")
    )
    own = (Limited(by="the ministry", seconds=900),)
    short, over = (replace(figures.rules[0], measures=each, limits=own) for each in (too_short, too_long))
    assert not_kept(Standing.SITE, short, figures, EN) == "shorter than the limit set by the ministry"
    assert not_kept(Standing.SITE, over, figures, EN) == "over the limit set by the ministry"
    example = (Limited(by=audit[0].site, seconds=900),)
    short, over = replace(short, limits=example), replace(over, limits=example)
    assert not_kept(Standing.SITE, short, audit[0], EN) == "shorter than 15 min, an example"
    assert not_kept(Standing.SITE, over, audit[0], EN) == "over 15 min, an example"
    assert missed(Standing.SITE, too_short, figures) == "shorter than the limit of the site"
    assert missed(Standing.SITE, too_long, figures) == "over the limit of the site"
    assert missed(Standing.SOFT, too_short, figures) == "below the standard"


def test_where_no_limit_of_a_site_is_at_stake_none_is_named(audit: tuple[Figures, Taken]) -> None:
    figures = replace(audit[0], site="the ministry")
    of = Composing(figures, None, EN)
    binding, soft, site = (replace(figures.rules[0].sources[0], standing=each) for each in Standing)
    law_and_standard = replace(figures.rules[0], sources=(binding, soft))
    assert missed_by(of, law_and_standard) == "not kept, or below the standard"
    every = replace(figures.rules[0], sources=(binding, soft, site))
    assert missed_by(of, every) == "not kept, or below a standard or a limit of the site"


def test_a_limit_that_nobody_set_is_called_an_example_in_tables_too(audit: tuple[Figures, Taken]) -> None:
    for rule, said in (
        ("interview.pause-between", "shorter than a limit that is an example"),
        ("interview.not-too-long", "over a limit that is an example"),
    ):
        assert missed(Standing.SITE, measures_of(rules()[rule]), audit[0]) == said


def test_a_number_stands_with_what_it_counts_and_what_is_not_known_has_none() -> None:
    def of(rule: str) -> Measures:
        return measures_of(rules()[rule])

    def said(rule: str, *, known: bool = True, minutes: int | None = None, count: int | None = None) -> str:
        observed = None if minutes is None else timedelta(minutes=minutes)
        hour = timedelta(hours=1)
        return measured(of(rule), known=known, observed=observed, count=count, limit=hour, words=EN)

    assert said("rights.informed-at-outset", minutes=90) == "1 h 30 min"
    assert said("rights.informed-at-outset", minutes=0, known=False) == "not known"
    assert said("custody.outdoor-hour", minutes=20, known=False) == "20 min recorded"
    assert said("meal.three-a-day", count=2, known=False) == "2 recorded"
    assert said("register.numbered", count=1) == "1 number missing or twice"
    assert said("register.nothing-after-end", count=3) == "3 entries after it"
    assert said("register.written-after", minutes=-10) == "10 min before"
    least = (Limited(by="", count=3),)
    assert allowed(of("meal.three-a-day"), None, least, EN) == "at least 3"
    assert allowed(of("interview.pause-between"), timedelta(minutes=15), (), EN) == "at least 15 min"
    assert allowed(of("rights.informed-at-outset"), timedelta(hours=1), (), EN) == "1 h 00 min"


def test_that_nobody_asked_is_said_of_what_a_person_asks_for_alone() -> None:
    def said(reason: str, rule: str) -> str:
        return reason_name(reason, measures_of(rules()[rule]))

    assert said("no_request", "doctor.when-asked") == "nobody asked for it"
    assert said("no_request", "lawyer.present-throughout") == "nobody asked for it"
    assert said("no_request", "doctor.after-force") == "nothing that calls for it is recorded"
    assert said("waived", "doctor.when-asked") == "the person waived it"


def test_a_signal_is_told_with_its_denominator_and_what_it_cannot_mean(page: str) -> None:
    told = " ".join(html_text(page).partition("To be looked at by a person: no verdict")[2].split())
    assert "Entries that a person timed: they have a round time" in told
    assert "13 of 13 (too few for a share)" in told
    assert "round is a multiple of 5 min" in told
    assert "It does not show that an entry is untrue" in told
    nobody, _, found_none = told.partition("Looked for, and none found")
    assert "a lawyer was asked for" in nobody  # where few are to be looked at, none is
    assert "a lawyer was asked for" not in found_none


def test_the_three_forms_say_the_same_and_sheets_less_of_it(whole: Paper, short: Paper, page: str) -> None:
    pdf = render_pdf(short, words=EN)
    sheets = pdf_pages(pdf)
    printed = [squeezed(text) for text in (docx_text(render_docx(short, words=EN)), "".join(sheets))]
    for paper, texts in ((whole, [squeezed(html_text(page))]), (short, printed)):
        for piece in map(squeezed, pieces(paper)):
            for text in texts:
                assert piece in text
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert all("Invented data: no real person, place or event" in sheet for sheet in sheets)


@pytest.mark.parametrize("language", ["fr", "ar", "az"])
def test_it_is_made_in_each_language(audit: tuple[Figures, Taken], language: str) -> None:
    said = words(language)
    paper = report_paper(*audit, words=said, made_on=MADE_ON)
    assert paper.direction == said.direction
    if language == "fr":
        text = html_text(render_html(paper, words=said))
        assert "Ce que ce registre ne peut pas montrer" in text
        assert "not recorded" not in text


def test_nothing_that_an_entry_says_is_in_any_form(
    audit: tuple[Figures, Taken], whole: Paper, public: Paper, page: str
) -> None:
    forms = [page, render_html(public, words=EN), docx_text(render_docx(whole, words=EN))]
    forms.append(json.dumps(figures_json(audit[0])))
    for form in forms:
        assert not any(canary in form for canary in CANARIES)


def test_what_somebody_has_to_look_at_stands_in_numbers_and_deaths_by_their_record(
    audit: tuple[Figures, Taken],
) -> None:
    figures, read = audit
    died = replace(
        figures,
        records=10_000,
        incidents=(
            Incidents(kind="died", entries=1, records=1),
            Incidents(kind="escaped", entries=0, records=0),
            Incidents(kind="self_harm", entries=9, records=9),
            Incidents(kind="force_used", entries=400, records=300),
        ),
        deaths=(Death(record_id="a2", station="A", at=figures.as_of),),
    )

    def said(paper: Paper) -> str:
        return " ".join(html_text(render_html(paper, words=EN).partition('id="incidents"')[2]).split())

    confidential = said(report_paper(died, read, words=EN, made_on=MADE_ON))
    assert "deaths11–" in confidential  # one is too few for a rate
    assert "self-harm999.0 in 10,000" in confidential
    assert "use of force400300300 in 10,000" in confidential  # in the unit of what it stands beside
    assert "the latest first:a2 (A; 7 February 2026, 10:00 UTC)" in confidential
    public = said(report_paper(publicly(died), None, words=EN, made_on=MADE_ON))
    assert "deathsfewer than 5fewer than 5–escapes00–" in public
    assert "a2" not in public


def test_sheets_draw_what_is_to_be_pulled_and_who_died_and_say_what_the_page_has_besides(
    audit: tuple[Figures, Taken],
) -> None:
    figures, found = audit
    [informed] = [one for one in figures.rules if one.rule == "rights.informed-at-outset"]
    lines = tuple(Line(name=name, met=9, breached=9, not_recorded=0, pending=0, of=18) for name in "AB")
    figures = replace(figures, rules=(replace(informed, by_station=lines),))
    more = replace(found, occasions={informed.rule: found.occasions[informed.rule] * 9})

    def made(figures: Figures, *, sheets: bool) -> Paper:
        return report_paper(figures, more, words=EN, made_on=MADE_ON, sheets=sheets)

    def drawn(paper: Paper) -> list[str]:
        return [block.text for block in paper.headings() if block.anchor.startswith("record-")]

    sheets, page = made(figures, sheets=True), made(figures, sheets=False)
    said = " ".join(pieces(sheets))
    assert "those after the first 5 not kept and the first 2 not recorded, up to 10 and 5" in said
    assert "The report as a page (.html)" not in " ".join(pieces(page))
    assert "7 of 3 occasions" in said  # five that were not kept, two that are not recorded
    assert "27 of 3 occasions" in " ".join(pieces(page))
    pictures = [
        sum(isinstance(block, Picture) and block.caption == "By place and by month" for block in paper.blocks)
        for paper in (sheets, page)
    ]
    assert pictures == [0, 1]
    assert drawn(sheets) == [f"Record {one.record_id}" for one in figures.pulled]
    assert drawn(made(replace(figures, pulled=()), sheets=True)) == []
    assert drawn(made(replace(figures, pulled=()), sheets=False)) == ["Record a2"]


def test_what_is_wrong_with_the_files_is_told_with_its_first_places_but_in_public(tmp_path: Path) -> None:
    folder = four_records(tmp_path / "register")
    with (folder / "events.csv").open("a", encoding="utf-8") as out:
        out.write("only,three,cells\n" * 5)
    line = (folder / "events.csv").read_text("utf-8").count("\n") - 4
    found, told, read = audited(folder, "2026-02-07T10:00:00Z")
    figures = figures_of(found, told, read)
    own = taken(found, read, figures)
    said = html_text(render_html(report_paper(figures, own, words=EN, made_on=MADE_ON), words=EN))
    places = (f"register/events.csv:{line + at}: too few cells" for at in range(3))
    assert f"{'; '.join(places)}; and 2 more" in said
    public = report_paper(publicly(figures), None, words=EN, made_on=MADE_ON)
    said = html_text(render_html(public, words=EN))
    assert "rows that cannot be read" in said
    hidden = replace(figures.cannot_show, faults={Fault.TABLE_MISSING.value: 1})
    alone = replace(publicly(figures), cannot_show=hidden)
    told_alone = html_text(render_html(report_paper(alone, None, words=EN, made_on=MADE_ON), words=EN))
    assert "missing: they are read from the entriesread from the entries" in told_alone
    assert "events.csv" not in said


def test_a_public_report_names_no_record(audit: tuple[Figures, Taken], public: Paper) -> None:
    assert public.band is None
    form = html_text(render_html(public, words=EN)) + json.dumps(figures_json(publicly(audit[0])))
    assert not re.search(r"\b[ab][12]\b", form)
    assert "Annex" not in form


def test_a_rule_of_a_users_own_is_told_by_what_it_measures() -> None:
    pause = rules()["interview.pause-between"]
    own = replace(pause, name="ours.pause", title="Our pause")
    assert measures_of(own) == measures_of(pause)


def test_a_signal_in_which_no_place_stands_out_says_so_and_a_public_report_nothing_of_places(
    audit: tuple[Figures, Taken],
) -> None:
    figures, found = audit
    told = tuple(replace(one, figures=(one.whole,), places=27) for one in figures.signals.told)
    looked_at = replace(figures, signals=replace(figures.signals, told=told))

    def said(figures: Figures, found: Taken | None) -> str:
        return html_text(render_html(report_paper(figures, found, words=EN, made_on=MADE_ON), words=EN))

    [one] = [each for each in looked_at.signals.told if each.signal.name == "times.rounded"]
    at_a = replace(one.whole, by=By.STATION, name="A", count=900, of=1_000, small=False, stands_out=True)
    whole = replace(one.whole, count=10, of=20_000, small=False)
    signalled = replace(one, figures=(whole, at_a), beyond=3)
    stands_out = said(replace(looked_at, signals=replace(looked_at.signals, told=(signalled,))), found)
    assert "10 of 20,000 (5.0 in 10,000)" in stands_out
    assert "A (police station): 900 of 1,000 (9,000 in 10,000); and 2 more, which an audit" in stands_out
    few = replace(signalled, figures=(whole, replace(at_a, count=4, of=4_893)), beyond=1)
    withheld = said(replace(looked_at, signals=replace(looked_at.signals, told=(few,))), found)
    assert re.search(r"A \(police station\): fewer than 5 of 4,893(?! \()", withheld)
    assert "No place stands out: 27 were looked at" in said(looked_at, found)
    assert "were looked at" not in said(publicly(looked_at), None)


def test_of_a_silence_a_small_number_of_who_was_held_is_withheld(audit: tuple[Figures, Taken]) -> None:
    figures, found = audit
    at = datetime(2026, 2, 1, tzinfo=UTC)
    told = [Silence(station=f"S{held}", since=at, until=at, hours=7, held=held) for held in (None, 4, 5)]
    paper = report_paper(replace(figures, silences=tuple(told)), found, words=EN, made_on=MADE_ON)
    [table] = [b for b in paper.blocks if isinstance(b, Table) and b.header[-1] == "Held meanwhile"]
    assert ["".join(run.text for run in row[-1]) for row in table.rows] == [
        "fewer than 5",
        "fewer than 5",
        "5",
    ]


def test_one_fact_is_one_reason_to_pull_and_names_the_safeguards_that_share_it(
    audit: tuple[Figures, Taken],
) -> None:
    figures = audit[0]
    told, judge = "rights.informed-at-outset", "judge.seen-in-time"
    grounds = (
        Ground(rule=judge, standing=Standing.BINDING, occasions=1, same_fact=(told,)),
        Ground(rule=told, standing=Standing.SOFT, occasions=1, same_fact=(judge,)),
    )
    one = replace(figures.pulled[0], grounds=grounds, juvenile=False)
    assert why(Composing(figures, None, EN), one) == (
        "A; from 3 February 2026; Before a judge in time: not kept (the same fact as in “Told of the rights”)"
    )
    disputed = replace(grounds[0], same_fact=(), disputed=True)
    assert why(Composing(figures, None, EN), replace(one, grounds=(disputed,))) == (
        "A; from 3 February 2026; two entries disagree on “Before a judge in time”"
    )


def test_of_records_with_as_many_points_it_says_how_many_are_listed_of_how_many(
    audit: tuple[Figures, Taken],
) -> None:
    figures, found = audit
    tied = replace(figures, pulled=tuple(replace(each, equals=831) for each in figures.pulled))

    def said(figures: Figures) -> str:
        return " ".join(pieces(report_paper(figures, found, words=EN, made_on=MADE_ON)))

    listed = f"Of the 831 records that have {tied.pulled[0].points} points, 1 is listed here."
    assert said(tied).count(listed) == 1
    assert "is listed here" not in said(figures)


def test_where_custody_ended_before_a_limit_a_share_of_nought_is_explained(
    audit: tuple[Figures, Taken],
) -> None:
    figures, found = audit
    [judge] = [one for one in figures.rules if one.rule == "judge.seen-in-time"]
    child = replace(
        judge,
        rule="juvenile.judge-in-time",
        counts=replace(judge.counts, met=0, breached=0, not_recorded=2),
        not_applicable={"ended_before": 3},
    )

    def said_of(one: RuleFigures) -> str:
        rules = (*figures.rules, one)
        return " ".join(pieces(report_paper(replace(figures, rules=rules), found, words=EN, made_on=MADE_ON)))

    said = said_of(child)
    assert "beside these 2, custody ended before the limit on 3 occasions" in said
    kept = replace(child, counts=replace(child.counts, met=2))
    assert "beside these 4" not in said_of(kept)


def test_whom_a_safeguard_does_not_concern_is_not_counted_in_days_or_custodies(
    audit: tuple[Figures, Taken],
) -> None:
    figures, found = audit
    one = replace(figures.rules[0], not_applicable={"guard": 11_701, "ended_before": 2})

    def said(each: Each) -> str:
        own = replace(one, measures=replace(one.measures, each=each))
        rules = tuple(own if rule is figures.rules[0] else rule for rule in figures.rules)
        return " ".join(pieces(report_paper(replace(figures, rules=rules), found, words=EN, made_on=MADE_ON)))

    days, custodies = said(Each.PERIOD), said(Each.CUSTODY)
    assert "this occasion: 11,701 occasions; " in days
    assert "before the time was over: 2 full days" in days
    assert "this occasion: 11,701 records; " in custodies


def test_the_column_of_the_stay_before_stands_only_where_something_is_in_it(
    audit: tuple[Figures, Taken],
) -> None:
    figures, found = audit
    title, column = "Where the register is blind", "Besides, in the record of the stay before"

    def header(figures: Figures) -> tuple[str, ...]:
        paper = report_paper(figures, found, words=EN, made_on=MADE_ON)
        return next(b.header for b in paper.blocks if isinstance(b, Table) and b.caption.startswith(title))

    assert column not in header(figures)
    before = tuple(replace(one, in_record_before=min(1, one.counts.not_recorded)) for one in figures.rules)
    assert column in header(replace(figures, rules=before))


def test_a_place_that_stands_out_is_named_with_its_safeguard(audit: tuple[Figures, Taken]) -> None:
    figures, found = audit
    lines = tuple(
        Line(name=name, met=of - breached, breached=breached, not_recorded=0, pending=0, of=of)
        for name, breached, of in (("A", 20, 800), ("B", 80, 200))
    )
    one = figures.rules[0]
    counts = replace(one.counts, met=900, breached=100, not_recorded=0, pending=0)
    rules = (replace(one, counts=counts, by_station=lines), *figures.rules[1:])
    paper = report_paper(replace(figures, rules=rules, site="the ministry"), found, words=EN, made_on=MADE_ON)
    said = " ".join(pieces(paper))
    assert "Beyond what chance explains" in said
    assert "B (police station): 80 of 200" in said.partition("Beyond what chance explains")[2]


def test_how_long_it_took_stands_in_two_columns_by_place_where_it_is_told(
    audit: tuple[Figures, Taken],
) -> None:
    figures, found = audit
    told = (
        line("A", kept=12, measured=12, median_s=1800, p90_s=5400),
        line("B", unwritten=9, measured=0),
        line(None, kept=6, measured=6, median_s=600, together=2),
    )
    one = next(each for each in figures.rules if each.median_s is not None)
    other = next(each for each in figures.rules if each.median_s is None)
    lines = {one.rule: told, other.rule: told[1:2]}
    rules = tuple(replace(each, by_station=lines.get(each.rule, ()), by_month=()) for each in figures.rules)
    paper = report_paper(replace(figures, rules=rules), found, words=EN, made_on=MADE_ON)
    tables = [b for b in paper.blocks if isinstance(b, Table) and b.header[0] == "Place or month"]
    lasting = next(each for each in tables if len(each.header) == 8)
    plain = next(each for each in tables if each is not lasting)
    assert lasting.header[-2:] == ("Half within", "Nine tenths within")
    assert len(plain.header) == 6
    assert [["".join(map(str, (run.text for run in cell))) for cell in row[-2:]] for row in lasting.rows] == [
        ["30 min", "1 h 30 min"],
        ["–", "–"],
        ["10 min", "withheld"],
    ]
    none = report_paper(replace(figures, rules=(other,)), None, words=EN, made_on=MADE_ON)
    assert "where at least 5 were measured" in " ".join(pieces(paper))
    assert "where at least 5 were measured" not in " ".join(pieces(none))
    assert 'class="stacked dense"' in render_html(paper, words=EN), (
        "on a telephone there is no room for eight"
    )


def line(
    name: str | None,
    *,
    kept: int = 0,
    unwritten: int = 0,
    measured: int | None = None,
    median_s: float | None = None,
    p90_s: float | None = None,
    together: int = 1,
) -> Line:
    counts = {"met": kept, "breached": 0, "not_recorded": unwritten, "pending": 0, "of": kept + unwritten}
    lengths = {"measured": measured, "median_s": median_s, "p90_s": p90_s}
    return Line(name=name, together=together, **counts, **lengths)  # type: ignore[arg-type]


def test_of_what_has_no_limit_the_furthest_comes_first_too(tmp_path: Path) -> None:
    def day(at: str, late: int) -> list[tuple[str, str]]:
        return [
            (f"{at}T09:00", "apprehended"),
            (f"{at}T09:10", "lawyer_requested"),
            (f"{at}T10:00", "interview_started"),
            (f"{at}T10:{late}", "lawyer_arrived"),
            (f"{at}T11:00", "interview_ended"),
            (f"{at}T12:00", "released"),
        ]

    late = {"a": 20, "b": 40, "c": 30}
    folder = write(
        tmp_path / "register",
        {each: {"jurisdiction": "EU"} for each in late},
        {each: day(f"2026-02-0{at}", minutes) for at, (each, minutes) in enumerate(late.items(), 1)},
    )
    found, told, read = audited(folder, "2026-02-07T10:00:00Z", rules=("lawyer.before-interview",))
    listed = taken(found, read, figures_of(found, told, read)).occasions["lawyer.before-interview"]
    assert [one.record_id for one in listed] == ["b", "c", "a"]


def test_a_reason_that_begins_with_a_code_runs_as_arabic_does(audit: tuple[Figures, Taken]) -> None:
    arabic = words("ar")
    said = why(Composing(audit[0], None, arabic), audit[0].pulled[0])
    assert said.startswith("\u2068A\u2069")
    assert runs(said) == "rtl"


def test_the_sums_of_all_occasions_leave_out_the_register_itself_and_say_so(
    audit: tuple[Figures, Taken],
) -> None:
    figures, found = audit
    one = figures.rules[0]
    itself = replace(one, rule="register.numbered", as_entered=True)
    paper = report_paper(replace(figures, rules=(*figures.rules, itself)), found, words=EN, made_on=MADE_ON)
    said = " ".join(pieces(paper))
    left_out = (
        "The occasions of 1 safeguard that looks at how the register itself is kept are not among these."
    )
    assert said.count(left_out) == 1
    glance = said.partition("by what came of them")[2]
    assert "over a limit that is an example, or shorter 1 of 6 17%" in glance
    assert "not recorded in any record 3 of 6 50%" in glance


@pytest.mark.parametrize(
    ("count", "of", "said"),
    [
        (0, 135_847, "0%"),
        (1, 1_000, "0.1%"),
        (99, 100_000, "9.9 in 10,000"),
        (28, 135_847, "2.1 in 10,000"),
        (8, 135_847, "0.59 in 10,000"),
        (1, 4_000_000, "under 0.01 in 10,000"),
        (135_811, 135_847, "over 99.9%"),
        (0, 0, "–"),
    ],
)
def test_a_very_small_share_is_told_in_ten_thousandths_and_never_as_nought(
    count: int, of: int, said: str
) -> None:
    assert percent(count, of, EN) == said


def test_nearly_all_is_not_told_as_all_beside_a_very_small_share() -> None:
    shares = [Share(count=count, of=135_847) for count in (2, 135_845, 135_847)]
    assert percents(shares, EN) == ["0.15 in 10,000", "over 9,999 in 10,000", "10,000 in 10,000"]


def test_what_is_due_at_no_time_is_not_called_not_yet_due() -> None:
    assert pending(measures_of(rules()["record.apprehension-timed"])) == "record still open"
    assert pending(measures_of(rules()["rights.choices-recorded"])) == "record still open"
    assert pending(measures_of(rules()["rights.informed-at-outset"])) == "not yet due"


def test_where_nothing_over_custody_was_asked_it_says_so_instead_of_nought_of_nought(
    audit: tuple[Figures, Taken],
) -> None:
    figures = audit[0]
    none = replace(
        figures, rules=(), cannot_show=replace(figures.cannot_show, not_recorded=Share(count=0, of=0))
    )
    said = " ".join(pieces(report_paper(none, None, words=EN, made_on=MADE_ON)))
    assert said.count("No safeguard over custody was asked, or none has an occasion") == 2
    assert "0 of 0" not in said
    assert "Occasions of which the register does not show" not in said


@pytest.fixture(scope="module")
def of_a_death(tmp_path_factory: pytest.TempPathFactory) -> tuple[Figures, Taken]:
    """Of somebody who died in the night of the second day, and of somebody in an interview without an end."""
    folder = write(
        tmp_path_factory.mktemp("died") / "register",
        {"d1": {"establishment_id": "A"}, "d2": {"establishment_id": "A"}},
        {
            "d1": [
                ("2026-02-01T09:00", "apprehended"),
                ("2026-02-01T09:10", "rights_informed"),
                ("2026-02-02T20:00", "checked"),
                ("2026-02-03T02:00", "died"),
            ],
            "d2": [
                ("2026-02-03T01:00", "apprehended"),
                ("2026-02-03T01:10", "rights_informed"),
                ("2026-02-03T03:00", "interview_started"),
            ],
        },
    )
    found, told, read = audited(
        folder, "2026-02-03T10:00:00Z", rules=("rights.informed-at-outset", "interview.not-too-long")
    )
    figures = figures_of(found, told, read)
    return figures, taken(found, read, figures)


@pytest.mark.parametrize("sheets", [True, False])
def test_of_who_died_the_day_of_the_death_is_drawn_with_every_entry_of_the_day_before_it(
    of_a_death: tuple[Figures, Taken], *, sheets: bool
) -> None:
    paper = report_paper(*of_a_death, words=EN, made_on=MADE_ON, sheets=sheets)
    heading = next(one for one in paper.blocks if isinstance(one, Heading) and "died" in one.text)
    assert heading.text == "Record d1: the person died"
    own = list(paper.blocks[paper.blocks.index(heading) :])
    [drawn] = [one for one in own if isinstance(one, Picture) and "died" in one.svg]
    assert drawn.caption == "3 February 2026"
    assert 'class="ring' in drawn.svg
    tables = {one.caption: [row[3][0] for row in one.rows] for one in own if isinstance(one, Table)}
    [died] = tables["Entries of 3 February 2026"]
    assert isinstance(died, Text)
    assert (died.text, died.strong) == ("died", True)
    [before] = tables["Entries of the day before, up to 24 hours before the death"]
    assert isinstance(before, Text)
    assert before.text == "checked on in the cell"


def test_what_nobody_wrote_the_end_of_is_told_so_listed_so_and_grey_from_the_last_entry(
    of_a_death: tuple[Figures, Taken],
) -> None:
    page = render_html(report_paper(*of_a_death, words=EN, made_on=MADE_ON), words=EN)
    said = " ".join(html_text(page).split())
    assert "no end written, counted to the instant of this audit" in said
    assert "No end of “interview” from 3 February 2026, 04:00 is written" in said
    assert "from 3 February 2026, 04:00 on nobody wrote anything more until the audit" in page
    assert "is judged on silence until 3 February 2026, 10:00 UTC." in said


def test_the_drawing_of_a_record_stands_right_beneath_its_heading(whole: Paper, short: Paper) -> None:
    for paper in (whole, short):
        at = [
            place
            for place, one in enumerate(paper.blocks)
            if getattr(one, "anchor", "").startswith("record-")
        ]
        assert at
        assert all(isinstance(paper.blocks[place + 1], Picture) for place in at)


def test_the_records_to_pull_are_told_beneath_each_other_where_a_page_is_narrow(page: str) -> None:
    assert 'class="stacked"' in page
    assert 'data-label="Why"' in page


def test_word_is_handed_no_page_that_it_has_not_worked_out(whole: Paper) -> None:
    assert "(page" not in docx_text(render_docx(whole, words=EN))


def test_a_length_of_a_part_of_a_second_is_reported_and_tells_in_the_number_of_the_report(audit):
    figures, named = audit
    first, *others = figures.rules

    def number(median_s: float) -> str:
        own = replace(figures, rules=(replace(first, median_s=median_s), *others))
        return report_paper(own, named, words=EN, made_on=MADE_ON).number

    assert len({number(60), number(60.25), number(60.5)}) == 3
