"""Lists that the register is held against: as they are sent, as the job reads them, and what came of each.

Each is read once when it is sent, so that what is wrong with it is told then, and once by the job.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from habeas.documents.sources import size_in_words
from habeas.errors import Phrase, RefusedError, Where
from habeas.language import N_
from habeas.safeguards import Site, workbooks
from habeas.safeguards.against import (
    FAULTS,
    FIRST,
    KINDS,
    MOST_OF_EACH,
    Fault,
    Listing,
    Outcome,
    Reconciled,
    hold_usable,
    outcome_said,
    read_listing,
)
from habeas.safeguards.audit import Row
from habeas.safeguards.record_days import kind_name
from habeas.safeguards.report.saying import percent
from habeas.safeguards.tables import first_differences
from habeas.web.audits import kept
from habeas.web.audits.models import Audit
from habeas.web.safeguards.site import site
from habeas.web.shell.marks import own_words

ENDINGS = ("csv", "tsv", "txt", *workbooks.ENDINGS, "jsonl", "parquet")
LARGEST = 64 * 2**20
"""Bytes of all lists: they are read before the page answers."""
LARGEST_WORKBOOK = 4 * 2**20
"""Bytes of a workbook: packed it holds many times as much, and it is read much more slowly."""
MOST = 8
"""Lists of one audit."""
SAYS, ZONE = "list.toml", "zone"
EXAMPLE = """\
name = "the door of the station"
kind = "door"                     # or KINDS
from = "2026-03-01T00:00:00Z"     # outside of what it covers nothing is said
until = "2026-04-01T00:00:00Z"
places = ["est-004"]              # as the register has them
zone = "Europe/Paris"             # of times that name none; else the one chosen below
[columns]
record = "Custody no."            # or person; without both, rows are matched by place and time
at = ["Date", "In"]
until = ["Date", "Out"]
""".replace("KINDS", ", ".join(each for each in KINDS if each != "door"))
"""What stands in the file that says what a list is."""
_PIECE = 2**20
Upload = UploadedFile[Any]
_DAY = len("2026-03-01")


def in_pairs(files: Sequence[Upload], says: Sequence[Upload]) -> list[tuple[Upload, Upload]]:
    """Each list with the file that says what it is: by their names, where there is more than one.

    Raises ``RefusedError`` (``list-alone``) for one without the other, and for too many (``list-too-many``).
    """
    if len(files) > MOST:
        raise RefusedError("list-too-many", Phrase("At most {n} lists are taken.", n=MOST))
    if len(files) == len(says) == 1:
        return [(files[0], says[0])]
    by_name = {_stem(each): each for each in says}
    alone = {_stem(each) for each in files} ^ set(by_name)
    if alone or not len(files) == len(says) == len(by_name):
        advice = N_(
            "Of several, the file that says what a list is has the name of the list: door.csv, door.toml."
        )
        raise RefusedError(
            "list-alone", N_("A list and the file that says what it is come together."), advice=advice
        )
    return [(each, by_name[_stem(each)]) for each in files]


def _stem(upload: Upload) -> str:
    return (upload.name or "").rpartition(".")[0]


def delivered(sent: Iterable[tuple[Upload, str, str]], zone: str) -> list[Callable[[Path], None]]:
    """How to write out each list that was sent, with what says what it is as text, and how that is called.

    ``zone``: of times that name none, where the list names none.

    Raises ``RefusedError`` here for what tells of a list, and in the writing for the list.
    """
    found: dict[str, Callable[[Path], None]] = {}
    for upload, says, called in sent:
        name, fill = _delivered(upload, says, called, zone)
        if name in found:
            raise RefusedError("list-name-twice", Phrase("Two lists are called “{name}”.", name=name))
        found[name] = fill
    return list(found.values())


def _delivered(upload: Upload, says: str, called: str, zone: str) -> tuple[str, Callable[[Path], None]]:
    listing = read_listing(says, file=called, site=site(), zone=zone)
    ending = (upload.name or "").rpartition(".")[2].lower()
    if ending not in ENDINGS:
        raise RefusedError(
            "list-form-unknown",
            N_("This is no form of a list."),
            advice=N_("Send CSV, XLSX, JSON lines or Parquet."),
        )
    if ending in workbooks.ENDINGS and (upload.size or 0) > LARGEST_WORKBOOK:
        size = size_in_words(LARGEST_WORKBOOK)
        raise RefusedError(
            "list-too-large",
            Phrase("A list in a workbook may have {size}.", size=size),
            where=Where(upload.name or called),
            advice=N_("Save it as CSV and send that."),
        )

    def fill(folder: Path) -> None:
        (folder / SAYS).write_text(says, "utf-8")
        (folder / ZONE).write_text(zone, "utf-8")
        path = folder / f"list.{ending}"
        with path.open("xb") as out:
            for piece in upload.chunks(_PIECE):
                out.write(piece)
        try:
            hold_usable(path, listing)
        except RefusedError as error:
            line = None if error.where is None else error.where.line
            where = Where(upload.name or path.name, line)
            raise RefusedError(error.code, error.message, where=where, advice=error.advice) from None

    return listing.name, fill


def each_in(folder: Path) -> list[Path]:
    """The folder of each list of an audit, in the order in which they were sent."""
    return sorted(path.parent for path in folder.rglob(SAYS))


def opened(folder: Path, limits: Site) -> tuple[Path, Listing]:
    """The list of an audit, and what it is."""
    [path] = (each for each in folder.iterdir() if each.name not in (SAYS, ZONE))
    zone = (folder / ZONE).read_text("utf-8")
    return path, read_listing((folder / SAYS).read_text("utf-8"), file=SAYS, site=limits, zone=zone)


def in_numbers(one: Reconciled, folder: Path) -> dict[str, Any]:
    """What came of it without a word of the list's rows, for it outlasts the records: counts, and lines."""
    said = one.as_json()
    first: dict[str, int] = {}
    for fault in one.faults:
        first.setdefault(fault.fault.value, fault.line)
    left = ("differences", "faults", "file")
    return {
        **{name: value for name, value in said.items() if name not in left},
        "zone": one.listing.zone,
        "first_lines": first,
        "sha256": {path.name: kept.sha256_of(path) for path in sorted(folder.iterdir()) if path.name != ZONE},
    }


