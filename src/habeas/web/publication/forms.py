"""Forms of the publication desk: the acts of each mandate, the bytes, and the approval."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from habeas.procedure import publication
from habeas.procedure.machine import Act
from habeas.web.procedure.forms import DayField, StepForm

HASH = 64
MOST_BYTES = 30 * 2**20


class RequestForm(StepForm):
    """The Party asked."""

    act = publication.RequestedByParty
    field_order = ("on", "reference", "note")
    reference = forms.CharField(
        label=_("Which letter asks for it?"), max_length=200, help_text=_("As it is filed: date or number.")
    )

    def said(self) -> dict[str, Any]:
        """The letter."""
        return {"reference": self.cleaned_data["reference"]}


class RegimeForm(StepForm):
    """The terms of automatic publication ran out."""

    act = publication.RegimeRanOut
    field_order = ("sent_on", "window_days", "postponed_until", "on", "note")
    sent_on = DayField(label=_("On which day was the document sent to the Party?"))
    window_days = forms.IntegerField(
        label=_("In how many days may the Party object?"),
        min_value=0,
        max_value=999,
        help_text=_("As the Party's own terms have it; they differ from one Party to the next."),
    )
    postponed_until = DayField(label=_("Until which day did the Party postpone?"), required=False)

    def said(self) -> dict[str, Any]:
        """The terms and what the Party made of them."""
        return {name: self.cleaned_data[name] for name in ("sent_on", "window_days", "postponed_until")}


class StatementNamesForm(StepForm):
    """A public statement of the body names the document."""

    act = publication.NamedInStatement

    procedure = ""
    """Public id of the procedure that the body conducts about the Party."""

    def said(self) -> dict[str, Any]:
        """The procedure that the body conducts about this Party."""
        return {"procedure": self.procedure}


class DecisionForm(StepForm):
    """A national mechanism decided so itself."""

    act = publication.DecidedByMechanism
    field_order = ("on", "law", "note")
    law = forms.CharField(
        label=_("Which provision of the mechanism's own law allows it?"), max_length=200, required=False
    )

    def said(self) -> dict[str, Any]:
        """The provision."""
        return {"law": self.cleaned_data["law"]}


def _plain(act: type[Act]) -> type[StepForm]:
    return type(f"{act.__name__}Form", (StepForm,), {"act": act, "__doc__": act.__doc__})


RECORDED: dict[str, type[StepForm]] = {
    "request": RequestForm,
    "regime": RegimeForm,
    "statement": StatementNamesForm,
    "decision": DecisionForm,
    "state-first": _plain(publication.PublishedByState),
    "leak": _plain(publication.Leaked),
}
"""By the last part of the address: the acts and facts that are recorded by hand."""


class PrepareForm(forms.Form):
    """The bytes to be published."""

    file = forms.FileField(
        label=_("Which PDF is to be published?"),
        help_text=_(
            "The exact file. Delete names in the text it is made from: what is only covered is still there."
        ),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )
    names_deleted = forms.BooleanField(
        label=_(
            "I have looked: nobody is named who did not expressly consent, but office-holders in office."
        ),
        required=False,
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This is larger than 30 MB."), code="publication-too-large")
        return file


class ApproveForm(forms.Form):
    """Another person approves exactly these bytes."""

    sha256 = forms.CharField(min_length=HASH, max_length=HASH, widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=_("I have read this file from the first page to the last, and it may be public."),
    )


class PublishForm(forms.Form):
    """The last step."""

    sure = forms.BooleanField(label=_("Publish it now. It cannot be taken back."))
