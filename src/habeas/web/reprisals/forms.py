"""Forms of a follow-up.

What is typed in a field that has ``sealed`` in its name is not kept when a sign-in runs out.
"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.web.people.models import User
from habeas.web.places.models import Place
from habeas.web.reprisals.models import FINDINGS, WORRIES

NO_NAMES = _(
    "No name, no number, nothing by which anybody could be found: whoever runs the machine could read it."
)


def _note(label: Any, *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2, "autocomplete": "off"})
    return forms.CharField(label=label, required=required, max_length=300, widget=widget, help_text=NO_NAMES)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


class NamingForm(forms.Form):
    """The two who follow up."""

    people = forms.ModelMultipleChoiceField(
        label=_("Which two members?"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They alone will see it: you do not, unless you are one of them."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["people"]
        chooser.queryset = people

    def clean_people(self) -> Any:
        """Exactly two."""
        given = self.cleaned_data["people"]
        if len(given) != 2:
            raise forms.ValidationError(_("Choose exactly two."))
        return given


class ReplacingForm(forms.Form):
    """Who follows up in place of somebody."""

    user = forms.ModelChoiceField(
        label=_("Who follows up instead?"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        empty_label=_("choose"),
    )
    reason = forms.CharField(label=_("Why?"), max_length=500)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["user"]
        chooser.queryset = people


class FollowUpForm(forms.Form):
    """Somebody who might suffer for having spoken; no field asks who it is."""

    worries = forms.MultipleChoiceField(
        label=_("What is the worry?"), choices=WORRIES, widget=forms.CheckboxSelectMultiple
    )
    place = forms.ModelChoiceField(
        label=_("At which place?"),
        queryset=Place.objects.none(),
        to_field_name="public_id",
        required=False,
        help_text=_("Leave it open where only few could be meant."),
    )
    sealed_note = _note(_("A short note"))
    check_on = _day(_("When do you check back first?"))

    def __init__(self, *args: Any, places: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        place: Any = self.fields["place"]
        place.queryset = places

    def clean_check_on(self) -> date:
        """A day to come."""
        return _to_come(self.cleaned_data["check_on"], self.today)


class CheckForm(forms.Form):
    """The next day to check back."""

    on = _day(_("When do you check back?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        """A day to come."""
        return _to_come(self.cleaned_data["on"], self.today)


class FoundForm(forms.Form):
    """What was found."""

    on = _day(_("When was it?"))
    finding = forms.ChoiceField(label=_("What was found?"), choices=[("", _("choose")), *FINDINGS])
    sealed_note = _note(_("A short note"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        """No day ahead."""
        return _not_ahead(self.cleaned_data["on"], self.today)


class CloseForm(forms.Form):
    """Why it ends."""

    sealed_note = _note(_("Why is it closed?"), required=True)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today


def _to_come(day: date, today: date) -> date:
    if day < today:
        raise forms.ValidationError(_("This day is past."))
    return day


def _not_ahead(day: date, today: date) -> date:
    if day > today:
        raise forms.ValidationError(_("This day has not come yet."))
    return day
