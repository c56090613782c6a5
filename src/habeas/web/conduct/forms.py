"""Forms for the steps of a procedure: each asks what its act says, and gives the act."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from habeas.clock import Edtf
from habeas.procedure.machine import Act
from habeas.web.shell.fields import EdtfFormField

DAY_HINT = _("For example 3 July 2024.")


class DayField(EdtfFormField):
    """A day that is known: what the body does itself has one."""

    def __init__(self, *, help_text: Any = DAY_HINT, **kwargs: Any) -> None:
        super().__init__(help_text=help_text, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the day, ``None`` for an empty field that may be empty."""
        text = super().clean(value)
        if not text:
            return None
        when = Edtf.parse(text)
        if not when.known_to_the_day:
            raise ValidationError(_("Give the day, for example 3 July 2024."), code="date-without-day")
        return when.earliest


class DoneDayField(DayField):
    """The day on which something was done: today, or before.

    A step of a day to come would open now what it opens then, and keep out every step before it.
    """

    def clean(self, value: Any) -> Any:
        """Return the day, which has come."""
        day = super().clean(value)
        if day is not None and day > timezone.localdate():
            said = _("This day has not come yet: a step is recorded once it was taken.")
            raise ValidationError(said, code="day-to-come")
        return day


class LinesField(forms.CharField):
    """One name a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> Any:
        """Return the lines that say something, as a tuple."""
        return tuple(line.strip() for line in super().clean(value).splitlines() if line.strip())


class StepForm(forms.Form):
    """What every step says: the day, and a note. ``says`` are the fields that an act takes as they are."""

    act: type[Act]
    says: tuple[str, ...] = ()
    on = DoneDayField(label=_("On which day?"))
    note = forms.CharField(
        label=_("Anything to add?"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def made(self) -> Act:
        """The act that the form describes."""
        day: date = self.cleaned_data["on"]
        return self.act(on=day, note=self.cleaned_data["note"], **self.said())

    def said(self) -> dict[str, Any]:
        """What this kind of act says beyond day and note."""
        return {name: self.cleaned_data[name] for name in self.says}


class WhyForm(StepForm):
    """A step that says why."""

    field_order: tuple[str, ...] = ("on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("Why?")
        self.fields["note"].required = True


def letter_field() -> forms.CharField:
    """The letter that sets a day."""
    return forms.CharField(
        label=_("Which letter sets it?"),
        max_length=200,
        help_text=_("As it is filed. The Convention sets no number of months: only a letter does."),
    )


def choices_of(names: Mapping[Any, str]) -> list[tuple[str, Any]]:
    """The words that a room gives its kinds, as the choices of a field."""
    return [(kind.value, _(name)) for kind, name in names.items()]


def plain(act: type[Act], form: type[StepForm] = StepForm) -> type[StepForm]:
    """The form of a step that says nothing but its day and a note."""
    return type(f"{act.__name__}Form", (form,), {"act": act, "__doc__": act.__doc__})
