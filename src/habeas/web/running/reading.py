"""Who reads for the command line, and which Party is meant by a word."""

import difflib

from habeas.documents.folding import folded
from habeas.errors import RefusedError
from habeas.web.parties.access import parties_for
from habeas.web.parties.models import Party
from habeas.web.people.access import NOBODY, Reader
from habeas.web.people.roles import Capability

ON_THE_MACHINE = Reader(capabilities=frozenset({Capability.READ_CONFIDENTIAL}))
"""Who calls ``habeas`` on the data folder: the store lies open to that account in any case, so that a
door here would only pretend. What leaves is in the journal as taken by the system."""


def reader(*, public: bool) -> Reader:
    """The public, or whoever is on the machine itself."""
    return NOBODY if public else ON_THE_MACHINE


def party_named(who: Reader, text: str) -> Party:
    """The Party that a name, another spelling of it, an ISO code or an address means.

    Raises ``RefusedError`` (``party-unknown``, ``party-ambiguous``) with what comes near, as far as
    ``who`` may know of it.
    """
    known: dict[str, set[int]] = {}
    parties: dict[int, Party] = {party.pk: party for party in parties_for(who).prefetch_related("names")}
    for party in parties.values():
        for name in (party.name, party.slug, party.iso, *(other.name for other in party.names.all())):
            known.setdefault(folded(name), set()).add(party.pk)
    known.pop("", None)
    found = known.get(folded(text), set())
    if len(found) == 1:
        return parties[found.pop()]
    if found:
        names = " and ".join(sorted(parties[key].name for key in found))
        raise RefusedError("party-ambiguous", f"“{text}” may be {names}", advice="Write the whole name.")
    raise RefusedError(
        "party-unknown", f"no Party is called “{text}” here", advice=_near(text, known, parties)
    )


def _near(text: str, known: dict[str, set[int]], parties: dict[int, Party]) -> str:
    word = folded(text)
    close = [name for name in known if word and word in name.split()][:3]
    close += difflib.get_close_matches(word, known, n=3, cutoff=0.6)
    names = dict.fromkeys(parties[key].name for name in close for key in sorted(known[name]))
    if names:
        return f"Is one of these meant: {', '.join(names)}?"
    if not parties:
        return "There is no Party here yet: habeas import brings one in."
    return f"Parties here: {', '.join(sorted(party.name for party in parties.values())[:8])}."
