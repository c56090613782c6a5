"""The one door for reading recordings: what there is of a record, and the file for who may take it out.

Everybody who opens the record reads that there is a recording, its SHA-256, and what was not recorded. The
file itself shows and sounds a person: the custody officer of the station hands it to the lawyer and the
court, and the inspector takes it. Auditors read what was done and not of whom, and doctors no interviews.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from habeas.custody import Event, effective, pairs
from habeas.custody.recordings import Interview, interviews
from habeas.web.custody.kept import STOPPED, is_whole, open_kept, pieces_of, size_of
from habeas.web.custodydesk.access import Opened
from habeas.web.people.roles import Capability

TAKERS = (Capability.KEEP_REGISTER, Capability.OVERSEE_REGISTER)
"""Who takes a recording out, each of the stations whose records they open."""


class State(StrEnum):
    """Where a recording is."""

    RUNNING = "running"
    NOWHERE = "nowhere"
    """It was stopped, and neither a file nor a place was given."""
    ELSEWHERE = "elsewhere"
    HERE = "here"
    MISSING = "missing"
    """The entry says that the file is here, and it is not, or does not open."""
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One recording of a record as its entries tell it."""

    started: Event | None
    stopped: Event | None
    state: State
    size: int | None
    """Bytes of the file that is kept here."""
    before: tuple[Event, ...]
    """Earlier versions of the entry under which another file is kept: nothing is deleted."""


def recordings_of(opened: Opened) -> list[Recording]:
    """The recordings of a record, in order of time."""
    replaced = {
        line.stands.event_id: line.replaced
        for line in opened.lines
        if line.stands is not None and line.replaced
    }
    found = []
    for span in pairs(effective(opened.events), "recording"):
        stopped = span.end
        size = _size(opened, stopped)
        earlier = replaced.get(stopped.event_id, ()) if stopped else ()
        found.append(
            Recording(
                started=span.start,
                stopped=stopped,
                state=_state(opened, stopped, size),
                size=size,
                before=tuple(_other_files(opened, stopped, earlier)),
            )
        )
    return found


def _state(opened: Opened, stopped: Event | None, size: int | None) -> State:
    if stopped is None:
        return State.NOWHERE if opened.record.ended_at else State.RUNNING
    if opened.record.erased:
        return State.ERASED
    if stopped.data.get("kept") == "here":
        return State.MISSING if size is None else State.HERE
    return State.ELSEWHERE if stopped.data.get("where") or stopped.data.get("sha256") else State.NOWHERE


def _size(opened: Opened, event: Event | None) -> int | None:
    if event is None or event.data.get("kept") != "here" or opened.record.erased:
        return None
    return size_of(opened.record.record_id, str(event.data.get("sha256")))


def _other_files(opened: Opened, stopped: Event | None, earlier: tuple[Event, ...]) -> Iterator[Event]:
    seen = {str(stopped.data.get("sha256"))} if stopped and stopped.data.get("kept") == "here" else set()
    for one in earlier:
        sha256 = str(one.data.get("sha256"))
        if sha256 not in seen and _size(opened, one) is not None:
            seen.add(sha256)
            yield one


def interviews_of(opened: Opened, at: datetime) -> tuple[Interview, ...]:
    """The interviews of a record, with what nobody recorded of each."""
    return interviews(opened.events, as_of=at)


def stopped_entry(opened: Opened, event_id: str) -> Event | None:
    """An entry that stands and says that a recording was stopped."""
    return next(
        (one for one in effective(opened.events) if one.event_id == event_id and one.kind == STOPPED), None
    )


def kept_entry(opened: Opened, event_id: str) -> Event | None:
    """An entry, also one since corrected, under which a file is kept here."""
    return next(
        (
            one
            for one in opened.events
            if one.event_id == event_id and one.kind == STOPPED and one.data.get("kept") == "here"
        ),
        None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to be taken out: its bytes, and the ending by which a machine knows how to play it."""

    size: int
    ending: str


def file_of(opened: Opened, event: Event, *, whole: bool = False) -> File | None:
    """The file under an entry; ``None`` where it is not there, or does not open.

    ``whole`` reads all of it, and finds it ``None`` too where it is not what the entry names.
    """
    size = _size(opened, event)
    if size is None or (whole and not is_whole(opened.record.record_id, str(event.data["sha256"]))):
        return None
    with open_kept(opened.record.record_id, str(event.data["sha256"])) as sealed:
        return File(size=size, ending=ending_of(next(sealed.pieces())))


def sent(opened: Opened, event: Event) -> Iterator[bytes]:
    """What was recorded, opened as it goes; what its entry does not name breaks off before its end."""
    sha256 = str(event.data["sha256"])
    with open_kept(opened.record.record_id, sha256) as sealed:
        yield from pieces_of(sealed, sha256)


_ENDINGS = (
    (4, b"ftypqt", ".mov"),
    (4, b"ftypM4A", ".m4a"),
    (4, b"ftyp", ".mp4"),
    (0, b"\x1aE\xdf\xa3", ".mkv"),
    (8, b"WAVE", ".wav"),
    (8, b"AVI ", ".avi"),
    (0, b"OggS", ".ogg"),
    (0, b"fLaC", ".flac"),
    (0, b"ID3", ".mp3"),
    (0, b"\xff\xfb", ".mp3"),
    (0, b"\x30\x26\xb2\x75", ".wmv"),
    (0, b"\x00\x00\x01\xba", ".mpg"),
)


def ending_of(first: bytes) -> str:
    """The ending for a recording, by its first bytes: the name that it came with was never kept."""
    return next((ending for place, mark, ending in _ENDINGS if first[place:].startswith(mark)), ".bin")
