"""Lists of what was asked, brought in from the command line."""

from collections.abc import Callable, Iterable, Iterator

from habeas.documents.asks import ReadAsk
from habeas.documents.folding import folded
from habeas.documents.lists import taking, uhri, upr_info
from habeas.documents.results import ReadList
from habeas.documents.tables import spreadsheet
from habeas.errors import RefusedError
from habeas.web.parties.access import PartyByName
from habeas.web.reports.taking import IntakeOf, TakenAsks, take_asks
from habeas.web.running.mappings import mapping_for
from habeas.web.running.orders import (
    Brought,
    Order,
    Progress,
    refuse_problems,
    refuse_refused,
    rows_of,
    sha256_of_file,
)
from habeas.web.running.refused_rows import Row


def asks_in(order: Order, progress: Progress) -> Brought:
    """Take a list of UPR Info, of UHRI or of a spreadsheet over; ``RowsRefusedError`` with every bad row."""
    match order.form:
        case "uhri":
            return _of_stream(order, progress)
        case "upr-info":
            return _of_list(order, upr_info.read_upr_info(order.file, name=order.name), progress)
    table = spreadsheet.read_table(order.file, name=order.name, sheet=order.sheet)
    return _of_list(order, taking.read_asks(table, mapping_for(order, table)), progress)


def _of_list(order: Order, read: ReadList[ReadAsk], progress: Progress) -> Brought:
    refuse_problems(order, read.problems)
    encoding = read.taken
    intake = IntakeOf(
        format=order.form,
        sha256=sha256_of_file(order.file),
        name=order.name,
        header=read.headings,
        encoding=encoding.encoding if encoding else "",
        newline=encoding.newline if encoding else "",
        bom=bool(encoding and encoding.bom),
    )
    chosen = _of_party(order)
    brought = _taken(order, intake, lambda: (ask for ask in read.items if chosen(ask)), progress)
    brought.told += rows_of(read.warnings)
    return brought


def _of_stream(order: Order, progress: Progress) -> Brought:
    intake = IntakeOf(format=order.form, sha256=sha256_of_file(order.file), name=order.name)
    chosen = _of_party(order)
    told: list[Row] = []

    def asks() -> Iterator[ReadAsk]:
        told.clear()
        for ask, problems in uhri.read_uhri(order.file, name=order.name):
            if chosen(ask):
                told.extend(rows_of(problems))
                yield ask

    brought = _taken(order, intake, asks, progress)
    brought.told += told
    return brought


def _taken(
    order: Order, intake: IntakeOf, asks: Callable[[], Iterable[ReadAsk]], progress: Progress
) -> Brought:
    def take(*, dry_run: bool) -> TakenAsks:
        return take_asks(
            None,
            asks(),
            klass=order.klass,
            source=order.source_named,
            intake=intake,
            make_parties=order.make_parties,
            dry_run=dry_run,
            progress=progress,
        )

    try:
        taken = take(dry_run=order.dry_run)
    except RefusedError as error:
        if error.code != "rows-refused":
            raise
        taken = take(dry_run=True)  # the refusal names the first row only: a dry run has all of them
    refuse_refused(order, taken.refused)
    return Brought(
        added={"ask": taken.added}, there={"ask": len(taken.repeated)}, parties_made=list(taken.parties_made)
    )


def _of_party(order: Order) -> Callable[[ReadAsk], bool]:
    """Whether an ask is of the Party named, by any of its names; everything is where none is named."""
    named = order.party
    if named is None or order.form == "csv":  # there it is the Party of rows that name none
        return lambda _ask: True
    find = PartyByName()
    party, word = find(named), folded(named)

    def chosen(ask: ReadAsk) -> bool:
        for name in (ask.party, *ask.further_parties):
            if folded(name) == word or (party is not None and find(name) == party):
                return True
        return False

    return chosen
