"""The doors for writing places: each change is dated, and makes name, kind and state what they are now.

A change is added or withdrawn, never edited. What is entered by hand is confidential: a place that
was public is confidential from then on, for its source has not said what it says now.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from habeas.clock import Edtf
from habeas.dossier.status import happened, place_state
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.web.journal.actions import Actor, changed, record, snapshot
from habeas.web.journal.kinds import register
from habeas.web.places.models import KINDS, Place, PlaceChange
from habeas.web.places.store import change_value
from habeas.web.sources import actions as sources
from habeas.web.sources.actions import closed_by_hand
from habeas.web.sources.models import Source

PLACE_ADDED = register("place.added", N_("added the place"))
PLACE_CHANGED = register("place.changed", N_("changed what is known of the place"))
PLACE_OPENED = register("place.opened", N_("noted when the place opened"))
PLACE_RENAMED = register("place.renamed", N_("renamed the place"))
PLACE_KIND_CHANGED = register("place.kind_changed", N_("changed the kind of the place"))
PLACE_MERGED = register("place.merged", N_("merged the place into another"))
PLACE_MOVED = register("place.moved", N_("noted that the place moved"))
PLACE_CLOSED = register("place.closed", N_("closed the place"))
PLACE_REOPENED = register("place.reopened", N_("reopened the place"))
PLACE_CHANGE_WITHDRAWN = register("place.change_withdrawn", N_("withdrew a change recorded in error"))

_JOURNAL = {
    "opened": PLACE_OPENED,
    "renamed": PLACE_RENAMED,
    "named": PLACE_RENAMED,
    "kind changed": PLACE_KIND_CHANGED,
    "merged into": PLACE_MERGED,
    "moved": PLACE_MOVED,
    "closed": PLACE_CLOSED,
    "reopened": PLACE_REOPENED,
}

cite("ECPT#2", enforces="A place keeps its history: renamed, merged, closed, each change dated and sourced.")


def add_place(actor: Actor | None, place: Place, /, *, opened: str = "") -> Place:
    """Store a new place, and when it opened (EDTF) where that is known."""
    with transaction.atomic():
        sources.add(actor, PLACE_ADDED, place, party=place.party.public_id)
        if opened:
            PlaceChange.objects.create(
                place=place, kind="opened", date=Edtf.parse(opened).text, source=place.source
            )
    return place


def change_place(actor: Actor, place: Place, before: Mapping[str, Any], /, *, reason: str) -> None:
    """Store what was corrected; name, kind and state change by their own doors."""
    sources.change(actor, PLACE_CHANGED, place, before, party=place.party.public_id, reason=reason)


def rename_place(
    actor: Actor | None,
    place: Place,
    *,
    name: str,
    on: str,
    today: date,
    source: Source | None = None,
    note: str = "",
) -> PlaceChange:
    """Give the place a new name from ``on`` (EDTF, may be empty); the old one is kept."""
    if name == place.name:
        raise RefusedError("place-name-same", _("The place has this name already."))
    change = _change(place, "renamed", on, source, note, value=name)
    change.before = _name_before(place, change)
    return _add(actor, place, change, today)


def _name_before(place: Place, change: PlaceChange) -> str:
    """The name that the place had until ``change``: what an earlier rename gave it, or a later one took."""
    renames = list(PlaceChange.objects.filter(place=place, kind="renamed", withdrawn_why=""))
    dated = [(row.when.sort_key(), row) for row in renames if row.when]
    if change.when is None or not dated:
        return place.name
    at = change.when.sort_key()
    earlier = [(key, row.value) for key, row in dated if key <= at]
    later = [(key, row.before) for key, row in dated if key > at]
    return max(earlier)[1] if earlier else min(later)[1]


def change_kind(
    actor: Actor | None,
    place: Place,
    *,
    kind: str,
    on: str,
    today: date,
    source: Source | None = None,
    note: str = "",
) -> PlaceChange:
    """Make it a place of another kind from ``on``."""
    if kind not in dict(KINDS):
        raise ValueError(f"no such kind of place: {kind}")
    if kind == place.kind:
        raise RefusedError("place-kind-same", _("The place is of this kind already."))
    change = _change(place, "kind changed", on, source, note, value=kind, before=place.kind)
    return _add(actor, place, change, today)


def merge_places(
    actor: Actor | None,
    places: Iterable[Place],
    *,
    into: Place,
    on: str,
    today: date,
    source: Source | None = None,
    note: str = "",
) -> list[PlaceChange]:
    """Close ``places`` by merging them into another of the same Party; all of them or none."""
    changes = []
    with transaction.atomic():
        for place in places:
            _require_mergeable(place, into)
            change = _change(place, "merged into", on, source, note, into=into)
            changes.append(_add(actor, place, change, today))
    return changes


def _require_mergeable(place: Place, into: Place) -> None:
    if place.party_id != into.party_id:
        raise RefusedError("place-of-another-party", _("Places of two Parties cannot be merged."))
    if into in (place, *_merged_into(place)):
        raise RefusedError(
            "place-merged-into-itself",
            _("A place cannot be merged into itself, nor into one merged into it."),
        )
    _require_open(place)


def _merged_into(place: Place) -> list[Place]:
    """Every place that was merged into this one, and into those."""
    found: list[Place] = []
    waiting = [place]
    while waiting:
        changes = PlaceChange.objects.filter(into=waiting.pop(), withdrawn_why="").select_related("place")
        fresh = [change.place for change in changes if change.place not in found]
        found += fresh
        waiting += fresh
    return found


def open_place(
    actor: Actor | None, place: Place, *, on: str, today: date, source: Source | None = None, note: str = ""
) -> PlaceChange:
    """Note when the place opened."""
    return _add(actor, place, _change(place, "opened", on, source, note), today)


def move_place(
    actor: Actor | None,
    place: Place,
    *,
    to: str,
    on: str,
    today: date,
    source: Source | None = None,
    note: str = "",
) -> PlaceChange:
    """Note that the place moved to another address from ``on``; what was known of where it lies is kept."""
    change = _change(place, "moved", on, source, note, value=to, before=place.address)
    return _add(actor, place, change, today)


def close_place(
    actor: Actor | None, place: Place, *, on: str, today: date, source: Source | None = None, note: str = ""
) -> PlaceChange:
    """Close the place. Raises ``RefusedError`` (``place-closed-already``)."""
    _require_open(place)
    return _add(actor, place, _change(place, "closed", on, source, note), today)


def reopen_place(
    actor: Actor | None, place: Place, *, on: str, today: date, source: Source | None = None, note: str = ""
) -> PlaceChange:
    """Open a place again. Raises ``RefusedError`` (``place-open-already``)."""
    if place.state == "open":
        raise RefusedError("place-open-already", _("The place is open; it cannot be opened again."))
    return _add(actor, place, _change(place, "reopened", on, source, note), today)


def withdraw_change(actor: Actor, change: PlaceChange, *, today: date, reason: str) -> None:
    """Withdraw a change that was recorded in error; it stays in the history with the reason."""
    if not reason.strip():
        raise RefusedError("reason-missing", _("To withdraw a change needs a reason."))
    place = change.place
    before = snapshot(place)
    with transaction.atomic():
        change.withdrawn_why = reason
        change.save(update_fields=["withdrawn_why"])
        if change.kind in ("renamed", "named") and change.before:
            place.name = change.before
        if change.kind == "kind changed" and change.before:
            place.kind = change.before
        if change.kind == "moved" and change.before:
            place.address = change.before
        project(place, today)
        changes = {change.kind: (change.date, None), **changed(before, place), **closed_by_hand(place)}
        place.save()
        record(
            actor,
            PLACE_CHANGE_WITHDRAWN,
            place,
            changes=changes,
            reason=reason,
            party=place.party.public_id,
        )


def project(place: Place, today: date) -> None:
    """Set name, kind, state and address to what the changes that had happened by ``today`` made them.

    The last by date counts; one without a date keeps its place in the order of recording.
    """
    rows = list(PlaceChange.objects.filter(place=place, withdrawn_why="").select_related("into", "source"))
    acts = {id(act := change_value(row)): (act, row) for row in rows}
    ordered = [acts[id(act)] for act in happened([act for act, _row in acts.values()], today)]
    former = list(place.other_names)
    for _act, row in ordered:
        if row.kind in ("renamed", "named") and row.value:
            former += [row.before, row.value]
            place.name = row.value
        elif row.kind == "kind changed":
            place.kind = row.value
        elif row.kind == "moved" and row.value:
            place.address = row.value
    place.other_names = [name for name in dict.fromkeys(former) if name and name != place.name]
    place.state = place_state(act for act, _row in ordered)


def _require_open(place: Place) -> None:
    if place.state != "open":
        raise RefusedError("place-closed-already", _("The place is closed already."))


def _change(
    place: Place, kind: str, on: str, source: Source | None, note: str, **columns: object
) -> PlaceChange:
    when = Edtf.parse(on).text if on else ""
    return PlaceChange(place=place, kind=kind, date=when, source=source, note=note, **columns)


def _add(actor: Actor | None, place: Place, change: PlaceChange, today: date) -> PlaceChange:
    """Store a change made by hand, what it makes of the place, and the journal entry."""
    when = Edtf.parse(change.date) if change.date else None
    if when is not None and when.earliest is not None and when.earliest > today:
        raise RefusedError(
            "change-to-come",
            _("This date lies ahead: a change is recorded when it has happened."),
            advice=_("Write what is announced as a note of the place."),
        )
    before = snapshot(place)
    with transaction.atomic():
        change.save()
        project(place, today)
        changes = {
            change.kind: (None, change.date or None),
            **changed(before, place),
            **closed_by_hand(place),
        }
        place.save()
        if change.into is not None:
            changes["into"] = (None, change.into.public_id)
        if change.note:
            changes["note"] = (None, change.note)  # content: the auditor reads the entry without it
        record(actor, _JOURNAL[change.kind], place, changes=changes, party=place.party.public_id)
    return change
