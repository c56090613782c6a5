"""The steps of an import in the browser: read, map, try, take over. Nothing is written before the last."""

import hashlib
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from habeas.clock import Edtf
from habeas.documents.headings import Target
from habeas.documents.lists.mapping import ColumnMapping
from habeas.documents.lists.place_register import (
    MergerProposal,
    is_place_register,
    propose_mergers,
    read_place_register,
)
from habeas.documents.lists.proposal import Guess, propose_for
from habeas.documents.lists.taking import read_asks, read_places
from habeas.documents.lists.upr_info import is_upr_info, read_upr_info
from habeas.documents.refusals import RowProblem
from habeas.documents.results import ReadList, Taken
from habeas.documents.tables.spreadsheet import TEXTS, WORKBOOKS, read_pasted, read_table
from habeas.documents.tables.table import Table
from habeas.dossier import facts
from habeas.dossier.facts import Klass
from habeas.errors import RefusedError
from habeas.web.parties.access import PartyByName
from habeas.web.parties.actions import add_party
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.places.taking import RefusedPlace, TakenPlaces, take_place_histories, take_places
from habeas.web.reports.access import mapping_for
from habeas.web.reports.actions import IntakeOf, Repeated, TakenAsks, keep_mapping, take_asks
from habeas.web.reports.exporting import UPR_INFO
from habeas.web.reports.opening import ask_to_open_list
from habeas.web.reports.taking import RefusedRow
from habeas.web.reports.waiting import Waiting

SAMPLE = 5
PUBLIC_FORMATS = frozenset({UPR_INFO})
"""Formats of public databases: only what comes in one of these may come in as public by the browser."""

Result = TakenAsks | TakenPlaces


@dataclass(frozen=True, slots=True)
class Opened:
    """A list that was read: its table, which format it is, and how its columns are read, if that is known."""

    table: Table
    format: str
    mapping: ColumnMapping | None = None
    guesses: tuple[Guess, ...] = ()
    known: bool = False

    @property
    def needs_mapping(self) -> bool:
        """Whether a person has to say which column is which."""
        return self.format in ("table", "pasted")


@dataclass(slots=True)
class Trial:
    """What a list would do: the problems of its rows, and what would be added."""

    problems: tuple[RowProblem, ...] = ()
    refused: list[RefusedRow | RefusedPlace] = field(default_factory=list)
    result: Result | None = None
    mergers: list[MergerProposal] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    opening_asked: bool = False

    @property
    def errors(self) -> list[RowProblem]:
        """Problems that keep a row out."""
        return [problem for problem in self.problems if not problem.warning]

    @property
    def warnings(self) -> list[RowProblem]:
        """Problems that are only told."""
        return [problem for problem in self.problems if problem.warning]

    @property
    def good(self) -> bool:
        """Whether the list can be taken over as it is."""
        return not self.errors and not self.refused and self.rows > 0


def file_name(waiting: Waiting) -> str:
    """The name that messages use: it tells the kind of file and nothing else."""
    return f"list{waiting.told.get('suffix', '')}"


def suffix_of(name: str) -> str:
    """The ending of an uploaded file's name, where it is one that tells how to read it."""
    suffix = PurePath(name).suffix.casefold()
    return suffix if suffix in (*TEXTS, *WORKBOOKS) else ""


def opened(waiting: Waiting) -> Opened:
    """Read the list, find out its format, and propose how its columns are read.

    Raises ``RefusedError`` for a file that cannot be read.
    """
    told, name = waiting.told, file_name(waiting)
    target = Target(told["target"])
    if told.get("pasted"):
        table, kind = read_pasted(waiting.path.read_text("utf-8"), name=_("what was pasted")), "pasted"
    else:
        table = read_table(
            waiting.path, name=name, encoding=told.get("encoding") or None, sheet=told.get("sheet") or None
        )
        kind = "table"
    if target is Target.ASKS and is_upr_info(table.headings):
        return Opened(table, UPR_INFO)
    if target is Target.PLACES and is_place_register(table):
        return Opened(table, "place-register")
    return _mapped(waiting, table, kind, target)


def _mapped(waiting: Waiting, table: Table, kind: str, target: Target) -> Opened:
    """What the person said, else what was kept of such a list, else what is proposed."""
    proposal = propose_for(table, target)
    if said := waiting.told.get("mapping"):
        mapping = ColumnMapping.from_json(said)
        if mapping.fits(table):
            return Opened(table, kind, mapping, proposal.guesses)
    kept = mapping_for(target.value, table.signature)
    if kept is not None:
        return Opened(table, kind, ColumnMapping.from_json(kept.mapping), proposal.guesses, known=True)
    mapping = proposal.mapping
    if target is Target.ASKS and "party" not in mapping.columns and waiting.told.get("party"):
        constants = dict(mapping.constants) | {"party": str(waiting.told["party"])}
        mapping = ColumnMapping.from_json({**mapping.as_json(), "constants": constants})
    return Opened(table, kind, mapping, proposal.guesses)


def trial(actor: Reader, waiting: Waiting, *, make_parties: bool, keep_repeated: bool) -> Trial:
    """Try the list: everything is done and taken back."""
    with transaction.atomic():
        tried = _done(actor, waiting, make_parties=make_parties, keep_repeated=keep_repeated, dry_run=True)
        transaction.set_rollback(True)
    return tried


