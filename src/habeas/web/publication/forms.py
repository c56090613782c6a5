"""Forms of the publication desk: the acts of each mandate, the bytes, and the approval."""

from datetime import UTC, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from habeas.procedure import publication
from habeas.procedure.machine import Act
from habeas.web.conduct.forms import DayField, DoneDayField, StepForm
from habeas.web.people.roles import Capability
from habeas.web.publication.models import Regime
from habeas.web.reports.models import DOCUMENT_KINDS
from habeas.web.sources.forms import FACT_FIELDS, FactForm

HASH = 64
MOST_BYTES = 30 * 2**20


class RequestForm(StepForm):
    """The Party asked."""

    act: type[Act] = publication.RequestedByParty
    field_order = ("on", "reference", "note")
    reference = forms.CharField(
        label=_("Which letter asks for it?"), max_length=200, help_text=_("As it is filed: date or number.")
    )

    def said(self) -> dict[str, Any]:
        """The letter."""
        return {"reference": self.cleaned_data["reference"]}


class OnTermsForm(StepForm):
    """What rests on the terms of automatic publication, which are looked up by the day of sending."""

    field_order = ("sent_on", "on", "until", "note")
    sent_on = DoneDayField(
        label=_("On which day was the document sent to the Party?"),
        help_text=_("The terms that were in force on that day are taken from the list of terms."),
    )

    def said(self) -> dict[str, Any]:
        """The day of sending."""
        return {"sent_on": self.cleaned_data["sent_on"]}


class ObjectedForm(OnTermsForm):
    """The Party objected within its time."""

    act = publication.PartyObjected


class PostponedForm(OnTermsForm):
    """The Party postponed within its time."""

    act = publication.PartyPostponed
    until = DayField(label=_("Until which day did the Party postpone?"))

    def said(self) -> dict[str, Any]:
        """Both days."""
        return {**super().said(), "until": self.cleaned_data["until"]}


class RegimeForm(OnTermsForm):
    """The terms of automatic publication ran out."""

    act = publication.RegimeRanOut


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


class MandateForm(StepForm):
    """Under whose mandate."""

    act = publication.MandateNamed
    field_order = ("mandate", "on", "note")
    mandate = forms.ChoiceField(
        label=_("Under whose mandate is it published?"),
        choices=[(mandate.value, _(name)) for mandate, name in publication.MANDATE_NAMES.items()],
        widget=forms.RadioSelect,
        help_text=_("Each mandate has acts of its own; those of the others are then refused."),
    )

    def said(self) -> dict[str, Any]:
        """The mandate."""
        return {"mandate": publication.Mandate(self.cleaned_data["mandate"])}


class AskedForm(RequestForm):
    """The State asked the Subcommittee."""

    act = publication.AskedOfSubcommittee


class PartForm(StepForm):
    """The State made a part public."""

    act = publication.PartMadePublic
    field_order = ("reference", "on", "note")
    reference = forms.CharField(
        label=_("Which part did the State make public, and where?"),
        max_length=200,
        help_text=_("Chapter or paragraphs, and the address or paper in which it stands."),
    )

    def said(self) -> dict[str, Any]:
        """The part and its place."""
        return {"reference": self.cleaned_data["reference"]}


class CommitteeForm(StepForm):
    """The Committee against Torture decided."""

    act = publication.DecidedByCommittee
    field_order = ("asked_on", "views_until", "on", "members", "in_favour", "note")
    asked_on = DoneDayField(label=_("On which day did the Subcommittee ask for it?"))
    views_until = DayField(label=_("Until which day could the State make its views known?"))
    members = forms.IntegerField(
        label=_("How many members has the Committee against Torture?"),
        min_value=1,
        max_value=99,
        help_text=_("All of them, present or not: more than half must be in favour."),
    )
    in_favour = forms.IntegerField(label=_("How many were in favour?"), min_value=0, max_value=99)

    def said(self) -> dict[str, Any]:
        """The days and the numbers."""
        return {name: self.cleaned_data[name] for name in ("asked_on", "views_until", "members", "in_favour")}


class NeverCameForm(StepForm):
    """The reply never came."""

    act = publication.ReplyNeverCame
    field_order = ("due_on", "on", "note")
    due_on = DayField(
        label=_("By which day was the reply due?"), help_text=_("The day of its clock, as the letter set it.")
    )

    def said(self) -> dict[str, Any]:
        """The day of the clock."""
        return {"due_on": self.cleaned_data["due_on"]}


