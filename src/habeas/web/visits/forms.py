"""Forms for visits, their steps and stops, and incidents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.dossier.facts import Certainty, Klass, Source, Voice
from habeas.web.conduct.forms import DoneDayField
from habeas.web.parties.access import parties_for
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.people.models import User
from habeas.web.places.models import Place
from habeas.web.shell.fields import EdtfFormField
from habeas.web.sources.actions import source_for
from habeas.web.sources.forms import FACT_FIELDS, ActForm, FactForm
from habeas.web.visits.access import visits_for
from habeas.web.visits.models import (
    RESTS_ON,
    VISIT_ACTS,
    VISIT_KINDS,
    Finding,
    Incident,
    Membership,
    Visit,
    VisitAct,
    VisitPlace,
)


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


class PlanForm(forms.Form):
    """A visit that the body means to make. Nothing of it is known outside before it is notified."""

    party = forms.ModelChoiceField(
        label=_("Which Party?"), queryset=Party.objects.none(), to_field_name="slug", empty_label=_("choose")
    )
    kind = forms.ChoiceField(
        label=_("What kind of visit?"),
        choices=VISIT_KINDS[:2],
        help_text=_("Periodic, or ad hoc: one that appears required in the circumstances."),
    )
    date = EdtfFormField(
        label=_("When is it to be?"),
        required=False,
        help_text=_("As far as it is settled: “2031”, “October 2031”, “22 September – 3 October 2031”."),
    )
    label = forms.CharField(
        label=_("A word for it"),
        required=False,
        max_length=60,
        help_text=_("For example follow-up, or rapid response."),
    )
    aim = forms.CharField(
        label=_("What is its aim?"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    body = forms.CharField(
        label=_("Who visits?"),
        max_length=60,
        initial="CPT",
        help_text=_("CPT, SPT, or the national preventive mechanism."),
    )
    on = DoneDayField(label=_("On which day was it put on the programme?"))

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["party"]
        field.queryset = parties_for(reader)

    def visit(self, actor: Reader) -> Visit:
        """The visit described, not yet stored; its source is the body's own programme."""
        given = self.cleaned_data
        programme = Source(name="Programme of visits", voice=Voice.BODY)
        return Visit(
            party=given["party"],
            kind=given["kind"],
            date=given["date"],
            label=given["label"],
            aim=given["aim"],
            body=given["body"],
            source=source_for(actor, programme),
            certainty=Certainty.SEEN.value,
            klass=Klass.CONFIDENTIAL.value,
        )


class StopForm(forms.ModelForm):  # type: ignore[type-arg]
    """A place that the delegation went to, and how many interviews took place there, never with whom."""

    date = EdtfFormField(label=_("When?"), required=False)

    class Meta:
        model = VisitPlace
        fields = ("place", "date", "arrived", "left", "interviews", "in_private")
        labels = {
            "place": _("Which place?"),
            "arrived": _("Arrived at"),
            "left": _("Left at"),
            "interviews": _("How many persons were interviewed?"),
            "in_private": _("How many of them in private?"),
        }
        help_texts = {
            "place": _("A place that is not in the list is added under Places first."),
            "arrived": _("By the clock of the place, for example 22:40."),
            "left": _("Earlier than the arrival means after midnight."),
            "interviews": _("Only the number: what was said does not belong here."),
            "in_private": _("Without anybody who could hear or see (Article 8(3))."),
        }
        widgets = {
            "arrived": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "left": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def clean(self) -> dict[str, Any]:
        """No more in private than there were."""
        given = super().clean() or {}
        all_, private = given.get("interviews"), given.get("in_private")
        if private is not None and (all_ is None or private > all_):
            self.add_error("in_private", _("This is more than the persons interviewed."))
        return given

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


class MetForm(forms.ModelForm):  # type: ignore[type-arg]
    """An incident that the delegation met during its own visit; the Party and the source are the visit's."""

    date = EdtfFormField(label=_("When was it?"))

    class Meta:
        model = Incident
        fields = ("head", "kind", "date", "note")
        labels = {**IncidentForm.Meta.labels, "note": _("Note")}
        help_texts = {
            **IncidentForm.Meta.help_texts,
            "note": _(
                "Whoever reads the file reads this. Seal what is known, and from whom, on the page of the "
                "incident."
            ),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def incident(self, actor: Reader) -> Incident:
        """The incident, not yet stored; the delegation itself is its source."""
        row: Incident = self.instance
        row.source = source_for(actor, Source(name="Notes of the delegation", voice=Voice.BODY))
        return row


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


class FindingForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the delegation found."""

    rests_on = forms.MultipleChoiceField(
        label=_("What does it rest on?"),
        choices=RESTS_ON,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A finding that rests on more than one kind of source stands firmer."),
    )

    class Meta:
        model = Finding
        fields = ("theme", "place", "text", "rests_on")
        labels = {
            "theme": _("Under which heading?"),
            "place": _("At which place?"),
            "text": _("What was found?"),
        }
        help_texts = {
            "place": _("Leave it open where it concerns several."),
            "text": _("No name, and nothing by which a person who spoke could be known."),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.queryset, field.to_field_name, field.required = places, "public_id", False
        field.label_from_instance = _place_name
        field.empty_label = _("no particular place")


class SealForm(forms.Form):
    """What is known of an incident and from whom, for members named here."""

    text = forms.CharField(
        label=_("What is known, and from whom?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Read by the persons named below and by nobody else, whatever their role."),
    )
    readers = forms.ModelMultipleChoiceField(
        label=_("Who may read it?"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As few as can act on it. Name yourself, if you are to read it again."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = people  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """Why a membership ends."""

    reason = forms.CharField(
        label=_("Why does it end?"),
        max_length=500,
        help_text=_("The duty of confidentiality goes on after it (Article 13)."),
    )
