"""Lists and registers of places, brought in from the command line."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from habeas.documents.lists import place_register, taking
from habeas.documents.lists.place_register import PlaceHistory
from habeas.documents.lists.places import ReadPlace
from habeas.documents.results import ReadList
from habeas.documents.tables import spreadsheet
from habeas.documents.tables.table import Table
from habeas.errors import RefusedError
from habeas.web.parties.access import PartyByName
from habeas.web.parties.actions import add_party
from habeas.web.parties.models import Party
from habeas.web.places.taking import TakenPlaces, take_place_histories, take_places
from habeas.web.running.mappings import mapping_for
from habeas.web.running.orders import (
    Brought,
    Order,
    refuse_problems,
    refuse_refused,
    rows_of,
    sha256_of_file,
)

Take = Callable[..., TakenPlaces]


def places_in(order: Order) -> Brought:
    """Take a list of places over; a register in which codes come back is read with its history.

    Raises ``RowsRefusedError`` with every row that cannot be taken.
    """
    table = spreadsheet.read_table(order.file, name=order.name, sheet=order.sheet)
    read, take = _read(order, table)
    refuse_problems(order, read.problems)
    try:
        brought = _taken(order, read, take, dry_run=order.dry_run)
    except RefusedError as error:
        if error.code != "rows-refused":
            raise
        brought = _taken(order, read, take, dry_run=True)  # a refusal names the first row only, this all
    brought.told += rows_of(read.warnings)
    return brought


def _read(order: Order, table: Table) -> tuple[ReadList[ReadPlace] | ReadList[PlaceHistory], Take]:
    if place_register.is_place_register(table):
        return place_register.read_place_register(table), take_place_histories
    return taking.read_places(table, mapping_for(order, table)), take_places


def _taken(
    order: Order, read: ReadList[ReadPlace] | ReadList[PlaceHistory], take: Take, *, dry_run: bool
) -> Brought:
    brought = Brought()
    with transaction.atomic():
        taken = take(
            None,
            read.items,
            party=_party(order, brought),
            source=order.source_named,
            klass=order.klass,
            sha256=sha256_of_file(order.file),
            today=timezone.localdate(),
            file=order.name,
            dry_run=dry_run,
        )
        refuse_refused(order, taken.refused)
        if dry_run:
            transaction.set_rollback(True)
    brought.added, brought.there = {"place": len(taken.added)}, {"place": len(taken.repeated)}
    return brought


def _party(order: Order, brought: Brought) -> Party:
    """The one Party that the places are of."""
    if order.party is None:
        raise RefusedError("party-missing", "a list of places needs its Party", advice="Add --party NAME.")
    party = PartyByName()(order.party)
    if party is None and not order.make_parties:
        raise RefusedError(
            "party-unknown",
            f"no Party is called “{order.party}” here",
            advice="See the name, or add --make-parties to make the Party.",
        )
    if party is None:
        party = add_party(None, name=order.party, klass=order.klass)
        brought.parties_made.append(party.name)
    return party
