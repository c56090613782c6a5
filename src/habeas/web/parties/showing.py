"""How one fact is shown: what it says, its steps, its source, and for those who may its history."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from habeas.dossier.facts import Klass
from habeas.web.journal.access import history_of
from habeas.web.parties.access import dossier_way
from habeas.web.parties.entering import own_band
from habeas.web.parties.models import LiaisonOfficer, Party
from habeas.web.people.access import Reader, Request, may
from habeas.web.people.roles import Capability
from habeas.web.sources.access import TRANSMITTED_ACTS, opens_to_the_public, reads_confidential
from habeas.web.sources.models import Act, Fact, Source

HISTORY = 50
"""The latest entries that a page shows."""
_LAST = (date.max, date.max)


@dataclass(frozen=True, slots=True)
class Step:
    """One act as a page shows it; ``withdraw`` is where it is withdrawn, empty for who may not."""

    label: str
    date: str
    by: str = ""
    told: str = ""
    why: str = ""
    note: str = ""
    source: Source | None = None
    certainty: str = ""
    confidential: bool = False
    withdrawn_why: str = ""
    withdraw: str = ""

    @property
    def mark(self) -> Mapping[str, Any]:
        """What the mark of a source needs."""
        klass = "confidential" if self.confidential else ""
        return {
            "source": self.source,
            "certainty": self.certainty or "recalled",
            "pinpoint": "",
            "klass": klass,
            "note": "",
        }


def steps_of(
    reader: Reader,
    holder: Any,
    acts: Iterable[Act],
    names: Sequence[tuple[str, Any]],
    withdraw: Any = None,
) -> list[Step]:
    """The acts of ``holder`` that the reader may see, by date as far as known, with their names.

    ``withdraw`` gives the address where an act is withdrawn. Acts withdrawn are shown to those who
    read what is confidential.
    """
    inside = reads_confidential(reader, holder.party.public_id)
    said = dict(names)
    shown = sorted(acts, key=lambda act: (act.when.sort_key() if act.when else _LAST, act.pk))
    return [
        Step(
            label=str(said.get(act.kind, act.kind)),
            date=act.date,
            by=act.by,
            told=act.basis,
            why=act.why,
            note=act.note,
            source=act.source,
            certainty=act.certainty,
            confidential=act.klass == Klass.CONFIDENTIAL.value,
            withdrawn_why=act.withdrawn_why,
            withdraw=withdraw(act) if withdraw and not act.withdrawn_why else "",
        )
        for act in shown
        if inside or _open_to_others(holder, act)
    ]


def _open_to_others(holder: Fact, act: Act) -> bool:
    if act.withdrawn_why or act.klass == Klass.CONFIDENTIAL.value:
        return False
    return holder.klass == Klass.PUBLIC.value or act.kind in TRANSMITTED_ACTS


Ways = Callable[[Reader, Any], Iterable[tuple[str, str, bool]]]
"""Given a reader and a fact: buttons on its page, each a label, an address, whether it is the main one."""

_further: list[Ways] = []


def register_ways(hook: Ways) -> Ways:
    """Let an app above lead on from the page of a fact."""
    _further.append(hook)
    return hook


PartyWays = Callable[[Reader, Party], Iterable[tuple[str, str]]]
"""Given a reader and a Party: where its dossier leads on to, each a label and an address."""

_further_of_party: list[PartyWays] = []


def register_party_ways(hook: PartyWays) -> PartyWays:
    """Let an app above lead on from the dossier of a Party."""
    _further_of_party.append(hook)
    return hook


def party_ways(reader: Reader, party: Party) -> list[tuple[str, str]]:
    """Where this reader may go on to from the dossier."""
    return [way for hook in _further_of_party for way in hook(reader, party)]


Published = Callable[[Party], Iterable[tuple[str, str, date | None]]]
"""Given a Party: what is published of it, each a name, an address and the day."""

_published: list[Published] = []


def register_published(hook: Published) -> Published:
    """Let an app above say what is published of a Party."""
    _published.append(hook)
    return hook


def published_of(party: Party) -> list[tuple[str, str, date | None]]:
    """What is published of a Party, the latest first: the same for everybody who may open its dossier."""
    return [line for hook in _published for line in hook(party)]


def show(request: Request, template: str, row: Any, *, title: str, **more: Any) -> HttpResponse:
    """Answer with the page of one fact, reached through its own door."""
    inside = reads_confidential(request.reader, row.party.public_id)
    if not inside and row.klass != Klass.PUBLIC.value:
        row.note = ""  # what was transmitted is read without what the body noted about it
    held_back = row.klass != Klass.PUBLIC.value or inside
    further = [way for hook in _further for way in hook(request.reader, row)]
    context = {
        "title": title,
        "row": row,
        "band": own_band() if held_back else None,
        "invented": row.party.invented,
        "entries": history_of(row)[:HISTORY] if inside else None,
        "steps": None,
        "row_kind": row._meta.model_name,
        "dossier": dossier_way(request.reader, row.party),
        "openable": not isinstance(row, LiaisonOfficer) and opens_to_the_public(row.source),
        **more,
        "ways": [*more.get("ways", ()), *further],
    }
    return render(request, template, context)


def writes(reader: Reader, row: Any, capability: Capability = Capability.WRITE_FACTS) -> bool:
    """Whether the reader may change this fact."""
    return may(reader, capability, row.party.public_id)


def change_way(address: str) -> tuple[str, str, bool]:
    """The button that leads to the form."""
    return (_("Change"), address, True)
