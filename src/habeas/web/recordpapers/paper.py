"""The custody record on paper, for the person and the lawyer: every entry, both times, and what is missing.

Source: CPT, 2nd General Report, paragraph 40 (a single and comprehensive custody record, of which the lawyer
has access); PACE 1984, Code C, 2.4 and 2.4A, for what a copy is.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from habeas import canonical, papers
from habeas.clock import Edtf
from habeas.custody.wording import CHOICE_NAMES
from habeas.language import Words
from habeas.safeguards.record_days import LEGEND
from habeas.web.custodydesk.access import Opened
from habeas.web.custodydesk.showing import moment
from habeas.web.custodydesk.times import local
from habeas.web.people.access import Reader
from habeas.web.recordpapers.picturing import Days
from habeas.web.recordpapers.telling import Row, missing, rows_of
from habeas.web.shell.bands import invented_line

_WIDTHS = (0.6, 1.6, 1.6, 4.2, 1.8)


def record_paper(
    opened: Opened, reader: Reader, days: Days, *, words: Words, at: datetime, sealed: bool, made_on: date
) -> papers.Paper:
    """Compose it, in the language that is switched on: ``words`` are of the same."""
    rows = rows_of(opened, reader, named=False)
    gaps = missing(days.course, opened, days.numbers)
    blocks: list[papers.Block] = [
        _para(_lead(opened, at)),
        papers.Terms(entries=tuple(_facts(opened, words))),
        papers.Heading(level=1, text=_("What is not written"), anchor="missing"),
        *_missing(gaps),
        papers.Heading(level=1, text=_("What is sealed"), anchor="sealed"),
        *(_para(said) for said in _sealed(opened, sealed=sealed)),
        papers.Heading(level=1, text=_("Entries"), anchor="entries"),
        papers.Table(
            caption=_("Every entry, by when it happened"),
            header=(_("No."), _("Happened"), _("Written"), _("Entry"), _("By")),
            rows=tuple(map(_cells, rows)),
            widths=_WIDTHS,
        ),
        papers.Heading(level=1, text=_("Day by day"), anchor="days"),
        _para(_(LEGEND)),
        *(papers.Picture(svg=one.wide, alt=one.summary, caption=one.heading) for one in days.days),
    ]
    return papers.Paper(
        title=_("Custody record"),
        subtitle=opened.station.name,
        language=words.language,
        direction="rtl" if words.direction == "rtl" else "ltr",
        band=papers.Band(
            word=_("Confidential"),
            who_may_see=_("the person, the lawyer, and whom they give it to"),
            provision="",
        ),
        synthetic=invented_line(words, invented=opened.station.invented),
        number=papers.number_of(
            subject="CUSTODY", kind="RECORD", made_on=made_on, content=_content(opened, rows)
        ),
        made_on=made_on,
        blocks=tuple(blocks),
        sources=(),
    )


def _content(opened: Opened, rows: Sequence[Row]) -> bytes:
    return canonical.encode([*(one.as_json() for one in opened.events), len(rows)])


def _para(text: str) -> papers.Para:
    return papers.Para(runs=papers.said(text))


def _lead(opened: Opened, at: datetime) -> str:
    return _(
        "This is the whole custody record as it stood %(at)s, for the person held and the lawyer. Every "
        "entry is here, also what was corrected or struck. Times are those of the clocks at the station."
    ) % {"at": moment(local(at, opened.station.zone))}


def _facts(opened: Opened, words: Words) -> Iterator[papers.Term]:
    said, zone = opened.said, opened.station.zone
    ended = opened.record.ended_at
    facts = [
        (_("Name"), said.get("name")),
        (_("Born"), words.date(Edtf.parse(said["born"])) if said.get("born") else None),
        (_("Station"), opened.station.name),
        (_("Opened"), moment(local(opened.record.opened_at, zone)) if opened.record.opened_at else None),
        (_("Ended"), moment(local(ended, zone)) if ended else _("not yet")),
        (_("Basis"), _(CHOICE_NAMES[said["basis"]]) if said.get("basis") else None),
        (_("Reason"), said.get("reason")),
        (_("Record"), opened.record.record_id),
    ]
    for term, meaning in facts:
        if meaning:
            yield papers.Term(term=papers.said(term), meaning=papers.said(str(meaning)))


def _missing(gaps: Sequence[str]) -> Iterator[papers.Block]:
    if gaps:
        yield papers.Bullets(items=tuple(papers.said(one) for one in gaps))
        yield _para(_("That something is not written does not say that it was not done."))
        return
    yield _para(_("No stretch lacks its beginning or end, and never did two hours pass without an entry."))


def _sealed(opened: Opened, *, sealed: bool) -> Iterator[str]:
    if opened.record.erased:
        yield _("This record was erased: what its entries said nobody reads any more.")
    elif sealed:
        yield _(
            "This copy holds what is sealed from the station. It is given to the person or the lawyer alone."
        )
        if opened.sealed:
            yield _("Some entries say more, which who made this copy does not read.")
    elif opened.sealed:
        yield _(
            "What health staff found, and what was complained of, is sealed: the station does not read it, "
            "and it is not in this copy. The person and the lawyer get the medical findings from the health "
            "staff."
        )
    else:
        yield _("Nothing in this record is sealed.")


def _cells(row: Row) -> tuple[tuple[papers.Run, ...], ...]:
    late = row.late if row.outage or not row.late else _("late, %(late)s") % {"late": row.late}
    entry = [row.says, *filter(None, [late]), *row.told, *row.was, *filter(None, [row.struck])]
    texts = (
        str(row.number),
        row.happened,
        row.written,
        ". ".join(one.rstrip(".") for one in entry) + ".",
        row.by,
    )
    return tuple(papers.said(one or "–") for one in texts)
