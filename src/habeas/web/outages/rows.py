"""The lines of a sheet as a form: one row each, what it says read as the entry that it becomes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habeas.custody.kinds import Type, kinds
from habeas.custody.sheets import KINDS, LINES, line_id, page_of
from habeas.custody.wording import CHOICE_NAMES, FIELD_NAMES
from habeas.errors import RefusedError
from habeas.web.custodydesk.fields import form_field, value_of
from habeas.web.custodydesk.forms import SignedForm
from habeas.web.custodydesk.kinds import REQUIRED
from habeas.web.custodydesk.showing import kind_name, moment
from habeas.web.custodydesk.times import instant_of, local
from habeas.web.outages.access import Held
from habeas.web.shell.failures import plainly

SIGNING = ("signer", "pin_code")
OF_A_ROW = ("time", "next_day", "record", "kind", "what", "signature", "who")


def what_it_fills(kind: str) -> str:
    """The field of a kind that the words of a line go into: the one that it needs, else its note."""
    needed = [name for name in REQUIRED.get(kind, ()) if kinds()[kind].fields[name].type in _OF_WORDS]
    return needed[0] if needed else "note"


_OF_WORDS = (Type.TEXT, Type.ACTORS)


def said_in_words(kind: str, what: str, *, zone: str, now: datetime) -> dict[str, Any]:
    """What words say, in the field of a kind that they fill. Raises ``ValidationError``."""
    filled = what_it_fills(kind)
    if filled == "note":
        return {"note": what} if what else {}
    field = kinds()[kind].fields[filled]
    try:
        return {filled: value_of(field, form_field(field, required=True, zone=zone, now=now).clean(what))}
    except ValidationError as wrong:
        asked = _(FIELD_NAMES[filled])
        raise ValidationError(f"{asked} {' '.join(wrong.messages)}") from wrong


class SheetForm(SignedForm):
    """The day of a sheet, and a row for each of its lines that is not typed in yet."""

    day = forms.DateField(
        label=gettext_lazy("Which day stands on the sheet?"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(
        self,
        *args: Any,
        number: int,
        typed: Collection[int],
        held: Sequence[Held],
        day: date,
        signed: bool,
        shown: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.number, self.typed = number, sorted(typed)
        self.held = {one.record_id: one for one in held}
        self.lines = [line for line in range(1, LINES + 1) if line not in typed]
        super().__init__(*args, initial={"day": day, **(shown or {})}, **kwargs)
        if not signed:  # what is only looked over is not signed yet
            del self.fields["signer"], self.fields["pin_code"]

    def add_fields(self) -> None:
        """Seven fields a line."""
        people = [("", "")] + [(one.record_id, self._called(one)) for one in self.held.values()]
        entries = [("", "")] + [(kind, kind_name(kind)) for kind in KINDS]
        signed = [("", "")] + [
            (one, _(CHOICE_NAMES[one])) for one in kinds()["checked"].fields["signature"].of
        ]
        who = [("", _("who signs below"))] + [(key, str(hand.user)) for key, hand in self.hands.items()]
        for line in self.lines:
            self._add(line, "time", forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"})))
            self._add(line, "next_day", forms.BooleanField())
            self._add(line, "record", forms.ChoiceField(choices=people))
            self._add(line, "kind", forms.ChoiceField(choices=entries))
            self._add(line, "what", forms.CharField(max_length=500))
            self._add(line, "signature", forms.ChoiceField(choices=signed))
            self._add(line, "who", forms.ChoiceField(choices=who))

    def _add(self, line: int, name: str, field: forms.Field) -> None:
        label = _("Line %(line)s: %(field)s") % {"line": line, "field": column_name(name)}
        field.label, field.required = label, False
        field.widget.is_required = False
        field.short = column_name(name)  # type: ignore[attr-defined]  # what the template writes above it
        field.widget.attrs["aria-label"] = label
        self.fields[f"{name}_{line}"] = field

    def _called(self, one: Held) -> str:
        since = moment(local(one.since, self.station.zone)) if one.since else ""
        return f"{one.name or _('name not known')} · {since}"

    def kept(self) -> list[forms.BoundField]:
        """What was typed, to be carried along unseen while it is looked over."""
        return [self[name] for name in self.fields if name not in SIGNING]

    def signature_fields(self) -> list[forms.BoundField]:
        """Who signs, and by what."""
        return [self[name] for name in SIGNING]

    def rows(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """The controls of each line."""
        for line in self.lines:
            yield line, [self[f"{name}_{line}"] for name in OF_A_ROW]

    def clean(self) -> dict[str, Any]:
        """Read each line as an entry; those that say nothing are left out."""
        given = super().clean() or {}
        self.entries: list[dict[str, Any]] = []
        for line in self.lines:
            row = {name: given.get(f"{name}_{line}") for name in OF_A_ROW}
            if any(row.values()) or any(f"{name}_{line}" in self.errors for name in OF_A_ROW):
                self._read(line, row, given.get("day"))
        for line in self.typed:
            if any(self.data.get(f"{name}_{line}") for name in OF_A_ROW):
                self.add_error(
                    None, _("Line %(line)s was typed in meanwhile. Nothing was written.") % {"line": line}
                )
        if not self.entries and not self.errors:
            self.add_error(None, _("No line says anything yet."))
        return given

    def _read(self, line: int, row: Mapping[str, Any], day: date | None) -> None:
        for name in ("time", "record", "kind"):
            if not row[name] and f"{name}_{line}" not in self.errors:
                self.add_error(
                    f"{name}_{line}", _("A line tells when it was, of whom it tells, and what happened.")
                )
        if self.errors or day is None:
            return
        when = self._instant(line, day + timedelta(days=1) if row["next_day"] else day, row["time"])
        data = self._said(line, str(row["kind"]), str(row["what"] or ""))
        if when is None or data is None:
            return
        if row["signature"]:
            data["signature"] = row["signature"]
        self.entries.append(
            {
                "line": line,
                "when": when,
                "record_id": row["record"],
                "kind": row["kind"],
                "event_id": line_id(self.station.code, self.number, line),
                "occurred_at": when.isoformat(),
                "page": page_of(self.number, line),
                "actor": row["who"],
                "data": data,
            }
        )

    def _instant(self, line: int, day: date, at: time) -> datetime | None:
        name = f"time_{line}"
        try:
            when = instant_of(datetime.combine(day, at), self.station.zone, self.now)
        except RefusedError as refused:
            self.add_error(name, plainly(refused))
            return None
        self.hold_time(name, when)
        return None if name in self.errors else when

    def _said(self, line: int, kind: str, what: str) -> dict[str, Any] | None:
        """What the words of a line say, in the field of the kind that they fill."""
        try:
            return said_in_words(kind, what, zone=self.station.zone, now=self.now)
        except ValidationError as wrong:
            self.add_error(f"what_{line}", wrong)
            return None


def column_name(name: str) -> str:
    """What a column of the sheet is called."""
    return {
        "time": _("Time"),
        "next_day": _("After midnight"),
        "record": _("Who is it about?"),
        "kind": _("What happened"),
        "what": _("In words"),
        "signature": _("Signature of the person"),
        "who": _("Who did it"),
    }[name]
