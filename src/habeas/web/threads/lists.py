"""The list of threads: what was asked again, since when, what the State says, what the body found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from habeas.threads import Standing, Thread
from habeas.web.parties.lists import (
    DerivedFilter,
    EdtfColumn,
    FactListing,
    FactTable,
    SourceColumn,
    StatusColumn,
    TextColumn,
    class_column,
    derived_filter,
    party_filter,
)
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.places.access import places_for
from habeas.web.reports.access import themes
from habeas.web.reports.models import Ask
from habeas.web.reports.standing import ANSWERED, position_mark, with_standing
from habeas.web.shell.marks import Status
from habeas.web.sources.access import seen
from habeas.web.threads.access import claims_for, scale, standings_of, threads_of, touched
from habeas.web.threads.marks import NOT_ASSESSED, degree_marks
from habeas.web.threads.models import Claim

OPEN, CLOSED, NEVER = "open", "closed", "never"
STATES = [
    (OPEN, _("open")),
    (CLOSED, _("closed by the last assessment")),
    (NEVER, _("never assessed")),
]


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A thread as one reader may see it; ``row`` is the ask that was made last."""

    row: Ask
    asks: tuple[Ask, ...]
    address: str
    asked: int
    repeated: int
    first_made: str
    first_sort: date
    last_made: str
    last_sort: date
    places: int | None
    claim: Status
    degree: Status
    assessed: str
    assessed_sort: date
    state_key: str

    @classmethod
    def of(
        cls,
        thread: Thread,
        asks: tuple[Ask, ...],
        claim: Status,
        held: tuple[Standing, Status] | None,
        *,
        places: int,
        closes: bool,
    ) -> "ThreadLine":
        """Draw one line; ``held`` is where it stands, with its sign."""
        row = asks[-1]
        when = held[0].assessed.date if held else None
        state = NEVER if held is None else CLOSED if closes and not held[0].asked_since else OPEN
        return cls(
            row=row,
            asks=asks,
            address=reverse("threads:thread", args=[row.public_id]),
            asked=thread.asked,
            repeated=thread.repeated,
            first_made=str(thread.first_made or ""),
            first_sort=thread.first.from_day,
            last_made=row.date,
            last_sort=thread.last.from_day,
            places=places or None,
            claim=claim,
            degree=held[1] if held else Status(NOT_ASSESSED),
            assessed=str(when or ""),
            assessed_sort=(when and when.latest) or date.min,
            state_key=state,
        )


def lines(reader: Reader, asks: Any) -> Iterator[ThreadLine]:
    """A line for each thread that ``asks`` make."""
    rows = {row.public_id: row for row in with_standing(reader, asks)}
    found = threads_of(reader, rows.values())
    held = standings_of(reader, found)
    every = scale()
    marks = degree_marks(every)
    closing = {row.code for row in every if row.closes}
    claims: dict[int, Claim] = {row.ask_id: row for row in claims_for(reader).filter(withdrawn_why="")}
    for thread in found:
        own = tuple(rows[item.id] for item in thread.items)
        now = held.get(thread.first.id)
        yield ThreadLine.of(
            thread,
            own,
            _claimed(own, claims),
            (now, marks[now.assessed.degree]) if now else None,
            places=len({p.pk for one in own for p in one.places.all() if seen(reader, p)}),
            closes=now is not None and now.assessed.degree in closing,
        )


def _claimed(asks: tuple[Any, ...], claims: dict[int, Claim]) -> Status:
    """The State's last word on the thread: how far it says it went, else where the latest ask stands."""
    for row in reversed(asks):
        claim = claims.get(row.pk)
        if claim is not None and claim.progress:
            return Status(claim.get_progress_display())
        if row.stands not in ("", ANSWERED):
            return position_mark(row.stands)
    return position_mark(ANSWERED if any(row.stands for row in asks) else "")