class RegimeTermsForm(FactForm):
    """Terms on which a Party agreed to automatic publication."""

    capability: ClassVar[Capability] = Capability.PREPARE_PUBLICATION
    since = DayField(label=_("Since which day are they in force?"))
    until = DayField(
        label=_("What is their last day?"),
        required=False,
        help_text=_("Empty while they are in force. New terms are entered as a row of their own."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Which kinds of document do they cover?"),
        choices=DOCUMENT_KINDS,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("party", "since", "until", "window_days", "longest_days", "kinds", "terms")

    class Meta:
        model = Regime
        fields = (
            "party",
            "since",
            "until",
            "window_days",
            "longest_days",
            "kinds",
            "terms",
            *FACT_FIELDS,
        )
        labels = {
            "party": _("Which Party?"),
            "window_days": _("In how many days may the Party object?"),
            "longest_days": _("For how many days at most may it postpone?"),
            "terms": _("What do the terms say?"),
        }
        help_texts = {
            "window_days": _("As its own terms have it; they differ from one Party to the next."),
            "longest_days": _("Counted from the end of that time. Write 0 where it may not postpone."),
            "terms": _("Word for word where you have them."),
        }
        widgets = {"terms": forms.Textarea(attrs={"rows": 4})}

    def clean(self) -> dict[str, Any]:
        """Terms end on or after the day on which they begin."""
        given = super().clean()
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("The last day lies before the first."))
        return given


class AdvanceForm(StepForm):
    """The State was sent the approved bytes."""

    act = publication.AdvanceCopySent
    field_order = ("on", "channel", "note")
    channel = forms.CharField(
        label=_("By which channel was it sent?"),
        max_length=120,
        help_text=_("For example “sealed envelope to the Permanent Representation”."),
    )

    sha256 = ""
    """Of the bytes that were approved."""

    def said(self) -> dict[str, Any]:
        """The channel and the bytes."""
        return {"channel": self.cleaned_data["channel"], "sha256": self.sha256}


class HourForm(StepForm):
    """An hour was agreed."""

    act = publication.HourAgreed
    field_order = ("day", "hour", "zone", "on", "note")
    day = DayField(label=_("On which day does it become public?"))
    hour = forms.TimeField(
        label=_("At which hour?"), help_text=_("For example 10:00."), input_formats=["%H:%M", "%H.%M"]
    )
    zone = forms.CharField(
        label=_("In which time zone was it agreed?"),
        initial="Europe/Paris",
        max_length=40,
        help_text=_("By its name, for example Europe/Paris for Strasbourg, or UTC."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("On which day was it agreed?")

    def clean_zone(self) -> str:
        """A zone that is known."""
        name: str = self.cleaned_data["zone"]
        if name not in available_timezones():
            raise ValidationError(_("This time zone is not known."), code="zone-unknown")
        return name

    def clean(self) -> dict[str, Any]:
        """An hour that the clocks of the zone show once."""
        given = super().clean() or {}
        if all(given.get(name) is not None for name in ("day", "hour", "zone")):
            zone = ZoneInfo(given["zone"])
            at = datetime.combine(given["day"], given["hour"], zone)
            if at.utcoffset() != at.replace(fold=1).utcoffset():
                self.add_error("hour", _("The clocks change at that hour: agree on another."))
            given["at"] = at.astimezone(UTC)
            if given["at"] <= timezone.now():
                self.add_error("hour", _("This hour has passed already."))
        return given

    def said(self) -> dict[str, Any]:
        """The instant and the zone."""
        return {"at": self.cleaned_data["at"], "zone": self.cleaned_data["zone"]}


def _plain(act: type[Act]) -> type[StepForm]:
    return type(f"{act.__name__}Form", (StepForm,), {"act": act, "__doc__": act.__doc__})


RECORDED: dict[str, type[StepForm]] = {
    "request": RequestForm,
    "objected": ObjectedForm,
    "objection-lifted": _plain(publication.ObjectionLifted),
    "postponed": PostponedForm,
    "regime": RegimeForm,
    "statement": StatementNamesForm,
    "decision": DecisionForm,
    "mandate": MandateForm,
    "asked": AskedForm,
    "part": PartForm,
    "committee": CommitteeForm,
    "no-reply": NeverCameForm,
    "advance-copy": AdvanceForm,
    "hour": HourForm,
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


class ComposeForm(forms.Form):
    """That the text was gone through to its end."""

    names_deleted = forms.BooleanField(
        label=_(
            "I have looked: nobody is named who did not expressly consent, but office-holders in office."
        ),
        required=False,
    )


class ApproveForm(forms.Form):
    """Another person approves exactly these bytes."""

    sha256 = forms.CharField(min_length=HASH, max_length=HASH, widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=_("I have read this file from the first page to the last, and it may be public."),
    )


class ApproveBothForm(ApproveForm):
    """The same, and the other half of report and response with it."""

    other_sha256 = forms.CharField(min_length=HASH, max_length=HASH, widget=forms.HiddenInput)
    together = forms.BooleanField(
        label=_("I have read the other document as well: approve both together."), required=False
    )


class PublishForm(forms.Form):
    """The last step; ``hour`` is the one that was agreed, in words."""

    sure = forms.BooleanField(label=_("Publish it now. It cannot be taken back."))

    def __init__(self, *args: Any, hour: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hour:
            said = _("Publish it at the agreed hour: %(hour)s. Until then it can be withdrawn.")
            self.fields["sure"].label = said % {"hour": hour}


class PublishBothForm(PublishForm):
    """The last step for report and response."""

    together = forms.BooleanField(
        label=_("Publish the other document with it."), required=False, initial=True
    )
