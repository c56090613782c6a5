"""The public part of a dossier: what is left when everything confidential is taken away.

Rule 1: confidential by default. The projection builds a new dossier from what is public;
it never marks or hides. What pointed at something confidential points nowhere.
"""

from collections.abc import Iterable, Set
from dataclasses import replace
from typing import Any, TypeVar

from habeas.dossier.entries import Act, Ask, Dossier, Lists
from habeas.dossier.facts import Fact, Klass
from habeas.errors import RefusedError
from habeas.law import cite

cite("ECPT#11(1)", enforces="What is gathered and said is confidential: it is not in a public dossier.")

AnyFact = TypeVar("AnyFact", bound=Fact)


def public_dossier(dossier: Dossier) -> Dossier:
    """Return the dossier that anyone may read.

    Raises ``RefusedError`` (``party-not-public``) where even the Party's page is confidential.
    """
    if dossier.party.klass is not Klass.PUBLIC:
        raise RefusedError("party-not-public", "this Party has no public dossier")
    visits = tuple(replace(visit, acts=_acts(visit.acts)) for visit in _public(dossier.visits))
    documents = tuple(replace(paper, acts=_acts(paper.acts)) for paper in _public(dossier.documents))
    figures = tuple(
        replace(figure, values=values) for figure in dossier.figures if (values := _public(figure.values))
    )
    asks = _public(dossier.asks)
    authorities = _public(dossier.authorities)
    named = {authority.name for authority in authorities}
    kept = {authority.id for authority in authorities}
    places = tuple(replace(place, acts=_acts(place.acts)) for place in _public(dossier.places))
    known = {fact.id for fact in (*visits, *documents, *asks, *places)} | {figure.id for figure in figures}
    return replace(
        dossier,
        party=replace(dossier.party, own_names=()),
        audience=Klass.PUBLIC,
        complete=_complete(dossier),
        standings=_public(dossier.standings),
        authorities=authorities,
        successions=tuple(
            one for one in _public(dossier.successions) if {one.predecessor, one.successor} <= kept
        ),
        liaison_officers=tuple(
            replace(officer, authority=officer.authority if officer.authority in named else "")
            for officer in _public(dossier.liaison_officers)
        ),
        places=places,
        visits=visits,
        documents=tuple(
            replace(
                paper,
                visits=tuple(one for one in paper.visits if one in known),
                responds_to=paper.responds_to if paper.responds_to in known else "",
                confidential_reference="",
            )
            for paper in documents
        ),
        letters=tuple(replace(letter, acts=_acts(letter.acts)) for letter in _public(dossier.letters)),
        talks=tuple(replace(talks, acts=_acts(talks.acts)) for talks in _public(dossier.talks)),
        incidents=tuple(
            replace(incident, visit=incident.visit if incident.visit in known else "")
            for incident in _public(dossier.incidents)
        ),
        procedures=_public(dossier.procedures),
        statements=tuple(
            replace(statement, points_at=tuple(one for one in statement.points_at if one in known))
            for statement in _public(dossier.statements)
        ),
        events=_public(dossier.events),
        figures=figures,
        **_asked(dossier, asks, known),
    )


def _asked(dossier: Dossier, asks: Iterable[Ask], known: Set[str]) -> dict[str, Any]:
    """What was asked, and what is said of it: nothing is more public than the ask that it is about."""
    assessments = tuple(
        replace(
            one,
            visits=tuple(visit for visit in one.visits if visit in known),
            documents=tuple(paper for paper in one.documents if paper in known),
        )
        for one in _public(dossier.assessments)
        if one.ask in known
    )
    degrees = {one.degree for one in assessments}
    return {
        "asks": tuple(
            replace(
                ask,
                document=ask.document if ask.document in known else "",
                places=tuple(place for place in ask.places if place in known),
            )
            for ask in asks
        ),
        "claims": tuple(
            replace(claim, document=claim.document if claim.document in known else "")
            for claim in _public(dossier.claims)
            if claim.ask in known
        ),
        "assessments": assessments,
        "links": tuple(link for link in _public(dossier.links) if {link.later, link.earlier} <= known),
        "scale": tuple(one for one in dossier.scale if one.code in degrees),
    }


def _complete(dossier: Dossier) -> dict[Lists, bool | None]:
    """What is said of lists from which nothing was taken; of the others nothing is said."""
    shortened = {
        name
        for name, facts in (
            (Lists.STANDING, dossier.standings),
            (Lists.AUTHORITY, dossier.authorities),
            (Lists.PLACE, dossier.places),
            (Lists.VISIT, dossier.visits),
            (Lists.DOCUMENT, dossier.documents),
            (Lists.ASK, dossier.asks),
            (Lists.LETTER, dossier.letters),
            (Lists.TALKS, dossier.talks),
            (Lists.CO_OPERATION, dossier.incidents),
            (Lists.PROCEDURE, dossier.procedures),
            (Lists.STATEMENT, dossier.statements),
            (Lists.EVENT, dossier.events),
            (Lists.FIGURE, tuple(value for figure in dossier.figures for value in figure.values)),
        )
        if any(fact.klass is not Klass.PUBLIC for fact in facts)
    }
    return {name: said for name, said in dossier.complete.items() if name not in shortened}


def _public(facts: Iterable[AnyFact]) -> tuple[AnyFact, ...]:
    return tuple(fact for fact in facts if fact.klass is Klass.PUBLIC)


def _acts(acts: Iterable[Act]) -> tuple[Act, ...]:
    """Acts are of their holder's class unless they say their own."""
    return tuple(act for act in acts if act.klass in (None, Klass.PUBLIC))
