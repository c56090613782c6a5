"""Forms of the desk: each asks what its entry says, when it was, and who signs it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from habeas.custody import Event, kinds, new_event_id
from habeas.custody.events import AHEAD, LATE_AFTER
from habeas.custody.wording import FIELD_NAMES
from habeas.web.custodydesk.fields import LocalTimeField, choices_of, form_field, shown_again, value_of
from habeas.web.custodydesk.kinds import OWN, REQUIRED, SIGNED_BY_THE_PERSON, sealed_fields
from habeas.web.rows import new_public_id
from habeas.web.shell.fields import EdtfFormField
from habeas.web.stations.models import Hand, Station

SEALED = "sealed_"
"""Before the name of a field that the station does not read: what is typed there is kept nowhere else."""
OPENING = (
    "name",
    "born",
    "sex",
    "reason",
    "basis",
    "juvenile",
    "foreign_national",
    "vulnerable",
    "needs_interpreter",
)
"""What opening a record asks for, in this order."""


class SignedForm(forms.Form):
    """A form whose end is a signature by PIN or badge: who did it."""

    event_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        station: Station,
        hands: Iterable[Hand],
        own: Hand | None,
        now: datetime,
        **kwargs: Any,
    ) -> None:
        self.station, self.now = station, now
        kwargs["initial"] = {"event_id": new_event_id(now), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.hands = {hand.actor_id: hand for hand in hands}
        self.add_fields()
        self.fields["signer"] = forms.ChoiceField(
            label=_("Who signs?"),
            choices=[(actor_id, str(hand.user)) for actor_id, hand in self.hands.items()],
            initial=own.actor_id if own else None,
        )
        self.fields["pin_code"] = pin_field(_("PIN or badge"))

    def add_fields(self) -> None:
        """Add what the form asks before the signature."""

    def local_time(self, label: str, *, required: bool = True) -> LocalTimeField:
        """A time off the station's clock."""
        return LocalTimeField(label=label, zone=self.station.zone, now=self.now, required=required)

    def hold_time(self, name: str, when: datetime | None) -> None:
        """Refuse what has not happened yet."""
        if when is not None and when > self.now + AHEAD:
            self.add_error(name, _("This time has not come yet. What is planned is no entry."))

    def is_late(self, *times: datetime | None) -> bool:
        """Whether one of these is so long ago that the entry says why it is written late."""
        return any(when is not None and self.now - when > LATE_AFTER for when in times)


def pin_field(label: str) -> forms.CharField:
    """Where a PIN is typed or a badge is held; never filled in again, never kept."""
    return forms.CharField(
        label=label,
        max_length=64,
        strip=True,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "14"}),
    )


