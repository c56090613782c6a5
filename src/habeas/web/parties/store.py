"""Parties, what binds them and their authorities, as values and from them."""

from habeas.dossier import entries as kinds
from habeas.dossier.facts import Klass
from habeas.web.parties.models import Authority, LiaisonOfficer, Party, Standing, Succession
from habeas.web.sources.store import shared_value, when


def party_value(row: Party) -> kinds.Party:
    """A Party: what was added by hand to one that is public is the body's own."""
    names = row.names.all()
    own = {name.name for name in names if name.klass != row.klass and row.klass == Klass.PUBLIC.value}
    return kinds.Party(
        id=row.public_id,
        name=row.name,
        iso=row.iso,
        names=tuple(name.name for name in names if name.name not in own),
        own_names=tuple(name.name for name in names if name.name in own),
        note=row.note,
        klass=Klass(row.klass),
        invented=row.invented,
    )


def completeness_value(row: Party) -> dict[kinds.Lists, bool | None]:
    """What is said of each list."""
    return {kinds.Lists(said.list): said.complete for said in row.completeness.all()}


def standing_value(row: Standing) -> kinds.Standing:
    """An instrument or a membership."""
    return kinds.Standing(**shared_value(row), kind=row.kind, name=row.name, period=when(row.date))


def authority_value(row: Authority) -> kinds.Authority:
    """An authority."""
    return kinds.Authority(
        **shared_value(row), name=row.name, kind=row.kind, period=when(row.date), names=tuple(row.other_names)
    )


def succession_value(row: Succession) -> kinds.Succession:
    """What became of an authority."""
    return kinds.Succession(
        **shared_value(row),
        predecessor=row.authority.public_id,
        successor=row.successor.public_id,
        kind=row.kind,
        date=when(row.date),
    )


def liaison_officer_value(row: LiaisonOfficer) -> kinds.LiaisonOfficer:
    """A liaison officer."""
    return kinds.LiaisonOfficer(
        **shared_value(row),
        name=row.name,
        office=row.office,
        authority=row.authority.name if row.authority else "",
        period=when(row.date),
    )
