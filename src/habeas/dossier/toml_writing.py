"""Writing a dossier as the TOML that :mod:`habeas.dossier.toml_form` reads: the inverse of it."""

import dataclasses
from collections.abc import Iterable
from typing import Any

import tomli_w

from habeas.clock import Edtf
from habeas.dossier import entries as kinds
from habeas.dossier.facts import Fact, Source
from habeas.threads import Degree


def write_dossier(dossier: kinds.Dossier) -> str:
    """Return TOML from which the same dossier is read, ids included."""
    sources = {source.name: source for source in _sources(dossier)}
    return tomli_w.dumps(
        _drop_empty(
            {
                "party": _party(dossier),
                "source": [
                    _source(source) for source in sources.values() if source != Source(name=source.name)
                ],
                "authority": [_authority(item) for item in dossier.authorities],
                "succession": [
                    _plain(item, "predecessor", "successor", "kind", "date") for item in dossier.successions
                ],
                "liaison_officer": [_liaison_officer(item) for item in dossier.liaison_officers],
                "place": [_place(item) for item in dossier.places],
                "visit": [_visit(item) for item in dossier.visits],
                "document": [_document(item) for item in dossier.documents],
                "letter": [_letter(item) for item in dossier.letters],
                "talks": [_plain(item, "subject", "level", "date", "acts") for item in dossier.talks],
                "co_operation": [_plain(item, "date", "head", "kind", "visit") for item in dossier.incidents],
                "procedure": [_procedure(item) for item in dossier.procedures],
                "figure": [_figure(item) for item in dossier.figures],
                "statement": [_statement(item) for item in dossier.statements],
                "event": [_plain(item, "date", "kind", "body", "figures") for item in dossier.events],
                "ask": [_ask(item) for item in dossier.asks],
                "degree": [_degree(item) for item in dossier.scale],
                "claim": [_plain(item, *CLAIM_KEYS) for item in dossier.claims],
                "assessment": [_plain(item, *ASSESSMENT_KEYS) for item in dossier.assessments],
                "link": [_plain(item, *LINK_KEYS) for item in dossier.links],
            }
        )
    )


def _sources(dossier: kinds.Dossier) -> Iterable[Source]:
    for field in dataclasses.fields(dossier):
        value = getattr(dossier, field.name)
        if not isinstance(value, tuple):
            continue
        for item in value:
            if isinstance(item, Degree):
                continue
            facts = item.values if isinstance(item, kinds.Figure) else (item,)
            for fact in facts:
                yield fact.source
                yield from (act.source for act in getattr(fact, "acts", ()) if act.source)


def _drop_empty(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value not in ("", None, [], {})}


def _source(source: Source) -> dict[str, Any]:
    return _drop_empty(
        {
            "name": source.name,
            "address": source.address,
            "date": _date(source.date),
            "voice": source.voice,
            "capacity": source.capacity,
        }
    )


def _date(when: Edtf | None) -> str:
    return when.text if when else ""


def _act(act: kinds.Act) -> dict[str, Any]:
    return _drop_empty(
        {
            "kind": act.kind,
            "date": _date(act.date),
            "by": act.by,
            "why": act.why,
            "basis": act.basis,
            "concerns": act.concerns,
            "note": act.note,
            "source": act.source.name if act.source else "",
            "certainty": act.certainty,
            "class": act.klass,
        }
    )


def _shared(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "source": fact.source.name,
        "pinpoint": fact.pinpoint,
        "certainty": fact.certainty.value,
        "class": fact.klass.value,
        "voice": fact.voice,
        "capacity": fact.capacity,
        "note": fact.note,
    }


def _plain(fact: Fact, *names: str, **others: Any) -> dict[str, Any]:
    """A table of a fact's shared keys, of fields whose key is their own name, and of ``others``."""
    own: dict[str, Any] = {}
    for name in names:
        value = getattr(fact, name)
        if name == "acts":
            value = [_act(act) for act in value]
        own[name] = _date(value) if isinstance(value, Edtf) else _listed(value)
    return _drop_empty({**_shared(fact), **own, **others})


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else (dict(value) if hasattr(value, "items") else value)


