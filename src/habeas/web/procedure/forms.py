"""Forms for the steps of a procedure: each asks what its act says, and gives the act."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.procedure import public_statement as statement
from habeas.procedure.machine import Act
from habeas.web.conduct.forms import DayField, StepForm, WhyForm, plain

GROUNDS = [
    (statement.Ground.NO_COOPERATION.value, _("failure to co-operate")),
    (
        statement.Ground.NO_IMPROVEMENT.value,
        _("refusal to improve the situation in the light of the recommendations"),
    ),
]


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
    says = ("views_by",)
    field_order = ("on", "views_by", "note")
    views_by = DayField(
        label=_("By which day did the letter ask for its views?"),
        required=False,
        help_text=_(
            "As the letter has it. The Convention sets no time: leave it empty where the letter set none."
        ),
    )


class VoteForm(StepForm):
    """A vote on a public statement."""

    act = statement.Voted
    says = ("members", "in_favour", "against", "abstained")
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


FORMS: dict[str, type[StepForm]] = {
    "opened": DecisionForm,
    "told": TellForm,
    "views": plain(statement.ViewsReceived),
    "time-over": plain(statement.ViewsTimeOver),
    "ground": GroundForm,
    "vote": VoteForm,
    "statement": StatementForm,
    "suspend": plain(statement.Suspended, WhyForm),
    "resume": plain(statement.Resumed),
    "close": plain(statement.ClosedWithoutStatement, WhyForm),
    "reopen": ReopenForm,
}
"""By the last part of the address: the form of each step."""
