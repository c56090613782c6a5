"""Annotations of the Universal Human Rights Index (UHRI): one JSON array of some 360 MB.

Streamed: one record is held at a time, whatever the size of the file. Each record is
an object with ``AnnotationId, Symbol, Text`` (HTML), ``DocumentId, PublicationDate,
AnnotationType, Countries[], AffectedPersons[], Themes[], Sdgs[], Regions[], Body,
UprCycle, UprRecommendingCountry[]``; newer exports add ``UprPositions[]`` and others,
which are kept as they come. The escape of half a character (a lone surrogate), which
no text may have, comes out of the parser as a question mark.
"""

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, BinaryIO

import ijson

from habeas.clock import Edtf
from habeas.documents.asks import AskKind, Json, Position, ReadAsk
from habeas.documents.markup import plain_text
from habeas.documents.refusals import RowProblem, refusal, warning
from habeas.documents.sources import (
    LIMITS,
    Limits,
    Source,
    name_of,
    opened,
    refuse_by_size,
    size_in_words,
)
from habeas.errors import RefusedError

TEXTS = ("AnnotationId", "Symbol", "Text", "DocumentId", "PublicationDate", "AnnotationType", "Body")
LISTS = ("Countries", "AffectedPersons", "Themes", "Sdgs", "Regions", "UprRecommendingCountry")
NEEDED = ("AnnotationId", "Text", "AnnotationType", "Countries")
DEPTH = 8
CHUNK = 65_536

KINDS = MappingProxyType(
    {
        "recommendations": AskKind.RECOMMENDATION,
        "recommendation": AskKind.RECOMMENDATION,
        "concerns/observations": AskKind.CONCERN,
    }
)
POSITIONS = MappingProxyType(
    {
        "supported": Position.ACCEPTED,
        "accepted": Position.ACCEPTED,
        "partially supported": Position.ACCEPTED_IN_PART,
        "supported/noted": Position.ACCEPTED_IN_PART,
        "noted": Position.NOTED,
        "rejected": Position.REJECTED,
    }
)


class _Meter:
    """Counts what a parser reads, so that no single record can grow without end."""

    def __init__(self, stream: BinaryIO, file: str, limits: Limits) -> None:
        self.stream, self.file, self.limits = stream, file, limits
        self.total = self.since = 0
        self.record = 1
        self.head = b""

    def read(self, size: int) -> bytes:
        chunk = self.stream.read(size)
        if not self.total:
            chunk = chunk.removeprefix(codecs.BOM_UTF8)
        self.head = self.head or chunk.lstrip()[:1]
        self.total += len(chunk)
        self.since += len(chunk)
        if self.total > self.limits.stream:
            limit = size_in_words(self.limits.stream)
            raise refusal("file-too-large", self.file, size=f"> {limit}", limit=limit)
        if self.since > self.limits.record + CHUNK:
            limit = size_in_words(self.limits.record)
            raise refusal("record-too-large", self.file, line=self.record, record=self.record, limit=limit)
        return chunk

    def next_record(self) -> None:
        self.record += 1
        self.since = 0


def read_uhri(
    source: Source, *, name: str | None = None, limits: Limits = LIMITS
) -> Iterator[tuple[ReadAsk, tuple[RowProblem, ...]]]:
    """Yield each annotation with what is to be told of it, in the order of the file.

    ``line`` is the number of the record, from 1. A record of another shape, a damaged
    or a cut file is refused when it is reached, with the number of the record: a
    caller that writes must write nothing before the end is reached, or in one
    transaction.
    """
    file = name_of(source, name)
    with opened(source, file) as stream:
        refuse_by_size(stream, file, limits.stream)
        meter = _Meter(stream, file, limits)
        for number, record in enumerate(_records(meter, file), 1):
            yield ask_of(_shaped(record, number, file), number)
            meter.next_record()


def _records(meter: _Meter, file: str) -> Iterator[object]:
    """The elements of the one array, with what the parser says turned into refusals."""
    events = ijson.basic_parse(meter, buf_size=CHUNK, use_float=True)
    try:
        if next(events)[0] != "start_array":
            raise refusal("json-not-array", file, line=1)
        yield from _elements(events, meter)
    except (ijson.JSONError, UnicodeDecodeError, StopIteration) as error:
        if not meter.head:
            raise refusal("file-empty", file) from None
        if meter.head != b"[":
            raise refusal("json-not-array", file, line=1) from None
        why = _first_line(error)
        raise refusal("json-broken", file, line=meter.record, record=meter.record, why=why) from None


def _elements(events: Iterable[tuple[str, Any]], meter: _Meter) -> Iterator[object]:
    """Build each element from the parser's events, never deeper than ``DEPTH``.

    By hand, because the parser's own builder keeps the path of every level, and a few
    thousand brackets would fill the memory.
    """
    stack: list[Any] = []
    keys: list[str] = []
    for event, given in events:
        value = given
        if event == "map_key":
            keys[-1] = value
            continue
        if event in ("start_map", "start_array"):
            if len(stack) >= DEPTH:
                raise refusal("json-too-deep", meter.file, line=meter.record, record=meter.record)
            stack.append({} if event == "start_map" else [])
            keys.append("")
            continue
        if event in ("end_map", "end_array"):
            if not stack:
                continue  # the one array ends; what follows must be nothing, which the parser checks
            value, _ = stack.pop(), keys.pop()
        if stack:
            _put(stack[-1], keys[-1], value)
        else:
            yield value


def _put(into: Any, key: str, value: object) -> None:
    if isinstance(into, dict):
        into[key] = value
    else:
        into.append(value)


