"""Form fields for what an event says, by the type that its kind gives them."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habeas.clock import parse_instant
from habeas.custody.kinds import Field, Type
from habeas.custody.wording import CHOICE_NAMES, FIELD_NAMES
from habeas.errors import RefusedError
from habeas.web.custodydesk.times import TYPED, instant_of, local
from habeas.web.shell.failures import plainly
from habeas.web.shell.fields import EdtfFormField

LONG = frozenset(
    {"findings", "statements", "observations", "text", "instructions", "items", "note", "why", "late_reason"}
)
"""Texts that have more than a line."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_BETWEEN = re.compile(r"[\s:-]+")
_SERVICE_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,119}")


class LocalTimeField(forms.DateTimeField):
    """A time off the station's own clock; gives an instant."""

    def __init__(self, *, zone: str, now: datetime, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED)
        super().__init__(widget=widget, **kwargs)
        self.zone, self.now = zone, now

    def prepare_value(self, value: Any) -> Any:
        """Show an instant as the station's clock does."""
        return local(value, self.zone).replace(tzinfo=None) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        """Read the typed time as an instant."""
        if value in self.empty_values:
            return None
        for form in (TYPED, f"{TYPED}:%S"):
            try:
                typed = datetime.strptime(value, form)  # noqa: DTZ007 (the zone is the station's)
            except (TypeError, ValueError):
                continue
            try:
                return instant_of(typed, self.zone, self.now)
            except RefusedError as refused:
                raise ValidationError(plainly(refused), code=refused.code) from refused
        raise ValidationError(_("Give day and time."), code="invalid")


class NumbersField(forms.CharField):
    """Service numbers with commas or spaces between: pseudonyms, no names."""

    def clean(self, value: Any) -> Any:
        """Give them as a list."""
        found = [one for one in re.split(r"[\s,;]+", super().clean(value) or "") if one]
        if any(not _SERVICE_NUMBER.fullmatch(one) for one in found):
            raise ValidationError(_("Give service numbers: letters and digits, no names."), code="invalid")
        return found


class Sha256Field(forms.CharField):
    """A SHA-256 as somebody types or pastes it: spaces and capital letters do not matter."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "spellcheck": "false", "dir": "ltr", "class": "letters"}
        super().__init__(max_length=200, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        """Give it as 64 lower-case hexadecimal digits."""
        found = _BETWEEN.sub("", super().clean(value) or "").lower()
        if found and not _SHA256.fullmatch(found):
            raise ValidationError(
                _("A SHA-256 has 64 characters: digits, and letters from a to f."), code="invalid"
            )
        return found


def _yes_or_no(said: Mapping[str, Any]) -> forms.Field:
    choices = [("", gettext_lazy("not recorded")), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]
    if said["required"]:
        del choices[0]
    return forms.TypedChoiceField(
        choices=choices,
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        **said,
    )


def choices_of(field: Field) -> list[tuple[str, Any]]:
    """What may be chosen; none is at first, so that an entry says nothing that nobody said."""
    return [("", _("none chosen")), *((one, _(CHOICE_NAMES[one])) for one in field.of)]


def _choice(field: Field, said: Mapping[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=choices_of(field), **said)


def _text(field: Field, said: Mapping[str, Any]) -> forms.Field:
    if field.name in LONG:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=8_000, **said)
    return forms.CharField(max_length=500, **said)


def form_field(field: Field, *, required: bool, zone: str, now: datetime) -> forms.Field:
    """The form's field for one field of a kind."""
    said: dict[str, Any] = {"label": _(FIELD_NAMES[field.name]), "required": required}
    by_type: Mapping[Type, Callable[[], forms.Field]] = {
        Type.BOOL: lambda: _yes_or_no(said),
        Type.CHOICE: lambda: _choice(field, said),
        Type.CHOICES: lambda: forms.MultipleChoiceField(
            choices=[(one, _(CHOICE_NAMES[one])) for one in field.of],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("With none chosen, nobody else was present."),
            **said,
        ),
        Type.INSTANT: lambda: LocalTimeField(zone=zone, now=now, **said),
        Type.ACTOR: lambda: NumbersField(help_text=_("A service number."), **said),
        Type.ACTORS: lambda: NumbersField(help_text=_("Service numbers, with commas between."), **said),
        Type.DATE: lambda: EdtfFormField(**said),
        Type.SHA256: lambda: Sha256Field(
            help_text=_("Where it is known now. The file itself is added under Recordings."), **said
        ),
    }
    return by_type.get(field.type, lambda: _text(field, said))()


def value_of(field: Field, given: Any) -> Any:
    """What the event says for what the form gave; ``None`` where it says nothing."""
    match field.type:
        case Type.BOOL:
            return given
        case Type.INSTANT:
            return None if given is None else given.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case Type.CHOICES:
            return list(given)
        case Type.ACTOR:
            return given[0] if given else None
    return given or None


def shown_again(field: Field, value: Any) -> Any:
    """A value of an event as its form shows it, to be corrected."""
    match field.type:
        case Type.BOOL:
            return {True: "yes", False: "no"}.get(value, "")
        case Type.INSTANT:
            return parse_instant(value) if value else None
        case Type.ACTORS:
            return ", ".join(value or [])
    return value
