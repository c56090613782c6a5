"""How the auditor chooses entries."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.web.journal.access import Wanted, people_named
from habeas.web.journal.kinds import kinds


class WantedForm(forms.Form):
    """Filters that stay in the address."""

    action = forms.ChoiceField(label=_("What"), required=False)
    person = forms.ChoiceField(label=_("Who"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    object_id = forms.CharField(label=_("Object"), required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", _("all"))
        self.fields["action"].choices = [anything, *kinds().items()]  # type: ignore[attr-defined]
        people = [anything, ("system", _("The system")), *people_named()]
        self.fields["person"].choices = people  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Return the choice; what cannot be read does not narrow, and the form says so."""
        self.full_clean()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})
