"""Which period is counted."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.web.statistics.counting import Period


class PeriodForm(forms.Form):
    """Two days, both included. Nothing given is this year."""

    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning."""
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", _("A period ends after it begins."))
        return given

    def period(self, today: date) -> Period:
        """What was asked for: with one end only, the year of that end; where it cannot be read, this year."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        first, last = given.get("first"), given.get("last")
        year = (first or last or today).year
        first = first or date(year, 1, 1)
        return Period(first, max(last or date(year, 12, 31), first))
