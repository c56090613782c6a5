"""Forms of the portal and of the desk's taking apart."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.clock import Edtf
from habeas.web.replies.answering import Answer, faults_of, plain
from habeas.web.replies.models import ANSWERS
from habeas.web.shell.fields import EdtfFormField


class AnswerForm(forms.Form):
    """One answer to one item."""

    position = forms.ChoiceField(label=_("Which position does the State take?"), choices=ANSWERS)
    action = forms.CharField(
        label=_("What was done, or will be done?"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    evidence = forms.CharField(
        label=_("What shows it?"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name laws, orders, figures or annexes. No names of persons deprived of their liberty."),
    )
    date = EdtfFormField(
        label=_("Date of the answer"),
        required=False,
        help_text=_(
            "Empty: the day on which it is sent. Not before the report came; when something was done "
            "earlier, say so in the text."
        ),
    )
    ministry = forms.CharField(label=_("Which ministry answers?"), required=False, max_length=200)

    def __init__(self, *args: Any, transmitted: Edtf | None, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.transmitted, self.today = transmitted, today
        position: Any = self.fields["position"]
        position.choices = [("", _("choose")), *ANSWERS]

    def clean(self) -> dict[str, Any]:
        """Refuse what could not be sent."""
        given = super().clean() or {}
        if self.transmitted and not self.errors:
            for name, told in faults_of(self.answer(), transmitted=self.transmitted, today=self.today):
                self.add_error(name, told)
        return given

    def answer(self) -> Answer:
        """What was given."""
        given = self.cleaned_data
        return Answer(
            position=given["position"],
            action=plain(given["action"]),
            evidence=plain(given["evidence"]),
            date=given["date"],
            ministry=plain(given["ministry"]),
        )


class WishForm(forms.Form):
    """That the Party asks for publication, in its own words."""

    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example what is to be published together: the report, and the response."),
    )