class ThreadTable(FactTable):
    """Threads; what was asked most often is found by sorting."""

    text = TextColumn(
        verbose_name=_("Last asked so"),
        accessor="row__text",
        linkify=lambda record: record.address,
        orderable=False,
        attrs={"td": {"class": "verbatim"}},
    )
    claim = StatusColumn(verbose_name=_("The State says"), orderable=False)
    degree = StatusColumn(verbose_name=_("The body found"), orderable=False)
    assessed = EdtfColumn(verbose_name=_("Last assessed"), order_by="assessed_sort")
    asked = tables.Column(verbose_name=_("Asked"))
    repeated = tables.Column(verbose_name=_("Repeated"))
    first_made = EdtfColumn(verbose_name=_("First made"), order_by="first_sort")
    last_made = EdtfColumn(verbose_name=_("Last made"), order_by="last_sort")
    places = tables.Column(verbose_name=_("Places"))
    party = TextColumn(verbose_name=_("Party"), accessor="row__party__name")
    klass = class_column(accessor="row__klass")
    source = SourceColumn(accessor="row__source")

    class Meta(FactTable.Meta):
        model = Ask
        fields = ()


class ThreadFilter(DerivedFilter):
    """By Party, theme, place, where it stands, how often it was repeated, and words of any wording."""

    derived = ("state",)
    party = party_filter()
    theme = django_filters.ModelChoiceFilter(
        label=_("Theme"),
        queryset=lambda request: themes(request.reader),
        to_field_name="name",
        empty_label=_("all"),
        method="untouched",
    )
    place = django_filters.ModelChoiceFilter(
        label=_("Place"),
        queryset=lambda request: places_for(request.reader).filter(asks__isnull=False).distinct(),
        to_field_name="public_id",
        empty_label=_("all"),
        method="untouched",
    )
    state = derived_filter(_("Where it stands"), STATES)
    repeated = django_filters.NumberFilter(
        label=_("Repeated at least so many times"), min_value=0, method="untouched"
    )
    text = django_filters.CharFilter(label=_("Words in it"), method="untouched")

    class Meta:
        model = Ask
        fields = ()

    def lines(self, rows: Any, reader: Reader) -> list[ThreadLine]:
        """The threads, of which any ask has the theme, the place and the words."""
        given = self.form.cleaned_data if self.is_bound and self.form.is_valid() else {}
        theme, place, words = given.get("theme"), given.get("place"), str(given.get("text") or "").casefold()
        least = given.get("repeated") or 0
        return [
            line
            for line in lines(reader, rows)
            if line.repeated >= least
            and (theme is None or any(theme in one.themes.all() for one in line.asks))
            and (place is None or any(place in one.places.all() for one in line.asks))
            and any(words in one.text.casefold() for one in line.asks)
        ]


class _Threads:
    """Asks to be filtered, and the threads that they make to be counted."""

    model = Ask

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._asks = touched(reader)

    def all(self) -> Any:
        """What the filters narrow."""
        return self._asks.all()

    def count(self) -> int:
        """How many threads there are."""
        return len(threads_of(self._reader, self._asks))

    def filter(self, **wanted: Any) -> Any:
        """Narrow the asks."""
        return self._asks.filter(**wanted)


class ThreadList(FactListing):
    """Every thread that the reader may see: what is linked, assessed or claimed to be done."""

    table = ThreadTable
    filters = ThreadFilter
    title = _("Threads")
    lead = _(
        "One demand across reports: since when it is made, how often it was made again, what the State "
        "says of it and what the body found. An ask is here once it is linked, assessed or answered by "
        "a claim of its own."
    )
    empty = _("No thread is known yet. Open what was asked, and link it with what was asked before.")
    empty_to_read = _(
        "No thread can be read here yet. What is public of a thread is what reports asked that are "
        "published, and what was said of it since."
    )
    file_name = "threads"
    transmitted = True

    def rows(self, reader: Any) -> Any:
        """Through the door."""
        return _Threads(reader)

    def ways(self, reader: Reader) -> list[tuple[Any, str, bool]]:
        """To what was asked."""
        return [(_("What was asked"), reverse("reports:asks"), False)]

    def context(self) -> dict[str, Any]:
        """The scale, for who keeps it; what to do first, for who links."""
        said: dict[str, Any] = {"file_ways": []}
        if may(self.reader, Capability.SET_SCALE):
            said["file_ways"] = [(_("Scale of assessments"), reverse("threads:scale"))]
        if not may(self.reader, Capability.WRITE_FACTS):
            said["empty"] = self.empty_to_read
        return super().context() | said
