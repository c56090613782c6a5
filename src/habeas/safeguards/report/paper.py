"""The report as a paper: what cannot be shown, each safeguard, gaps, records to pull, signals, annexes."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from habeas import canonical, papers
from habeas.clock import Edtf
from habeas.custody.wording import CHOICE_NAMES
from habeas.language import N_, Words
from habeas.law import cite
from habeas.safeguards.figures import Figures, figures_json
from habeas.safeguards.report import annex, brief, cannot, incidents, pulling, safeguards, signals
from habeas.safeguards.report.composing import Composing
from habeas.safeguards.report.taking import (
    NOT_KEPT_LISTED,
    NOT_KEPT_ON_SHEETS,
    NOT_RECORDED_LISTED,
    NOT_RECORDED_ON_SHEETS,
    Taken,
    shortened,
)

cite("CPT-GR2#40", enforces="A report says first what the custody register does not hold.")

RULE_SETS = {
    "jurisdiction": N_("those that hold in the jurisdiction of each record"),
    "all": N_("all, whatever the jurisdiction of a record"),
}
LEFT_OUT: Mapping[str, Mapping[str, int]] = {
    N_(
        "of the occasions of each safeguard those after the first {a} not kept and the first {b} not "
        "recorded, up to {c} and {d}"
    ): {
        "a": NOT_KEPT_ON_SHEETS,
        "b": NOT_RECORDED_ON_SHEETS,
        "c": NOT_KEPT_LISTED,
        "d": NOT_RECORDED_LISTED,
    },
    N_("the drawn days of the other records in which something was not kept that a list names"): {},
    N_("of a record that is drawn a second and third day, where they tell something"): {},
}
"""What a page has and sheets have not, where records are named."""


def report_paper(
    figures: Figures, taken: Taken | None, *, words: Words, made_on: date, sheets: bool = False
) -> papers.Paper:
    """Compose the report; without what was ``taken`` it names no record, and may be public.

    On ``sheets`` it is short enough to be read, and says what it leaves to the page.
    """
    of = Composing(figures, shortened(taken, figures) if taken and sheets else taken, words, sheets)
    blocks = tuple(_blocks(of))
    return papers.Paper(
        title=of.say("Safeguards in custody: what the register shows"),
        subtitle=_subtitle(of),
        language=words.language,
        direction="rtl" if words.direction == "rtl" else "ltr",
        band=_band(of),
        synthetic=_synthetic(of),
        number=papers.number_of(subject="REGISTER", kind="AUDIT", made_on=made_on, content=_content(figures)),
        made_on=made_on,
        blocks=blocks,
        sources=of.sources(),
    )


def records_paper(figures: Figures, taken: Taken, *, words: Words, made_on: date) -> papers.Paper:
    """Compose a paper of records alone, each drawn day by day with everything that was found in it."""
    of = Composing(figures, taken, words, alone=True)
    return papers.Paper(
        title=of.say("Custody records, day by day"),
        subtitle=of.say("judged as of {moment} UTC", moment=words.moment(figures.as_of)),
        language=words.language,
        direction="rtl" if words.direction == "rtl" else "ltr",
        band=_band(of),
        synthetic=_synthetic(of),
        number=papers.number_of(
            subject="REGISTER", kind="RECORDS", made_on=made_on, content=_named(figures, taken)
        ),
        made_on=made_on,
        blocks=tuple(annex.alone(of, taken)),
        sources=(),
    )


def _named(figures: Figures, taken: Taken) -> bytes:
    named: canonical.Json = [one.record_id for one in taken.records]
    return _content(figures) + canonical.encode(named)


def _synthetic(of: Composing) -> str | None:
    return of.say("Invented data: no real person, place or event") if of.figures.synthetic else None


def _content(figures: Figures) -> bytes:
    # A length that is no whole number of seconds is a string there, as every decimal.
    said: canonical.Json = json.loads(json.dumps(figures_json(figures)), parse_float=str)
    return canonical.encode(said)


def _band(of: Composing) -> papers.Band | None:
    if of.taken is None:
        return None
    return papers.Band(
        word=of.say("Confidential"), who_may_see=of.say("for those who may open the register"), provision=""
    )


def _subtitle(of: Composing) -> str:
    figures, words = of.figures, of.words
    period = ""
    if figures.since is not None and figures.until is not None:
        period = words.date(Edtf.parse(f"{figures.since:%Y-%m-%d}/{figures.until:%Y-%m-%d}"))
    records = cannot.read(of)
    places = words.count("{n} place of detention", "{n} places of detention", figures.stations)
    judged = of.say("judged as of {moment} UTC", moment=words.moment(figures.as_of))
    return of.say(", ").join(each for each in (records, places, period, judged) if each)


def _blocks(of: Composing) -> Iterator[papers.Block]:
    yield from brief.half_page(of)
    yield from cannot.first_page(of)
    yield papers.Contents()
    yield from _what_was_asked(of)
    yield from safeguards.overview(of)
    yield from incidents.to_look_at(of)
    yield from pulling.to_pull(of)
    yield from pulling.gaps(of)
    yield from signals.to_be_looked_at(of)
    yield from safeguards.each(of)
    yield from annex.occasions(of)
    yield from annex.records(of)


def _what_was_asked(of: Composing) -> Iterator[papers.Block]:
    figures, words = of.figures, of.words
    yield of.heading(1, of.say("What was asked of the register"), "asked")
    rules = of.say(RULE_SETS[figures.rule_set]) if figures.rule_set in RULE_SETS else figures.rule_set
    facts = [
        (of.say("Safeguards"), of.say("{n}: {which}", n=words.number(len(figures.rules)), which=rules)),
        *cannot.who(of),
        (of.say("Entries"), words.number(figures.events)),
        (of.say("Judged as of"), words.moment(figures.as_of) + " UTC"),
        (of.say("Limits where the sources give none"), of.say(figures.site)),
    ]
    if figures.cannot_show.records_table:
        facts.append(
            (
                of.say("Particulars of persons and places"),
                of.say("as the table of records of the register has them; nothing here proves that table"),
            )
        )
    if figures.kinds_of_places:
        facts.append((of.say("Kinds of place"), _kinds_of_place(of)))
    if of.sheets:
        facts.append((of.say("Left out on sheets"), _left_out(of)))
    yield papers.Terms(
        entries=tuple(papers.Term(term=papers.said(term), meaning=papers.said(said)) for term, said in facts)
    )


def _kinds_of_place(of: Composing) -> str:
    """How many places of which kind, since what is asked of custody is asked in all of them."""
    kinds = Counter(of.figures.kinds_of_places.values())
    told = [
        of.say("{who}: {n}", who=of.say(CHOICE_NAMES.get(kind, kind)), n=of.words.number(count))
        for kind, count in kinds.most_common()
    ]
    asked = of.say(
        "A safeguard is asked in all of them where the jurisdiction of the record has it, unless it names "
        "the kinds itself"
    )
    return of.say("{what}. {more}", what=of.say("; ").join(told), more=asked)


def _left_out(of: Composing) -> str:
    """What the page of the report has besides."""
    told = [of.say("the bars of each safeguard; the places and months of those always kept")]
    if of.taken is not None:
        told += [
            of.say(text, **{name: of.words.number(count) for name, count in numbers.items()})
            for text, numbers in LEFT_OUT.items()
        ]
    return of.say("{what}. The report as a page (.html) has these.", what=of.say("; ").join(told))
