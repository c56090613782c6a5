"""A record in words: a line for every entry with both times, and what is missing said plainly."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils.translation import gettext as _

from habeas.custody.course import Course
from habeas.custody.stretches import Gap, Stretch
from habeas.custody.wording import SPAN_NAMES
from habeas.web.custodydesk.access import Opened
from habeas.web.custodydesk.showing import Shown, Version, kind_name, lasting_exactly, moment, shown_lines
from habeas.web.custodydesk.times import local
from habeas.web.people.access import Reader
from habeas.web.shell.marks import own_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry as a table has it: what stands, what stood before it, or why it is struck."""

    number: int
    says: str
    happened: str
    written: str
    late: str
    outage: bool
    """Whether it is late because of an outage: that is told, and held against nobody."""
    by: str
    told: tuple[str, ...]
    was: tuple[str, ...]
    struck: str


def rows_of(opened: Opened, reader: Reader, *, named: bool) -> list[Row]:
    """Every entry, by when it happened; those who wrote by pseudonym where they are not ``named``."""
    shown = opened if named else replace(opened, names={})
    return [_row(one) for one in shown_lines(shown, reader, writer=False)]


def _row(shown: Shown) -> Row:
    version = shown.stands or (shown.struck[0] if shown.struck else None)
    assert version is not None  # noqa: S101 (a line has what stands, or what stood)
    before = shown.struck if shown.stands is not None else shown.struck[1:]
    return Row(
        number=shown.number,
        says=shown.says,
        happened=moment(version.at) if version.at else _("time not known"),
        written=moment(version.written),
        late=_late(version),
        outage=bool(version.outage),
        by=_by(version),
        told=(*map(str, version.told), *_elsewhere(version), *_why(version, corrected=bool(before))),
        was=tuple(map(_was, before)),
        struck=_struck(shown.annulled) if shown.stands is None and shown.annulled is not None else "",
    )


def _late(version: Version) -> str:
    return ": ".join(filter(None, (version.lateness, version.late and version.late_reason)))


def _by(version: Version) -> str:
    if not version.written_by:
        return version.by
    return _("%(who)s (written by %(writer)s)") % {"who": version.by, "writer": version.written_by}


def _elsewhere(version: Version) -> list[str]:
    found = [_("from paper: %(page)s") % {"page": version.paper}] if version.paper else []
    if version.queued:
        found.append(_("on a machine without network, by its clock %(at)s") % {"at": moment(version.queued)})
    return found


def _why(version: Version, *, corrected: bool) -> list[str]:
    if not corrected or not version.why:
        return []
    return [_("corrected because: %(why)s") % {"why": version.why}]


def _was(version: Version) -> str:
    values = own_words().listed(map(str, version.told), apart=True) or "–"
    return _("Before, as written %(written)s: %(at)s; %(values)s") % {
        "written": moment(version.written),
        "at": moment(version.at) if version.at else _("time not known"),
        "values": values,
    }


def _struck(version: Version) -> str:
    return _("Struck %(written)s by %(who)s: %(why)s") % {
        "written": moment(version.written),
        "who": _by(version),
        "why": version.why or _("no reason is written"),
    }


def missing(course: Course, opened: Opened, numbers: dict[str, int]) -> list[str]:
    """What is not written and what was not recorded, by time; a finding about the record alone."""
    zone = opened.station.zone
    told = [(one.begins, _silent(one, zone)) for one in course.silent]
    told += [(one.begins, said) for one in course.incomplete() for said in _incomplete(one, zone)]
    told += [(one.begins, _unrecorded(one, zone)) for one in course.unrecorded]
    timeless = [
        _("Entry %(number)s (%(kind)s) has no time at which it happened.")
        % {"number": numbers[one.event_id], "kind": kind_name(one.kind)}
        for one in course.timeless
    ]
    return [said for _at, said in sorted(told, key=lambda one: one[0])] + timeless


def _silent(gap: Gap, zone: str) -> str:
    return _("Nothing is written between %(from)s and %(until)s (%(length)s).") % _between(gap, zone)


def _unrecorded(gap: Gap, zone: str) -> str:
    return _(
        "The interview was not recorded from %(from)s to %(until)s (%(length)s), as far as is written."
    ) % _between(gap, zone)


def _incomplete(one: Stretch, zone: str) -> Iterator[str]:
    span = _(SPAN_NAMES[one.span.name])
    if one.end_missing:
        values = {"span": span, "at": moment(local(one.begins, zone))}
        yield _("No end is written of: %(span)s, begun %(at)s.") % values
    if one.start_missing:
        values = {"span": span, "at": moment(local(one.stops, zone))}
        yield _("No beginning is written of: %(span)s, ended %(at)s.") % values


def _between(gap: Gap, zone: str) -> dict[str, str]:
    begins, ends = local(gap.begins, zone), local(gap.ends, zone)
    same = begins.date() == ends.date() and gap.length < timedelta(days=1)
    return {
        "from": moment(begins),
        "until": f"{ends:%H:%M}" if same else moment(ends),
        "length": lasting_exactly(gap.length),
    }
