"""Forms for what stands only in a dossier: a statement, an event, a value of a figure, a step."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from habeas import law
from habeas.dossier.facts import Certainty
from habeas.errors import HabeasError
from habeas.web.dossier.models import Event, Figure, FigureValue, ProcedureStep, Statement
from habeas.web.journal.actions import Actor
from habeas.web.shell.marks import own_words
from habeas.web.sources.forms import FACT_FIELDS, FactForm, refuse_to_come
from habeas.web.sources.models import Fact


class DossierForm(FactForm):
    """A form whose Party is the one of the dossier that it was opened from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "party" in self.fields:
            self.fields["party"].widget = forms.HiddenInput()

    def fact(self, actor: Actor) -> Model:
        """Return the row that the form describes, with its source; an action stores it."""
        row: Fact = self.save(commit=False)
        row.source = self.source_row(actor)  # type: ignore[assignment]  # the form holds that there is one
        return row


class StatementForm(DossierForm):
    """What somebody said publicly."""

    class Meta:
        model = Statement
        fields = ("party", "date", "speaker", "role", "about", "kind", "gist", "provision", *FACT_FIELDS)
        labels = {
            "date": _("When was it said?"),
            "speaker": _("Who said it?"),
            "role": _("In what office?"),
            "about": _("What is it about?"),
            "kind": _("What kind of statement is it?"),
            "gist": _("What was said?"),
            "provision": _("Which provision does it rest on?"),
        }
        help_texts = {
            "speaker": _(
                "An office-holder speaking publicly in that office, or a body. Never a detained person."
            ),
            "about": _("A few words, so that what others said of the same stands beside it."),
            "gist": _("In your own words, or quoted between quotation marks."),
            "provision": _(
                "As Habeas writes it, for example ECPT#10(2). Leave it empty where none is named."
            ),
        }

    def clean_provision(self) -> str:
        """Hold the reference to what the law room knows."""
        ref = str(self.cleaned_data["provision"]).strip()
        if ref:
            try:
                law.provisions_at(ref)
            except HabeasError as error:
                raise ValidationError(
                    _("Habeas does not know %(ref)s. %(advice)s"),
                    params={"ref": ref, "advice": own_words().say(error.advice or "")},
                    code=error.code,
                ) from error
        return ref


class EventForm(DossierForm):
    """Something that happened around the dialogue."""

    class Meta:
        model = Event
        fields = ("party", "date", "body", "kind", *FACT_FIELDS)
        labels = {
            "date": _("When did it happen?"),
            "body": _("Which body or court?"),
            "kind": _("What happened?"),
        }
        help_texts = {
            "kind": _("In the exact terms, for example: credentials not ratified."),
        }


class FigureValueForm(DossierForm):
    """One value that one source gives."""

    about = forms.CharField(
        max_length=200,
        label=_("What is counted?"),
        help_text=_("The same words as an earlier value put the two side by side."),
    )

    class Meta:
        model = FigureValue
        fields = ("party", "about", "value", "date", *FACT_FIELDS)
        labels = {"value": _("What is the figure, as the source writes it?"), "date": _("As of when?")}
        help_texts = {"value": _("For example: 405, or 9 to 13, or more than 400. Nothing is rounded.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["about"].initial = self.instance.figure.about

    def fact(self, actor: Actor) -> Model:
        """Return the row with its figure, which is stored with it where it is new."""
        row: FigureValue = super().fact(actor)  # type: ignore[assignment]
        about = self.cleaned_data["about"]
        known = Figure.objects.filter(party=row.party, about=about).first()
        row.figure = known or Figure(party=row.party, about=about)
        return row


class StepForm(forms.ModelForm):  # type: ignore[type-arg]
    """One more step of a procedure."""

    STEPS = [
        ("opened", _("opened")),
        ("views asked for", _("views of the Party asked for")),
        ("views received", _("views of the Party received")),
        ("views window expired", _("time for the Party's views ran out")),
        ("suspended", _("suspended")),
        ("statement made", _("statement made")),
        ("closed without statement", _("closed without a statement")),
        ("reopened", _("reopened")),
    ]
    GROUNDS = [
        ("", _("none named")),
        ("failure to co-operate", _("failure to co-operate")),
        ("refusal to improve the situation", _("refusal to improve the situation")),
        ("both grounds", _("both grounds")),
    ]

    step = forms.ChoiceField(choices=STEPS, label=_("Which step?"))
    ground = forms.ChoiceField(
        choices=GROUNDS,
        required=False,
        label=_("On which ground?"),
        help_text=_("Article 10(2) has two: failure to co-operate, and refusal to improve the situation."),
    )

    class Meta:
        model = ProcedureStep
        fields = ("step", "date", "ground", "note", "certainty")
        labels = {
            "date": _("When?"),
            "note": _("Anything to add?"),
            "certainty": _("How is it known?"),
        }

    def clean(self) -> dict[str, Any]:
        """What was done has come, unless it is announced."""
        given = super().clean() or {}
        if given.get("certainty") != Certainty.ANNOUNCED.value:
            refuse_to_come(self, given.get("date") or "")
        return given


class OpeningForm(forms.Form):
    """Why a fact may be opened."""

    reason = forms.CharField(
        max_length=300,
        label=_("Where is it public, and who has looked?"),
        help_text=_("One sentence for the person who approves and for the journal."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.BooleanField(
        label=_(
            "I have read the fact and its note: they say nothing that the source does not, "
            "and they name no detained person."
        ),
    )
