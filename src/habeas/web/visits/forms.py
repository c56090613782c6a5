"""Forms for visits, their steps and stops, and incidents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.web.places.models import Place
from habeas.web.shell.fields import EdtfFormField
from habeas.web.sources.forms import FACT_FIELDS, ActForm, FactForm
from habeas.web.visits.access import visits_for
from habeas.web.visits.models import VISIT_ACTS, Incident, Membership, Visit, VisitAct, VisitPlace


class VisitForm(FactForm):
    """One visit. Its status is not asked: it follows from the steps."""

    date = EdtfFormField(
        label=_("When was it, or when is it to be?"),
        required=False,
        help_text=_("From the first to the last day, for example 23 – 30 October 2017, or only 2022."),
    )

    class Meta:
        model = Visit
        fields = ("party", "kind", "date", "label", "aim", "body", *FACT_FIELDS)
        labels = {
            "kind": _("What kind of visit?"),
            "label": _("A word for it"),
            "aim": _("What is its aim?"),
            "body": _("Who visits?"),
        }
        help_texts = {
            "kind": _("Periodic, or ad hoc: one that appears required in the circumstances."),
            "label": _("For example follow-up, or rapid response."),
            "body": _("CPT, SPT, or the national preventive mechanism."),
        }
        widgets = {"aim": forms.Textarea(attrs={"rows": 2})}


class VisitActForm(ActForm):
    """A step of a visit."""

    kinds = VISIT_ACTS

    class Meta(ActForm.Meta):
        model = VisitAct


class StopForm(forms.ModelForm):  # type: ignore[type-arg]
    """A place that the delegation went to."""

    date = EdtfFormField(label=_("When?"), required=False)

    class Meta:
        model = VisitPlace
        fields = ("place", "date")
        labels = {"place": _("Which place?")}
        help_texts = {"place": _("A place that is not in the list is added under Places first.")}

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.queryset = places
        field.to_field_name = "public_id"
        field.label_from_instance = _place_name


def _place_name(place: Place) -> str:
    return f"{place.name} ({place.region})" if place.region else place.name


class IncidentForm(FactForm):
    """An incident of co-operation, by head of Article 8."""

    date = EdtfFormField(label=_("When was it?"), required=False)

    class Meta:
        model = Incident
        fields = ("party", "head", "kind", "date", "visit", *FACT_FIELDS)
        labels = {
            "head": _("Which head of Article 8 does it concern?"),
            "kind": _("What happened, in a few words?"),
            "visit": _("During which visit?"),
        }
        help_texts = {
            "head": _("“No head” is for what lies outside, such as threats to the delegation."),
            "kind": _("For example “denied access to a wing”, “interview overheard”."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["visit"]
        field.queryset = visits_for(kwargs["reader"])
        field.to_field_name = "public_id"
        field.required = False
        if self.instance.pk:
            field.queryset = field.queryset.filter(party=self.instance.party)
            self.initial["visit"] = self.instance.visit.public_id if self.instance.visit else None

    def clean(self) -> dict[str, Any]:
        """A visit of the same Party."""
        given = super().clean()
        self.of_party("visit")
        return given


class MembershipForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who joins a delegation."""

    class Meta:
        model = Membership
        fields = ("user", "role", "from_day")
        labels = {"user": _("Who?"), "role": _("As what?"), "from_day": _("From which day?")}
        help_texts = {
            "user": _("Whoever joins reads the whole file of the Party from that day on."),
            "role": _("As a rule a delegation has at least two members (Article 7(2))."),
        }
        widgets = {"from_day": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["user"]
        chooser.queryset, chooser.to_field_name = people, "public_id"


class EndForm(forms.Form):
    """Why a membership ends."""

    reason = forms.CharField(
        label=_("Why does it end?"),
        max_length=500,
        help_text=_("The duty of confidentiality goes on after it (Article 13)."),
    )
