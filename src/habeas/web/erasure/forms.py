"""What is asked before a record is erased."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from habeas.web.erasure.models import GROUNDS, RETENTION

_OF_AN_ORDER = ("basis", "reference", "ordered_on")
_NEEDED = _("An order needs this.")


class FindForm(forms.Form):
    """Which record a court or the law has in mind."""

    record_id = forms.CharField(
        label=_("Number of the record"),
        max_length=120,
        help_text=_("As it stands in the record and in the copy that was handed out. Not a name."),
    )


class AskForm(forms.Form):
    """On what ground; the end of the time to keep it brings its own source."""

    ground = forms.ChoiceField(label=_("On what ground?"), choices=GROUNDS, widget=forms.RadioSelect)
    basis = forms.CharField(
        label=_("Legal basis"),
        max_length=300,
        required=False,
        help_text=_(
            "The act and its section. It stands in the log in clear for ever: no name, no number of a case."
        ),
    )
    reference = forms.CharField(
        label=_("Reference of the order"),
        max_length=120,
        required=False,
        help_text=_("It is kept here, and does not come into the log."),
    )
    ordered_on = forms.DateField(
        label=_("Date of the order"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, is_over: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_over:
            field: Any = self.fields["ground"]
            field.choices = [(ground, says) for ground, says in GROUNDS if ground != RETENTION]
            for name in _OF_AN_ORDER:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = _NEEDED

    def clean(self) -> dict[str, Any]:
        """An order has its basis, its reference and its day."""
        given = super().clean() or {}
        if given.get("ground") not in (None, RETENTION):
            for name in _OF_AN_ORDER:
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _NEEDED)
        if given.get("ordered_on") and given["ordered_on"] > timezone.localdate():
            self.add_error("ordered_on", _("This day is still to come."))
        return given


class EraseForm(forms.Form):
    """The second person types the number: this cannot be undone."""

    read = forms.CharField(widget=forms.HiddenInput)
    typed = forms.CharField(label=_("Type the first six letters of the record's number"), max_length=20)

    def __init__(self, *args: Any, short: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._short = short

    def clean_typed(self) -> str:
        """Hold what was typed against the number, so that it can be typed again."""
        typed: str = self.cleaned_data["typed"].strip().lower()
        if typed != self._short.lower():
            raise ValidationError(_("What was typed is not the number of the record."))
        return typed
