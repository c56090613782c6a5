"""The shelf: every instrument of Habeas, read once, and the ways to ask of it."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path

from habeas.clock import limit_on
from habeas.errors import Phrase, RefusedError
from habeas.law.loading import load, load_sources
from habeas.law.provisions import Instrument, Limit, Provision, Source
from habeas.law.references import Reference


class UnknownReferenceError(RefusedError, ValueError):
    """A reference that no instrument holds; ``ValueError`` too, for at import it is a programmer's fault."""


_FOLDER = Path(str(files("habeas.law")))


@cache
def _sources() -> dict[str, Source]:
    return load_sources(_FOLDER / "sources.toml")


@cache
def _shelf() -> tuple[Instrument, ...]:
    return load(_FOLDER / "instruments", _sources())


@cache
def _by_ref() -> dict[str, Provision]:
    return {provision.ref: provision for provision in provisions()}


@cache
def _by_name() -> dict[str, tuple[Limit, ...]]:
    found: dict[str, tuple[Limit, ...]] = {}
    for each in _shelf():
        for one in each.limits:
            found[one.name] = (*found.get(one.name, ()), one)
    return found


def instruments() -> tuple[Instrument, ...]:
    """Every instrument, in the order of their file names."""
    return _shelf()


def instrument(key: str) -> Instrument:
    """The instrument of that key; ``RefusedError`` (``law-unknown-instrument``) if there is none."""
    for each in _shelf():
        if each.key == key:
            return each
    raise RefusedError(
        "law-unknown-instrument",
        Phrase("no instrument is called “{key}”", key=key),
        advice=_did_you_mean(key, [each.key for each in _shelf()]),
    )


def provisions() -> tuple[Provision, ...]:
    """Every provision of every instrument, each in the order of its instrument."""
    return tuple(provision for each in _shelf() for provision in each.provisions)


def provision(ref: str) -> Provision:
    """The provision at ``ref``; ``UnknownReferenceError`` (``law-unknown-reference``) if there is none."""
    found = _by_ref().get(ref)
    if found is None:
        below = [each.ref for each in provisions_under(ref)]
        raise UnknownReferenceError(
            "law-unknown-reference",
            Phrase("no provision is held at “{ref}”", ref=ref),
            advice=Phrase("It is held in parts: {refs}.", refs=tuple(below))
            if below
            else _did_you_mean(ref, _by_ref()),
        )
    return found


def provisions_under(ref: str) -> tuple[Provision, ...]:
    """The sub-paragraphs of ``ref``: ``ECPT#8(2)`` has four. Empty if it has none or is no reference."""
    try:
        above = Reference.parse(ref)
    except RefusedError:
        return ()
    return tuple(each for each in provisions() if Reference.parse(each.ref).stands_under(above))


def provisions_at(ref: str) -> tuple[Provision, ...]:
    """The provision at ``ref``, then its sub-paragraphs; ``ECPT#11``, held in parts only, has just those.

    ``UnknownReferenceError`` if there is neither.
    """
    own, under = _by_ref().get(ref), provisions_under(ref)
    if own is not None:
        return (own, *under)
    return under or (provision(ref),)


def cite(ref: str, *, enforces: str | None = None) -> Provision:
    """Cite a provision where a module uses it: ``cite("ECPT#10(2)", enforces="two thirds of all members")``.

    Written at the top of a module, an unknown reference fails at import with
    ``UnknownReferenceError``. ``enforces`` says in a few words what the module holds to;
    :mod:`habeas.law.coverage` reads it where it is written.
    """
    if enforces is not None and not enforces.strip():
        raise ValueError("what is enforced needs words")
    return provision(ref)


def source(key: str) -> Source:
    """The copy that a ``source_key`` names; ``KeyError`` for a key that no provision has."""
    return _sources()[key]


def limits(ref: str) -> tuple[Limit, ...]:
    """The limits that the provision at ``ref`` gives, of all dates; empty if it gives none."""
    provision(ref)
    return tuple(limit for series in _by_name().values() for limit in series if limit.source == ref)


def limit_series(name: str) -> tuple[Limit, ...]:
    """Every value that a limit has had; ``RefusedError`` (``law-unknown-limit``) if there is none."""
    series = _by_name().get(name)
    if series is None:
        advice = _did_you_mean(name, _by_name())
        raise RefusedError(
            "law-unknown-limit", Phrase("no limit is called “{name}”", name=name), advice=advice
        )
    return series


def limit(name: str, on: date) -> Limit:
    """The value of a limit on a day; ``RefusedError`` (``law-limit-not-in-force``) if it had none then."""
    found = limit_on(limit_series(name), on)
    if found is None:
        raise RefusedError(
            "law-limit-not-in-force", Phrase("{name} was not in force on {on}", name=name, on=on.isoformat())
        )
    return found


def _did_you_mean(asked: str, known: Iterable[str]) -> Phrase:
    folded = {each.casefold(): each for each in known}
    near = [folded[each] for each in get_close_matches(asked.casefold(), folded, n=4, cutoff=0.5)]
    if near:
        return Phrase("The nearest are {names}.", names=tuple(near))
    return Phrase("“{call}” lists the instruments.", call="habeas law")