def _term(period: Edtf | None) -> dict[str, str]:
    """``from`` and ``until`` of a period that goes on where it has no end."""
    if period is None:
        return {}
    start, _, end = period.text.partition("/")
    return {"from": "" if start == ".." else start, "until": "" if end == ".." else end}


def _party(dossier: kinds.Dossier) -> dict[str, Any]:
    party = dossier.party
    standings = {"instrument": [], "organisation": []}  # type: dict[str, list[dict[str, Any]]]
    for item in dossier.standings:
        word = "instrument" if item.kind == "instrument" else "body"
        row = _drop_empty({**_shared(item), word: item.name, **_term(item.period)})
        standings["instrument" if word == "instrument" else "organisation"].append(row)
    return _drop_empty(
        {
            "name": party.name,
            "iso": party.iso,
            "names": list(party.names),
            "own_names": list(party.own_names),
            "note": party.note,
            "class": party.klass.value,
            "invented": True if party.invented else None,
            "complete": {item.value: said for item, said in dossier.complete.items() if said is not None},
            "bound_by": standings["instrument"],
            "member_of": standings["organisation"],
        }
    )


def _authority(item: kinds.Authority) -> dict[str, Any]:
    return _plain(item, "name", "kind", "names", **_term(item.period))


def _liaison_officer(item: kinds.LiaisonOfficer) -> dict[str, Any]:
    return _plain(item, "name", "office", "authority", **_term(item.period))


def _place(item: kinds.Place) -> dict[str, Any]:
    return _plain(item, "name", "kind", "region", "names", "acts")


def _visit(item: kinds.Visit) -> dict[str, Any]:
    start, _, end = _date(item.period).partition("/")
    return _plain(item, "kind", "label", "aim", "acts", **{"from": start, "to": end})


def _document(item: kinds.Document) -> dict[str, Any]:
    return _plain(
        item,
        "kind",
        "title",
        "date",
        "confidential_reference",
        "responds_to",
        "visits",
        "acts",
        public_reference=item.reference,
    )


def _letter(item: kinds.Letter) -> dict[str, Any]:
    counted = {"count": item.count} if item.count is not None else {"count_known": False}
    return _plain(
        item, "subject", "reference", "date", "acts", **{"from": item.sender, "to": item.addressee}, **counted
    )


def _procedure(item: kinds.Procedure) -> dict[str, Any]:
    steps = [
        _drop_empty(
            {
                "step": step.step,
                "date": _date(step.date),
                "ground": step.ground,
                "note": step.note,
                "certainty": step.certainty.value,
            }
        )
        for step in item.steps
    ]
    return _plain(item, "kind", "annex", steps=steps)


def _figure(item: kinds.Figure) -> dict[str, Any]:
    values = [_plain(value, "value", "as_of") for value in item.values]
    return {"id": item.id, "about": item.about, "values": values}


def _statement(item: kinds.Statement) -> dict[str, Any]:
    reported = [{"date": when.text, "source": source} for when, source in item.dates_reported]
    return _plain(
        item,
        "date",
        "speaker",
        "gist",
        "name_variants",
        "role",
        "about",
        "kind",
        "provision",
        "points_at",
        dates_reported=reported,
    )


def _ask(item: kinds.Ask) -> dict[str, Any]:
    return _plain(item, *ASK_KEYS)


def _degree(item: Degree) -> dict[str, Any]:
    closes = True if item.closes else None
    return _drop_empty({"code": item.code, "name": item.name, "closes": closes, "names": dict(item.names)})


CLAIM_KEYS = ("ask", "date", "position", "progress", "text", "document")
ASSESSMENT_KEYS = ("ask", "date", "degree", "reasons", "visits", "documents", "third_party", "role")
LINK_KEYS = ("later", "earlier", "relation", "date", "why")
ASK_KEYS = (
    "kind", "text", "number", "paragraph", "asked_by", "addressee", "document", "date", "session", "position",
    "position_as_written", "response", "themes", "places",
)  # fmt: skip
