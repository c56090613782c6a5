"""The one door for reading what comes out of a record: nobody prints or hands out more than they read.

What health staff wrote, and complaints, are left out of what may pass through other hands, and go in only
where who reads them says so: the doctor's findings are the person's and the lawyer's, never the station's
(domain.md 5; CPT, 2nd General Report, paragraph 38).
"""

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from habeas.custody import Event, kinds
from habeas.custody.events import keeping_of
from habeas.custody.history import Line
from habeas.custody.kinds import Keeping
from habeas.custody.recordfile import FileEntry, disclosures, write_file
from habeas.tlog.receipt import Receipt, receipt_of
from habeas.web.custody.access import opened_to
from habeas.web.custody.models import Entry
from habeas.web.custody.publishing import PublishedLog
from habeas.web.custody.store import leaf_of_row
from habeas.web.custodydesk.access import Opened, record_for
from habeas.web.keyring.access import keys_of
from habeas.web.people.access import Reader


def reads_sealed(reader: Reader) -> bool:
    """Whether somebody reads anything that is sealed from the station."""
    return bool(opened_to(reader))


def opened_for(reader: Reader, record_id: str, at: datetime, *, sealed: bool = False) -> Opened | None:
    """A record as it may be handed out; ``sealed`` adds what the reader reads of what is sealed."""
    opened = record_for(reader, record_id, at)
    if opened is None or (sealed and reads_sealed(reader)):
        return opened
    return _without_sealed(opened)


def _without_sealed(opened: Opened) -> Opened:
    kept = {one.event_id: _closed(one) for one in opened.events}
    hidden = {
        one.event_id: opened.sealed.get(one.event_id, frozenset())
        | (frozenset(one.data) - frozenset(kept[one.event_id].data))
        for one in opened.events
    }
    return replace(
        opened,
        events=tuple(kept.values()),
        lines=tuple(_line(line, kept) for line in opened.lines),
        sealed=MappingProxyType({event_id: names for event_id, names in hidden.items() if names}),
    )


def _closed(event: Event) -> Event:
    data = {
        name: value
        for name, value in event.data.items()
        if keeping_of(event.kind, name) is not Keeping.SEALED
    }
    return replace(event, data=MappingProxyType(data))


def _line(line: Line, kept: dict[str, Event]) -> Line:
    def same(event: Event | None) -> Event | None:
        return None if event is None else kept[event.event_id]

    return replace(
        line,
        first=kept[line.first.event_id],
        stands=same(line.stands),
        replaced=tuple(kept[one.event_id] for one in line.replaced),
        annulled_by=same(line.annulled_by),
    )


def record_file(opened: Opened) -> bytes:
    """The record as a file: what ``opened`` reads is open in it, with the keys of these fields alone."""
    entries, verifiers = [], {}
    keys = keys_of([opened.record.record_id]).get(opened.record.record_id, {})
    for row, event in zip(opened.book.entries, opened.events, strict=True):
        published = PublishedLog(row.log)
        verifiers[row.log_id] = str(published.signer.verifier)
        leaf = leaf_of_row(row)
        values = disclosures(leaf, event.data, keys)
        entries.append(FileEntry(leaf=bytes(row.leaf), proof=published.proof(row.index), open=values))
    return write_file(opened.record.record_id, entries, keys=verifiers.values())


def receipt_for(reader: Reader, record_id: str, event_id: str, at: datetime) -> Receipt | None:
    """The receipt of an entry of a record; ``None`` until a signed head covers it.

    Raises ``LookupError`` where the reader opens no such record, or it has no such entry.
    """
    opened = record_for(reader, record_id, at)
    rows = opened.book.entries if opened is not None else ()
    row = next((row for row in rows if row.event_id == event_id), None)
    if row is None:
        raise LookupError(event_id)
    return _receipt(row)


def receipts_of_rights(opened: Opened) -> list[Receipt]:
    """The receipts of every entry about a right, as far as a signed head covers it, in order."""
    found = (_receipt(row) for row in opened.book.entries if is_of_rights(row.kind))
    return [one for one in found if one is not None]


def is_of_rights(kind: str) -> bool:
    """Whether entries of a kind tell of a right: exercised, refused, or waited for."""
    known = kinds().get(kind)
    return known is not None and known.group == "rights"


def _receipt(row: Entry) -> Receipt | None:
    published = PublishedLog(row.log)
    proof = published.proof(row.index)
    return None if proof is None else receipt_of(bytes(row.leaf_hash), proof, published.signer.verifier)