def take_over(
    actor: Reader, waiting: Waiting, *, make_parties: bool, keep_repeated: bool, mergers: list[str]
) -> Trial:
    """Take the list over, keep how its columns are read, and remove the file; all of it or nothing.

    ``mergers`` are the codes whose proposed merger the person confirmed.
    """
    with transaction.atomic():
        done = _done(
            actor,
            waiting,
            make_parties=make_parties,
            keep_repeated=keep_repeated,
            dry_run=False,
            mergers=frozenset(mergers),
        )
        if not done.good:
            raise RefusedError(
                "rows-refused", _("The list has rows that cannot be taken."), advice=_("Nothing was written.")
            )
        taken = done.result
        if isinstance(taken, TakenAsks) and taken.intake and opening_asked(waiting, opened(waiting)):
            ask_to_open_list(actor, taken.intake, at=timezone.now())
            done.opening_asked = True
        if said := waiting.told.get("mapping"):
            keep_mapping(actor, ColumnMapping.from_json(said))
    waiting.drop()
    return done


def _done(
    actor: Reader,
    waiting: Waiting,
    *,
    make_parties: bool,
    keep_repeated: bool,
    dry_run: bool,
    mergers: frozenset[str] = frozenset(),
) -> Trial:
    found = opened(waiting)
    target = Target(waiting.told["target"])
    if target is Target.PLACES:
        return _places(actor, waiting, found, keep_repeated=keep_repeated, dry_run=dry_run, mergers=mergers)
    read = (
        read_upr_info(waiting.path, name=file_name(waiting), encoding=waiting.told.get("encoding") or None)
        if (found.format == UPR_INFO)
        else read_asks(found.table, _mapping(found))
    )
    tried = Trial(problems=read.problems, rows=len(read.items))
    if tried.errors:
        return tried
    _party(actor, waiting)
    tried.result = take_asks(
        actor,
        read.items,
        klass=Klass.CONFIDENTIAL,  # until another person opens it
        source=source_of(waiting),
        intake=_intake(waiting, found, read),
        make_parties=make_parties,
        repeated=Repeated.KEEP if keep_repeated else Repeated.SKIP,
        dry_run=dry_run,
    )
    tried.refused = list(tried.result.refused)
    return tried


def _places(
    actor: Reader,
    waiting: Waiting,
    found: Opened,
    *,
    keep_repeated: bool,
    dry_run: bool,
    mergers: frozenset[str],
) -> Trial:
    shared: dict[str, Any] = {
        "source": source_of(waiting),
        "klass": Klass.CONFIDENTIAL,
        "sha256": _sha256(waiting),
        "today": timezone.localdate(),
        "file": file_name(waiting),
        "keep_repeated": keep_repeated,
        "dry_run": dry_run,
    }
    if found.format == "place-register":
        histories = read_place_register(found.table)
        tried = Trial(problems=histories.problems, rows=len(histories.items))
        proposals = propose_mergers(histories.items)
        tried.mergers = [proposal for proposal in proposals if proposal.into]
        tried.names = {history.code: history.name for history in histories.items}
        if not tried.errors:
            confirmed = {
                code: proposal.into
                for proposal in tried.mergers
                for code in proposal.closed
                if code in mergers and proposal.into
            }
            party = _party(actor, waiting)
            tried.result = take_place_histories(
                actor, histories.items, party=party, mergers=confirmed, **shared
            )
    else:
        places = read_places(found.table, _mapping(found))
        tried = Trial(problems=places.problems, rows=len(places.items))
        if not tried.errors:
            tried.result = take_places(actor, places.items, party=_party(actor, waiting), **shared)
    if tried.result is not None:
        tried.refused = list(tried.result.refused)
    return tried


def _mapping(found: Opened) -> ColumnMapping:
    if found.mapping is None or found.mapping.missing:
        raise RefusedError(
            "mapping-unfinished",
            _("Not every field that is needed has a column."),
            advice=_("Go back and say which column it is."),
        )
    return found.mapping


def _party(actor: Reader, waiting: Waiting) -> Party:
    """The Party that was named, made where it is new; a list that names its own needs none."""
    name = str(waiting.told.get("party", ""))
    if not name:
        return Party()
    return PartyByName()(name) or add_party(actor, name=name)


def opening_asked(waiting: Waiting, found: Opened) -> bool:
    """Whether somebody said that the list is public at its source, and it is of a public database."""
    return bool(waiting.told.get("public")) and found.format in PUBLIC_FORMATS


def source_of(waiting: Waiting) -> facts.Source:
    """The source that was chosen or named."""
    told = waiting.told["source"]
    return facts.Source(
        name=told["name"],
        address=told["address"],
        date=Edtf.parse(told["date"]) if told["date"] else None,
        voice=facts.Voice(told["voice"]) if told["voice"] else None,
        capacity=facts.Capacity(told["capacity"]) if told["capacity"] else None,
    )


def source_told(value: facts.Source) -> dict[str, str]:
    """The same, to be kept."""
    return {
        "name": value.name,
        "address": value.address,
        "date": value.date.text if value.date else "",
        "voice": value.voice.value if value.voice else "",
        "capacity": value.capacity.value if value.capacity else "",
    }


def _sha256(waiting: Waiting) -> str:
    digest = hashlib.sha256()
    with waiting.path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _intake(waiting: Waiting, found: Opened, read: ReadList[Any]) -> IntakeOf:
    taken: Taken | None = read.taken
    return IntakeOf(
        format=found.format if found.format == UPR_INFO else "csv",
        sha256=_sha256(waiting),
        name=file_name(waiting),
        header=read.headings,
        encoding=taken.encoding if taken else "",
        newline=taken.newline if taken else "",
        bom=taken.bom if taken else False,
    )