def _first_line(error: Exception) -> str:
    said = error.args[0] if error.args else type(error).__name__
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return text.strip().splitlines()[0] if text.strip() else type(error).__name__


def _shaped(record: object, number: int, file: str) -> dict[str, Json]:
    """The record, or the refusal that says what about its shape is wrong."""
    if not isinstance(record, dict):
        raise refusal("record-shape", file, line=number, record=number, why="it is not an object")
    for key in (*TEXTS, *LISTS):
        why = _misshapen(key, record.get(key))
        if why:
            raise refusal("record-shape", file, line=number, column=key, record=number, why=f"{key} {why}")
    if any("\0" in text for text in _strings(record)):
        raise refusal("nul-character", file, line=number)
    return record


def _misshapen(key: str, value: object) -> str | None:
    if value is None:
        return "is missing" if key in NEEDED else None
    if key in LISTS:
        fits = isinstance(value, list) and all(isinstance(each, str) for each in value)
        return None if fits else "is not a list of texts"
    numbered = key in ("AnnotationId", "DocumentId") and _whole(value)
    return None if isinstance(value, str) or numbered else "is not a text"


def _strings(value: object) -> Iterator[str]:
    """Every text within a JSON value, keys too; the value is no deeper than ``DEPTH``."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def ask_of(record: Mapping[str, Json], number: int) -> tuple[ReadAsk, tuple[RowProblem, ...]]:
    """The typed value of one record that has the right shape, and what is to be told of it."""
    told: list[RowProblem] = []
    type_, body = _undashed(record.get("AnnotationType")), _undashed(record.get("Body"))
    kind = KINDS.get((type_ or "").casefold())
    if kind is None:
        told.append(warning("kind-unknown", number, "AnnotationType", value=type_ or ""))
    parties = _texts(record, "Countries")
    if not parties:
        told.append(warning("party-missing", number, "Countries"))
    date = _day(record.get("PublicationDate"), number, told)
    text = plain_text(str(record["Text"]))
    if not text:
        told.append(warning("text-missing", number, "Text"))
    position = _texts(record, "UprPositions")
    cycle, symbol = record.get("UprCycle"), record.get("Symbol")
    ask = ReadAsk(
        text=text,
        kind=kind or AskKind.CONCERN,  # the kind that asks for nothing
        kind_as_written=type_,
        party=parties[0] if parties else "",
        further_parties=parties[1:],
        line=number,
        asked_by=_texts(record, "UprRecommendingCountry"),
        session="; ".join(_texts(record, "UprSession")) or None,
        cycle=None if cycle is None else str(cycle),
        date=date,
        position=_position(position, number, told),
        position_as_written="; ".join(position) or None,
        themes=_texts(record, "Themes"),
        affected=_texts(record, "AffectedPersons"),
        body=body,
        symbol=str(symbol) if symbol else None,
        source_id=str(record["AnnotationId"]),
        original=MappingProxyType(dict(record)),
    )
    return ask, tuple(told)


def _position(written: tuple[str, ...], number: int, told: list[RowProblem]) -> Position | None:
    if not written:
        return None
    found = {POSITIONS.get(word.strip().casefold()) for word in written}
    if len(found) == 1 and None not in found:
        return found.pop()
    told.append(warning("position-unknown", number, "UprPositions", value="; ".join(written)))
    return None


def _undashed(value: Json) -> str | None:
    """Take off the stray ``- `` that exports put before a body and a type."""
    return str(value).strip().removeprefix("-").strip() or None if value is not None else None


def _texts(record: Mapping[str, Json], key: str) -> tuple[str, ...]:
    value = record.get(key)
    return tuple(str(each) for each in value) if isinstance(value, list) else ()


def _day(value: Json, number: int, told: list[RowProblem]) -> str | None:
    """``2025-02-12T00:00:00`` is the day: the hour is the export's filling."""
    if not value:
        return None
    try:
        return Edtf.parse(str(value).split("T", 1)[0]).text
    except RefusedError:
        told.append(warning("date-unreadable", number, "PublicationDate", value=value))
        return None


def write_uhri(asks: Iterable[ReadAsk], stream: BinaryIO) -> int:
    """Write one JSON array of annotations, a record a line, and return how many.

    Records that were read from such a file go out with every field as it came; others
    are made from their values.
    """
    count = 0
    stream.write(b"[")
    for ask in asks:
        record = dict(ask.original) if _is_ours(ask.original) else _made(ask)
        stream.write(b",\n" if count else b"\n")
        stream.write(json.dumps(record, ensure_ascii=False).encode())
        count += 1
    stream.write(b"\n]\n" if count else b"]\n")
    return count


def _is_ours(original: Mapping[str, Json]) -> bool:
    return all(key in original for key in NEEDED)


def _made(ask: ReadAsk) -> dict[str, Json]:
    said = {AskKind.RECOMMENDATION: "Recommendations", AskKind.CONCERN: "Concerns/Observations"}
    return {
        "AnnotationId": ask.source_id or "",
        "Symbol": ask.symbol,
        "Text": ask.text,
        "DocumentId": None,
        "PublicationDate": ask.date,
        "AnnotationType": said.get(ask.kind, ask.kind.value),
        "Countries": [ask.party, *ask.further_parties] if ask.party else [],
        "AffectedPersons": list(ask.affected),
        "Themes": list(ask.themes),
        "Sdgs": [],
        "Regions": [],
        "Body": ask.body,
        "UprCycle": ask.cycle,
        "UprRecommendingCountry": list(ask.asked_by),
    }
