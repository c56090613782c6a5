"""Forms for the steps of a procedure: each asks what its act says, and gives the act."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from habeas.clock import Edtf
from habeas.procedure import public_statement as statement
from habeas.procedure.machine import Act
from habeas.web.shell.fields import EdtfFormField

GROUNDS = [
    (statement.Ground.NO_COOPERATION.value, _("failure to co-operate")),
    (
        statement.Ground.NO_IMPROVEMENT.value,
        _("refusal to improve the situation in the light of the recommendations"),
    ),
]


class DayField(EdtfFormField):
    """A day that is known: what the body does itself has one."""

    def clean(self, value: Any) -> Any:
        """Return the day, ``None`` for an empty field that may be empty."""
        text = super().clean(value)
        if not text:
            return None
        when = Edtf.parse(text)
        if not when.known_to_the_day:
            raise ValidationError(_("Give the day, for example 3 July 2031."), code="date-without-day")
        return when.earliest


class StepForm(forms.Form):
    """What every step says: the day, and a note."""

    act: type[Act]
    on = DayField(label=_("On which day?"), help_text=_("For example 3 July 2031."))
    note = forms.CharField(
        label=_("Anything to add?"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def made(self) -> Act:
        """The act that the form describes."""
        day: date = self.cleaned_data["on"]
        return self.act(on=day, note=self.cleaned_data["note"], **self.said())

    def said(self) -> dict[str, Any]:
        """What this kind of act says beyond day and note."""
        return {}


class DecisionForm(StepForm):
    """A decision at a plenary, on one ground or both."""

    act: type[Act] = statement.Opened
    field_order = ("plenary", "on", "grounds", "note")
    plenary = forms.IntegerField(
        label=_("At which plenary meeting?"), min_value=1, max_value=9999, help_text=_("Its number.")
    )
    grounds = forms.MultipleChoiceField(
        label=_("On which ground?"),
        choices=GROUNDS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Article 10(2) has two, which may stand together."),
    )

    def said(self) -> dict[str, Any]:
        """The meeting and the grounds."""
        grounds = frozenset(statement.Ground(one) for one in self.cleaned_data["grounds"])
        return {"plenary": self.cleaned_data["plenary"], "grounds": grounds}


class ReopenForm(DecisionForm):
    """The same, of a procedure that was closed or has led to a statement."""

    act = statement.Reopened


class TellForm(StepForm):
    """The Party is told."""

    act = statement.PartyTold
    field_order = ("on", "views_by", "note")
    views_by = DayField(
        label=_("By which day did the letter ask for its views?"),
        required=False,
        help_text=_(
            "As the letter has it. The Convention sets no time: leave it empty where the letter set none."
        ),
    )

    def said(self) -> dict[str, Any]:
        """The day that the letter set."""
        return {"views_by": self.cleaned_data["views_by"]}


class VoteForm(StepForm):
    """A vote on a public statement."""

    act = statement.Voted
    field_order = ("on", "members", "in_favour", "against", "abstained", "note")
    members = forms.IntegerField(
        label=_("How many members are in office?"),
        min_value=1,
        max_value=999,
        help_text=_("All of them, present or not: two thirds of this number must be in favour."),
    )
    in_favour = forms.IntegerField(label=_("How many were in favour?"), min_value=0, max_value=999)
    against = forms.IntegerField(label=_("How many were against?"), min_value=0, max_value=999)
    abstained = forms.IntegerField(label=_("How many abstained?"), min_value=0, max_value=999)

    def said(self) -> dict[str, Any]:
        """The four numbers."""
        return {name: self.cleaned_data[name] for name in ("members", "in_favour", "against", "abstained")}


class GroundForm(StepForm):
    """A fact that the procedure rests on."""

    act = statement.GroundAttached
    field_order = ("fact", "on", "note")
    fact = forms.ChoiceField(
        label=_("Which fact?"),
        help_text=_(
            "Letters without an answer, talks refused, visits that were not made, incidents of co-operation."
        ),
    )

    def said(self) -> dict[str, Any]:
        """Kind and public id of the fact."""
        kind, _colon, fact = self.cleaned_data["fact"].partition(":")
        return {"kind": statement.GroundedIn(kind), "fact": fact}


class StatementForm(StepForm):
    """The statement itself."""

    act = statement.StatementMade
    field_order = ("on", "opens", "note")
    opens = forms.MultipleChoiceField(
        label=_("Which documents does the decision name to be published with it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what it names. To name it here makes nothing public by itself."),
    )

    def said(self) -> dict[str, Any]:
        """Public ids of the documents."""
        return {"opens": tuple(self.cleaned_data["opens"])}


def _plain(act: type[Act]) -> type[StepForm]:
    return type(f"{act.__name__}Form", (StepForm,), {"act": act, "__doc__": act.__doc__})


FORMS: dict[str, type[StepForm]] = {
    "opened": DecisionForm,
    "told": TellForm,
    "views": _plain(statement.ViewsReceived),
    "time-over": _plain(statement.ViewsTimeOver),
    "ground": GroundForm,
    "vote": VoteForm,
    "statement": StatementForm,
    "suspend": _plain(statement.Suspended),
    "resume": _plain(statement.Resumed),
    "close": _plain(statement.ClosedWithoutStatement),
    "reopen": ReopenForm,
}
"""By the last part of the address: the form of each step."""
