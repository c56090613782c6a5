"""A list of places, on its way into the store: all of it, or nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from habeas.documents.folding import folded
from habeas.documents.lists.place_register import Change, PlaceHistory
from habeas.documents.lists.places import PlaceKind, ReadPlace
from habeas.dossier import facts
from habeas.dossier.facts import Certainty, Klass
from habeas.errors import RefusedError, Where
from habeas.language import N_
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register
from habeas.web.parties.actions import open_party
from habeas.web.parties.models import Authority, Party
from habeas.web.places.actions import project
from habeas.web.places.models import Place, PlaceChange
from habeas.web.sources.actions import source_for

PLACES_TAKEN_OVER = register("places.taken_over", N_("took over a list of places"))

KINDS: Mapping[PlaceKind, str] = MappingProxyType(
    {
        PlaceKind.POLICE_STATION: "police",
        PlaceKind.HOLDING_FACILITY: "temporary detention",
        PlaceKind.REMAND: "remand",
        PlaceKind.PRISON: "prison",
        PlaceKind.IMMIGRATION: "immigration",
        PlaceKind.PSYCHIATRIC: "psychiatric",
        PlaceKind.COURT: "court",
        PlaceKind.VEHICLE: "vehicle",
        PlaceKind.OTHER: "other",
    }
)
"""The kinds that lists and registers use, as this app names them."""


@dataclass(frozen=True, slots=True)
class RefusedPlace:
    """A row that cannot be taken."""

    line: int
    column: str | None
    code: str
    message: str
    advice: str


@dataclass(slots=True)
class TakenPlaces:
    """What an intake did or would do: places added (their names), and lines that were there already."""

    added: list[str] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    refused: list[RefusedPlace] = field(default_factory=list)
    party_opened: bool = False


def take_places(
    actor: Actor | None,
    read: Iterable[ReadPlace],
    *,
    party: Party,
    source: facts.Source,
    klass: Klass = Klass.CONFIDENTIAL,
    certainty: Certainty = Certainty.SEEN,
    keep_repeated: bool = False,
    sha256: str = "",
    today: date,
    file: str = "-",
    dry_run: bool = False,
) -> TakenPlaces:
    """Take a list of places over and return what was done.

    A place of the Party with the same code, or the same name in the same region, is there already
    and is left alone (kept a second time with ``keep_repeated``). Raises ``RefusedError``
    (``rows-refused``, ``source-not-public``); nothing is then written. With ``dry_run`` nothing is.
    """

    def each(taking: "_Taking") -> None:
        for place in read:
            taking.place(place)

    shared = {"certainty": certainty.value, "klass": klass.value}
    taking = _Taking(actor, party, source, shared, today=today, keep_repeated=keep_repeated)
    return taking.run(each, sha256=sha256, file=file, dry_run=dry_run)


def take_place_histories(
    actor: Actor | None,
    read: Iterable[PlaceHistory],
    *,
    party: Party,
    source: facts.Source,
    klass: Klass = Klass.CONFIDENTIAL,
    certainty: Certainty = Certainty.SEEN,
    mergers: Mapping[str, str] = MappingProxyType({}),
    keep_repeated: bool = False,
    sha256: str = "",
    today: date,
    file: str = "-",
    dry_run: bool = False,
) -> TakenPlaces:
    """Take a register over in which a code comes back when its place changes.

    ``mergers`` are those that a person confirmed: code of a place closed, code of the one that it
    was merged into; the date is that of its closing. Raises as :func:`take_places`.
    """

    def each(taking: "_Taking") -> None:
        rows = {history.code: taking.history(history, mergers) for history in read}
        for closed, into in mergers.items():
            taking.merger(rows.get(closed), rows.get(into))

    shared = {"certainty": certainty.value, "klass": klass.value}
    taking = _Taking(actor, party, source, shared, today=today, keep_repeated=keep_repeated)
    return taking.run(each, sha256=sha256, file=file, dry_run=dry_run)


class _Taking:
    """One list on its way in."""

    def __init__(
        self,
        actor: Actor | None,
        party: Party,
        source: facts.Source,
        shared: dict[str, str],
        *,
        today: date,
        keep_repeated: bool,
    ) -> None:
        self.actor, self.party, self.shared, self.today = actor, party, shared, today
        self.klass, self.certainty = Klass(shared["klass"]), shared["certainty"]
        self.keep_repeated, self._source_value = keep_repeated, source
        self.taken = TakenPlaces()

    def run(self, each: Callable[["_Taking"], None], *, sha256: str, file: str, dry_run: bool) -> TakenPlaces:
        if self.klass is Klass.PUBLIC and not self._source_value.opens_to_the_public:
            raise RefusedError(
                "source-not-public",
                _(
                    "A list comes in as public only from a source that is named "
                    "with its date and its address."
                ),
                advice=_("Give the source a date and an address, or take the list over as confidential."),
            )
        with transaction.atomic():
            self.source = source_for(self.actor, self._source_value)
            if self.klass is Klass.PUBLIC and self.party.klass != Klass.PUBLIC.value:
                open_party(self.actor, self.party, source=self.source)
                self.taken.party_opened = True
            self._known = _Known(self.party)
            self._authorities = {
                folded(name): pk
                for name, pk in Authority.objects.filter(party=self.party).values_list("name", "pk")
            }
            each(self)
            if self.taken.refused and not dry_run:
                raise _refusal(self.taken.refused, file)
            counts = {"added": len(self.taken.added), "repeated": len(self.taken.repeated), "sha256": sha256}
            changes = {name: (None, value) for name, value in counts.items()}
            record(self.actor, PLACES_TAKEN_OVER, self.party, changes=changes, party=self.party.public_id)
            if dry_run:
                transaction.set_rollback(True)
        return self.taken

    def place(self, read: ReadPlace) -> None:
        """Take one row of a list."""
        row = self._row(
            name=read.name,
            kind=KINDS[read.kind] if read.kind else "unknown",
            kind_as_written=read.kind_as_written or "",
            region=read.region or "",
            municipality=read.municipality or "",
            address=read.address or "",
            code=read.code or "",
            capacity_places=read.capacity,
            latitude=None if read.latitude is None else round(read.latitude, 5),
            longitude=None if read.longitude is None else round(read.longitude, 5),
            other_names=list(read.other_names),
        )
        note = self._authority(row, read.authority or "")
        if note:
            row.note = note
        changes = [("opened", read.opened, "", ""), ("closed", read.closed, "", "")]
        self._take(row, read.line, [(kind, on, value, old) for kind, on, value, old in changes if on])

    def history(self, read: PlaceHistory, mergers: Mapping[str, str]) -> Place | None:
        """Take one place with what became of it; the end of one that was merged is the merger."""
        first, last = read.entries[0], read.entries[-1]
        row = self._row(
            name=last.name,
            kind=KINDS[last.kind] if last.kind else "unknown",
            kind_as_written=last.kind_as_written or "",
            address=last.address or "",
            code=read.code,
        )
        row.note = self._authority(row, last.operator or "")
        changes: list[tuple[str, str | None, str, str]] = []
        if read.opened:
            changes.append(("opened", read.opened, "", ""))
        before = first
        for entry in read.entries[1:]:
            if Change.RENAMED in entry.changes:
                changes.append(("renamed", entry.since, entry.name, before.name))
            if Change.TYPE_CHANGED in entry.changes and entry.kind and before.kind:
                changes.append(("kind changed", entry.since, KINDS[entry.kind], KINDS[before.kind]))
            if Change.MOVED in entry.changes:
                changes.append(("moved", entry.since, entry.address or "", before.address or ""))
            before = entry
        if read.closed and read.code not in mergers:
            changes.append(("closed", read.closed, "", ""))
        if not self._take(row, last.line, changes):
            return None
        row.closed_on = read.closed or ""  # type: ignore[attr-defined]  # for its merger, below
        return row

    def merger(self, closed: Place | None, into: Place | None) -> None:
        """Note a merger that a person confirmed; of places that were there already nothing is changed."""
        if closed is None or into is None:
            return
        on: str = closed.closed_on  # type: ignore[attr-defined]
        PlaceChange.objects.create(
            place=closed, kind="merged into", into=into, date=on, source=self.source, certainty="recalled"
        )
        project(closed, self.today)
        closed.save()

    def _row(self, **columns: Any) -> Place:
        return Place(party=self.party, source=self.source, **self.shared, **columns)

    def _authority(self, row: Place, name: str) -> str:
        """Tie the place to the authority of that name; return what to note where there is none."""
        row.authority_id = self._authorities.get(folded(name)) if name else None
        return (
            _("Authority as the list has it: %(name)s") % {"name": name}
            if name and not row.authority_id
            else ""
        )

    def _take(self, row: Place, line: int, changes: list[tuple[str, str | None, str, str]]) -> bool:
        if wrong := _too_long(row, line):
            self.taken.refused.append(wrong)
            return False
        if self._known.has(row):
            self.taken.repeated.append(line)
            if not self.keep_repeated:
                return False
        row.save()
        PlaceChange.objects.bulk_create(
            PlaceChange(
                place=row,
                kind=kind,
                date=on or "",
                value=value,
                before=old,
                source=self.source,
                certainty=self.certainty,
            )
            for kind, on, value, old in changes
        )
        project(row, self.today)
        row.save()
        self.taken.added.append(row.name)
        return True


class _Known:
    """Which places of a Party were there before the list came."""

    def __init__(self, party: Party) -> None:
        self.codes: set[str] = set()
        self.names: set[tuple[str, str]] = set()
        for place in Place.objects.filter(party=party):
            if place.code:
                self.codes.add(place.code)
            for name in (place.name, *place.other_names):
                self.names.add((folded(name), folded(place.region)))

    def has(self, row: Place) -> bool:
        """Whether a row is one of them."""
        if row.code and row.code in self.codes:
            return True
        return (folded(row.name), folded(row.region)) in self.names


def _refusal(refused: list[RefusedPlace], file: str) -> RefusedError:
    first = refused[0]
    return RefusedError(
        "rows-refused",
        _("Rows that cannot be taken: %(count)d; the first: %(first)s")
        % {"count": len(refused), "first": first.message},
        where=Where(file, first.line, first.column),
        advice=_("Nothing was written.") + f" {first.advice}",
    )


_LENGTHS = {
    column.name: column.max_length
    for column in Place._meta.concrete_fields
    if column.max_length and isinstance(column, models.CharField) and column.name != "public_id"
}


def _too_long(row: Place, line: int) -> RefusedPlace | None:
    for name, most in _LENGTHS.items():
        value = str(getattr(row, name))
        if len(value) > (most or 0):
            return RefusedPlace(
                line,
                name,
                "value-too-long",
                _("“%(name)s” holds %(found)d characters; at most %(most)d are kept.")
                % {"name": name, "found": len(value), "most": most},
                _("Shorten it, or map the column to another field."),
            )
    return None
