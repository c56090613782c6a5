"""What was asked, and what is said of it, as tables of a dossier's TOML."""

from collections.abc import Iterator

from habeas.clock import Edtf
from habeas.dossier import entries as kinds
from habeas.dossier.toml_reading import Shared, Table
from habeas.threads import Degree, Progress, Relation


def ask(table: Table, shared: Shared) -> kinds.Ask:
    """One thing asked."""
    return kinds.Ask(
        **shared,
        kind=table.text("kind", "recommendation"),
        text=table.text("text"),
        number=table.text("number", ""),
        paragraph=table.text("paragraph", ""),
        asked_by=table.text("asked_by", ""),
        addressee=table.text("addressee", ""),
        document=table.text("document", ""),
        date=table.date("date"),
        session=table.text("session", ""),
        position=table.text("position", ""),
        position_as_written=table.text("position_as_written", ""),
        response=table.text("response", ""),
        themes=table.texts("themes"),
        places=table.texts("places"),
    )


def claim(table: Table, shared: Shared) -> kinds.Claim:
    """What the State says of an ask."""
    progress = table.word("progress", Progress, None)
    return kinds.Claim(
        **shared,
        ask=table.text("ask"),
        date=table.date("date"),
        position=table.text("position", ""),
        progress=progress.value if progress else "",
        text=table.text("text", ""),
        document=table.text("document", ""),
    )


def assessment(table: Table, shared: Shared) -> kinds.Assessment:
    """What the body found of an ask."""
    return kinds.Assessment(
        **shared,
        ask=table.text("ask"),
        date=table.read("date", Edtf.parse, table.text("date")),
        degree=table.text("degree"),
        reasons=table.text("reasons", ""),
        visits=table.texts("visits"),
        documents=table.texts("documents"),
        third_party=table.text("third_party", ""),
        role=table.text("role", ""),
    )


def link(table: Table, shared: Shared) -> kinds.AskLink:
    """What a later ask makes of an earlier one."""
    return kinds.AskLink(
        **shared,
        later=table.text("later"),
        earlier=table.text("earlier"),
        relation=table.word("relation", Relation, Relation.REPEATS).value,
        date=table.date("date"),
        why=table.text("why", ""),
    )


def degree(table: Table) -> Degree:
    """A degree that the body added to the scale."""
    names = table.inner("names")
    return Degree(
        code=table.text("code"),
        name=table.text("name"),
        closes=bool(table.flag("closes", default=False)),
        names=names.rest() if names else {},
    )


def pointers(dossier: kinds.Dossier) -> Iterator[tuple[str, str, str]]:
    """Table, key and id of each pointer that these tables give."""
    for one in dossier.asks:
        yield from (("ask", "document", one.document),) if one.document else ()
        yield from (("ask", "places", place) for place in one.places)
    for claim in dossier.claims:
        yield "claim", "ask", claim.ask
        yield from (("claim", "document", claim.document),) if claim.document else ()
    for found in dossier.assessments:
        yield "assessment", "ask", found.ask
        yield from (("assessment", "visits", visit) for visit in found.visits)
        yield from (("assessment", "documents", paper) for paper in found.documents)
    for link in dossier.links:
        yield "link", "later", link.later
        yield "link", "earlier", link.earlier
