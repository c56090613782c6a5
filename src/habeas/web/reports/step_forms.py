"""Forms for the steps of a report that the body makes: each asks what its act says, and gives the act."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.procedure.clocks import DueSet
from habeas.procedure.machine import SIDE_NAMES, Act, History, Side
from habeas.procedure.report import acts as said
from habeas.procedure.report.steps import report_deadlines
from habeas.web.conduct.forms import DayField, StepForm, choices_of, letter_field, plain

Choices = Sequence[tuple[str, Any]]

WAYS, RESPONSES = choices_of(said.WAY_NAMES), choices_of(said.RESPONSE_NAMES)
SIDES = choices_of(SIDE_NAMES)
LANGUAGES = [("en", _("English")), ("fr", _("French"))]


class ReportStepForm(StepForm):
    """A step of a report; ``history`` and ``responses`` (public id and name) say what can be chosen."""

    def __init__(self, *args: Any, history: History, responses: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.history = history
        if "document" in self.fields:
            self.fields["document"].choices = [("", _("not filed yet")), *responses]  # type: ignore[attr-defined]


class LanguageForm(ReportStepForm):
    """The language was checked."""

    act: type[Act] = said.LanguageChecked
    says = ("language",)
    field_order: tuple[str, ...] = ("language", "on", "note")
    language = forms.ChoiceField(label=_("Which language?"), choices=LANGUAGES)


class AdoptedForm(ReportStepForm):
    """The body adopts the report."""

    act = said.Adopted
    says = ("way", "language", "plenary", "members", "present", "in_favour")
    field_order = ("way", "plenary", "on", "language", "members", "present", "in_favour", "note")
    way = forms.TypedChoiceField(label=_("How was it adopted?"), choices=WAYS, coerce=said.Way)
    plenary = forms.IntegerField(
        label=_("At which plenary meeting?"),
        required=False,
        min_value=1,
        max_value=9999,
        help_text=_("Its number."),
    )
    language = forms.ChoiceField(
        label=_("In which language?"), choices=LANGUAGES, help_text=_("The text adopted is authentic.")
    )
    members = forms.IntegerField(
        label=_("If there was a vote: how many members are in office?"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("A majority of them is a quorum (Article 6(1))."),
    )
    present = forms.IntegerField(
        label=_("How many were present?"), required=False, min_value=0, max_value=999
    )
    in_favour = forms.IntegerField(
        label=_("How many were in favour?"), required=False, min_value=0, max_value=999
    )


class TranslatedForm(ReportStepForm):
    """A translation is there."""

    act = said.Translated
    says = ("language", "authentic")
    field_order = ("language", "authentic", "on", "note")
    language = forms.CharField(label=_("Into which language?"), max_length=40)
    authentic = forms.BooleanField(label=_("The body declared it authentic too"), required=False)


class TransmittedForm(ReportStepForm):
    """The report goes to the Party."""

    act = said.Transmitted
    says = ("letter", "channel")
    field_order = ("letter", "on", "channel", "note")
    letter = forms.CharField(
        label=_("With which letter?"),
        max_length=200,
        help_text=_("As it is filed. The times that it sets are recorded next, one step for each."),
    )
    channel = forms.CharField(
        label=_("By which channel?"),
        max_length=120,
        help_text=_("For example “Permanent Representation, by hand”."),
    )


class DueForm(ReportStepForm):
    """The day that the letter set, or to which another moved it."""

    act = DueSet
    says = ("due", "letter", "concerns")
    field_order = ("letter", "on", "concerns", "due", "note")
    letter = letter_field()
    concerns = forms.CharField(
        label=_("Which paragraphs does it concern?"),
        required=False,
        max_length=60,
        help_text=_(
            "For example “12, 14–16”; empty for the whole report. A later day for the same extends it."
        ),
    )
    due = DayField(label=_("By which day is the answer asked for?"), help_text=_("As the letter has it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Of which day is the letter?")


class ResponseForm(ReportStepForm):
    """The Party answers."""

    act = said.ResponseReceived
    says = ("kind", "document", "concerns", "in_part")
    field_order = ("kind", "document", "concerns", "in_part", "on", "note")
    kind = forms.TypedChoiceField(label=_("What is it?"), choices=RESPONSES, coerce=said.ResponseKind)
    document = forms.ChoiceField(
        label=_("Which document is it?"),
        required=False,
        help_text=_("A response is filed among the documents first, as responding to this report."),
    )
    concerns = forms.ChoiceField(label=_("What does it answer?"), required=False)
    in_part = forms.BooleanField(
        label=_("It answers only some of this; the rest is still awaited"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clocks = report_deadlines(self.history.standing())
        parts = [clock.concerns for clock in clocks if clock.concerns and clock.met_on is None]
        field: Any = self.fields["concerns"]
        field.choices = [("", _("the whole report")), *((one, _paragraphs(one)) for one in parts)]


def _paragraphs(numbers: str) -> str:
    return str(_("paragraphs %(numbers)s") % {"numbers": numbers})


class ConsultedForm(ReportStepForm):
    """Consultations after the report."""

    act = said.Consulted
    says = ("by",)
    field_order = ("by", "on", "note")
    by = forms.TypedChoiceField(label=_("Who asked for them?"), choices=SIDES, coerce=Side)


class RepliedForm(ReportStepForm):
    """The body answers the response."""

    act: type[Act] = said.RepliedTo
    says = ("letter",)
    field_order = ("on", "letter", "note")
    letter = forms.CharField(label=_("By which letter?"), required=False, max_length=200)


class RequestedForm(RepliedForm):
    """The Party asks for publication."""

    act = said.PublicationRequested


FORMS: dict[str, type[StepForm]] = {
    "draft": plain(said.Drafted, ReportStepForm),
    "comments": plain(said.CommentsReceived, ReportStepForm),
    "head": plain(said.HeadAgreed, ReportStepForm),
    "cleared": plain(said.Cleared, ReportStepForm),
    "language": LanguageForm,
    "adopted": AdoptedForm,
    "translated": TranslatedForm,
    "transmitted": TransmittedForm,
    "time": DueForm,
    "acknowledged": plain(said.Acknowledged, ReportStepForm),
    "response": ResponseForm,
    "consulted": ConsultedForm,
    "replied": RepliedForm,
    "publication-requested": RequestedForm,
}
"""By the last part of the address: the form of each step. Publication is recorded by its desk."""
