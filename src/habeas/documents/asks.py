"""What a file says that somebody asked of a Party, and what the Party answered.

One value for every format, with the row as it came beside it, so that the store can
keep all of it and write it out again without loss.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]
"""A JSON value."""


class AskKind(StrEnum):
    """Kinds stay apart: none of these is turned into another."""

    RECOMMENDATION = "recommendation"
    COMMENT = "comment"
    REQUEST = "request"
    IMMEDIATE_OBSERVATION = "immediate_observation"
    CONCERN = "concern"
    """A concern or observation of a treaty body or special procedure: asks nothing by itself."""
    PLEDGE = "pledge"
    """What the Party undertook of its own accord."""


class Position(StrEnum):
    """What the Party answered. "No position" is no rejection."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    NOTED = "noted"
    REJECTED = "rejected"
    ALREADY_IMPLEMENTED = "already_implemented"
    NO_POSITION = "no_position"
    """The Party was asked and took none, or put it off."""
    UNCLEAR = "unclear"
    """The Party answered, and the answer fits none of the others."""


def _empty() -> Mapping[str, Json]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadAsk:
    """One recommendation, comment, request, concern or pledge as a file has it.

    ``text`` is verbatim (of HTML, the words without the markup; the HTML is in
    ``original``). ``party`` is as written, empty where the file names none; UHRI may
    name several, and the others are ``further_parties``. ``date`` is EDTF.
    ``position`` is ``None`` where nothing is recorded, which is not "no position".
    ``action`` is the level of action that UPR Info codes from 1 (minimal) to 5
    (specific). ``original`` is the row in the order of its columns; ``line`` is its
    line, row or record in the file, from 1.
    """

    text: str
    kind: AskKind
    party: str
    line: int
    kind_as_written: str | None = None
    further_parties: tuple[str, ...] = ()
    asked_by: tuple[str, ...] = ()
    number: str | None = None
    session: str | None = None
    cycle: str | None = None
    date: str | None = None
    position: Position | None = None
    position_as_written: str | None = None
    response_text: str | None = None
    themes: tuple[str, ...] = ()
    affected: tuple[str, ...] = ()
    action: int | None = None
    body: str | None = None
    symbol: str | None = None
    title: str | None = None
    paragraph: str | None = None
    page: int | None = None
    addressee: str | None = None
    source_id: str | None = None
    original: Mapping[str, Json] = field(default_factory=_empty)