def first_of(path: Path, name: str, without: Collection[str] = ()) -> list[tuple[Row, int]]:
    """Of the table of what differs what a person looks at first of one list, but for some records.

    With each how many more there are of its kind.
    """
    return first_differences(path, name, without, FIRST, MOST_OF_EACH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """What became of the times of the list, or of the entries of the register."""

    of: str
    """Out of how many."""
    outcomes: Sequence[tuple[str, str, str]]
    """What, how often, and which share of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """What a person looks at: where it stands in the list, and in the register; instants in UTC."""

    what: str
    place: str
    line: int | None
    there_at: datetime | None
    there_day: date | None
    """Where the list says no more."""
    record_id: str | None
    kind: str
    here_at: datetime | None
    more: str
    """How many more there are of its kind, with the last that is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A list as the page of an audit tells of it."""

    name: str
    covers: str
    doubts: Sequence[str]
    halves: Sequence[Half]
    left: Sequence[str]
    """What of the list is not compared."""
    perhaps_left: bool
    """Whether what is told as not in the list can be among that."""
    first: Sequence[Differing]
    sha256: Sequence[tuple[str, str]]

    @property
    def records(self) -> set[str]:
        """The records that it names."""
        return {each.record_id for each in self.first if each.record_id is not None}


def shown(row: Audit, without: Collection[str]) -> list[Shown]:
    """What came of the lists of an audit, but for some records."""
    said = (kept.said_in(row, kept.SUMMARY) or {}).get("against", [])
    return [_shown(each, kept.folder_of(row) / kept.AGAINST, without) for each in said]


def _shown(said: dict[str, Any], path: Path, without: Collection[str]) -> Shown:
    words = own_words()
    there, here = said["there"], said["here"]
    return Shown(
        name=said["list"],
        covers=" ".join(_covers(said)),
        doubts=list(_doubts(said)),
        halves=[
            Half(
                of=words.count("Of {n} time of the list", "Of {n} times of the list", there["of"]),
                outcomes=list(_outcomes(there, said)),
            ),
            Half(
                of=words.count("Of {n} entry of the register", "Of {n} entries of the register", here["of"]),
                outcomes=list(_outcomes(here, said)),
            ),
        ],
        left=[_left(Fault(each), count, said["first_lines"]) for each, count in said["unusable"].items()],
        perhaps_left=bool(said["unusable"] and here["lacking"]),
        first=list(_differing(first_of(path, said["list"], without), said)),
        sha256=list(said["sha256"].items()),
    )


def _covers(said: dict[str, Any]) -> Iterator[str]:
    """What it covers; to when it is compared, and how an hour is read that came twice."""
    words = own_words()
    since, until = (words.moment(datetime.fromisoformat(said[key])) for key in ("from", "until"))
    told = _("It covers %(places)s, from %(since)s to %(until)s UTC; outside of that nothing is said.")
    yield told % {"places": words.listed(said["places"]), "since": since, "until": until}
    if zone := said.get("zone"):
        yield _("Its times that name no zone are read by the clock of %(zone)s.") % {
            "zone": words.apart(zone)
        }
    compared = said.get("compared_until", said["until"])
    if compared != said["until"]:
        at = words.moment(datetime.fromisoformat(compared))
        yield _("It is compared to %(at)s UTC, the instant of the audit.") % {"at": at}
    if repeated := said.get("hour_twice"):
        yield words.count(
            "{n} time of it came twice, for clocks were put back: it is read as the later.",
            "{n} times of it came twice, for clocks were put back: they are read as the later.",
            repeated,
        )


def _doubts(said: dict[str, Any]) -> Iterator[str]:
    """What says that the list tells of places, people or times otherwise than the register does."""
    words = own_words()
    for each in said["places_unknown"]:
        told = words.count(
            "The register has no record and no entry of “{place}”, where the list has {n} time.",
            "The register has no record and no entry of “{place}”, where the list has {n} times.",
            each["times"],
            place=each["place"],
        )
        near = each["near"] and _("Perhaps “%(near)s” is meant.") % {"near": each["near"]}
        yield f"{told} {near}" if near else told
    if said["named"]["of"] and not said["named"]["known"]:
        yield _("The register knows nobody whom the list names: the list may number people otherwise.")
    if shift := said.get("shift_s"):
        told = _("Nearly all times that differ do so by about %(length)s: the time zone may be another one.")
        yield told % {"length": words.length(timedelta(seconds=abs(shift)))}


def _outcomes(half: dict[str, int], said: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    words = own_words()
    alone = half.get(Outcome.NOT_HERE, 0) + half.get(Outcome.NOT_THERE, 0)
    for outcome in Outcome:
        if count := half.get(outcome, 0):
            what = _outcome(outcome, said)
            if outcome is Outcome.ONE_OF:
                lacking = half["lacking"] - alone
                what += (
                    " ("
                    + words.count("{n} without a counterpart", "{n} without a counterpart", lacking)
                    + ")"
                )
            yield what, words.number(count), percent(count, half["of"], words)


def _outcome(outcome: str, said: dict[str, Any]) -> str:
    tolerance, days = timedelta(seconds=said["tolerance_s"]), said.get("days", False)
    return outcome_said(Outcome(outcome), tolerance, days=days, words=own_words())


def _left(fault: Fault, count: int, first_lines: dict[str, int]) -> str:
    words = own_words()
    what = f"{words.number(count)} {words.count(*FAULTS[fault], count)}"
    line = first_lines.get(fault)
    return what if line is None else _("%(what)s, first in line %(line)s") % {"what": what, "line": line}


def _differing(rows: Sequence[tuple[Row, int]], said: dict[str, Any]) -> Iterator[Differing]:
    words = own_words()
    for at, (row, more) in enumerate(rows):
        last = at + 1 == len(rows) or rows[at + 1][0]["outcome"] != row["outcome"]
        left = words.count("and {n} more", "and {n} more", more) if last and more else ""
        yield _one_differing(row, said, left)


def _one_differing(row: Row, said: dict[str, Any], more: str) -> Differing:
    there_day = date.fromisoformat(row["there_at"]) if len(row["there_at"] or "") == _DAY else None
    there_at, here_at = (row[key] and datetime.fromisoformat(row[key]) for key in ("there_at", "here_at"))
    here_place = row["here_place"]
    place = row["place"] or here_place or ""
    if row["outcome"] == Outcome.ELSEWHERE:
        place = _("%(place)s, in the register %(other)s") % {"place": place, "other": here_place}
    return Differing(
        what=_outcome(row["outcome"], said),
        place=place,
        line=row["line"],
        there_at=None if there_day else there_at,
        there_day=there_day,
        record_id=row["record_id"],
        kind=kind_name(row["kind"], own_words()) if row["kind"] else "",
        here_at=here_at,
        more=more,
    )
