"""Forms of the programme."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.places.models import KINDS
from habeas.web.programme import access
from habeas.web.programme.models import CriteriaSet, ProgrammeEntry, ProgrammeYear, ProtectedPlace


def _day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **kwargs)


class PutOnForm(forms.ModelForm):  # type: ignore[type-arg]
    """What comes on the programme, why, and by whose decision."""

    decided_on = _day(label=_("When was it decided?"))

    class Meta:
        model = ProgrammeEntry
        fields = ("year", "party", "place", "kind", "reason", "criteria", "decided_by", "decided_on")
        labels = {
            "year": _("For which year?"),
            "party": _("Which Party?"),
            "place": _("Which place, if it is about one?"),
            "kind": _("Which kind of visit?"),
            "reason": _("Why?"),
            "criteria": _("By which set of criteria, if by one?"),
            "decided_by": _("Who decided it?"),
        }
        help_texts = {
            "reason": _("In a sentence. Name nobody who gave information."),
            "decided_by": _("For example “plenary meeting 118”, or the Bureau between two meetings."),
        }
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, reader: Reader, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name, rows, key in (
            ("party", access.parties_due(reader), "slug"),
            ("place", access.places_due(reader), "public_id"),
            ("criteria", access.criteria_sets().filter(retired=False), "public_id"),
        ):
            field: Any = self.fields[name]
            field.queryset, field.to_field_name = rows, key
        choose: Any = self.fields["party"]
        choose.empty_label = _("choose")

    def clean_year(self) -> int:
        """A year that people plan for."""
        year: int = self.cleaned_data["year"]
        if not self.today.year - 50 <= year <= self.today.year + 20:
            raise forms.ValidationError(_("Give a year with four figures."))
        return year

    def clean_decided_on(self) -> date:
        """No day ahead."""
        given: date = self.cleaned_data["decided_on"]
        if given > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return given

    def clean(self) -> dict[str, Any]:
        """A place of the same Party."""
        given = super().clean() or {}
        party: Party | None = given.get("party")
        if party is not None and given.get("place") and given["place"].party_id != party.pk:
            self.add_error("place", _("This belongs to another Party."))
        return given


class YearForm(forms.ModelForm):  # type: ignore[type-arg]
    """What holds for a year."""

    announced_on = _day(
        label=_("When was the list of Parties made public, if it was?"),
        required=False,
        help_text=_("To record it makes nothing public."),
    )

    class Meta:
        model = ProgrammeYear
        fields = ("kept_free", "announced_on", "note")
        labels = {
            "kept_free": _("How many visits are kept free for what is urgent?"),
            "note": _("Note"),
        }
        help_texts = {"kept_free": _("Left empty, nothing was said.")}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class CriteriaForm(forms.ModelForm):  # type: ignore[type-arg]
    """A set of criteria."""

    kinds = forms.MultipleChoiceField(
        label=_("Which kinds of place?"),
        choices=[(key, name) for key, name in KINDS if key != "unknown"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Why is it changed?"),
        max_length=500,
        help_text=_("The history keeps it, with your name and the time."),
    )

    class Meta:
        model = CriteriaSet
        fields = ("name", "years", "no_visit", "kinds", "size", "asks", "mail", "retired")
        labels = {
            "name": _("What is the set called?"),
            "years": _("Not visited for at least how many years?"),
            "no_visit": _("No visit is known at all"),
            "size": _("Room for at least how many persons?"),
            "asks": _("Named by at least how many open asks?"),
            "mail": _("At least how many entries of the mail book that were used for no visit yet?"),
            "retired": _("Use it no longer"),
        }
        help_texts = {"years": _("Left empty, a criterion is not used.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["reason"], self.fields["retired"]


class ProtectForm(forms.ModelForm):  # type: ignore[type-arg]
    """Since when, and how it is known."""

    class Meta:
        model = ProtectedPlace
        fields = ("date", "basis")
        labels = {
            "date": _("Since when, as far as known?"),
            "basis": _("How is it known that these visits are effective and regular?"),
        }