class EntryForm(SignedForm):
    """One entry of a kind; with ``corrected`` the one that takes the place of another."""

    def __init__(
        self,
        *args: Any,
        kind: str,
        names: Iterable[str],
        spans: Iterable[tuple[str, str]] = (),
        corrected: Event | None = None,
        presets: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.kind, self.names = kinds()[kind], tuple(names)
        self.span_choices, self.corrected = list(spans), corrected
        self.presets = dict(presets or {})
        now: datetime = kwargs["now"]
        initial = {"at": now.replace(second=0, microsecond=0), "span_id": new_public_id(), **self.presets}
        if corrected is not None:
            initial |= {"at": corrected.occurred_at, **self._shown(corrected)}
        super().__init__(*args, initial=initial, **kwargs)

    def _shown(self, event: Event) -> dict[str, Any]:
        shown = {
            self.control(name): shown_again(self.kind.fields[name], event.data.get(name))
            for name in self.names
        }
        return shown | {
            "note": event.data.get("note"),
            "signature": event.data.get("signature"),
            "page": event.page,
        }

    def control(self, name: str) -> str:
        """The name of the control for a field of the kind."""
        return f"{SEALED}{name}" if name in sealed_fields(self.kind.name) else name

    def add_fields(self) -> None:
        """The time, what the kind says, and what any entry may say."""
        self.fields["at"] = self.local_time(_("When was it?"))
        required = REQUIRED.get(self.kind.name, frozenset())
        for name in self.names:
            self.fields[self.control(name)] = form_field(
                self.kind.fields[name], required=name in required, zone=self.station.zone, now=self.now
            )
        if self.kind.starts:
            self.fields["span_id"] = forms.CharField(widget=forms.HiddenInput, max_length=40)
        elif self.kind.ends and self.span_choices:
            self.fields["span_id"] = forms.ChoiceField(label=_("Which one ended?"), choices=self.span_choices)
            self.initial["span_id"] = self.presets.get("span_id") or self.span_choices[0][0]
        if self.kind.name in SIGNED_BY_THE_PERSON:
            self.fields["signature"] = forms.ChoiceField(
                label=_(FIELD_NAMES["signature"]), choices=choices_of(self.kind.fields["signature"])
            )
        for name in ("note", "late_reason") if self.corrected is None else ("note", "why"):
            field = self.kind.fields[name]
            asked = form_field(field, required=name == "why", zone=self.station.zone, now=self.now)
            asked.widget.attrs["rows"] = 2
            self.fields[name] = asked
        self.fields["late_reason" if self.corrected is None else "why"].help_text = (
            _("Needed where it was more than 15 minutes ago.")
            if self.corrected is None
            else _("Why is it corrected? Both values stay in the record.")
        )
        self.fields["page"] = forms.CharField(
            label=_("Page or line, where it was first written on paper"), max_length=120, required=False
        )

    def clean(self) -> dict[str, Any]:
        """Hold the time, and ask why where it is late."""
        given = super().clean() or {}
        when = given.get("at")
        self.hold_time("at", when)
        if (
            self.corrected is None
            and self.is_late(when)
            and not (given.get("late_reason") or given.get("page"))
        ):
            self.add_error(
                "late_reason", _("It was more than 15 minutes ago: say why it is written only now.")
            )
        return given

    def _left(self) -> dict[str, Any]:
        """What the corrected entry says and the form does not ask."""
        before = self.corrected.data if self.corrected is not None else {}
        return {name: value for name, value in before.items() if name not in (*self.names, *OWN)}

    def columns(self) -> dict[str, Any]:
        """The columns of the event that the form describes, but for who and where."""
        given = self.cleaned_data
        data = self._left() | {
            name: value_of(self.kind.fields[name], given[self.control(name)]) for name in self.names
        }
        for name in ("note", "late_reason", "why", "signature"):
            data[name] = given.get(name) or None
        if self.corrected is not None:
            data["late_reason"] = data["why"] if self.is_late(given["at"]) else None
        return {
            "event_id": str(given["event_id"]),
            "kind": self.kind.name,
            "occurred_at": given["at"].isoformat(),
            "span_id": given.get("span_id") or None,
            "page": given.get("page") or None,
            "corrects": self.corrected.event_id if self.corrected else None,
            "data": {name: value for name, value in data.items() if value is not None},
        }


class AnnulForm(SignedForm):
    """Why an entry does not hold."""

    def add_fields(self) -> None:
        """The reason."""
        self.fields["why"] = forms.CharField(
            label=_("Why does the entry not hold?"),
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=2_000,
            help_text=_("The entry stays in the record, struck, with this reason beside it."),
        )


class OpenForm(SignedForm):
    """A record opened: the person, the basis, and the times of apprehension and arrival."""

    record_id = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        initial = {
            "record_id": new_public_id(),
            "arrived": now.replace(second=0, microsecond=0),
            "basis": "criminal",
            "late_reason": _("written on arrival at the station"),
        }
        super().__init__(*args, now=now, initial=initial, **kwargs)

    def add_fields(self) -> None:
        """The person first, as they stand before the desk; then the times."""
        fields = kinds()["record_opened"].fields
        for name in OPENING:
            asked = form_field(fields[name], required=name == "basis", zone=self.station.zone, now=self.now)
            self.fields[name] = asked
        self.fields["name"].help_text = _("Empty where the person does not say it.")
        self.fields["born"].help_text = _("For example 3 February 1990, or 1990 where no more is known.")
        self.fields["name"].widget.attrs |= {"autofocus": True, "autocomplete": "off"}
        self.fields["reason"].widget.attrs["autocomplete"] = "off"
        self.fields["document"] = forms.CharField(
            label=_("Number of an identity document"),
            max_length=60,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            help_text=_("Recognises the person again. It is not kept."),
        )
        self.fields["arrived"] = self.local_time(_("Arrived when?"))
        self.fields["apprehended"] = self.local_time(_("Apprehended when?"), required=False)
        self.fields["apprehended"].help_text = _("From when the person had to remain with the police.")
        self.fields["told_free_to_leave"] = form_field(
            kinds()["attended"].fields["told_free_to_leave"],
            required=False,
            zone=self.station.zone,
            now=self.now,
        )
        self.fields["told_free_to_leave"].help_text = _("For somebody who was called or invited.")
        self.fields["late_reason"] = forms.CharField(
            label=_(FIELD_NAMES["late_reason"]),
            max_length=500,
            required=False,
            help_text=_("Used for a time that is more than 15 minutes ago."),
        )

    def clean(self) -> dict[str, Any]:
        """Hold the times against each other."""
        given = super().clean() or {}
        arrived, apprehended = given.get("arrived"), given.get("apprehended")
        self.hold_time("arrived", arrived)
        self.hold_time("apprehended", apprehended)
        if arrived and apprehended and apprehended > arrived + timedelta(minutes=1):
            self.add_error("apprehended", _("This is after the arrival."))
        if self.is_late(arrived, apprehended) and not given.get("late_reason"):
            self.add_error(
                "late_reason", _("It was more than 15 minutes ago: say why it is written only now.")
            )
        return given

    def particulars(self) -> dict[str, Any]:
        """What the record says of the person."""
        fields = kinds()["record_opened"].fields
        said = {name: value_of(fields[name], self.cleaned_data[name]) for name in OPENING}
        return {name: value for name, value in said.items() if value is not None}


class AmendForm(SignedForm):
    """The particulars of a record, said anew."""

    def __init__(self, *args: Any, said: Mapping[str, Any], **kwargs: Any) -> None:
        self.before = said
        fields = kinds()["record_amended"].fields
        super().__init__(
            *args, initial={name: shown_again(fields[name], said.get(name)) for name in OPENING}, **kwargs
        )

    def add_fields(self) -> None:
        """What opening asked, and why it changes."""
        fields = kinds()["record_amended"].fields
        for name in OPENING:
            self.fields[name] = form_field(fields[name], required=False, zone=self.station.zone, now=self.now)
        self.fields["why"] = forms.CharField(
            label=_("Why does it change?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2_000
        )

    def changes(self) -> dict[str, Any]:
        """What is said otherwise than before."""
        fields = kinds()["record_amended"].fields
        said = {name: value_of(fields[name], self.cleaned_data[name]) for name in OPENING}
        return {
            name: value
            for name, value in said.items()
            if value is not None and value != self.before.get(name)
        }


class FindForm(forms.Form):
    """Somebody by name and date of birth, or by a document: found by pseudonym, so in full or not at all."""

    name = forms.CharField(max_length=200, required=False)
    born = EdtfFormField(required=False, help_text="")
    document = forms.CharField(max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name, in full")
        self.fields["born"].label = _("Born")
        self.fields["document"].label = _("Or the number of an identity document")
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class HandoverForm(SignedForm):
    """A shift handed over: who goes signs, and so does who comes."""

    def __init__(self, *args: Any, own: Hand | None, **kwargs: Any) -> None:
        self.own = own
        super().__init__(*args, own=own, **kwargs)

    def add_fields(self) -> None:
        """A note, and the second signature; another than who hands over is proposed."""
        self.fields["note"] = forms.CharField(
            label=_("What else does the next shift have to know?"),
            required=False,
            max_length=4_000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["takes_over"] = forms.ChoiceField(
            label=_("Who takes over?"),
            choices=[(key, str(hand.user)) for key, hand in self.hands.items()],
            initial=next((key for key, hand in self.hands.items() if hand != self.own), None),
        )
        self.fields["takes_over_pin_code"] = pin_field(_("PIN or badge of who takes over"))
