"""Forms of the desk: a response that came by letter, and what it holds on an item."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from habeas.clock import Edtf
from habeas.web.conduct.forms import DayField, LinesField
from habeas.web.replies.answering import Answer, faults_of, plain
from habeas.web.replies.apart import Heard
from habeas.web.replies.filing import Came
from habeas.web.replies.models import ANSWERS, RESPONSE_KINDS
from habeas.web.shell.fields import EdtfFormField
from habeas.web.threads.models import PROGRESS

LANGUAGES = [("en", _("English")), ("fr", _("French")), ("other", _("another language"))]
WHOLE, PART = "whole", "part"


class LetterForm(forms.Form):
    """A response that came by letter."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=RESPONSE_KINDS)
    reference = forms.CharField(
        label=_("Which reference does the letter bear?"),
        required=False,
        max_length=60,
        help_text=_("As the State gives it. It is shown to who reads the file."),
    )
    dated = EdtfFormField(label=_("What date does the letter bear?"), required=False)
    received_on = DayField(
        label=_("On which day was it received?"), help_text=_("For example 1 August 2031.")
    )
    channel = forms.CharField(
        label=_("By which channel?"),
        required=False,
        max_length=120,
        help_text=_("For example “Permanent Representation, by hand”."),
    )
    language = forms.ChoiceField(label=_("In which language is it?"), choices=LANGUAGES)
    translated = forms.BooleanField(label=_("A translation came with it"), required=False)
    extent = forms.ChoiceField(
        label=_("What does it answer?"),
        choices=[(WHOLE, _("the whole report")), (PART, _("some paragraphs; the rest is still awaited"))],
        widget=forms.RadioSelect,
        initial=WHOLE,
    )
    only = forms.CharField(
        label=_("Which paragraphs, where it is in part?"),
        required=False,
        max_length=60,
        help_text=_(
            "For example “12, 14–16”. Written as the letter that set a time has them, that time is met."
        ),
    )
    annexes = LinesField(
        label=_("Which annexes came with it?"),
        required=False,
        max_length=10_000,
        help_text=_("A title a line. The files themselves are not kept here: they stay in the file room."),
    )

    def clean(self) -> dict[str, Any]:
        """A response in part says to which paragraphs."""
        given = super().clean() or {}
        if given.get("extent") == PART and not given.get("only"):
            self.add_error("only", _("Say which paragraphs it answers."))
        return given

    def came(self) -> Came:
        """What was given."""
        given = self.cleaned_data
        return Came(
            received_on=given["received_on"],
            kind=given["kind"],
            reference=plain(given["reference"]),
            dated=given["dated"],
            channel=plain(given["channel"]),
            language="" if given["language"] == "other" else given["language"],
            translated=given["translated"],
            only=plain(given["only"]) if given["extent"] == PART else "",
            annexes="\n".join(given["annexes"]),
        )


class PassageForm(forms.Form):
    """What one passage of a response says on an item, and which other items it answers too."""

    text = forms.CharField(
        label=_("What does it say, word for word?"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
        help_text=_("As it stands in the response. Nothing is shortened or corrected."),
    )
    paragraph = forms.CharField(
        label=_("Where in the response?"),
        required=False,
        max_length=120,
        help_text=_("Its heading or paragraph, for example “Paragraphs 238 and 239”."),
    )
    ministry = forms.CharField(
        label=_("Which body answers?"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "bodies", "autocomplete": "off"}),
        help_text=_("Where several answer one item, each has an answer of its own."),
    )
    position = forms.ChoiceField(label=_("Which position does the State take?"), choices=ANSWERS)
    progress = forms.ChoiceField(
        label=_("How far does it say that it went?"),
        required=False,
        choices=[("", _("it does not say")), *PROGRESS],
    )
    action = forms.CharField(
        label=_("What was done, or will be done?"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    evidence = forms.CharField(
        label=_("What shows it?"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Name laws, orders, figures or annexes. No names of persons deprived of their liberty."),
    )
    date = EdtfFormField(
        label=_("Date of the answer"), required=False, help_text=_("Empty: the date that the letter bears.")
    )
    also = forms.MultipleChoiceField(
        label=_("Which other items does the same passage answer?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order: Sequence[str] = ()

    def __init__(
        self,
        *args: Any,
        transmitted: Edtf | None,
        today: datetime.date | None = None,
        others: Iterable[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.transmitted, self.today = transmitted, today or timezone.localdate()
        position: Any = self.fields["position"]
        position.choices = [("", _("choose")), *ANSWERS]
        also: Any = self.fields["also"]
        also.choices = list(others)
        if not also.choices:
            del self.fields["also"]

    def clean(self) -> dict[str, Any]:
        """Refuse a day on which it cannot have been said."""
        given = super().clean() or {}
        if self.transmitted and not self.errors:
            answer = Answer(position=given["position"], date=given["date"])
            for name, told in faults_of(answer, transmitted=self.transmitted, today=self.today):
                self.add_error(name, told)
        return given

    def heard(self) -> Heard:
        """What was given."""
        given = self.cleaned_data
        names = ("text", "paragraph", "ministry", "action", "evidence")
        texts = {name: plain(given[name]) for name in names}
        return Heard(position=given["position"], progress=given["progress"], date=given["date"], **texts)


class CorrectionForm(PassageForm):
    """An answer recorded anew, and why."""

    reason = forms.CharField(
        label=_("Why is it corrected?"),
        max_length=500,
        help_text=_("What stood before stays readable, with this reason, your name and the time."),
    )
