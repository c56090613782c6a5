"""The one door for reading disclosures: what may be chosen, what was, and the file that opens it.

Nobody opens to a court what they do not read. What is sealed from the station is opened by who reads it,
and by an inspector beside, who need not read it to see what is asked, for whom and by what order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from habeas import canonical
from habeas.custody import Event, kinds
from habeas.custody.events import keeping_of
from habeas.custody.kinds import Keeping
from habeas.custody.recordfile import FileEntry, disclosures, write_file
from habeas.custody.wording import FIELD_NAMES
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.tlog.receipt import Receipt, receipt_of
from habeas.web.custody.access import COMPLAINT, HEALTH, read, records_for
from habeas.web.custody.models import Entry, Record
from habeas.web.custody.publishing import PublishedLog
from habeas.web.custody.store import leaf_of_row
from habeas.web.custodydesk.access import Opened, record_for
from habeas.web.custodydesk.showing import kind_name, moment, value_said
from habeas.web.custodydesk.times import local
from habeas.web.disclosure.models import Disclosure
from habeas.web.journal import access as journal
from habeas.web.journal.models import Approval
from habeas.web.keyring.access import keys_of
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability

Chosen = Mapping[str, Sequence[str]]
"""By event the names of the fields that are opened."""
ACTION = "custody_record.disclosed"
NEVER = frozenset({"person_ref"})
"""What joins the records of one person is opened to nobody: it would tell of the others."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry that can be opened: what it is called, what it says, whether it is sealed."""

    name: str
    label: str
    text: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a record with what can be opened of it."""

    row: Entry
    event: Event
    says: str
    fields: tuple[Field, ...]
    happened: str
    """When, by the clock of the station; empty where it is not known."""
    became: str
    """That it was corrected or struck; empty where it stands."""


def opened_for(reader: Reader, record_id: str) -> Opened | None:
    """A record of which the reader may open something; ``None`` where there is none."""
    return record_for(reader, record_id, timezone.now())


def choices(opened: Opened) -> list[Choice]:
    """Every entry, in the order of the register, with the fields that the reader reads."""
    became = _became(opened)
    return [
        Choice(
            row,
            event,
            kind_name(event.kind),
            tuple(_fields(row, event, opened)),
            moment(local(event.occurred_at, opened.station.zone)) if event.occurred_at else "",
            became.get(row.event_id, ""),
        )
        for row, event in zip(opened.book.entries, opened.events, strict=True)
    ]


def _fields(row: Entry, event: Event, opened: Opened) -> list[Field]:
    committed = sorted(set(leaf_of_row(row).commitments) & set(event.data) - NEVER)
    return [
        Field(
            name,
            label_of(name),
            _text(event, name, opened),
            keeping_of(event.kind, name) is Keeping.SEALED,
        )
        for name in committed
    ]


def _text(event: Event, name: str, opened: Opened) -> str:
    value = event.data[name]
    return value_said(event, name, value, opened) if event.kind in kinds() else str(value)


def label_of(name: str) -> str:
    """What a field is called, in words."""
    return (_(FIELD_NAMES[name]) if name in FIELD_NAMES else name).rstrip("?")


def _became(opened: Opened) -> dict[str, str]:
    found = {}
    for line in opened.lines:
        for one in (line.first, *line.replaced):
            if line.stands is None:
                found[one.event_id] = _("It was struck later.")
            elif one is not line.stands:
                found[one.event_id] = _("It was corrected later.")
    return found


# What was opened -----------------------------------------------------------------------------------


def disclosures_for(reader: Reader) -> QuerySet[Disclosure]:
    """Those of the records that somebody may open, the newest first.

    That a complaint, or what the doctor found, goes to a prosecutor is nothing for the station: of what is
    sealed from it only who asked and the inspectors know.
    """
    own = records_for(reader).values_list("record_id", flat=True)
    rows = Disclosure.objects.filter(record_id__in=list(own))
    if may(reader, Capability.OVERSEE_REGISTER):
        return rows
    return rows.filter(Q(sealed=False) | Q(asked_by__pk=reader.user_id or 0))


def disclosure_for(reader: Reader, public_id: str) -> tuple[Disclosure, Opened] | None:
    """One of them with its record; ``None`` where there is none."""
    row = disclosures_for(reader).select_related("asked_by").filter(public_id=public_id).first()
    opened = opened_for(reader, row.record_id) if row is not None else None
    return None if row is None or opened is None else (row, opened)


def approval_of(row: Disclosure) -> Approval | None:
    """The last approval that was asked for it."""
    return journal.approval_of(row, ACTION)


def waits(row: Disclosure) -> bool:
    """Whether another person has still to decide on it."""
    return journal.waits(approval_of(row))


def to_approve(reader: Reader) -> int:
    """How many disclosures wait for somebody as the second person."""
    return journal.waiting_for(reader.user_id, ACTION) if may(reader, Capability.OVERSEE_REGISTER) else 0


def may_approve(reader: Reader, row: Disclosure) -> bool:
    """Whether somebody may be the second person."""
    return waits(row) and row.asked_by_id != reader.user_id and may(reader, Capability.OVERSEE_REGISTER)


def reads_all(opened: Opened, chosen: Chosen) -> bool:
    """Whether the reader of a record reads every value that is chosen."""
    said = {event.event_id: event.data for event in opened.events}
    return all(name in said.get(event_id, {}) for event_id, names in chosen.items() for name in names)


def is_sealed(opened: Opened, chosen: Chosen) -> bool:
    """Whether a value among the chosen is sealed from the station."""
    kind = {event.event_id: event.kind for event in opened.events}
    named = ((kind[event_id], name) for event_id, names in chosen.items() for name in names)
    return any(keeping_of(*each) is Keeping.SEALED for each in named)


# The file ------------------------------------------------------------------------------------------


def part_file(record: Record, chosen: Chosen, *, proofs: bool = True) -> bytes:
    """The chosen entries as a file that opens the chosen fields and nothing else.

    Raises ``RefusedError`` (``record-erased``, ``disclosure-changed``).
    """
    hold_unerased(record)
    book = read(record, opens=HEALTH | {COMPLAINT})
    keys = keys_of([record.record_id]).get(record.record_id, {})
    entries, verifiers = [], set()
    for row, event in zip(book.entries, book.events, strict=True):
        if row.event_id not in chosen:
            continue
        published = PublishedLog(row.log)
        verifiers.add(str(published.signer.verifier))
        values = {name: event.data[name] for name in chosen[row.event_id] if name in event.data}
        opens = disclosures(leaf_of_row(row), values, keys)
        if {one.name for one in opens} != set(chosen[row.event_id]):
            raise changed()
        proof = published.proof(row.index) if proofs else None
        entries.append(FileEntry(leaf=bytes(row.leaf), proof=proof, open=opens))
    if len(entries) != len(chosen):
        raise changed()
    return write_file(record.record_id, entries, keys=verifiers, part=True)


def hold_unerased(record: Record) -> None:
    """Refuse a record of which nothing can be opened any more."""
    if record.erased:
        raise RefusedError(
            "record-erased",
            N_("This record was erased: what its entries said nobody reads any more."),
        )


def changed() -> RefusedError:
    """What was decided on is not what there is now."""
    return RefusedError(
        "disclosure-changed",
        N_("What was chosen is not there to be opened as it was."),
        advice=N_("Choose anew."),
    )


def digest_of(row: Disclosure, record: Record) -> str:
    """SHA-256 of what is decided on: the order, and the bytes of the file without its proofs."""
    return canonical.digest(
        {
            "file": part_file(record, row.chosen, proofs=False).decode(),
            "to": row.recipient,
            "basis": row.basis,
            "reference": row.reference,
            "ordered_on": row.ordered_on.isoformat(),
        }
    )


def receipts_of(rows: Sequence[Entry]) -> dict[str, Receipt]:
    """By event the receipt of an entry, as far as a signed head covers it."""
    found = {}
    for row in rows:
        published = PublishedLog(row.log)
        if (proof := published.proof(row.index)) is not None:
            found[row.event_id] = receipt_of(bytes(row.leaf_hash), proof, published.signer.verifier)
    return found
