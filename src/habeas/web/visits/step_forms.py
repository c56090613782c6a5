"""Forms for the steps of a visit that the body makes: each asks what its act says, and gives the act."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from habeas.procedure.clocks import Answered, DueSet
from habeas.procedure.machine import SIDE_NAMES, Act, History, Side
from habeas.procedure.visit import acts as said
from habeas.procedure.visit.duties import delegation, owed
from habeas.web.conduct.forms import (
    DayField,
    LinesField,
    StepForm,
    WhyForm,
    choices_of,
    letter_field,
    plain,
)
from habeas.web.visits.access import matter_name

Choices = Sequence[tuple[str, Any]]

KINDS = [(said.Kind.PERIODIC.value, _("periodic")), (said.Kind.AD_HOC.value, _("ad hoc"))]
RISKS, DECIDERS = choices_of(said.RISK_NAMES), choices_of(said.DECIDER_NAMES)
GROUNDS, AGAINST = choices_of(said.GROUND_NAMES), choices_of(said.AGAINST_NAMES)
SIDES = choices_of(SIDE_NAMES)


class VisitStepForm(StepForm):
    """A step of a visit; ``history`` and ``places`` (public id and name) say what can be chosen.

    ``adds_incident`` is the address at which one of this visit is added.
    """

    def __init__(
        self,
        *args: Any,
        history: History,
        places: Choices,
        incidents: Choices,
        adds_incident: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.adds_incident = adds_incident
        self.history = history
        self.offer(places, incidents)

    def offer(self, places: Choices, incidents: Choices) -> None:
        """Fill the choices of this kind of step."""
        for name in ("place", "places"):
            field: Any = self.fields.get(name)
            if isinstance(field, forms.ChoiceField):
                single = not isinstance(field, forms.MultipleChoiceField)
                field.choices = [("", _("no particular place"))] * single + list(places)


class RiskForm(VisitStepForm):
    """An assessment of risks."""

    act = said.RiskAssessed
    says = ("outcome",)
    field_order = ("on", "outcome", "note")
    outcome = forms.TypedChoiceField(label=_("What did it come to?"), choices=RISKS, coerce=said.Risk)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _(
            "Whoever reads the file reads this. Seal what is known of a risk, and from whom, as an incident."
        )


class DecisionForm(VisitStepForm):
    """The decision to go."""

    act = said.Decided
    says = ("kind", "decider")
    field_order = ("kind", "decider", "on", "note")
    kind = forms.TypedChoiceField(label=_("What kind of visit?"), choices=KINDS, coerce=said.Kind)
    decider = forms.TypedChoiceField(
        label=_("Who decided?"),
        choices=DECIDERS,
        coerce=said.Decider,
        help_text=_("Between sessions the Bureau decides urgent ad hoc visits."),
    )


class NotificationForm(VisitStepForm):
    """The notification, and whom it names."""

    act: type[Act] = said.Notified
    says = ("letter", "members", "assisting", "first_day", "last_day")
    field_order = ("letter", "on", "first_day", "last_day", "members", "assisting", "places", "note")
    letter = forms.CharField(
        label=_("Which letter?"),
        max_length=200,
        help_text=_("As it is filed, for example its number and date."),
    )
    first_day = DayField(label=_("First day of the visit"), required=False)
    last_day = DayField(label=_("Last day of the visit"), required=False)
    members = LinesField(
        label=_("Members of the delegation named in it"),
        required=False,
        help_text=_("One name a line. As a general rule at least two members (Article 7(2))."),
    )
    assisting = LinesField(
        label=_("Experts, interpreters and others who assist"),
        required=False,
        help_text=_("One name a line. Who assists is named to the Government (Article 14(1))."),
    )
    places = forms.MultipleChoiceField(
        label=_("Places named in it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A place need not be named (Article 8(1)): the delegation may visit any."),
    )

    def said(self) -> dict[str, Any]:
        """The letter, the names, the days and the places."""
        return {**super().said(), "places": tuple(self.cleaned_data["places"])}


class AddedForm(NotificationForm):
    """A letter that adds to it."""

    act = said.NotificationAdded


class RepresentationForm(VisitStepForm):
    """A representation under Article 9(1)."""

    act = said.Represented
    says = ("ground", "against", "place")
    field_order = ("ground", "against", "place", "on", "note")
    ground = forms.TypedChoiceField(
        label=_("On which ground?"),
        choices=GROUNDS,
        coerce=said.RepresentationGround,
        help_text=_("Article 9(1) has these five and no other."),
    )
    against = forms.TypedChoiceField(
        label=_("Against what?"),
        choices=AGAINST,
        coerce=said.Against,
        help_text=_("The time or a particular place; not the visit as such."),
    )
    place = forms.ChoiceField(label=_("Against which place?"), required=False)


class ConsultationForm(VisitStepForm):
    """What Committee and Party arranged."""

    act = said.Consulted
    says = ("arrangement", "person_moved")
    field_order = ("on", "arrangement", "person_moved", "note")
    arrangement = forms.CharField(
        label=_("What was arranged?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("So that the Committee can act expeditiously; or say that nothing was agreed."),
    )
    person_moved = forms.BooleanField(label=_("A person is moved to another place meanwhile"), required=False)


class PlaceSeenForm(VisitStepForm):
    """The visit to a place that a representation was against."""

    act = said.PlaceSeen
    says = ("place",)
    field_order = ("place", "on", "note")
    place = forms.ChoiceField(label=_("Which place?"))

    def offer(self, places: Choices, incidents: Choices) -> None:
        """Those against which a representation still stands."""
        bound = {one.representation.place for one in owed(self.history.standing())}
        field: Any = self.fields["place"]
        field.choices = [(key, name) for key, name in places if key in bound]


class ObjectionForm(VisitStepForm):
    """The Party objects to somebody who assists."""

    act = said.AssistantObjected
    says = ("person",)
    field_order = ("person", "on", "note")
    person = forms.ChoiceField(
        label=_("To whom does the Party object?"),
        help_text=_("To somebody who assists; not to a member of the Committee (Article 14(3))."),
    )

    def offer(self, places: Choices, incidents: Choices) -> None:
        """Those who assist, as the letters named them."""
        _members, assisting = delegation(self.history.standing())
        field: Any = self.fields["person"]
        field.choices = [(name, name) for name in assisting]
        if not assisting:
            field.help_text = _("The letters named nobody who assists: there is nobody to object to.")


class ReasonedForm(VisitStepForm, WhyForm):
    """A step that says why."""


class PostponedForm(ReasonedForm):
    """Put off, by whom and why."""

    act = said.Postponed
    says = ("by", "until")
    field_order = ("by", "on", "note", "until")
    by = forms.TypedChoiceField(label=_("By whom?"), choices=SIDES, coerce=Side)
    until = DayField(label=_("Until which day?"), required=False)


class CancelledForm(ReasonedForm):
    """Called off, by whom and why."""

    act = said.Cancelled
    says = ("by",)
    field_order = ("by", "on", "note")
    by = forms.TypedChoiceField(label=_("By whom?"), choices=SIDES, coerce=Side)


class StartForm(VisitStepForm):
    """The delegation begins."""

    act = said.Started
    field_order = ("on", "assisting", "note")
    assisting = forms.MultipleChoiceField(
        label=_("Who assists and takes part?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self, places: Choices, incidents: Choices) -> None:
        """Those who were named to the Government; an objection is refused with its clause, not hidden."""
        _members, assisting = delegation(self.history.standing())
        field: Any = self.fields["assisting"]
        field.choices = [(name, name) for name in assisting]

    def said(self) -> dict[str, Any]:
        """Those who take part."""
        return {"assisting": tuple(self.cleaned_data["assisting"])}


class IncidentForm(VisitStepForm):
    """An incident that is recorded already."""

    act = said.IncidentMet
    field_order = ("incident", "on", "note")
    incident = forms.ChoiceField(
        label=_("Which incident?"),
        help_text=_("An incident is added first, with its head of Article 8."),
    )

    def offer(self, places: Choices, incidents: Choices) -> None:
        """The incidents of this visit, and the way to add one."""
        field: Any = self.fields["incident"]
        field.choices = list(incidents)
        said_so = _("Add an incident of co-operation")
        field.help_text = format_html('{} <a href="{}">{}</a>', field.help_text, self.adds_incident, said_so)

    def said(self) -> dict[str, Any]:
        """Its public id and its head."""
        head, _colon, incident = self.cleaned_data["incident"].partition(":")
        return {"incident": incident, "head": said.Head(head)}


class TalksForm(VisitStepForm):
    """Talks at the end."""

    act = said.TalksHeld
    says = ("with_whom",)
    field_order = ("with_whom", "on", "note")
    with_whom = forms.CharField(
        label=_("With whom?"), max_length=300, help_text=_("Offices, for example “Minister of Justice”.")
    )


class PreliminaryForm(VisitStepForm):
    """Preliminary observations."""

    act = said.PreliminaryObservations
    says = ("letter",)
    field_order = ("on", "letter", "note")
    letter = forms.CharField(
        label=_("If they were put in writing: which letter?"), required=False, max_length=200
    )


class ImmediateForm(VisitStepForm):
    """An immediate observation."""

    act = said.ImmediateObservation
    says = ("demand", "place")
    field_order = ("demand", "place", "on", "note")
    demand = forms.CharField(
        label=_("What does it demand?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As it was said or written. No name of a person deprived of liberty."),
    )
    place = forms.ChoiceField(label=_("Of which place?"), required=False)

    def said(self) -> dict[str, Any]:
        """The demand, the place, and the next number of the visit."""
        made = [act for act in self.history.standing() if isinstance(act, said.ImmediateObservation)]
        return {**super().said(), "number": len(made) + 1}


class ObservationForm(VisitStepForm):
    """Something about an observation that was made."""

    def offer(self, places: Choices, incidents: Choices) -> None:
        """The observations made; those that are answered already are not offered."""
        standing = self.history.standing()
        made = [
            act.matter
            for act in standing
            if isinstance(act, (said.ImmediateObservation, said.PreliminaryObservations))
        ]
        met = {act.concerns for act in standing if isinstance(act, Answered)}
        field: Any = self.fields["concerns"]
        field.choices = [(one, matter_name(one)) for one in dict.fromkeys(made) if one not in met]


class ObservationDueForm(ObservationForm):
    """The day that a letter set for an answer."""

    act = DueSet
    says = ("due", "letter", "concerns")
    field_order = ("concerns", "letter", "on", "due", "note")
    concerns = forms.ChoiceField(label=_("For which observation?"))
    letter = letter_field()
    due = DayField(label=_("By which day is the answer asked for?"), help_text=_("As the letter has it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Of which day is the letter?")


class ObservationAnsweredForm(ObservationForm):
    """The Party's answer."""

    act = Answered
    says = ("concerns", "letter")
    field_order = ("concerns", "on", "letter", "note")
    concerns = forms.ChoiceField(label=_("To which observation?"))
    letter = forms.CharField(label=_("By which letter?"), required=False, max_length=200)


FORMS: dict[str, type[StepForm]] = {
    "programme": plain(said.Programmed, VisitStepForm),
    "risk": RiskForm,
    "decide": DecisionForm,
    "notify": NotificationForm,
    "notify-more": AddedForm,
    "acknowledged": plain(said.Acknowledged, VisitStepForm),
    "representation": RepresentationForm,
    "consultation": ConsultationForm,
    "information": plain(said.InformationGiven, VisitStepForm),
    "place-seen": PlaceSeenForm,
    "objection": ObjectionForm,
    "postpone": PostponedForm,
    "cancel": CancelledForm,
    "refused": plain(said.Refused, ReasonedForm),
    "start": StartForm,
    "suspend": plain(said.Suspended, ReasonedForm),
    "resume": plain(said.Resumed, VisitStepForm),
    "incident": IncidentForm,
    "end-talks": TalksForm,
    "preliminary": PreliminaryForm,
    "immediate": ImmediateForm,
    "time": ObservationDueForm,
    "answered": ObservationAnsweredForm,
    "complete": plain(said.Completed, VisitStepForm),
}
"""By the last part of the address: the form of each step."""
