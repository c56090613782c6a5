"""What the pages of asks show beside each: the last assessment, and how often it was asked."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from habeas.web.people.access import Reader
from habeas.web.reports.beside import Beside
from habeas.web.reports.models import Ask
from habeas.web.sources.access import reads_confidential
from habeas.web.threads.access import assessments_for, claims_for, scale, threads_of, touched
from habeas.web.threads.marks import degree_marks
from habeas.web.threads.models import Claim


def beside(reader: Reader, asks: Iterable[Ask]) -> Mapping[int, Beside]:
    """What this reader may know beside each of ``asks``: last claim, last assessment, and its thread.

    Everyone who may read an ask may open its thread, which is the ask alone where nothing else is known.
    """
    rows = list(asks)
    parties = {row.party_id for row in rows}
    near = touched(reader).filter(party__in=parties)
    thread_of = {item.id: one for one in threads_of(reader, near) for item in one.items}
    marks = degree_marks(scale())
    last = {row.ask_id: row for row in assessments_for(reader).filter(withdrawn_why="", party__in=parties)}
    claims: dict[int, list[Claim]] = {}
    for claim in claims_for(reader).filter(withdrawn_why="", party__in=parties):
        claims.setdefault(claim.ask_id, []).append(claim)
    told = {}
    for row in rows:
        thread, found = thread_of.get(row.public_id), last.get(row.pk)
        told[row.pk] = Beside(
            address=reverse("threads:thread", args=[row.public_id]),
            claims=_of_the_last(claims.get(row.pk, [])),
            assessment=found,
            degree=marks[found.degree] if found else None,
            asked=thread.asked if thread else 1,
            since=str(thread.first_made or "") if thread else "",
            open=reads_confidential(reader, row.party.public_id),
        )
    return told


def _of_the_last(claims: list[Claim]) -> tuple[Claim, ...]:
    """The last claim, and those of the same response: each may be of another body."""
    if not claims or claims[-1].document_id is None:
        return tuple(claims[-1:])
    return tuple(claim for claim in claims if claim.document_id == claims[-1].document_id)
