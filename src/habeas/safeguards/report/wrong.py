"""What is wrong with the form of a register, in words: how much of each kind, and where it is first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from habeas.language import N_, NN_, Words
from habeas.safeguards.audit import Row
from habeas.safeguards.ingest import Fault, Unreadable
from habeas.safeguards.ingest.sources import ENDINGS, Form, ending_of

_NAMES: Mapping[Fault, tuple[str, str]] = {
    Fault.ROW_UNREADABLE: NN_("row that cannot be read", "rows that cannot be read"),
    Fault.RECORD_MISSING: NN_("row that names no record", "rows that name no record"),
    Fault.KIND_MISSING: NN_("row that does not say what happened", "rows that do not say what happened"),
    Fault.RECORDED_MISSING: NN_(
        "row that does not say when it was written",
        "rows that do not say when they were written",
    ),
    Fault.RECORDED_UNREADABLE: NN_(
        "row whose time of writing cannot be read",
        "rows whose time of writing cannot be read",
    ),
    Fault.TWICE: NN_("entry that stands twice", "entries that stand twice"),
    Fault.ID_TAKEN: NN_(
        "entry with a number that another one has",
        "entries with a number that another one has",
    ),
    Fault.RECORD_TWICE: NN_("record that stands twice", "records that stand twice"),
    Fault.PASSED_OVER: NN_("row that the mapping leaves out", "rows that the mapping leaves out"),
    Fault.OF_SEVERAL: NN_(
        "further person of an event: it is an entry of the first alone",
        "further persons of events: each is an entry of the first alone",
    ),
    Fault.OCCURRED_UNREADABLE: NN_("entry whose time cannot be read", "entries whose time cannot be read"),
    Fault.OCCURRED_LONG_BEFORE: NN_(
        "entry whose time lies over a hundred years before it was written",
        "entries whose time lies over a hundred years before they were written",
    ),
    Fault.HOUR_SKIPPED: NN_(
        "local time over which the clocks were put forward: it is read as if they had not been",
        "local times over which the clocks were put forward: they are read as if they had not been",
    ),
    Fault.HOUR_TWICE: NN_(
        "local time that came twice as the clocks were put back: it is read as the later one",
        "local times that came twice as the clocks were put back: they are read as the later ones",
    ),
    Fault.SEQ_UNREADABLE: NN_(
        "entry whose place in the record cannot be read",
        "entries whose place in the record cannot be read",
    ),
    Fault.SOURCE_UNKNOWN: NN_(
        "entry from a source that nobody knows",
        "entries from a source that nobody knows",
    ),
    Fault.DATA_BROKEN: NN_("entry whose fields cannot be read", "entries whose fields cannot be read"),
    Fault.FIELD_WRONG: NN_("field that is not what it should be", "fields that are not what they should be"),
    Fault.ATTRIBUTE_WRONG: NN_(
        "particular of a person that is not what it should be",
        "particulars of a person that are not what they should be",
    ),
    Fault.COLUMN_MISSING: NN_("column that is missing", "columns that are missing"),
    Fault.COLUMN_UNKNOWN: NN_("column that nobody knows", "columns that nobody knows"),
    Fault.SHEET_UNREAD: NN_("sheet that was not read", "sheets that were not read"),
    Fault.ENCODING_ASSUMED: NN_(
        "file whose encoding had to be guessed",
        "files whose encoding had to be guessed",
    ),
    Fault.RECORDED_ASSUMED: NN_(
        "file without a time of writing: it is taken to be that of the event",
        "files without a time of writing: it is taken to be that of the event",
    ),
    Fault.KIND_UNKNOWN: NN_("entry of a kind that no rule knows", "entries of a kind that no rule knows"),
    Fault.ID_MISSING: NN_("entry without a number of its own", "entries without a number of their own"),
    Fault.ID_NOT_UUID: NN_(
        "entry whose number is of another form",
        "entries whose number is of another form",
    ),
    Fault.RECORDED_AHEAD: NN_(
        "entry written after the file was made",
        "entries written after the file was made",
    ),
    Fault.RECORDED_BEFORE: NN_(
        "entry written before what it tells of had happened",
        "entries written before what they tell of had happened",
    ),
    Fault.SEQ_MISSING: NN_("entry without a place in the record", "entries without a place in the record"),
    Fault.SEQ_TWICE: NN_(
        "entry at a place of the record that another one has",
        "entries at a place of the record that another one has",
    ),
    Fault.ANNULS_NOTHING: NN_("entry that strikes out nothing", "entries that strike out nothing"),
    Fault.CORRECTS_UNKNOWN: NN_(
        "correction of an entry that is not there",
        "corrections of an entry that is not there",
    ),
    Fault.CORRECTS_ELSEWHERE: NN_(
        "correction of an entry of another record",
        "corrections of an entry of another record",
    ),
    Fault.CORRECTS_ITSELF: NN_("correction of itself", "corrections of themselves"),
    Fault.CORRECTS_LATER: NN_(
        "correction of an entry that came later",
        "corrections of an entry that came later",
    ),
    Fault.CORRECTS_FAULT: NN_(
        "correction of a correction that does not hold",
        "corrections of a correction that does not hold",
    ),
    Fault.CORRECTS_KIND: NN_(
        "correction by an entry of another kind",
        "corrections by an entry of another kind",
    ),
    Fault.SPAN_NOT_STARTED: NN_("end without its beginning", "ends without their beginning"),
    Fault.SPAN_NOT_ENDED: NN_(
        "beginning without its end, though the record is closed",
        "beginnings without their end, though the record is closed",
    ),
    Fault.RECORD_WITHOUT_ENTRIES: NN_("record without an entry", "records without an entry"),
    Fault.RECORD_WITHOUT_ROW: NN_(
        "record of which only entries are there",
        "records of which only entries are there",
    ),
    Fault.JURISDICTION_UNKNOWN: NN_(
        "record of a jurisdiction that no rule knows",
        "records of a jurisdiction that no rule knows",
    ),
    Fault.ZONE_MISSING: NN_(
        "record that names no time zone: its days are those of UTC",
        "records that name no time zone: their days are those of UTC",
    ),
    Fault.TABLE_MISSING: NN_(
        "table of records that is missing: they are read from the entries",
        "tables of records that are missing: they are read from the entries",
    ),
}
_WHY: Mapping[str, str] = {
    Unreadable.FEW: N_("too few cells"),
    Unreadable.MANY: N_("too many cells"),
    Unreadable.QUOTES: N_("a quotation mark is not closed"),
    Unreadable.LONG: N_("the line is too long"),
    Unreadable.ENCODING: N_("it is not UTF-8"),
    Unreadable.NO_OBJECT: N_("it is no JSON object"),
}
_LONGEST = 60
"""So many signs of what a file says are told of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One thing that is wrong with a register."""

    fault: Fault
    count: int
    name: str
    """What it is called for so many."""
    places: tuple[str, ...]
    """The first places where it is."""

    @property
    def more(self) -> int:
        """How many places are not told."""
        return self.count - len(self.places) if self.places else 0


def wrong(counts: Mapping[str, int], first: Iterable[Row], words: Words) -> Iterator[Wrong]:
    """What is wrong, after whose days are told the most; ``first``: the places, by the names of ``PLACE``."""
    places = defaultdict[str, list[str]](list)
    for each in first:
        places[each["code"]].append(place(each, words))
    for code, count in sorted(counts.items(), key=_rank):
        fault = Fault(code)
        name = words.count(*_NAMES[fault], count)
        yield Wrong(fault=fault, count=count, name=name, places=tuple(places[code]))


def _rank(each: tuple[str, int]) -> tuple[bool, int, str]:
    code, count = each
    return code != Fault.ZONE_MISSING, -count, code


def place(of: Row, words: Words) -> str:
    """Where something is, and what shows it: ``events.csv:14: recorded_at``."""
    where, shown = _where(of, words), _printable(of["what"] or "")
    shown = words.say(_WHY[shown]) if shown in _WHY else shown
    return words.say("{where}: {what}", where=where, what=shown) if where and shown else where or shown


def _where(of: Row, words: Words) -> str:
    file, line = _printable(of["file"] or ""), of["line"]
    if file and line is not None:
        match ENDINGS.get(ending_of(PurePath(file))):
            case Form.PARQUET:
                return words.say("{file}, row {n}", file=file, n=line)
            case Form.XES | Form.OCEL:
                return words.say("{file}, no. {n}", file=file, n=line)
        return f"{file}:{line}"
    own = [
        words.say(text, id=_printable(of[name]))
        for name, text in (("record_id", N_("record {id}")), ("event_id", N_("entry {id}")))
        if of[name]
    ]
    return words.listed((file, *own))


def _printable(text: str) -> str:
    """What a file says, without what would draw on a terminal or break a line."""
    return "".join(letter if letter.isprintable() else " " for letter in text[:_LONGEST])
