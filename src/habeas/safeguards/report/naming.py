"""Entries, times, stretches and fields of a record as a sentence names them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from habeas.custody import Event
from habeas.custody.wording import CHOICE_NAMES, FIELD_NAMES, SPAN_NAMES
from habeas.language import N_
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.record_days import kind_name
from habeas.safeguards.report.composing import Composing


class Naming:
    """The names of one record, whose entries have the numbers by which drawing and table tell them."""

    def __init__(self, of: Composing, numbers: Mapping[str, int], zone: str) -> None:
        self.of, self.say, self.numbers, self.zone = of, of.say, numbers, ZoneInfo(zone)
        self._day: date | None = None

    def begin(self) -> None:
        """What is said next stands by itself: its first time has its day."""
        self._day = None

    def at(self, instant: datetime | None, *, dated: bool = False) -> str:
        """An instant by the clocks of the place; with its day where that is another one than said before.

        ``dated``: with its day in any case.
        """
        if instant is None:
            return self.say("time not known")
        local = instant.astimezone(self.zone)
        same, self._day = local.date() == self._day, local.date()
        return f"{local:%H:%M}" if same and not dated else self.of.words.moment(local)

    def entry(self, event: Event) -> str:
        """An entry by its kind, its number and when it happened."""
        kind, time = kind_name(event.kind, self.of.words), self.at(event.occurred_at)
        number = self.numbers.get(event.event_id)
        if number is None:
            return self.say("“{kind}” ({time}, in another record)", kind=kind, time=time)
        return self.say("“{kind}” (no. {number}, {time})", kind=kind, number=number, time=time)

    def kinds(self, patterns: Sequence[Pattern]) -> str:
        """What a rule looks for, by the names of its kinds."""
        return self._or(dict.fromkeys(kind_name(each.kind, self.of.words) for each in patterns))

    def span(self, name: str) -> str:
        """The name of a stretch."""
        return self._or([self.say(SPAN_NAMES[name])])

    def field(self, name: str) -> str:
        """The name of a field."""
        return self._or([self.say(FIELD_NAMES[name]) if name in FIELD_NAMES else name])

    def _or(self, names: Sequence[str] | Mapping[str, None]) -> str:
        quoted = [self.say("“{name}”", name=each) for each in names]
        return self.say(" or ").join(quoted)

    def choices(self, values: Sequence[str | bool]) -> str:
        """Answers to a field, of which any would do."""
        names = {True: N_("yes"), False: N_("no")}
        return self._or(
            [
                self.say(names[each] if isinstance(each, bool) else CHOICE_NAMES.get(each, each))
                for each in values
            ]
        )
